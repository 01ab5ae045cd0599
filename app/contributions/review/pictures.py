"""A small drawing for each card of the desk: the outline of the area and a dot where the place lies."""

from __future__ import annotations

import math
from dataclasses import dataclass

import shapely

from app.contributions.shapes import point_of

WIDTH, HEIGHT, MARGIN = 120, 90, 8
_RADIUS = 0.01
"""Degrees of latitude shown around a place outside of all areas."""


@dataclass(frozen=True)
class Picture:
    """Path of the outline (SVG, in a box of WIDTH by HEIGHT; empty outside of all areas) and the dot."""

    outline: str
    x: float
    y: float


def picture(place: shapely.Geometry | None, area: shapely.Geometry | None) -> Picture | None:
    """The drawing of a WGS 84 place in its area; None without a place. Degrees are stretched as at the place."""
    if place is None:
        return None
    lon, lat = point_of(place)
    narrow = math.cos(math.radians(lat))
    frame = area if area is not None else shapely.Point(lon, lat).buffer(_RADIUS)
    west, south, east, north = frame.bounds
    width, height = max((east - west) * narrow, 1e-9), max(north - south, 1e-9)
    scale = min((WIDTH - 2 * MARGIN) / width, (HEIGHT - 2 * MARGIN) / height)
    left, top = (WIDTH - width * scale) / 2, (HEIGHT - height * scale) / 2

    def at(x: float, y: float) -> tuple[float, float]:
        return round(left + (x - west) * narrow * scale, 1), round(top + (north - y) * scale, 1)

    if area is None:
        return Picture("", *at(lon, lat))
    simple = shapely.simplify(area, 1 / scale)
    rings = [polygon.exterior for polygon in shapely.get_parts(simple) if polygon.geom_type == "Polygon"]
    paths = ["M" + "L".join("{} {}".format(*at(x, y)) for x, y in ring.coords[:-1]) + "Z" for ring in rings]
    return Picture("".join(paths), *at(lon, lat))
