"""Shapes as the databases keep them: WKB to hand on, and the coordinates of the points that stand for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import shapely

from app.contributions.shapes import points_of

_POINT_BYTES = 21
_POINT = b"\x01\x01\x00\x00\x00"
_LAYOUT = np.dtype([("head", "S5"), ("lon", "<f8"), ("lat", "<f8")])
Degrees = npt.NDArray[np.float64]


def points_among(shapes: Sequence[Any]) -> tuple[list[bool], Degrees, Degrees]:
    """Which shapes are plain points in little-endian WKB, and their coordinates (nan for all others)."""
    lons, lats = np.full(len(shapes), np.nan), np.full(len(shapes), np.nan)
    is_point = [
        type(shape) is bytes and len(shape) == _POINT_BYTES and shape[:5] == _POINT for shape in shapes
    ]
    where = np.flatnonzero(is_point)
    if len(where):
        found = np.frombuffer(b"".join(shapes[index] for index in where.tolist()), dtype=_LAYOUT)
        lons[where], lats[where] = found["lon"], found["lat"]
    return is_point, lons, lats


def shapes_and_points(shown: Sequence[Any], all_shapes: Sequence[Any]) -> tuple[pa.Array, Degrees, Degrees]:
    """WKB of the shapes that may be shown; longitudes and latitudes (degrees, nan without a place) of all.

    SQLite's points are read from their bytes at once; everything else (lines, areas, PostgreSQL's text) by Shapely.
    """
    is_point, lons, lats = points_among(all_shapes)
    others = [index for index, plain in enumerate(is_point) if not plain and all_shapes[index] is not None]
    if others:
        drawn = shapely.from_wkb(np.array([all_shapes[index] for index in others], dtype=object))
        lons[others], lats[others] = points_of(drawn)
    if all(shape is None or type(shape) is bytes for shape in shown):
        return pa.array(shown, pa.binary()), lons, lats
    plain_shapes = shapely.from_wkb(np.array(shown, dtype=object))
    return pa.array(shapely.to_wkb(plain_shapes, include_srid=False), pa.binary()), lons, lats
