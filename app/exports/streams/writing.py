"""One file of extracted contributions: complete under its name, or not there at all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Protocol

import pyarrow as pa
from flask_babel import lazy_gettext as _l

from app.base.errors import DomainError
from app.contributions.extracts import Column
from app.exports.streams.formats import STREAM_FORMATS, StreamFormat

Progress = Callable[[int, int | None], None]


class Extract(Protocol):
    """What both doors of `app.contributions.extracts` give."""

    columns: tuple[Column, ...]
    total: int

    def batches(self, unused: Collection[str] = ...) -> Iterator[pa.RecordBatch]: ...


class TooManyRows(DomainError):
    """More contributions than the format can hold."""

    def __init__(self, rows: int, most: int) -> None:
        super().__init__(
            _l(
                "%(rows)s Beiträge passen nicht in eine Excel-Mappe, Excel endet bei %(most)s Zeilen. Nehmen Sie CSV "
                "oder GeoPackage, oder grenzen Sie die Auswahl ein.",
                rows=f"{rows:,}".replace(",", "."),
                most=f"{most + 1:,}".replace(",", "."),
            ),
            field="format_name",
        )


class _Watched:
    """The batches with their progress; keeps the error a C library would turn into a text."""

    def __init__(self, extract: Extract, chosen: StreamFormat, progress: Progress) -> None:
        self.error: BaseException | None = None
        self.rows = 0
        self._extract, self._chosen, self._progress = extract, chosen, progress

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        try:
            most = self._chosen.most
            for batch in self._extract.batches(self._chosen.unused):
                self.rows += len(batch)
                if most is not None and self.rows > most:
                    raise TooManyRows(self.rows, most)
                yield batch
                self._progress(self.rows, max(self._extract.total, self.rows))
        except GeneratorExit:
            raise
        except BaseException as error:
            self.error = error
            raise


def write_file(extract: Extract, format_name: str, path: Path, progress: Progress = lambda *_: None) -> int:
    """Write the extract to `path` in one of STREAM_FORMATS and return the number of rows.

    It is written beside it as `name.part.ending` and renamed when whole, so that an interruption (an error, a cancel,
    Ctrl-C) leaves neither half a file nor touches an older one. TooManyRows before anything is written.
    """
    chosen = STREAM_FORMATS[format_name]
    if chosen.most is not None and extract.total > chosen.most:
        raise TooManyRows(extract.total, chosen.most)
    part = path.with_name(f"{path.stem}.part{path.suffix}")
    _remove(part)
    watched = _Watched(extract, chosen, progress)
    try:
        chosen.write(extract.columns, watched, part)
        part.replace(path)
    except BaseException as error:
        _remove(part)
        if watched.error is not None and watched.error is not error:
            raise watched.error from None
        raise
    return watched.rows


def _remove(part: Path) -> None:
    """The unfinished file and what SQLite keeps beside one."""
    for ending in ("", "-journal", "-wal", "-shm"):
        part.with_name(part.name + ending).unlink(missing_ok=True)
