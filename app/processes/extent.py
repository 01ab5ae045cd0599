"""Where the town of a process lies: the box its places must keep to, its outline, where a map opens."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

import shapely

from app.areas.models import AreaSet
from app.areas.queries import areas_of
from app.processes.models import Process
from app.processes.queries import area_sets_of
from app.processes.standing import SetInForce

MARGIN = 0.5
"""The extent of a process is the town's box, wider by this share of its size on every side."""


def extent_of(process: Process) -> tuple[float, float, float, float] | None:
    """Generous box around all areas in force: west, south, east, north in degrees; None without areas."""
    return extent_around(area_sets_of(process))


def extent_around(area_sets: Sequence[AreaSet | SetInForce]) -> tuple[float, float, float, float] | None:
    """`extent_of` for who has already asked for the vintages (newest first)."""
    outline = _outline(_newest(area_sets))
    if outline is None:
        return None
    west, south, east, north = outline.bounds
    wide, high = (east - west) * MARGIN, (north - south) * MARGIN
    return west - wide, south - high, east + wide, north + high


def outline_of(process: Process) -> dict[str, Any] | None:
    """The town's edge as GeoJSON, simplified to about 15 m; inner borders are left out on purpose (B16)."""
    return outline_around(area_sets_of(process))


def outline_around(area_sets: Sequence[AreaSet | SetInForce]) -> dict[str, Any] | None:
    """`outline_of` for who has already asked for the vintages (newest first)."""
    return _simplified(_newest(area_sets))


def start_view(process: Process) -> tuple[float, float, int]:
    """Longitude, latitude and zoom a new campaign begins with: the middle of the town, or of Germany."""
    outline = _outline(_newest(area_sets_of(process)))
    if outline is None:
        return 10.45, 51.16, 6
    west, south, east, north = outline.bounds
    span = max(east - west, (north - south) / math.cos(math.radians((south + north) / 2)), 1e-4)
    zoom = math.floor(math.log2(700 / 256 * 360 / span))
    return round((west + east) / 2, 5), round((south + north) / 2, 5), max(10, min(16, zoom))


def _newest(area_sets: Sequence[AreaSet | SetInForce]) -> tuple[tuple[UUID, str], ...]:
    """The newest vintage of each set, as keys of what was computed from it."""
    newest: dict[str, tuple[UUID, str]] = {}
    for area_set in area_sets:
        newest.setdefault(area_set.name, (area_set.id, area_set.content_hash))
    return tuple(newest.values())


@lru_cache(maxsize=16)
def _simplified(sets: tuple[tuple[UUID, str], ...]) -> dict[str, Any] | None:
    outline = _outline(sets)
    if outline is None:
        return None
    rounded = shapely.set_precision(shapely.simplify(outline, 0.00015), 0.00001)
    return {"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(rounded)}


@lru_cache(maxsize=16)
def _outline(sets: tuple[tuple[UUID, str], ...]) -> shapely.Geometry | None:
    shapes = [area.geometry for area_set_id, _hash in sets for area in areas_of(area_set_id)]
    return shapely.union_all(shapes, grid_size=1e-7) if shapes else None
