"""Rows as text, made by whole columns: what stands in a dictionary is written once, and constant parts once a batch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from app.contributions.extracts import Column
from app.exports.tables import guard

_SIGNS = r"=+\-@＝＋－＠"
COULD_RUN = rf"^[{_SIGNS}\t\r\x00]|[;\t][{_SIGNS}]"
"""What `tables.guard` changes, in the words of RE2; only such cells are given to it."""

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
    """`2026-03-02T09:15:00Z`, or `02.03.2026 10:15` in a zone."""
    if zone:
        return pc.strftime(values.cast(pa.timestamp("s", zone), safe=False), format="%d.%m.%Y %H:%M")
    return pc.strftime(values.cast(pa.timestamp("s", "UTC"), safe=False), format="%Y-%m-%dT%H:%M:%SZ")


def filled(values: pa.Array, word: str) -> pa.Array:
    """The texts with this word where there is none."""
    return pc.fill_null(values, word) if values.null_count else values


def truths(values: pa.Array, words: tuple[str, str]) -> pa.Array:
    return pc.if_else(values, *words)
