"""Writes about who does what in a process."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, select

from app.accounts.models import User
from app.base.audit import note
from app.base.database import db
from app.base.errors import DomainError, NotAllowed
from app.processes.models import Membership
from app.processes.queries import members_of, roles_of
from app.processes.roles import GUARDED, ROLES


class LastCoordinator(DomainError):
    """A process would be left without anybody who coordinates it."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Ein Verfahren braucht mindestens eine Person mit der Rolle »Koordination«. "
                "Bitte benennen Sie zuerst eine andere."
            ),
            field="roles",
        )


class OnlyAdministrators(NotAllowed):
    """A role that approves releases was given by somebody who does not administer the installation."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Die Rollen »Statistikstelle« und »Datenschutz« vergibt nur die Verwaltung dieser Installation: "
                "Wer ein Verfahren leitet, soll nicht selbst bestimmen, wer die Ergebnisse freigibt."
            ),
            field="roles",
        )


def add_membership(
    *, process_id: UUID, user_id: UUID, role: str, actor: UUID | str = "command"
) -> Membership:
    """Give an account one role in a process; the same role twice stays one.

    `actor` is the id of the account that gives it, or the command line. DomainError for an unknown role,
    OnlyAdministrators for one of GUARDED.
    """
    _check_roles([role])
    query = select(Membership).where(
        Membership.process_id == process_id, Membership.user_id == user_id, Membership.role == role
    )
    existing = db.session.scalar(query)
    if existing is not None:
        return existing
    _check_giver(role, actor)
    membership = Membership(process_id=process_id, user_id=user_id, role=role)
    db.session.add(membership)
    db.session.flush()
    note(actor=actor, action=f"membership.add.{role}", object_kind="user", object_id=user_id)
    return membership


def set_roles(
    *, process_id: UUID, user_id: UUID, roles: Collection[str], actor: UUID | str = "command"
) -> None:
    """Make `roles` the roles of an account in a process; none ends the membership.

    Errors: LastCoordinator, OnlyAdministrators (GUARDED roles may be kept and taken by every coordinator).
    """
    _check_roles(roles)
    held = roles_of(user_id, process_id)
    gone = held - set(roles)
    if "coordinator" in gone and not _other_coordinators(process_id, user_id):
        raise LastCoordinator
    for role in ROLES:
        if role in roles and role not in held:
            add_membership(process_id=process_id, user_id=user_id, role=role, actor=actor)
        elif role in gone:
            mine = (
                Membership.process_id == process_id,
                Membership.user_id == user_id,
                Membership.role == role,
            )
            db.session.execute(delete(Membership).where(*mine))
            note(actor=actor, action=f"membership.remove.{role}", object_kind="user", object_id=user_id)
    db.session.flush()


def _other_coordinators(process_id: UUID, user_id: UUID) -> bool:
    """True when somebody else coordinates who can still sign in."""
    others = [member for member in members_of(process_id) if member.user_id != user_id and member.active]
    return any("coordinator" in member.roles for member in others)


def _check_giver(role: str, actor: UUID | str) -> None:
    if role not in GUARDED or actor == "command":
        return
    giver = db.session.get(User, actor)
    if giver is None or not (giver.active and giver.is_admin):
        raise OnlyAdministrators


def _check_roles(roles: Collection[str]) -> None:
    for role in roles:
        if role not in ROLES:
            message = _(
                "Unbekannte Rolle »%(role)s«. Möglich sind: %(names)s", role=role, names=", ".join(ROLES)
            )
            raise DomainError(message, field="roles")
