"""Writes of who does what on a walk and who was invited: functions and numbers, never names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _

from app.base.audit import note
from app.base.database import db
from app.base.errors import DomainError
from app.participants.vocabulary import ROLES
from app.walks.models import CrewMember, GroupInvitation, Walk
from app.walks.queries import walk_of
from app.walks.vocabulary import FUNCTIONS

MOST_ROWS = 30
MOST_INVITED = 10_000
_ADDRESS = re.compile(r"@|\d[\d /()-]{5,}\d")


@dataclass(frozen=True)
class Task:
    """A task on the walk and the office or function that has it."""

    function: str
    who: str = ""


@dataclass(frozen=True)
class Invited:
    """A stakeholder group: how many were asked and how many came."""

    group_role: str
    label: str = ""
    invited: int = 0
    came: int = 0


def update_people(
    *,
    activity_id: UUID,
    crew: Sequence[Task],
    invitations: Sequence[Invited],
    version: int | None = None,
    actor: UUID | str = "command",
) -> Walk:
    """Write tasks and invitations anew; Conflict for a stale version, DomainError names the field."""
    walk = walk_of(activity_id)
    if walk is None:
        raise DomainError(_("Diesen Spaziergang gibt es nicht."), field="walk")
    _check(crew, invitations)
    walk.expect_version(version)
    walk.crew = [
        CrewMember(position=position, function=one.function, who=one.who.strip())
        for position, one in enumerate(crew, start=1)
    ]
    walk.invitations = [
        GroupInvitation(
            position=position,
            group_role=one.group_role,
            label=one.label.strip(),
            invited=one.invited,
            came=one.came,
        )
        for position, one in enumerate(invitations, start=1)
    ]
    db.session.flush()
    note(actor=actor, action="walk.people", object_kind="activity", object_id=activity_id)
    return walk


def _check(crew: Sequence[Task], invitations: Sequence[Invited]) -> None:
    if len(crew) > MOST_ROWS or len(invitations) > MOST_ROWS:
        raise DomainError(_("Bitte höchstens %(num)s Zeilen.", num=MOST_ROWS), field="crew")
    if any(one.function not in FUNCTIONS for one in crew):
        raise DomainError(_("Diese Aufgabe gibt es nicht."), field="crew")
    if any(one.group_role not in ROLES for one in invitations):
        raise DomainError(_("Diese Rolle gibt es nicht."), field="invitations")
    for field, words in [
        ("crew", [one.who for one in crew]),
        ("invitations", [one.label for one in invitations]),
    ]:
        if any(_ADDRESS.search(text) for text in words):
            message = _("Hier bitte keine Adressen und Nummern. Adressen haben eine eigene Seite.")
            raise DomainError(message, field=field)
    if any(not 0 <= number <= MOST_INVITED for one in invitations for number in (one.invited, one.came)):
        raise DomainError(_("Bitte eine Zahl von 0 bis %(most)s.", most=MOST_INVITED), field="invitations")
