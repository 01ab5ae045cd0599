"""Writes points as one layer of a Mapbox Vector Tile (specification 2.1) with numpy: whole columns at a time.

Only what point layers need: each feature one point, each property a whole number that is not negative.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

EXTENT = 4096
_MOST_BYTES = 5
"""Of a number written in groups of seven bits: enough for 32 bits."""
_POINT, _MOVE_TO_ONE = 1, 9
Numbers = npt.NDArray[np.int64]


def encode(name: str, x: Numbers, y: Numbers, properties: Mapping[str, Numbers]) -> bytes:
    """The tile. `x`, `y` are whole numbers in the tile (0 is west and north, EXTENT east and south), shape (n,).

    A property that is 0 is left out of its feature. No points: an empty tile.
    """
    if not len(x):
        return b""
    names = list(properties)
    table = np.array([properties[key] for key in names], dtype=np.int64).reshape(len(names), len(x))
    values, places = np.unique(table, return_inverse=True)
    features = _features(x, y, table != 0, places.reshape(table.shape))
    parts = [
        _field(15, 0) + _number(2),  # version
        _text(1, name),
        features,
        *(_text(3, key) for key in names),
        *(_bytes(4, _field(5, 0) + _number(int(value))) for value in values),
        _field(5, 0) + _number(EXTENT),
    ]
    return _bytes(3, b"".join(parts))


def _features(x: Numbers, y: Numbers, is_said: npt.NDArray[np.bool_], places: Numbers) -> bytes:
    """All features, each: tags (field 2), type (3), geometry (4). Columns are numbers, absent ones have no bytes."""
    count = len(x)
    said = [column for i in range(len(places)) for column in (np.full(count, i), places[i])]
    present = np.repeat(is_said, 2, axis=0)
    tags = np.array(said, dtype=np.int64).reshape(2 * len(places), count)
    tag_bytes = (_widths(tags) * present).sum(axis=0)
    at = np.array([_zigzag(x), _zigzag(y)])
    place_bytes = 1 + _widths(at).sum(axis=0)
    has_tags = tag_bytes > 0
    body = (1 + _widths(tag_bytes) + tag_bytes) * has_tags + 2 + 1 + _widths(place_bytes) + place_bytes
    one = np.ones(count, dtype=np.int64)
    rows = np.vstack(
        [0x12 * one, body, 0x12 * one, tag_bytes, tags]
        + [0x18 * one, _POINT * one, 0x22 * one, place_bytes, _MOVE_TO_ONE * one, at]
    )
    is_written = np.ones(rows.shape, dtype=bool)
    is_written[2:4] = has_tags
    is_written[4 : 4 + len(tags)] = present
    return _numbers(rows.T, is_written.T)


def _numbers(rows: Numbers, is_written: npt.NDArray[np.bool_]) -> bytes:
    """The written numbers of a table, row by row, seven bits a byte and the lowest first (protobuf's varint)."""
    widths = _widths(rows) * is_written
    most = int(widths.max())
    steps = np.arange(most)
    groups = rows[:, :, None] >> (7 * steps) & 0x7F
    goes_on = steps < widths[:, :, None] - 1
    signs = (groups | goes_on << 7).astype(np.uint8)
    return signs[steps < widths[:, :, None]].tobytes()


def _widths(values: Numbers) -> Numbers:
    """How many bytes each number takes."""
    widths = np.ones(values.shape, dtype=np.int64)
    for step in range(1, _MOST_BYTES):
        widths += values >= 1 << 7 * step
    return widths


def _zigzag(values: Numbers) -> Numbers:
    return (values << 1) ^ (values >> 63)


def _number(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])


def _field(number: int, kind: int) -> bytes:
    return _number(number << 3 | kind)


def _bytes(number: int, content: bytes) -> bytes:
    return _field(number, 2) + _number(len(content)) + content


def _text(number: int, text: str) -> bytes:
    return _bytes(number, text.encode())
