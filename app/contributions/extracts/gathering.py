"""Whole columns out of a statement: the database strings a column together, Arrow takes the bytes as they are.

Thousands of rows of twenty values would be a Python object for each value; so they are two or three for each column.
Two kinds of columns travel: `codes` (ids, times, JSON: never null, never with a line break) one a line, and `words`
(anything, also null and bytes) one behind the other with their lengths beside them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from sqlalchemy import ColumnElement, LargeBinary, Select, String, Subquery, cast, func, literal, select

_LINE = "\n"
_COUNT = "count"
_NOTHING = "-1"
"""The length of null."""


def gathered(
    inner: Subquery, codes: Collection[str], words: Collection[str], *, postgres: bool
) -> Select[Any]:
    """One row for all rows of `inner`: their number, each of `codes` in lines, each of `words` and its lengths."""
    strung = func.string_agg if postgres else func.group_concat
    found: list[ColumnElement[Any]] = [func.count().label(_COUNT)]
    for name in codes:
        found.append(_bytes(strung(inner.c[name], _LINE), postgres).label(name))
    for name in words:
        column = inner.c[name]
        nothing = literal(b"", LargeBinary) if isinstance(column.type, LargeBinary) and postgres else ""
        length = func.octet_length(column) if postgres else func.length(cast(column, LargeBinary))
        found.append(_bytes(strung(column, nothing), postgres).label(name))
        found.append(strung(cast(func.coalesce(length, int(_NOTHING)), String), ",").label(_lengths(name)))
    return select(*found)


def _lengths(name: str) -> str:
    return f"{name}_lengths"


def _bytes(column: ColumnElement[Any], postgres: bool) -> ColumnElement[Any]:
    """SQLite's driver would make text of it; PostgreSQL knows text and bytes apart."""
    return column if postgres else cast(column, LargeBinary)


def unpacked(
    row: Mapping[str, Any], codes: Collection[str], words: Collection[str]
) -> dict[str, pa.Array] | None:
    """The columns of the row that `gathered` gives; None when there are no rows. ArrowInvalid for broken UTF-8."""
    count = row[_COUNT]
    if not count:
        return None
    found = {name: _of_lines(_raw(row[name]), count) for name in codes}
    return found | {name: _of_words(row[name], row[_lengths(name)], count) for name in words}


def _raw(value: Any) -> bytes:
    return value.encode() if isinstance(value, str) else bytes(value or b"")


def _of_lines(joined: bytes, count: int) -> pa.StringArray:
    signs = np.frombuffer(joined, dtype=np.uint8)
    is_break = signs == ord(_LINE)
    breaks = np.flatnonzero(is_break)
    if len(breaks) != count - 1:
        raise ValueError("a code holds a line break")
    offsets = np.zeros(count + 1, dtype=np.int32)
    offsets[1:-1] = breaks - np.arange(count - 1)
    offsets[-1] = len(signs) - (count - 1)
    return pa.StringArray.from_buffers(count, pa.py_buffer(offsets), pa.py_buffer(signs[~is_break]))


def _of_words(joined: Any, told: str, count: int) -> pa.Array:
    """Text as StringArray, bytes as BinaryArray; what is the same empty value all the way as a dictionary of it."""
    first = told.partition(",")[0]
    is_even = told == ",".join([first] * count)
    if is_even and int(first) <= 0:
        alone = pa.array([None if first == _NOTHING else ""], pa.string())
        return pa.DictionaryArray.from_arrays(pa.array(np.zeros(count, dtype=np.int32)), alone)
    lengths: npt.NDArray[np.int64] = (
        np.full(count, int(first)) if is_even else np.fromstring(told, dtype=np.int64, sep=",")
    )
    is_there = lengths >= 0
    offsets = np.zeros(count + 1, dtype=np.int32)
    np.cumsum(np.maximum(lengths, 0), out=offsets[1:])
    known = None if is_there.all() else pa.py_buffer(np.packbits(is_there, bitorder="little"))
    buffers = [known, pa.py_buffer(offsets), pa.py_buffer(_raw(joined))]
    return pa.BinaryArray.from_buffers(pa.binary(), count, buffers)
