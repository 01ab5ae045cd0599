"""A small drawing for each card: the outline of the area and, in it, a dot, or the line or area somebody drew."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import shapely

from app.contributions.shapes import point_of

WIDTH, HEIGHT, MARGIN = 120, 90, 8
_RADIUS = 0.01
"""Degrees of latitude shown around a place outside of all areas."""
_Place = Callable[[float, float], tuple[float, float]]


@dataclass(frozen=True)
class Picture:
    """Path of the outline (SVG, in a box of WIDTH by HEIGHT; empty outside of all areas) and the dot.

    `drawn` is the path of a line or, with `is_area`, of an area; empty for a point.
    """

    outline: str
    x: float
    y: float
    drawn: str = ""
    is_area: bool = False


def picture(place: shapely.Geometry | None, area: shapely.Geometry | None) -> Picture | None:
    """The drawing of a WGS 84 place in its area; None without a place. Degrees are stretched as at the place."""
    if place is None:
        return None
    lon, lat = point_of(place)
    narrow = math.cos(math.radians(lat))
    is_drawn = place.geom_type != "Point"
    west, south, east, north = _frame(place, area, is_drawn)
    width, height = max((east - west) * narrow, 1e-9), max(north - south, 1e-9)
    scale = min((WIDTH - 2 * MARGIN) / width, (HEIGHT - 2 * MARGIN) / height)
    left, top = (WIDTH - width * scale) / 2, (HEIGHT - height * scale) / 2

    def at(x: float, y: float) -> tuple[float, float]:
        return round(left + (x - west) * narrow * scale, 1), round(top + (north - y) * scale, 1)

    outline = "" if area is None else _path(area, at, 1 / scale)
    drawn = _path(place, at, 0.5 / scale) if is_drawn else ""
    return Picture(outline, *at(lon, lat), drawn, shapely.get_dimensions(place) == 2)


def _frame(
    place: shapely.Geometry, area: shapely.Geometry | None, is_drawn: bool
) -> tuple[float, float, float, float]:
    """What is in the picture: the area, and all of a drawing, which may be larger."""
    if is_drawn:
        shown = place if area is None else shapely.union_all([place.envelope, area.envelope])
    else:
        shown = area if area is not None else place.buffer(_RADIUS)
    west, south, east, north = shown.bounds
    return west, south, east, north


def _path(shape: shapely.Geometry, at: _Place, tolerance: float) -> str:
    """The outer lines of areas, or lines, as a path; thinned below what the picture can show."""
    paths = []
    for part in shapely.get_parts(shapely.simplify(shape, tolerance)):
        is_ring = part.geom_type == "Polygon"
        points = part.exterior.coords[:-1] if is_ring else part.coords
        paths.append("M" + "L".join("{} {}".format(*at(x, y)) for x, y in points) + ("Z" if is_ring else ""))
    return "".join(paths)
