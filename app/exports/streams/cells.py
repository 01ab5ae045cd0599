"""Columns as text of cells: for programs (UTC, decimal point) or for German Excel (local time, decimal comma)."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from app.contributions.extracts import Column
from app.exports.tables import guard

_SIGNS = r"=+\-@＝＋－＠"
COULD_RUN = rf"^[{_SIGNS}\t\r\x00]|[;\t][{_SIGNS}]"
"""What `tables.guard` changes, in the words of RE2; only such cells are given to it."""


def plain(values: pa.Array) -> pa.Array:
    """A column of words without its dictionary; other columns as they are."""
    return values.cast(pa.string()) if pa.types.is_dictionary(values.type) else values


def guarded(values: pa.Array, column: Column) -> pa.Array:
    """Words of people that a spreadsheet might run get an apostrophe, in a dictionary once for all rows."""
    if not column.is_said:
        return values
    if pa.types.is_dictionary(values.type):
        return pa.DictionaryArray.from_arrays(values.indices, _guarded(values.dictionary))
    return _guarded(values)


def _guarded(values: pa.Array) -> pa.Array:
    mask = pc.fill_null(pc.match_substring_regex(values, COULD_RUN), False)
    return replaced(values, mask, guard)


def replaced(values: pa.Array, mask: pa.Array, change: object) -> pa.Array:
    """The values with those at the places of `mask` given through `change`, a function of one text."""
    found = values.filter(mask)
    if not len(found):
        return values
    changed = pa.array([change(value) for value in found.to_pylist()], pa.string())  # type: ignore[operator]
    return pc.replace_with_mask(values, mask, changed)


def replaced_all(texts: list[str], pattern: str, change: object) -> list[str]:
    """The same for a few texts in a list."""
    values = pa.array(texts, pa.string())
    return replaced(values, pc.match_substring_regex(values, pattern), change).to_pylist()


def numbers(values: pa.Array, decimal: str = ".") -> pa.Array:
    """Numbers as text; they were rounded when they were made, so the shortest text is the right one."""
    written = values.cast(pa.string())
    return written if decimal == "." else pc.replace_substring(written, ".", decimal)


def moments(values: pa.Array, zone: str = "") -> pa.Array:
    """`2026-03-02T09:15:00Z`, or `02.03.2026 10:15` in a zone."""
    if zone:
        return pc.strftime(values.cast(pa.timestamp("s", zone), safe=False), format="%d.%m.%Y %H:%M")
    return pc.strftime(values.cast(pa.timestamp("s", "UTC"), safe=False), format="%Y-%m-%dT%H:%M:%SZ")


def truths(values: pa.Array, words: tuple[str, str]) -> pa.Array:
    return pc.if_else(values, *words)
