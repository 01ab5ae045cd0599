"""Shapes as the databases keep them: WKB to hand on, and the coordinates of the points that stand for them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import shapely

from app.contributions.extracts import arrow
from app.contributions.shapes import points_of

_POINT_BYTES = 21
_POINT = np.void(b"\x01\x01\x00\x00\x00")
_LAYOUT = np.dtype([("head", "V5"), ("lon", "<f8"), ("lat", "<f8")])
Marks = npt.NDArray[np.bool_]
Degrees = npt.NDArray[np.float64]


def points_among(shapes: pa.Array) -> tuple[Marks, Degrees, Degrees]:
    """Which shapes (WKB) are plain points in little-endian byte order, and their coordinates (nan for all others)."""
    count = len(shapes)
    lons, lats = np.full(count, np.nan), np.full(count, np.nan)
    _validity, offsets, data = shapes.buffers()
    if not count or data is None:
        return np.zeros(count, dtype=bool), lons, lats
    ends = np.frombuffer(offsets, dtype=np.int32)[shapes.offset : shapes.offset + count + 1]
    # What was taken out may still have its bytes beneath.
    is_point = (np.diff(ends) == _POINT_BYTES) & shapes.is_valid().to_numpy(zero_copy_only=False)
    places = ends[:-1][is_point, None] + np.arange(_POINT_BYTES)
    found = np.frombuffer(data, dtype=np.uint8)[places].view(_LAYOUT).reshape(-1)
    is_plain = found["head"] == _POINT
    is_point[is_point] = is_plain
    lons[is_point], lats[is_point] = found["lon"][is_plain], found["lat"][is_plain]
    return is_point, lons, lats


def shapes_and_points(shapes: pa.Array, hidden: Marks) -> tuple[pa.Array, Degrees, Degrees]:
    """WKB of the shapes but for the hidden; longitudes and latitudes (degrees, nan without a place) of all.

    Points are read from their bytes at once, everything else (lines, areas, other byte order) by Shapely.
    """
    if pa.types.is_dictionary(shapes.type):
        shapes = pa.nulls(len(shapes), pa.binary())
    is_point, lons, lats = points_among(shapes)
    others = np.flatnonzero(~is_point & shapes.is_valid().to_numpy(zero_copy_only=False))
    if len(others):
        drawn = shapely.from_wkb(np.array(shapes.take(pa.array(others)).to_pylist(), dtype=object))
        lons[others], lats[others] = points_of(drawn)
    return arrow.without(shapes, hidden), lons, lats
