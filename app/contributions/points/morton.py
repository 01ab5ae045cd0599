"""Morton keys: one integer for a place, so that everything in a map tile is one range of an ordinary index.

A place is a pixel of the Web Mercator map (EPSG:3857) at zoom 24, about 1.5 metres wide in Germany. The bits of row and
column are interleaved, the row's first: all keys of one tile follow each other (Morton 1966; Bing Maps' quadkeys).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

BITS = 24
SIDE = 1 << BITS
Keys = npt.NDArray[np.int64]
_STEPS = (
    (16, 0x0000FFFF0000FFFF),
    (8, 0x00FF00FF00FF00FF),
    (4, 0x0F0F0F0F0F0F0F0F),
    (2, 0x3333333333333333),
    (1, 0x5555555555555555),
)
_STEPS_BACK = (
    (1, 0x3333333333333333),
    (2, 0x0F0F0F0F0F0F0F0F),
    (4, 0x00FF00FF00FF00FF),
    (8, 0x0000FFFF0000FFFF),
    (16, 0x00000000FFFFFFFF),
)


class Range(NamedTuple):
    """First and last key; `is_whole` when every point between them lies in the box that was asked for."""

    first: int
    last: int
    is_whole: bool


def world(lons: npt.ArrayLike, lats: npt.ArrayLike) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """Degrees (shape (n,)) as shares of the Web Mercator square, 0 to 1 from the west and from the north."""
    sines = np.sin(np.radians(np.asarray(lats, dtype=float)))
    x = np.asarray(lons, dtype=float) / 360 + 0.5
    return x, 0.5 - np.log((1 + sines) / (1 - sines)) / (4 * np.pi)


def pixels(lons: npt.ArrayLike, lats: npt.ArrayLike) -> tuple[Keys, Keys]:
    """Column and row of each point at zoom 24; what lies beyond the square goes to its edge."""
    x, y = (np.floor(share * SIDE).clip(0, SIDE - 1).astype(np.int64) for share in world(lons, lats))
    return x, y


def keys(lons: npt.ArrayLike, lats: npt.ArrayLike) -> Keys:
    """The key of each point (degrees, shape (n,))."""
    x, y = pixels(lons, lats)
    return _spread(x) | _spread(y) << 1


def unpack(found: Keys) -> tuple[Keys, Keys]:
    """Column and row at zoom 24 of each key."""
    return _gather(found), _gather(found >> 1)


def tile_range(z: int, x: int, y: int) -> tuple[int, int]:
    """First and last key of a tile, zoom 0 to 24."""
    first = int(_spread(np.array([x]))[0] | _spread(np.array([y]))[0] << 1)
    width = 2 * (BITS - z)
    return first << width, ((first + 1) << width) - 1


def box_ranges(bounds: tuple[float, float, float, float], most: int = 16) -> list[Range]:
    """Ranges of keys that hold every point of a box (west, south, east, north in degrees), in order.

    Those that are not whole also hold points near its edge: whoever wants the box exactly asks for longitude and
    latitude, too. With about `most` squares the box is covered closely enough.
    """
    west, south, east, north = bounds
    columns, rows = pixels([west, east], [north, south])
    box = (int(columns[0]), int(rows[0]), int(columns[1]), int(rows[1]))
    whole: list[tuple[int, int, int]] = []
    partly = [(0, 0, 0)]
    for zoom in range(1, BITS + 1):
        smaller = [
            (zoom, 2 * x + right, 2 * y + down)
            for _zoom, x, y in partly
            for down in (0, 1)
            for right in (0, 1)
            if _touches((zoom, 2 * x + right, 2 * y + down), box)
        ]
        if len(whole) + len(smaller) > most:
            break
        whole += [square for square in smaller if _is_inside(square, box)]
        partly = [square for square in smaller if not _is_inside(square, box)]
        if not partly:
            break
    merged: list[Range] = []
    for found in sorted(
        Range(*tile_range(*square), is_whole)
        for squares, is_whole in ((whole, True), (partly, False))
        for square in squares
    ):
        before = merged[-1] if merged else None
        if before and before.last + 1 == found.first and before.is_whole == found.is_whole:
            merged[-1] = before._replace(last=found.last)
        else:
            merged.append(found)
    return merged


def _edges(square: tuple[int, int, int]) -> tuple[int, int, int, int]:
    """First column and row, last column and row at zoom 24."""
    zoom, x, y = square
    width = BITS - zoom
    return x << width, y << width, ((x + 1) << width) - 1, ((y + 1) << width) - 1


def _touches(square: tuple[int, int, int], box: tuple[int, int, int, int]) -> bool:
    left, top, right, bottom = _edges(square)
    return left <= box[2] and right >= box[0] and top <= box[3] and bottom >= box[1]


def _is_inside(square: tuple[int, int, int], box: tuple[int, int, int, int]) -> bool:
    """Without the pixels of the box's own edge, of which only a part may lie in it."""
    left, top, right, bottom = _edges(square)
    return left > box[0] and right < box[2] and top > box[1] and bottom < box[3]


def _spread(values: Keys) -> Keys:
    """A zero bit before each of the lowest 32 bits."""
    spread = values.astype(np.int64)
    for shift, mask in _STEPS:
        spread = (spread | spread << shift) & mask
    return spread


def _gather(values: Keys) -> Keys:
    """Every second bit, the lowest first."""
    gathered = values & 0x5555555555555555
    for shift, mask in _STEPS_BACK:
        gathered = (gathered | gathered >> shift) & mask
    return gathered
