"""Fixes where the invented town lies and turns town metres into map coordinates."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

#: Town metres (0, 0) is the market place; this is its place in EPSG:25832.
ORIGIN = (520_300.0, 5_839_000.0)
METRIC_CRS = "EPSG:25832"

_TO_WGS84 = Transformer.from_crs(METRIC_CRS, "EPSG:4326", always_xy=True)
_FROM_WGS84 = Transformer.from_crs("EPSG:4326", METRIC_CRS, always_xy=True)

Point = tuple[float, float]


def lonlat(x: float, y: float) -> Point:
    """Return longitude and latitude (degrees, 7 decimals = 1 cm) of a point in town metres."""
    lon, lat = _TO_WGS84.transform(x + ORIGIN[0], y + ORIGIN[1])
    return round(lon, 7), round(lat, 7)


def town_metres(lon: float, lat: float) -> Point:
    """Return town metres of a WGS84 point."""
    east, north = _FROM_WGS84.transform(lon, lat)
    return east - ORIGIN[0], north - ORIGIN[1]


def to_wgs84(geometry: BaseGeometry) -> BaseGeometry:
    """Return the geometry (town metres) in WGS84, rounded to 7 decimals."""

    def project(coordinates: np.ndarray) -> np.ndarray:
        lon, lat = _TO_WGS84.transform(coordinates[:, 0] + ORIGIN[0], coordinates[:, 1] + ORIGIN[1])
        return np.round(np.column_stack([lon, lat]), 7)

    return shapely.transform(geometry, project)


def from_wgs84(geometry: BaseGeometry) -> BaseGeometry:
    """Return the WGS84 geometry in town metres."""

    def project(coordinates: np.ndarray) -> np.ndarray:
        east, north = _FROM_WGS84.transform(coordinates[:, 0], coordinates[:, 1])
        return np.column_stack([np.asarray(east) - ORIGIN[0], np.asarray(north) - ORIGIN[1]])

    return shapely.transform(geometry, project)


def curve(points: Sequence[Point], step: float = 40.0) -> LineString:
    """Return a smooth line (centripetal Catmull-Rom) through the points, about one vertex per `step` metres."""
    if len(points) < 3:
        return LineString(points)
    first, second, before_last, last = points[0], points[1], points[-2], points[-1]
    padded = [
        (2 * first[0] - second[0], 2 * first[1] - second[1]),
        *points,
        (2 * last[0] - before_last[0], 2 * last[1] - before_last[1]),
    ]
    line: list[Point] = [first]
    for p0, p1, p2, p3 in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        pieces = max(2, int(math.dist(p1, p2) // step))
        line.extend(_catmull_rom(p0, p1, p2, p3, piece / pieces) for piece in range(1, pieces + 1))
    line[-1] = last
    return LineString([(round(x, 2), round(y, 2)) for x, y in line])


def _catmull_rom(p0: Point, p1: Point, p2: Point, p3: Point, share: float) -> Point:
    knots = [0.0]
    for a, b in ((p0, p1), (p1, p2), (p2, p3)):
        knots.append(knots[-1] + max(math.dist(a, b), 1e-6) ** 0.5)
    t = knots[1] + (knots[2] - knots[1]) * share

    def blend(a: Point, b: Point, ta: float, tb: float) -> Point:
        weight = (t - ta) / (tb - ta)
        return a[0] + (b[0] - a[0]) * weight, a[1] + (b[1] - a[1]) * weight

    a1, a2, a3 = (
        blend(a, b, knots[i], knots[i + 1]) for i, (a, b) in enumerate(((p0, p1), (p1, p2), (p2, p3)))
    )
    b1, b2 = blend(a1, a2, knots[0], knots[2]), blend(a2, a3, knots[1], knots[3])
    return blend(b1, b2, knots[1], knots[2])


def chance(name: str) -> random.Random:
    """Return the random source of one part of the town; the same name always gives the same numbers."""
    return random.Random(f"Ellerbrück {name}")  # noqa: S311 - draws a town, guards nothing
