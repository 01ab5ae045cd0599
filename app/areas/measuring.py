"""Metres and square metres: which UTM zone to measure in, and geometries moved there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer

WGS84 = 4326
ZONE_32, ZONE_33, ZONE_31 = 25832, 25833, 25831


def metric_epsg(lon: float) -> int:
    """ETRS89 / UTM zone for a longitude: 25832 for most of Germany, 25833 from 12° east, 25831 west of 6°."""
    if lon < 6:
        return ZONE_31
    return ZONE_32 if lon < 12 else ZONE_33


def epsg_for(geometries: Sequence[shapely.Geometry] | npt.NDArray[Any]) -> int:
    """The zone in which geometries (WGS 84) are measured together, chosen by the middle of their extent."""
    west, _south, east, _north = shapely.total_bounds(np.asarray(geometries, dtype=object))
    return metric_epsg((west + east) / 2) if np.isfinite(west) else ZONE_32


@cache
def _transformer(source: int, target: int) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


def to_metres(geometries: Sequence[shapely.Geometry] | npt.NDArray[Any], epsg: int) -> npt.NDArray[Any]:
    """WGS 84 geometries in metres of `epsg`, shape (n,)."""
    return _moved(geometries, WGS84, epsg)


def to_degrees(geometries: Sequence[shapely.Geometry] | npt.NDArray[Any], epsg: int) -> npt.NDArray[Any]:
    """Geometries in metres of `epsg` back in WGS 84 degrees, shape (n,)."""
    return _moved(geometries, epsg, WGS84)


def _moved(geometries: Any, source: int, target: int) -> npt.NDArray[Any]:
    transformer = _transformer(source, target)

    def move(coordinates: npt.NDArray[np.float64]) -> Any:
        return np.column_stack(transformer.transform(coordinates[:, 0], coordinates[:, 1]))

    moved = np.array(geometries, dtype=object)
    return np.asarray(shapely.transform(moved, move), dtype=object) if len(moved) else moved
