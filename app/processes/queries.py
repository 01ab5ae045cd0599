"""What can be asked about processes, their activities and their members."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.areas.models import AreaSet
from app.base.database import db
from app.base.errors import NotFound
from app.processes.models import Activity, Membership, Process, ProcessNotice
from app.processes.roles import ROLES
from app.processes.standing import Standing

OPENING_FIELDS = {
    "aim": _l("Ziel"),
    "decision_scope": _l("Entscheidungsspielraum"),
    "participation_level": _l("Beteiligungsstufe"),
    "target_groups": _l("Zielgruppen"),
    "results_use": _l("Was mit den Ergebnissen geschieht"),
}
"""What must be said in public before a process may open (E33)."""


@dataclass(frozen=True)
class Member:
    """A staff account with all its roles in one process, in the order of app.processes.roles."""

    user_id: UUID
    name: str
    email: str
    active: bool
    roles: tuple[str, ...]


GRACE_DAYS = 14
"""So long after its end an activity takes what was still on a phone (R13)."""


def today() -> date:
    """The day it is in the town (not in UTC): what opening and closing dates mean."""
    return datetime.now(_zone()).date()


def _zone() -> ZoneInfo:
    return ZoneInfo(current_app.config["BABEL_DEFAULT_TIMEZONE"])


class NoSuchProcess(NotFound):
    """There is none, or none for this person; it never says which."""

    def __init__(self) -> None:
        super().__init__(_l("Dieses Beteiligungsverfahren gibt es nicht."))


def process_by_slug(slug: str) -> Process:
    """The process with this slug; NoSuchProcess."""
    query = select(Process).where(Process.slug == slug)
    process = db.session.scalars(query.options(joinedload(Process.area_sets))).unique().one_or_none()
    if process is None:
        raise NoSuchProcess
    return process


def public_process(slug: str) -> Process:
    """The process with this slug unless it is a draft; NoSuchProcess."""
    process = process_by_slug(slug)
    if process.status == "draft":
        raise NoSuchProcess
    return process


def process_by_id(process_id: UUID) -> Process:
    """The process with this id; NoSuchProcess."""
    process = db.session.get(Process, process_id)
    if process is None:
        raise NoSuchProcess
    return process


def all_processes() -> Sequence[Process]:
    """Every process, newest first."""
    return db.session.scalars(select(Process).order_by(Process.created_at.desc(), Process.slug)).all()


def processes_with_status(status: str) -> Sequence[Process]:
    """Processes that are `draft`, `open` or `closed`, newest first."""
    order = (Process.opened_at.desc(), Process.created_at.desc(), Process.slug)
    return db.session.scalars(select(Process).where(Process.status == status).order_by(*order)).all()


def processes_of(user_id: UUID) -> Sequence[Process]:
    """Processes in which this account is a member, newest first."""
    mine = select(Membership.process_id).where(Membership.user_id == user_id)
    order = (Process.created_at.desc(), Process.slug)
    return db.session.scalars(select(Process).where(Process.id.in_(mine)).order_by(*order)).all()


def area_sets_of(process: Process) -> list[AreaSet]:
    """All vintages of all its Raumgliederungen: the first set first, the newest vintage first."""
    names = process.area_set_names
    found = db.session.scalars(select(AreaSet).where(AreaSet.name.in_(names))).all()
    return sorted(found, key=lambda area_set: (names.index(area_set.name), -area_set.valid_from.toordinal()))


def roles_of(user_id: UUID, process_id: UUID) -> frozenset[str]:
    """The roles of an account in a process; empty when it is no member."""
    query = select(Membership.role).where(Membership.user_id == user_id, Membership.process_id == process_id)
    return frozenset(db.session.scalars(query.order_by(Membership.role)))


def roles_by_process(user_id: UUID) -> dict[UUID, frozenset[str]]:
    """The roles of an account in each process in which it is a member."""
    query = select(Membership.process_id, Membership.role).where(Membership.user_id == user_id)
    held: dict[UUID, set[str]] = {}
    for process_id, role in db.session.execute(query):
        held.setdefault(process_id, set()).add(role)
    return {process_id: frozenset(roles) for process_id, roles in held.items()}


def members_of(process_id: UUID) -> list[Member]:
    """Everybody with a role in this process, by name."""
    query = (
        select(User, Membership.role)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.process_id == process_id)
        .order_by(User.name, User.email)
    )
    held: dict[User, set[str]] = {}
    for user, role in db.session.execute(query):
        held.setdefault(user, set()).add(role)
    return [
        Member(user.id, user.name, user.email, user.active, tuple(role for role in ROLES if role in roles))
        for user, roles in held.items()
    ]


def notices_of(process_id: UUID) -> Sequence[ProcessNotice]:
    """Public notes about changes of an open process, newest first."""
    query = select(ProcessNotice).where(ProcessNotice.process_id == process_id)
    return db.session.scalars(query.order_by(ProcessNotice.created_at.desc(), ProcessNotice.id)).all()


def activity_by_slug(process_id: UUID, slug: str) -> Activity:
    """The activity with this slug in this process; NotFound."""
    query = select(Activity).where(Activity.process_id == process_id, Activity.slug == slug)
    activity = db.session.scalar(query.options(joinedload(Activity.process)))
    if activity is None:
        raise NotFound(_l("Diese Aktivität gibt es nicht."))
    return activity


def activity_by_id(activity_id: UUID) -> Activity:
    """The activity with this id; NotFound."""
    activity = db.session.get(Activity, activity_id)
    if activity is None:
        raise NotFound(_l("Diese Aktivität gibt es nicht."))
    return activity


def activities_of(process_id: UUID) -> Sequence[Activity]:
    """All activities of a process in the order they were made."""
    query = select(Activity).where(Activity.process_id == process_id).options(joinedload(Activity.process))
    return db.session.scalars(query.order_by(Activity.created_at, Activity.slug)).all()


def open_activities(process_id: UUID) -> list[Activity]:
    """The activities people can take part in today."""
    day = today()
    return [activity for activity in activities_of(process_id) if is_open(activity, day)]


def is_open(activity: Activity | Standing, today: date) -> bool:
    """Can people take part on this day? The only place that decides it.

    Activity and process must both be open, and the day must lie within the dates of both (ends included).
    """
    process = activity.process
    if activity.status != "open" or process.status != "open":
        return False
    starts = [day for day in (activity.opens_on, process.period_start) if day]
    ends = [day for day in (activity.closes_on, process.period_end) if day]
    return all(day <= today for day in starts) and all(today <= day for day in ends)


def takes_late(activity: Activity | Standing, today: date, joined_on: date) -> bool:
    """After the end: does it still take what waited on the phone of somebody who joined before?

    For GRACE_DAYS after the first of its ends, by the server's clock; what a phone says about time decides nothing.
    """
    end = _end(activity)
    starts = [day for day in (activity.opens_on, activity.process.period_start) if day]
    if end is None or any(day > end for day in starts):
        return False
    return joined_on <= end <= today <= end + timedelta(days=GRACE_DAYS)


def _end(activity: Activity | Standing) -> date | None:
    """The day people could last take part; None when it never began, has not ended, or nobody knows since when."""
    process = activity.process
    if "draft" in (activity.status, process.status):
        return None
    ends = [day for day in (activity.closes_on, process.period_end) if day]
    for part in (activity, process):
        if part.status == "closed":
            if part.closed_at is None:
                return None
            ends.append(part.closed_at.astimezone(_zone()).date())
    return min(ends, default=None)


def missing_for_opening(process: Process) -> dict[str, object]:
    """The fields of E33 that are still empty, with their labels, in the order of the form."""
    return {name: label for name, label in OPENING_FIELDS.items() if not str(getattr(process, name)).strip()}
