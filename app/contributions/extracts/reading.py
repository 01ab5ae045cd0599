"""The statement behind an internal extract: one row a contribution, its answers and placements beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import pyarrow as pa
from sqlalchemy import (
    ColumnElement,
    Integer,
    LargeBinary,
    Select,
    String,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    select,
    type_coerce,
)
from sqlalchemy.orm import aliased

from app.areas.models import Area, AreaSet
from app.base.database import db
from app.contributions.extracts.columns import ANSWERS
from app.contributions.extracts.gathering import gathered, unpacked
from app.contributions.extracts.wish import Wish
from app.contributions.models import Attribute, Contribution, Placement, Submission
from app.contributions.vocabulary import COUNTED_STATES

ROWS = 3000
"""Contributions in one read: small enough for bounded memory, large enough that the statement costs nothing."""

OUTSIDE = "-"
"""Stands for an area where somebody looked and found none; nothing stands where nobody looked yet."""


CODES = ("id", "coded", "answers", "said_at", "cell_100m")
WORDS = ("title", "text", "released_text", "place_text", "shape")
"""How the columns of a plan travel, see `gathering`; those of areas are codes, too."""

CODED = (
    "kind",
    "quality",
    "valence",
    "precision",
    "activity",
    "channel",
    "source",
    "state",
    "flags",
    "is_secret",
)
"""What has few different values together travels as one JSON list, so that each is looked at once."""


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
    postgres = _is_postgres()
    columns = _columns(postgres)
    columns.append((_answers(postgres) if keys else literal("")).label("answers"))
    query = _walking(wish, until)
    for number, area_set in enumerate(sets):
        placed = aliased(Placement)
        query = query.outerjoin(
            placed, and_(placed.contribution_id == Contribution.id, placed.area_set_id == area_set.id)
        )
        is_outside = and_(placed.contribution_id.is_not(None), Contribution.geometry.is_not(None))
        known = func.coalesce(_as_text(placed.area_id, postgres), case((is_outside, OUTSIDE), else_=""))
        columns.append(known.label(f"area_{number}"))
    return Plan(query.with_only_columns(*columns, maintain_column_froms=True), sets, keys)


def _wants(wish: Wish, group: str) -> bool:
    return not wish.groups or group in wish.groups


def _is_postgres() -> bool:
    return db.engine.dialect.name == "postgresql"


def _as_text(key: Any, postgres: bool) -> ColumnElement[Any]:
    """An id as PostgreSQL writes it, or as SQLite keeps it."""
    return cast(key, String) if postgres else type_coerce(key, String)


def _columns(postgres: bool) -> list[ColumnElement[Any]]:
    said_at: Any = type_coerce(Contribution.said_at, String)
    shape: Any = type_coerce(Contribution.geometry, String)
    if postgres:
        said_at = func.to_char(func.timezone("UTC", Contribution.said_at), "YYYY-MM-DD HH24:MI:SS.US")
        shape = func.ST_AsBinary(Contribution.geometry, "NDR", type_=LargeBinary)
    coded = (
        Contribution.kind,
        Contribution.quality,
        Contribution.valence,
        Contribution.precision,
        _as_text(Submission.activity_id, postgres),
        Submission.channel,
        Submission.source,
        Contribution.state,
        cast(Contribution.flags, String),
        type_coerce(Contribution.is_secret, Integer),
    )
    return [
        _as_text(Contribution.id, postgres).label("id"),
        (cast(func.json_build_array(*coded), String) if postgres else func.json_array(*coded)).label("coded"),
        said_at.label("said_at"),
        func.coalesce(Contribution.cell_100m, "").label("cell_100m"),
        Contribution.title,
        Contribution.text,
        Contribution.released_text,
        Contribution.place_text,
        shape.label("shape"),
    ]


def _answers(postgres: bool) -> ColumnElement[Any]:
    """All answers of a contribution as one JSON object; without any it is empty."""
    value = func.coalesce(Attribute.value_text, cast(Attribute.value_number, String))
    found = (
        func.json_object_agg(Attribute.key, value)
        if postgres
        else func.json_group_object(Attribute.key, value)
    )
    query = select(cast(found, String) if postgres else found).where(
        Attribute.contribution_id == Contribution.id
    )
    return func.coalesce(query.correlate(Contribution).scalar_subquery(), "")


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
    query = query.with_only_columns(func.count(), maintain_column_froms=True)
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


def rows(plan: Plan, size: int = ROWS) -> Iterator[dict[str, pa.Array]]:
    """Columns by name of at most `size` rows by rising id, each time read in a short transaction of its own.

    No read lasts longer than that, so SQLite's log can be emptied in between however long an export runs and
    however many write meanwhile (R06). An id never changes and the next read begins behind the last one, so no row
    is lost or comes twice. A row is read with its answers and placements in one snapshot; two rows may be from
    different moments, as far apart as the export lasts.
    """
    codes = (*CODES, *(f"area_{number}" for number in range(len(plan.area_sets))))
    last: UUID | None = None
    while True:
        query = plan.query.order_by(Contribution.id).limit(size)
        if last is not None:
            query = query.where(Contribution.id > last)
        statement = gathered(query.subquery(), codes, WORDS, postgres=_is_postgres())
        with db.engine.connect() as connection:
            result = connection.execute(statement)
            # The driver's own values: SQLAlchemy would convert the bytes once more.
            row = dict(zip(result.keys(), result.cursor.fetchone() or (), strict=True))
        found = unpacked(row, codes, WORDS)
        if found is None:
            return
        ids = found["id"]
        last = UUID(ids[-1].as_py())
        yield found
        if len(ids) < size:
            return
