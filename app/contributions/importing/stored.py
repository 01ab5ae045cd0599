"""A table on disk (Parquet), so that a file is read once by a child and 100,000 rows need little memory after."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from app.base.child import run
from app.contributions.importing.problems import FileRefused, Problem
from app.contributions.importing.reading import Row, Table, read_table
from app.contributions.importing.reading.table import BATCH

FILE_NAME = "table.parquet"


class StoredTable:
    """The rows of a table that `extract` wrote; `about` is what else it told."""

    def __init__(self, folder: Path, about: dict[str, Any]) -> None:
        self._path = folder / FILE_NAME
        self.about = about

    @property
    def header(self) -> list[str]:
        return list(self.about["header"])

    @property
    def has_shapes(self) -> bool:
        return bool(self.about["crs"])

    @property
    def encoding(self) -> str:
        return str(self.about["encoding"])

    @property
    def delimiter(self) -> str:
        return str(self.about["delimiter"])

    @property
    def notes(self) -> list[str]:
        return list(self.about["notes"])

    @property
    def count(self) -> int:
        return int(self.about["rows"])

    def batches(self, size: int = BATCH) -> Iterator[Sequence[Row]]:
        with pq.ParquetFile(self._path) as file:
            for batch in file.iter_batches(batch_size=size):
                lines, shapes = batch.column("line").to_pylist(), batch.column("shape").to_pylist()
                columns = [batch.column(f"c{index}").to_pylist() for index in range(len(self.header))]
                cells = zip(*columns, strict=True) if columns else iter(((),) * len(lines))
                found = [None if shape is None else shapely.from_wkb(shape) for shape in shapes]
                yield [
                    Row(line, list(row), shape) for line, row, shape in zip(lines, cells, found, strict=True)
                ]


def read_in_child(path: Path, folder: Path, reading: dict[str, Any], **limits: Any) -> dict[str, Any]:
    """Let a limited child write the table of `path` into `folder`; what `extract` tells."""
    named = {name: value for name, value in reading.items() if value}
    return dict(
        run(
            "app.contributions.importing.stored:extract",
            {"path": str(path.resolve()), **named},
            folder=folder,
            reads=[path],
            **limits,
        )
    )


def stored_table(folder: Path, about: dict[str, Any]) -> StoredTable:
    """The table that was read; FileRefused as the reader in the child raised it."""
    if refused := about.get("refused"):
        error = FileRefused(refused["message"], [Problem(*fault) for fault in refused["problems"]])
        error.choices = tuple(refused["choices"])
        raise error
    return StoredTable(folder, about)


def extract(
    arguments: dict[str, Any], folder: Path, report: Callable[[int, int | None], None]
) -> dict[str, Any]:
    """Read the file `path` and write its table into `folder`; what the file is, or why it was `refused`.

    The function for the child: plain values in and out, no database, no request.
    """
    try:
        table = read_table(Path(arguments.pop("path")), **arguments)
    except FileRefused as error:
        faults = [[problem.line, problem.column, problem.message] for problem in error.problems]
        head = str(error.message).split("\n")[0]
        return {"refused": {"message": head, "problems": faults, "choices": list(error.choices)}}
    _write(table, folder / FILE_NAME, report)
    return {
        "header": table.header,
        "rows": len(table.rows),
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "crs": table.crs,
        "sheet": table.sheet,
        "sheets": list(table.sheets),
        "notes": table.notes,
    }


def _write(table: Table, path: Path, report: Callable[[int, int | None], None]) -> None:
    names = [f"c{index}" for index in range(len(table.header))]
    fields = [("line", pa.int64()), *((name, pa.string()) for name in names), ("shape", pa.binary())]
    with pq.ParquetWriter(path, pa.schema(fields)) as writer:
        written = 0
        for rows in table.batches():
            arrays: dict[str, Any] = {"line": [row.line for row in rows]}
            arrays |= {name: [_plain(row.cells[index]) for row in rows] for index, name in enumerate(names)}
            arrays["shape"] = [None if row.shape is None else shapely.to_wkb(row.shape) for row in rows]
            writer.write_table(pa.table(arrays, schema=pa.schema(fields)))
            written += len(rows)
            report(written, len(table.rows))


def _plain(cell: str) -> str:
    """Half emoji, which no file of text keeps, become the sign for a lost one."""
    return cell.encode("utf-8", "replace").decode() if not cell.isascii() else cell
