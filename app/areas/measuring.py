"""Metres and square metres: which UTM zone to measure in, and geometries moved there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer
from shapely.errors import GEOSException

WGS84 = 4326
ZONE_32, ZONE_33, ZONE_31 = 25832, 25833, 25831
_DEGREE_M = 111_195.0
_STEP_DEGREES = 0.002
Move = Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]]


def metric_epsg(lon: float) -> int:
    """ETRS89 / UTM zone for a longitude: 25832 for most of Germany, 25833 from 12° east, 25831 west of 6°."""
    if lon < 6:
        return ZONE_31
    return ZONE_32 if lon < 12 else ZONE_33


def epsg_for(geometries: Sequence[shapely.Geometry] | npt.NDArray[Any]) -> int:
    """The zone in which geometries (WGS 84) are measured together, chosen by the middle of their extent."""
    if not len(geometries):
        return ZONE_32
    west, _south, east, _north = shapely.total_bounds(np.asarray(geometries, dtype=object))
    return metric_epsg((west + east) / 2) if np.isfinite(west) else ZONE_32


def areas_m2(geometries: Sequence[shapely.Geometry] | npt.NDArray[Any], epsg: int) -> npt.NDArray[np.float64]:
    """Sizes of WGS 84 geometries in m² of `epsg`; long edges get points in between, as the zone bends them."""
    shapes = np.array(geometries, dtype=object)
    with suppress(
        GEOSException
    ):  # GEOS cannot cut a ring whose points all but fall together; such need no cutting
        shapes = shapely.segmentize(shapes, _STEP_DEGREES)
    return np.asarray(shapely.area(to_metres(shapes, epsg)), dtype=float)


@cache
def _transformer(source: int, target: int) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


def to_metres(geometries: Sequence[shapely.Geometry] | npt.NDArray[Any], epsg: int) -> npt.NDArray[Any]:
    """WGS 84 geometries in metres of `epsg`, shape (n,)."""
    return _moved(geometries, WGS84, epsg)


def to_degrees(geometries: Sequence[shapely.Geometry] | npt.NDArray[Any], epsg: int) -> npt.NDArray[Any]:
    """Geometries in metres of `epsg` back in WGS 84 degrees, shape (n,)."""
    return _moved(geometries, epsg, WGS84)


def plane(lon: float, lat: float) -> tuple[Move, Move]:
    """There and back between degrees near a point and a flat plane in about metres (2 % off within a Land).

    Scaling keeps straight borders straight, so that neighbours that fit in degrees fit in the plane; a map projection
    bends long borders and opens slits between neighbours whose corners differ.
    """
    scale = np.array([_DEGREE_M * np.cos(np.radians(lat)), _DEGREE_M])
    origin = np.array([lon, lat])

    def there(coordinates: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return (coordinates - origin) * scale

    def back(coordinates: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return coordinates / scale + origin

    return there, back


def _moved(geometries: Any, source: int, target: int) -> npt.NDArray[Any]:
    transformer = _transformer(source, target)

    def move(coordinates: npt.NDArray[np.float64]) -> Any:
        return np.column_stack(transformer.transform(coordinates[:, 0], coordinates[:, 1]))

    moved = np.array(geometries, dtype=object)
    return np.asarray(shapely.transform(moved, move), dtype=object) if len(moved) else moved
