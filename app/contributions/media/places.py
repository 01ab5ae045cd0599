"""Which places found in a photo are worth asking about (R21): not the middle of the ocean, not another town."""

from __future__ import annotations

import math
from uuid import UUID

import shapely

from app.areas.locator import locator_for
from app.areas.queries import areas_of
from app.processes.standing import sets_in_force

NEAR = 30_000
"""Metres around the town or the pin: farther away a photo says nothing about this procedure."""
_DEGREE = 111_320
"""Metres of one degree of latitude."""


def is_near(place: shapely.Point, process_id: UUID, said: shapely.Geometry | None) -> bool:
    """Whether a place lies in or near the areas of a process, or near what was pinned when it has no areas.

    Without both nobody can tell, and its owner is asked. (0, 0) is where broken devices are.
    """
    if place.x == 0 and place.y == 0:
        return False
    box = _box(process_id) or (said.bounds if said is not None else None)
    if box is None:
        return True
    west, south, east, north = box
    east_west = max(west - place.x, place.x - east, 0) * math.cos(math.radians(place.y))
    north_south = max(south - place.y, place.y - north, 0)
    return math.hypot(east_west, north_south) * _DEGREE <= NEAR


def area_name(place: shapely.Point, process_id: UUID) -> str:
    """Name of the area a place lies in, by the first set of the process that knows one; "" outside."""
    for in_force in sets_in_force(process_id):
        area_id = locator_for(in_force.id, in_force.content_hash).locate(place.x, place.y)
        if area_id is not None:
            return next((area.name for area in areas_of(in_force.id) if area.id == area_id), "")
    return ""


def _box(process_id: UUID) -> tuple[float, float, float, float] | None:
    """West, south, east, north around all areas in force, in degrees."""
    shapes = [area.geometry for in_force in sets_in_force(process_id) for area in areas_of(in_force.id)]
    if not shapes:
        return None
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    return west, south, east, north
