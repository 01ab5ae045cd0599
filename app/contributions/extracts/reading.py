"""The statement behind an internal extract: one row a contribution, its answers and placements beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    case,
    cast,
    exists,
    func,
    select,
    type_coerce,
)
from sqlalchemy.orm import aliased

from app.areas.models import Area, AreaSet
from app.base.database import db
from app.contributions.extracts.columns import ANSWERS
from app.contributions.extracts.wish import Wish
from app.contributions.models import Attribute, Contribution, Placement, Submission
from app.contributions.vocabulary import COUNTED_STATES

ROWS = 4000
"""Contributions in one read: small enough for bounded memory, large enough that the statement costs nothing."""


@dataclass(frozen=True)
class Plan:
    """What is settled before the first row: the statement, the vintages and the keys of answers in it."""

    query: Select[Any]
    area_sets: tuple[AreaSet, ...]
    keys: tuple[str, ...]


def plan(wish: Wish, area_sets: Sequence[AreaSet], until: datetime) -> Plan:
    """The statement for a wish, without order and limit; what arrived after `until` is left out."""
    keys = answer_keys(wish.process_id) if _wants(wish, "answers") else ()
    sets = tuple(area_sets) if _wants(wish, "areas") else ()
    query = _walking(wish, until).with_only_columns(*_columns(), maintain_column_froms=True)
    for number, key in enumerate(keys):
        answer = aliased(Attribute)
        query = query.outerjoin(
            answer, and_(answer.contribution_id == Contribution.id, answer.key == key)
        ).add_columns(
            func.coalesce(answer.value_text, cast(answer.value_number, String)).label(f"answer_{number}")
        )
    for number, area_set in enumerate(sets):
        placed = aliased(Placement)
        query = query.outerjoin(
            placed, and_(placed.contribution_id == Contribution.id, placed.area_set_id == area_set.id)
        ).add_columns(
            type_coerce(placed.area_id, String).label(f"area_{number}"),
            type_coerce(placed.contribution_id.is_not(None), Integer).label(f"placed_{number}"),
        )
    return Plan(query, sets, keys)


def _wants(wish: Wish, group: str) -> bool:
    return not wish.groups or group in wish.groups


def _columns() -> tuple[Any, ...]:
    """Plain values: a Python object for each id, time and shape would cost more than all the rest."""
    return (
        type_coerce(Contribution.id, String).label("id"),
        Contribution.kind,
        Contribution.quality,
        Contribution.valence,
        Contribution.title,
        Contribution.text,
        Contribution.released_text,
        type_coerce(Contribution.said_at, String).label("said_at"),
        Contribution.place_text,
        Contribution.precision,
        type_coerce(Contribution.geometry, String).label("shape"),
        Contribution.cell_100m,
        type_coerce(Submission.activity_id, String).label("activity"),
        Submission.channel,
        Submission.source,
        Contribution.state,
        cast(Contribution.flags, String).label("flags"),
        type_coerce(Contribution.is_secret, Integer).label("is_secret"),
    )


def _base(wish: Wish) -> Select[Any]:
    """Counted contributions that fit the wish, of whatever process; never those that safeguarding keeps (E19)."""
    wanted = [state for state in COUNTED_STATES if state in (wish.states or COUNTED_STATES)]
    query = select(Contribution.id).where(Contribution.state.in_(wanted), Contribution.urgency < 2)
    first, after = wish.instants
    if first is not None:
        query = query.where(Contribution.said_at >= first)
    if after is not None:
        query = query.where(Contribution.said_at < after)
    if wish.qualities:
        query = query.where(Contribution.quality.in_(wish.qualities))
    if wish.code:
        query = query.where(_has_code(wish.code))
    if wish.area and wish.area_set_id:
        query = query.where(_lies_in(wish.area_set_id, wish.area))
    return query


def _walking(wish: Wish, until: datetime) -> Select[Any]:
    """The same of one process, in words that leave the database one way: along the primary key of contributions from
    where the read before ended. Any index on process, state or arrival would sort all rows anew for each read."""
    of_process = case((Contribution.process_id == wish.process_id, 1), else_=0) == 1
    in_time = case((Submission.received_at <= until, 1), else_=0) == 1
    joined = _base(wish).outerjoin(Submission, Contribution.submission_id == Submission.id)
    return joined.where(of_process, in_time)


def _has_code(code: str) -> ColumnElement[bool]:
    return exists().where(
        Attribute.contribution_id == Contribution.id, Attribute.key == "code", Attribute.value_text == code
    )


def _lies_in(area_set_id: UUID, code: str) -> ColumnElement[bool]:
    area = select(Area.id).where(Area.area_set_id == area_set_id, Area.code == code).scalar_subquery()
    return exists().where(
        Placement.contribution_id == Contribution.id,
        Placement.area_set_id == area_set_id,
        Placement.area_id == area,
    )


def count(wish: Wish) -> int:
    """How many contributions a wish would give now."""
    query = _base(wish).where(Contribution.process_id == wish.process_id)
    query = query.with_only_columns(func.count(Contribution.id))
    return db.session.scalar(query) or 0


def answer_keys(process_id: UUID) -> tuple[str, ...]:
    """The keys of closed answers that occur in a process: the known ones first, in their own order."""
    found, last = [], ""
    while key := db.session.scalar(select(func.min(Attribute.key)).where(Attribute.key > last)):
        used = exists().where(
            Attribute.contribution_id == Contribution.id,
            Attribute.key == key,
            Contribution.process_id == process_id,
        )
        if db.session.scalar(select(used)):
            found.append(key)
        last = key
    known = [key for key in ANSWERS if key in found]
    return (*known, *(key for key in found if key not in ANSWERS))


def rows(plan: Plan, size: int = ROWS) -> Iterator[dict[str, tuple[Any, ...]]]:
    """Columns by name of at most `size` rows by rising id, each time read in a short transaction of its own.

    No read lasts longer than that, so SQLite's log can be emptied in between however long an export runs and
    however many write meanwhile (R06). An id never changes and the next read begins behind the last one, so no row
    is lost or comes twice. A row is read with its answers and placements in one snapshot; two rows may be from
    different moments, as far apart as the export lasts.
    """
    last: Any = None
    while True:
        query = plan.query.order_by(Contribution.id).limit(size)
        if last is not None:
            query = query.where(Contribution.id > UUID(str(last)))
        with db.engine.connect() as connection:
            result = connection.execute(query)
            names = list(result.keys())
            # The driver's own tuples: nothing here is converted by SQLAlchemy, and its rows take longer than all else.
            found = result.cursor.fetchall()
        if not found:
            return
        last = found[-1][0]
        count = len(found)
        yield dict(zip(names, zip(*found, strict=True), strict=True))
        del found
        if count < size:
            return
