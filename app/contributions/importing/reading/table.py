"""The one internal table every format becomes: headings, rows of text cells with line numbers, shapes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import shapely

LARGEST_FILE = 64 * 1024 * 1024
MOST_ROWS = 200_000
MOST_COLUMNS = 500
BATCH = 5000


@dataclass(frozen=True)
class Row:
    """One row: the line it starts at, its cells, as many as the header has, and its shape in WGS 84 if it has one.

    `line` counts from 1: lines of a text, rows of a sheet, objects of a map file.
    """

    line: int
    cells: list[str]
    shape: shapely.Geometry | None = None


class Rows(Protocol):
    """A table that can be read again and again in batches, from memory or from a file."""

    @property
    def header(self) -> list[str]: ...

    @property
    def has_shapes(self) -> bool: ...

    @property
    def encoding(self) -> str: ...

    @property
    def delimiter(self) -> str: ...

    def batches(self, size: int = BATCH) -> Iterator[Sequence[Row]]: ...


@dataclass(frozen=True)
class Table:
    """Headings and rows as they stand in the file, and how it was read.

    `crs` names the reference system of the shapes (empty: the file has none); `sheets` are what could be chosen.
    """

    header: list[str]
    rows: list[Row]
    encoding: str = ""
    delimiter: str = ""
    crs: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)

    @property
    def has_shapes(self) -> bool:
        return bool(self.crs)

    def batches(self, size: int = BATCH) -> Iterator[Sequence[Row]]:
        for start in range(0, len(self.rows), size):
            yield self.rows[start : start + size]


def column_letter(index: int) -> str:
    """The name of a column without a heading, as spreadsheets write it: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
