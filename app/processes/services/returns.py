"""Writes about events of return: plan one, change it, say that it took place, drop one that did not."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from app.base.audit import note
from app.base.database import db
from app.base.errors import DomainError
from app.processes.models import ResultsReturn
from app.processes.queries import activity_by_id, today
from app.processes.returning import return_by_id

MOST_PEOPLE = 100_000


def plan_return(
    *,
    process_id: UUID,
    starts_at: datetime,
    place: str,
    text: str = "",
    activity_id: UUID | None = None,
    actor: UUID | str = "command",
) -> ResultsReturn:
    """An event of return, with its zone; DomainError names the field that does not fit."""
    found = ResultsReturn(process_id=process_id)
    _fill(found, starts_at=starts_at, place=place, text=text, activity_id=activity_id)
    db.session.add(found)
    db.session.flush()
    note(actor=actor, action="return.plan", object_kind="results_return", object_id=found.id)
    return found


def update_return(
    *,
    process_id: UUID,
    return_id: UUID,
    version: int | None = None,
    actor: UUID | str = "command",
    **values: Any,
) -> ResultsReturn:
    """Change date, place, text or activity; Conflict when `version` is stale."""
    found = return_by_id(process_id, return_id)
    found.expect_version(version)
    _fill(found, **values)
    db.session.flush()
    note(actor=actor, action="return.update", object_kind="results_return", object_id=found.id)
    return found


def hold_return(
    *,
    process_id: UUID,
    return_id: UUID,
    held_on: date | None,
    came: int | None = None,
    actor: UUID | str = "command",
) -> ResultsReturn:
    """Say on which day it took place and how many came; None takes that back. DomainError for a day to come."""
    found = return_by_id(process_id, return_id)
    if held_on is not None and held_on > today():
        raise DomainError(_("Dieser Tag liegt noch vor uns."), field="held_on")
    if came is not None and not 0 <= came <= MOST_PEOPLE:
        raise DomainError(_("Bitte eine Zahl von 0 bis %(most)d.", most=MOST_PEOPLE), field="came")
    found.version += 1
    found.held_on, found.came = held_on, came if held_on is not None else None
    db.session.flush()
    note(actor=actor, action="return.hold", object_kind="results_return", object_id=found.id)
    return found


def drop_return(*, process_id: UUID, return_id: UUID, actor: UUID | str = "command") -> None:
    """Take a planned event away; DomainError for one that was held, which is a record."""
    found = return_by_id(process_id, return_id)
    if found.held_on is not None:
        raise DomainError(_("Diese Rückmeldung hat stattgefunden und bleibt stehen."))
    db.session.delete(found)
    db.session.flush()
    note(actor=actor, action="return.drop", object_kind="results_return", object_id=return_id)


def _fill(
    found: ResultsReturn, *, starts_at: datetime, place: str, text: str = "", activity_id: UUID | None = None
) -> None:
    if not place.strip():
        raise DomainError(_("Bitte geben Sie einen Ort an."), field="place")
    if activity_id is not None and activity_by_id(activity_id).process_id != found.process_id:
        raise DomainError(_("Diese Aktivität gehört zu einem anderen Verfahren."), field="activity_id")
    found.starts_at, found.place, found.text = starts_at, place.strip()[:300], text.strip()
    found.activity_id = activity_id
