"""What the rules of recording ask of an activity, in two plain statements instead of a tree of objects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import bindparam, select

from app.areas.models import AreaSet
from app.base.errors import NotFound
from app.base.prepared import Prepared
from app.base.shared_commit import known
from app.processes.models import Activity, Process, ProcessAreaSet


@dataclass(frozen=True)
class SetInForce:
    """One vintage of a Raumgliederung of a process; `content_hash` names its content."""

    id: UUID
    name: str
    content_hash: str


@dataclass(frozen=True)
class ProcessStanding:
    """Whether a process takes contributions."""

    id: UUID
    status: str
    period_start: date | None
    period_end: date | None
    closed_at: datetime | None


@dataclass(frozen=True)
class Standing:
    """An activity as it stands in the database now; names as in the tables."""

    id: UUID
    process_id: UUID
    channel: str
    status: str
    opens_on: date | None
    closes_on: date | None
    closed_at: datetime | None
    process: ProcessStanding


_ACTIVITY, _PROCESS = Activity.__table__.c, Process.__table__.c
_STANDING = Prepared(
    select(
        _ACTIVITY.process_id,
        _ACTIVITY.channel,
        _ACTIVITY.status,
        _ACTIVITY.opens_on,
        _ACTIVITY.closes_on,
        _ACTIVITY.closed_at,
        _PROCESS.status.label("process_status"),
        _PROCESS.period_start,
        _PROCESS.period_end,
        _PROCESS.closed_at.label("process_closed_at"),
    )
    .join_from(Activity.__table__, Process.__table__, _ACTIVITY.process_id == _PROCESS.id)
    .where(_ACTIVITY.id == bindparam("activity_id"))
)
_SET, _USED = AreaSet.__table__.c, ProcessAreaSet.__table__.c
_SETS = Prepared(
    select(_SET.id, _SET.name, _SET.content_hash)
    .join_from(ProcessAreaSet.__table__, AreaSet.__table__, _SET.name == _USED.area_set_name)
    .where(_USED.process_id == bindparam("process_id"))
    .order_by(_USED.position, _SET.name, _SET.valid_from.desc())
)


def standing_of(activity_id: UUID) -> Standing:
    """The activity as it stands, asked once in a shared transaction; NotFound."""
    return known(("standing", activity_id), lambda: _read(activity_id))


def _read(activity_id: UUID) -> Standing:
    row = _STANDING.run({"activity_id": activity_id}).first()
    if row is None:
        raise NotFound(_l("Diese Aktivität gibt es nicht."))
    process = ProcessStanding(
        row.process_id, row.process_status, row.period_start, row.period_end, row.process_closed_at
    )
    return Standing(
        id=activity_id,
        process_id=row.process_id,
        channel=row.channel,
        status=row.status,
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        closed_at=row.closed_at,
        process=process,
    )


def sets_in_force(process_id: UUID) -> list[SetInForce]:
    """All vintages of all its sets: the first set first, the newest vintage first (as `queries.area_sets_of`)."""
    return known(("sets", process_id), lambda: _read_sets(process_id))


def _read_sets(process_id: UUID) -> list[SetInForce]:
    found = _SETS.run({"process_id": process_id})
    return [SetInForce(row.id, row.name, row.content_hash) for row in found]
