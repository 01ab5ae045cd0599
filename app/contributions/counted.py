"""What indicators count, for towns with a million contributions: few columns, each text kept once, in bounded memory.

`frames` gives all columns of smaller sets; here ids are only good for joining these two tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from sqlalchemy import Row, Select, String, and_, select, type_coerce

from app.areas.locator import locator_for
from app.areas.models import Area
from app.base.database import db
from app.contributions.models import Attribute, Contribution, Placement, Submission
from app.contributions.shapes import points_of
from app.contributions.vocabulary import COUNTED_STATES
from app.participants.models import Participant

_AT_ONCE = 50_000
_TEXTS = (
    "person_key", "kind", "quality", "valence", "cell_100m", "source", "age_band", "home_area_set", "home_area_code",
    "code", "participant_id",
)  # fmt: skip
COLUMNS = ("contribution_id", *_TEXTS, "is_secret", "is_drawn", "lon", "lat", "said_at")


def counted(process_id: UUID, look: Callable[[], None] = lambda: None) -> pd.DataFrame:
    """One row for each counted contribution, in the order of COLUMNS, ordered by contribution id.

    `look` is called every some thousand rows and may raise, to stop reading.

    Missing values are None, missing coordinates nan; `lon` and `lat` are WGS 84 degrees of the point that stands for
    the shape; `is_drawn` says that it is a line or an area of a drawing question and no place; `said_at` is UTC.
    `contribution_id` and `participant_id` are plain keys.
    """
    query = (
        select(
            type_coerce(Contribution.id, String).label("contribution_id"),
            Submission.person_key,
            type_coerce(Submission.participant_id, String).label("participant_id"),
            Contribution.kind,
            Contribution.quality,
            Contribution.valence,
            Contribution.is_secret,
            type_coerce(Contribution.geometry, String).label("shape"),
            Contribution.cell_100m,
            type_coerce(Contribution.said_at, String).label("said_at"),
            Submission.source,
            Participant.age_band,
            Participant.home_area_set,
            Participant.home_area_code,
            Attribute.value_text.label("code"),
        )
        .join(Submission, Contribution.submission_id == Submission.id)
        .outerjoin(Participant, Submission.participant_id == Participant.id)
        .outerjoin(Attribute, and_(Attribute.contribution_id == Contribution.id, Attribute.key == "code"))
        .where(Contribution.process_id == process_id, Contribution.state.in_(COUNTED_STATES))
    )
    kept: dict[str, dict[Any, Any]] = {name: {} for name in _TEXTS}
    parts = []
    with _read(query) as batches:
        for rows in batches:
            look()
            parts.append(_part(rows, kept))
    if not parts:
        return pd.DataFrame({name: pd.Series([], dtype=object) for name in COLUMNS})
    table = pd.concat(parts, ignore_index=True)
    table["said_at"] = pd.to_datetime(table["said_at"], utc=True, format="ISO8601")
    return table.sort_values("contribution_id", ignore_index=True)[list(COLUMNS)]


def _part(rows: Sequence[Any], kept: dict[str, dict[Any, Any]]) -> pd.DataFrame:
    """A frame of some rows; equal texts become one object, whichever part they stand in."""
    columns: dict[str, Any] = {}
    for name, values in zip(rows[0]._fields, zip(*rows, strict=True), strict=True):
        texts = kept.get(name)
        columns[name] = objects(
            values if texts is None else [texts.setdefault(value, value) for value in values]
        )
    shapes = shapely.from_wkb(columns.pop("shape"))
    columns["lon"], columns["lat"] = points_of(shapes)
    columns["is_drawn"] = _is_drawn(columns, shapes)
    columns["is_secret"] = columns["is_secret"].astype(bool)
    return pd.DataFrame({name: pd.Series(values, dtype=values.dtype) for name, values in columns.items()})


def _is_drawn(columns: dict[str, Any], shapes: Any) -> npt.NDArray[np.bool_]:
    """Felt areas and drawn ways; another mark that came as a line or an area still shows one place."""
    way = (columns["quality"] == "way") & (shapely.get_dimensions(shapes) == 1)
    return np.asarray((columns["kind"] == "felt_area") | way, dtype=bool)


def counted_placements(process_id: UUID, area_set_id: UUID) -> pd.DataFrame:
    """`contribution_id` (as in `counted`) and `area_code` of each counted contribution; None = outside or no place.

    What was never placed in this vintage is placed here in memory by the same locator, and not stored.
    """
    names = select(Area.id, Area.code).where(Area.area_set_id == area_set_id).order_by(Area.code)
    codes: dict[Any, str] = {found.id: found.code for found in db.session.execute(names)}
    by_key = codes | {found.hex: code for found, code in codes.items()}
    area_ids = locator_for(area_set_id).area_ids
    query = (
        select(
            type_coerce(Contribution.id, String).label("contribution_id"),
            type_coerce(Placement.area_id, String).label("area_id"),
            type_coerce(Placement.contribution_id, String).label("placed"),
        )
        .outerjoin(
            Placement,
            and_(Placement.contribution_id == Contribution.id, Placement.area_set_id == area_set_id),
        )
        .where(Contribution.process_id == process_id, Contribution.state.in_(COUNTED_STATES))
    )
    ids: list[Any] = []
    areas: list[str | None] = []
    with _read(query) as batches:
        for rows in batches:
            ids += [row[0] for row in rows]
            areas += [by_key.get(row[1]) for row in rows]
    unplaced = query.with_only_columns(
        type_coerce(Contribution.id, String), type_coerce(Contribution.geometry, String)
    ).where(Placement.contribution_id.is_(None), Contribution.geometry.is_not(None))
    late: dict[Any, str | None] = {}
    with _read(unplaced) as batches:
        for rows in batches:
            shapes = points_of(shapely.from_wkb([row[1] for row in rows]))
            found = locator_for(area_set_id).locate_many(*shapes).tolist()
            late |= {
                row[0]: codes[area_ids[i]] if i >= 0 else None for row, i in zip(rows, found, strict=True)
            }
    if late:
        areas = [late.get(key, code) for key, code in zip(ids, areas, strict=True)]
    table = pd.DataFrame({"contribution_id": objects(ids), "area_code": objects(areas)})
    return table.sort_values("contribution_id", ignore_index=True)


def objects(values: Any) -> Any:
    """An array of objects of the same length, whatever it holds."""
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column


@contextmanager
def _read(query: Select[Any]) -> Iterator[Iterator[Sequence[Row[Any]]]]:
    """The rows some thousands at a time, never all of them at once; by Core, which takes half the time of the ORM.

    A reader that stops halfway leaves no cursor open on the server.
    """
    connection = db.session.connection()
    with connection.execute(query, execution_options={"yield_per": _AT_ONCE}) as found:
        yield found.partitions(_AT_ONCE)
