"""CSV by whole columns: quoting and guarding touch only the cells that need it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from app.contributions.extracts import Column
from app.contributions.extracts.columns import NUMBER, TIME, YES_NO
from app.exports.streams import cells


@dataclass(frozen=True)
class Dialect:
    """Signs of a CSV file; `zone` is where times are told in, `labels` whether people read the first line."""

    separator: str = ","
    decimal: str = "."
    line_end: str = "\n"
    mark: str = ""
    zone: str = ""
    truths: tuple[str, str] = ("true", "false")
    labels: bool = False


MACHINE = Dialect()


def german(zone: str) -> Dialect:
    """For German Excel: byte order mark, semicolon, decimal comma, CRLF, local times, German headings."""
    return Dialect(";", ",", "\r\n", "\ufeff", zone, ("ja", "nein"), labels=True)


def write(
    columns: tuple[Column, ...], batches: Iterable[pa.RecordBatch], path: Path, dialect: Dialect
) -> None:
    """One line a contribution, the first names the columns; an empty cell is no value (RFC 4180)."""
    heads = pa.array(
        [str(column.label) if dialect.labels else column.name for column in columns], pa.string()
    )
    special = f'["{dialect.separator}\r\n]'
    parts: list[str | Column] = []
    for column in columns:
        parts += [column, dialect.separator]
    parts[-1] = dialect.line_end

    def texts(values: pa.Array, column: Column) -> pa.Array:
        return cells.filled(_cells(values, column, dialect, special), "")

    with path.open("wb") as file:
        first = dialect.separator.join(cells.changed(heads, special, _quote).to_pylist())
        file.write(f"{dialect.mark}{first}{dialect.line_end}".encode())
        for batch in batches:
            file.write(cells.written(cells.lines(batch, parts, texts)))


def _cells(values: pa.Array, column: Column, dialect: Dialect, special: str) -> pa.Array:
    if column.kind == NUMBER:
        return cells.numbers(values, dialect.decimal)
    if column.kind == TIME:
        return cells.moments(values, dialect.zone)
    if column.kind == YES_NO:
        return cells.truths(values, dialect.truths)
    return cells.changed(cells.guarded(values, column), special, _quote)


def _quote(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
