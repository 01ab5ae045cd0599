"""Rows as text, made by whole columns: what stands in a dictionary is written once, and constant parts once a batch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.contributions.extracts import Column
from app.exports.tables import guard

_SIGNS = r"=+\-@＝＋－＠"
COULD_RUN = rf"^[{_SIGNS}\t\r\x00]|[;\t][{_SIGNS}]"
"""What `tables.guard` changes, in the words of RE2; only such cells are given to it."""

_TWO_DIGITS = np.array([f"{number:02}" for number in range(100)], dtype="S2").view(np.uint8).reshape(100, 2)

Texts = Callable[[pa.Array, Column], pa.Array]
Part = Any
"""Fixed words, an array of texts, or indices with the words they point to."""


def lines(batch: pa.RecordBatch, parts: Sequence[str | Column | pa.Array], texts: Texts) -> pa.Array:
    """One text a row: fixed words, columns of the batch as `texts` writes them (never null), ready arrays, in order."""
    found: list[Part] = []
    for part in parts:
        if isinstance(part, Column):
            values = batch.column(part.name)
            if pa.types.is_dictionary(values.type):
                _append(found, (values.indices, texts(values.dictionary, part).to_pylist()))
                continue
            part = texts(values, part)
        _append(found, part)
    return pc.binary_join_element_wise(*(_array(part) for part in found), "")


def _append(found: list[Part], part: Part) -> None:
    """Join what is fixed, and columns with the same indices (a code and its word), into one part."""
    if isinstance(part, tuple) and len(part[1]) == 1:
        part = part[1][0]
    if isinstance(part, str) and found and isinstance(found[-1], str):
        found[-1] += part
        return
    if isinstance(part, str) and found and isinstance(found[-1], tuple):
        indices, words = found[-1]
        found[-1] = (indices, [word + part for word in words])
        return
    if isinstance(part, tuple) and found:
        before = found[-1]
        if isinstance(before, str):
            found[-1] = (part[0], [before + word for word in part[1]])
            return
        if isinstance(before, tuple) and _same(before[0], part[0]):
            found[-1] = (before[0], [one + other for one, other in zip(before[1], part[1], strict=True)])
            return
    found.append(part)


def _same(one: pa.Array, other: pa.Array) -> bool:
    return bool(one.buffers()[1].address == other.buffers()[1].address)


def _array(part: Part) -> str | pa.Array:
    return pa.array(part[1], pa.string()).take(part[0]) if isinstance(part, tuple) else part


def written(rows: pa.Array) -> memoryview:
    """The bytes of all rows one after the other, without a copy."""
    _validity, offsets, data = rows.buffers()
    if data is None or not len(rows):
        return memoryview(b"")
    places = memoryview(offsets).cast("i")
    return memoryview(data)[places[rows.offset] : places[rows.offset + len(rows)]]


def plain(values: pa.Array) -> pa.Array:
    """A column of words without its dictionary; other columns as they are."""
    return values.cast(pa.string()) if pa.types.is_dictionary(values.type) else values


def guarded(values: pa.Array, column: Column) -> pa.Array:
    """Words of people that a spreadsheet might run get an apostrophe."""
    return changed(values, COULD_RUN, guard) if column.is_said else values


def changed(values: pa.Array, pattern: str, change: Callable[[str], object]) -> pa.Array:
    """The texts with those that match (RE2) given through `change`; few do, so few pass through Python."""
    mask = pc.fill_null(pc.match_substring_regex(values, pattern), False)
    found = values.filter(mask)
    if not len(found):
        return values
    return pc.replace_with_mask(
        values, mask, pa.array([change(value) for value in found.to_pylist()], pa.string())
    )


def numbers(values: pa.Array, decimal: str = ".") -> pa.Array:
    """Numbers as text; they were rounded when they were made, so the shortest text is the right one."""
    written = values.cast(pa.string())
    return written if decimal == "." else pc.replace_substring(written, ".", decimal)


def moments(values: pa.Array, zone: str = "") -> pa.Array:
    """`2026-03-02T09:15:00Z`, or `02.03.2026 10:15` in a zone; digit by digit, as strftime takes ten times as long."""
    local = values.cast(pa.timestamp("s", zone or "UTC"), safe=False)
    if zone:
        local = pc.local_timestamp(local)
    seconds = pc.fill_null(local.cast(pa.int64()), 0).to_numpy()
    days, which = np.unique(seconds // 86_400, return_inverse=True)
    dates = (
        np.datetime_as_string(days.astype("datetime64[D]"))
        .astype("S10")
        .view(np.uint8)
        .reshape(-1, 10)[which]
    )
    clock = seconds % 86_400
    written = np.empty((len(values), 16 if zone else 20), dtype=np.uint8)
    if zone:
        written[:] = np.frombuffer(b"DD.MM.YYYY hh:mm", dtype=np.uint8)
        written[:, 0:2], written[:, 3:5], written[:, 6:10] = dates[:, 8:10], dates[:, 5:7], dates[:, 0:4]
    else:
        written[:] = np.frombuffer(b"YYYY-MM-DDThh:mm:ssZ", dtype=np.uint8)
        written[:, 0:10] = dates
        written[:, 17:19] = _TWO_DIGITS[clock % 60]
    written[:, 11:13] = _TWO_DIGITS[clock // 3600]
    written[:, 14:16] = _TWO_DIGITS[clock // 60 % 60]
    width = written.shape[1]
    ends = np.arange(0, width * len(values) + 1, width, dtype=np.int32)
    made = pa.StringArray.from_buffers(len(values), pa.py_buffer(ends), pa.py_buffer(written.reshape(-1)))
    return pc.if_else(values.is_valid(), made, pa.scalar(None, pa.string())) if values.null_count else made


def filled(values: pa.Array, word: str) -> pa.Array:
    """The texts with this word where there is none."""
    return pc.fill_null(values, word) if values.null_count else values


def truths(values: pa.Array, words: tuple[str, str]) -> pa.Array:
    return pc.if_else(values, *words)
