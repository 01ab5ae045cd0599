"""CSV by whole columns: quoting and guarding touch only the cells that need it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

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
    heads = [str(column.label) if dialect.labels else column.name for column in columns]
    special = f'["{dialect.separator}\r\n]'
    with path.open("wb") as file:
        first = dialect.separator.join(cells.replaced_all(heads, special, _quote))
        file.write(f"{dialect.mark}{first}{dialect.line_end}".encode())
        for batch in batches:
            texts = [_cells(batch.column(column.name), column, dialect, special) for column in columns]
            lines = pc.binary_join_element_wise(*texts, dialect.separator).to_pylist()
            lines.append("")
            file.write(dialect.line_end.join(lines).encode())


def _cells(values: pa.Array, column: Column, dialect: Dialect, special: str) -> pa.Array:
    if column.kind == NUMBER:
        written = cells.numbers(values, dialect.decimal)
    elif column.kind == TIME:
        written = cells.moments(values, dialect.zone)
    elif column.kind == YES_NO:
        written = cells.truths(values, dialect.truths)
    else:
        written = _quoted(cells.guarded(values, column), special)
    return pc.fill_null(written, "")


def _quoted(values: pa.Array, special: str) -> pa.Array:
    if pa.types.is_dictionary(values.type):
        return cells.plain(
            pa.DictionaryArray.from_arrays(values.indices, _quoted(values.dictionary, special))
        )
    mask = pc.fill_null(pc.match_substring_regex(values, special), False)
    return cells.replaced(values, mask, _quote)


def _quote(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
