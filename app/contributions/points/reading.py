"""What lies where: places in a view, and tiles in which near ones are put together. One index answers both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt
from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Integer,
    and_,
    bindparam,
    func,
    literal,
    or_,
    outerjoin,
    select,
    true,
)

from app.base.database import db
from app.base.prepared import Prepared
from app.contributions.models import PointIndex, PointLayer
from app.contributions.points import mvt
from app.contributions.points.morton import BITS, box_ranges, tile_range, world
from app.contributions.vocabulary import QUALITIES

Bounds = tuple[float, float, float, float]
FINE_FROM = 17
"""Zoom from which a tile is cut into 64 by 64 squares and not 32 by 32; at 18 the squares are as fine as the keys."""
LARGEST_ZOOM = 20
LAYER = "points"
QUALITY_NUMBERS = {code: number for number, code in enumerate(QUALITIES, start=1)}
"""What a tile calls the kinds of places; 0 is none, and so is left out."""
_FORMAT = 1
"""Counts up when tiles look different for the same points."""

_IN_WHOLE_RANGE = (
    select(PointIndex.lon, PointIndex.lat, PointIndex.quality)
    .where(
        PointIndex.layer_id == bindparam("layer"),
        PointIndex.z24.between(bindparam("first"), bindparam("last")),
    )
    .order_by(PointIndex.z24)
    .limit(bindparam("missing"))
)
_IN_RANGE = _IN_WHOLE_RANGE.where(
    PointIndex.lon.between(bindparam("west"), bindparam("east")),
    PointIndex.lat.between(bindparam("south"), bindparam("north")),
)
_ALL_IN_WHOLE_RANGE, _ALL_IN_RANGE = Prepared(_IN_WHOLE_RANGE), Prepared(_IN_RANGE)


@dataclass(frozen=True)
class Layer:
    """The points of a process for the staff or for everybody. `stamp` changes with every change of any of them."""

    id: int
    stamp: str


def layer_of(process_id: UUID, *, public: bool) -> Layer:
    """One short statement, so that whoever has a tile already is answered before anything is read."""
    last = select(PointIndex.number, PointIndex.contribution_id).order_by(PointIndex.number.desc()).limit(1)
    newest = last.subquery()
    query = select(PointLayer.id, PointLayer.version, newest.c.number, newest.c.contribution_id)
    row = db.session.execute(
        query.select_from(outerjoin(PointLayer, newest, true())).where(
            PointLayer.process_id == process_id, PointLayer.is_public.is_(public)
        )
    ).one_or_none()
    if row is None:
        return Layer(0, f"none.{process_id.hex}")
    # New points change the version of the public layer; for the staff the newest one tells of them. Its number alone
    # would not do: after a restored backup the same number comes again for another point.
    newest_point = "" if public or row.number is None else f".{row.number}.{row.contribution_id.hex}"
    return Layer(row.id, f"{_FORMAT}.{process_id.hex}.{row.version}{newest_point}")


@lru_cache(maxsize=64)
def count(layer: Layer) -> int:
    """How many points a layer has; asked once a stamp."""
    return db.session.scalar(select(func.count()).where(PointIndex.layer_id == layer.id)) or 0


@lru_cache(maxsize=64)
def extent(layer: Layer) -> Bounds | None:
    """The box around all points; None without any. Asked once a stamp."""
    ends = (
        func.min(PointIndex.lon),
        func.min(PointIndex.lat),
        func.max(PointIndex.lon),
        func.max(PointIndex.lat),
    )
    row = db.session.execute(select(*ends).where(PointIndex.layer_id == layer.id)).one()
    return None if row[0] is None else (row[0], row[1], row[2], row[3])


def within(layer: Layer, bounds: Bounds) -> ColumnElement[bool]:
    """The condition for points in a box (west, south, east, north in degrees, edges included), exactly."""
    west, south, east, north = bounds
    ranges = or_(*(PointIndex.z24.between(first, last) for first, last, _whole in box_ranges(bounds)))
    return and_(
        PointIndex.layer_id == layer.id,
        ranges,
        PointIndex.lon.between(west, east),
        PointIndex.lat.between(south, north),
    )


def view(
    layer: Layer, bounds: Bounds, conditions: Sequence[ColumnElement[bool]] = (), most: int = 5000
) -> list[Any]:
    """At most `most` points of a box: lon, lat, quality, in the order of their places.

    One short statement for each range: a condition of many ranges would make SQLite leave the covering index.
    """
    west, south, east, north = bounds
    values: dict[str, Any] = {"layer": layer.id, "west": west, "south": south, "east": east, "north": north}
    found: list[Any] = []
    for first, last, is_whole in box_ranges(bounds):
        missing = most - len(found)
        if missing <= 0:
            break
        values |= {"first": first, "last": last, "missing": missing}
        if conditions:
            statement = _IN_WHOLE_RANGE if is_whole else _IN_RANGE
            found += _plain(db.session.connection().execute(statement.where(*conditions), values))
        else:
            found += _plain((_ALL_IN_WHOLE_RANGE if is_whole else _ALL_IN_RANGE).run(values))
    return found


def _plain(result: CursorResult[Any]) -> list[Any]:
    """Rows as the driver's plain tuples: numbers and codes need nothing done to them, and there may be thousands."""
    rows = result.cursor.fetchall() if result.cursor is not None else []
    result.close()
    return list(rows)


def tile(layer: Layer, z: int, x: int, y: int, conditions: Sequence[ColumnElement[bool]] = ()) -> bytes:
    """A vector tile of the layer, zoom 0 to LARGEST_ZOOM; empty when nothing lies in it.

    Points of one square of the tile become one feature where they lie on average, with the numbers `n` (all), `pos`,
    `neg`, `idea` (the others are neutral) and, when they are all of one kind, its `quality` (QUALITY_NUMBERS).
    """
    first, last = tile_range(z, x, y)
    width = 2 * max(0, BITS - z - (6 if z >= FINE_FROM else 5))
    said = [func.count().filter(PointIndex.valence == valence) for valence in ("pos", "neg", "idea")]
    query = (
        select(
            *(func.avg(PointIndex.lon), func.avg(PointIndex.lat), func.count(), *said),
            *(func.min(PointIndex.quality), func.max(PointIndex.quality)),
        )
        .where(PointIndex.layer_id == layer.id, PointIndex.z24.between(first, last), *conditions)
        .group_by(PointIndex.z24.op(">>")(literal(width, Integer)))
    )
    rows = _plain(db.session.connection().execute(query))
    if not rows:
        return b""
    lons, lats, *numbers, least, most = zip(*rows, strict=True)
    kinds = [QUALITY_NUMBERS.get(a, 0) if a == b else 0 for a, b in zip(least, most, strict=True)]
    amounts = [np.array(values, dtype=np.int64) for values in (*numbers, kinds)]
    properties = dict(zip(("n", "pos", "neg", "idea", "quality"), amounts, strict=True))
    return mvt.encode(LAYER, *_in_tile(lons, lats, z, x, y), properties)


def _in_tile(lons: Any, lats: Any, z: int, x: int, y: int) -> tuple[mvt.Numbers, mvt.Numbers]:
    """Whole numbers within the tile; an average of floats may stand a hair outside of it."""
    across, down = world(lons, lats)
    return _whole(across * 2**z - x), _whole(down * 2**z - y)


def _whole(shares: npt.NDArray[np.float64]) -> mvt.Numbers:
    return np.floor(shares * mvt.EXTENT).clip(0, mvt.EXTENT - 1).astype(np.int64)
