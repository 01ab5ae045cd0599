"""Tables of strangers (CSV in any delimiter and encoding, XLSX) to rows of text with their line numbers."""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from app.areas.errors import ImportRefused
from app.areas.reading.archives import refuse_bomb
from app.areas.reading.text import decode, guessed_note, tidy

MAX_BYTES = 64 * 1024 * 1024
MAX_ROWS = 500_000
SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx")
_DELIMITERS = ";,\t|"


@dataclass(frozen=True)
class Table:
    """A header and rows of equal length, all text; `lines` are the line numbers people see in their program."""

    header: list[str]
    rows: list[list[str]]
    lines: list[int]
    notes: list[str] = field(default_factory=list)

    def values(self, column: int) -> list[str]:
        return [row[column] for row in self.rows]


def read_table(path: Path, *, encoding: str | None = None, delimiter: str | None = None) -> Table:
    """Read a CSV or the first sheet of an XLSX file; ImportRefused in one sentence."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise ImportRefused(
            _("Möglich sind Tabellen als CSV oder XLSX, nicht »%(suffix)s«.", suffix=path.suffix)
        )
    if not path.is_file():
        raise ImportRefused(_("Die Datei »%(name)s« gibt es nicht.", name=path.name))
    if path.stat().st_size > MAX_BYTES:
        raise ImportRefused(_("Die Datei ist größer als %(n)s MB.", n=MAX_BYTES // 1024**2))
    if suffix == ".xlsx":
        return _table(_xlsx_cells(path), [])
    text, used = decode(path.read_bytes(), encoding)
    notes = [] if encoding or used.startswith("utf") else [guessed_note(used)]
    return _table(_csv_cells(text, delimiter), notes)


def _csv_cells(text: str, delimiter: str | None) -> list[tuple[int, list[str]]]:
    if "\x00" in text:
        raise ImportRefused(_("Das ist keine Textdatei."))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or _delimiter(text))
    cells = []
    try:
        for row in reader:
            cells.append((reader.line_num, [tidy(value) for value in row]))
            if len(cells) > MAX_ROWS:
                raise ImportRefused(_("Die Tabelle hat mehr als %(n)s Zeilen.", n=MAX_ROWS))
    except csv.Error as error:
        raise ImportRefused(
            _("Zeile %(line)s der Tabelle ist nicht lesbar.", line=reader.line_num)
        ) from error
    return cells


def _delimiter(text: str) -> str:
    """The sign that cuts most of the first lines into the same number (> 1) of cells."""
    sample = [line for line in text.splitlines()[:40] if line.strip()]
    best = dict.fromkeys(_DELIMITERS, (0, 0))
    for sign in _DELIMITERS if sample else "":
        widths = Counter(len(row) for row in csv.reader(sample, delimiter=sign))
        width, lines = max(widths.items(), key=lambda item: (item[1], item[0]))
        best[sign] = (lines if width > 1 else 0, width)
    return max(_DELIMITERS, key=lambda sign: best[sign])


def _xlsx_cells(path: Path) -> list[tuple[int, list[str]]]:
    try:
        with zipfile.ZipFile(path) as archive:
            refuse_bomb(archive)
        with warnings.catch_warnings():
            # openpyxl warns about decoration it drops, which is no matter of ours.
            warnings.simplefilter("ignore")
            book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
            sheet = next((found for found in book.worksheets if found.sheet_state == "visible"), None)
            if sheet is None:
                raise ImportRefused(_("Die Excel-Datei enthält kein sichtbares Tabellenblatt."))
            cells = []
            for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
                cells.append((number, [_cell(value) for value in row]))
                if number > MAX_ROWS:
                    raise ImportRefused(_("Die Tabelle hat mehr als %(n)s Zeilen.", n=MAX_ROWS))
            book.close()
            return cells
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError, EOFError) as error:
        raise ImportRefused(_("Die Excel-Datei ist beschädigt oder passwortgeschützt.")) from error


def _cell(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else tidy(value)


def _table(cells: list[tuple[int, list[str]]], notes: list[str]) -> Table:
    """Header = first line that is as wide as most lines; what stands above (titles) is passed over."""
    filled = [(line, row) for line, row in cells if any(row)]
    if len(filled) < 2:
        raise ImportRefused(_("Die Tabelle ist leer."))
    widths = Counter(sum(bool(value) for value in row) for _line, row in filled)
    usual = widths.most_common(1)[0][0]
    start = next((i for i, (_line, row) in enumerate(filled) if sum(map(bool, row)) >= min(usual, 2)), 0)
    header = filled[start][1]
    while header and not header[-1]:
        header = header[:-1]
    body = filled[start + 1 :]
    if not body:
        raise ImportRefused(_("Die Tabelle ist leer."))
    if doubled := [name for name, n in Counter(header).items() if n > 1 and name]:
        raise ImportRefused(_("Eine Spaltenüberschrift steht zweimal da: %(name)s", name=doubled[0]))
    width = len(header)
    too_wide = [line for line, row in body if any(row[width:])]
    if too_wide:
        raise ImportRefused(_("Zeile %(line)s hat mehr Zellen als die Kopfzeile.", line=too_wide[0]))
    rows = [(row + [""] * width)[:width] for _line, row in body]
    return Table(header, rows, [line for line, _row in body], notes)
