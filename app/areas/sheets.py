"""Tables of strangers (CSV in any delimiter and encoding, XLSX) as lines of text, nothing interpreted yet."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from flask_babel import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from app.areas.errors import ImportRefused, listed
from app.areas.reading.archives import refuse_bomb, refuse_document_types
from app.areas.reading.text import decode, guessed_note, tidy

MAX_BYTES = 64 * 1024 * 1024
MAX_ROWS = 500_000
MAX_COLUMNS = 2_000
SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm")
_FAULTS = (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError, OSError)
_DELIMITERS = ";,\t|"
_ZEROS = re.compile(r"0{2,}")
_LOOKS_LIKE_THOUSANDS = re.compile(r"-?\d{1,3}\.\d{3}")


@dataclass(frozen=True)
class Line:
    """One line with the number people see in their program; `cells` are tidy text, empty lines are kept."""

    number: int
    cells: list[str]

    @property
    def filled(self) -> list[int]:
        return [i for i, value in enumerate(self.cells) if value]


@dataclass(frozen=True)
class Sheet:
    """All lines of a table; `name` of the sheet it was read from, `names` of all that could have been.

    `estimated` says how its numbers were made when they are no counts of somebody else.
    """

    lines: list[Line]
    notes: list[str] = field(default_factory=list)
    name: str = ""
    names: tuple[str, ...] = ()
    estimated: str = ""


def read_sheet(
    path: Path, *, encoding: str | None = None, delimiter: str | None = None, sheet: str | None = None
) -> Sheet:
    """Read a CSV or one sheet of an XLSX file; ImportRefused in one sentence.

    Without `sheet` it is the visible one with the most numbers.
    """
    suffix = path.suffix.lower()
    if suffix == ".xls":
        raise ImportRefused(_("Bitte speichern Sie die Tabelle in Excel als XLSX, nicht als XLS."))
    if suffix not in SUFFIXES:
        raise ImportRefused(
            _("Möglich sind Tabellen als CSV oder XLSX, nicht »%(suffix)s«.", suffix=path.suffix)
        )
    if not path.is_file():
        raise ImportRefused(_("Die Datei »%(name)s« gibt es nicht.", name=path.name))
    if path.stat().st_size > MAX_BYTES:
        raise ImportRefused(_("Die Datei ist größer als %(n)s MB.", n=MAX_BYTES // 1024**2))
    if suffix in {".xlsx", ".xlsm"}:
        return _xlsx(path, sheet)
    text, used = decode(path.read_bytes(), encoding)
    notes = [] if encoding or used.startswith("utf") else [guessed_note(used)]
    return Sheet(_csv_lines(text, delimiter), notes)


def _csv_lines(text: str, delimiter: str | None) -> list[Line]:
    if "\x00" in text:
        raise ImportRefused(_("Das ist keine Textdatei."))
    text = text.replace("\ufeff", "").rstrip("\x1a")
    if text.lower().startswith("sep=") and not delimiter:
        delimiter = text[4:5]  # Excel's own hint in the first line
        text = "\n" + text.partition("\n")[2]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or _delimiter(text))
    lines: list[Line] = []
    try:
        for row in reader:
            lines.append(Line(reader.line_num, [tidy(value) for value in row]))
            _refuse_large(len(lines), len(row))
    except csv.Error as error:
        raise ImportRefused(
            _("Zeile %(line)s der Tabelle ist nicht lesbar.", line=reader.line_num)
        ) from error
    return lines


def _refuse_large(rows: int, columns: int) -> None:
    if rows > MAX_ROWS:
        raise ImportRefused(_("Die Tabelle hat mehr als %(n)s Zeilen.", n=MAX_ROWS))
    if columns > MAX_COLUMNS:
        raise ImportRefused(_("Die Tabelle hat mehr als %(n)s Spalten.", n=MAX_COLUMNS))


def _delimiter(text: str) -> str:
    """The sign that cuts most of the first lines into the same number (> 1) of cells."""
    sample = [line for line in text.splitlines()[:60] if line.strip()]
    best = dict.fromkeys(_DELIMITERS, (0, 0))
    for sign in _DELIMITERS if sample else "":
        try:
            widths = Counter(len(row) for row in csv.reader(sample, delimiter=sign) if len(row) > 1)
        except csv.Error:
            continue
        if widths:
            width, lines = max(widths.items(), key=lambda item: (item[1], item[0]))
            best[sign] = (lines, width)
    return max(_DELIMITERS, key=lambda sign: best[sign])


def _xlsx(path: Path, wanted: str | None) -> Sheet:
    try:
        with zipfile.ZipFile(path) as archive:
            refuse_document_types(archive, refuse_bomb(archive))
        with warnings.catch_warnings():
            # openpyxl warns about decoration it drops, which is no matter of ours.
            warnings.simplefilter("ignore")
            with path.open("rb") as file:  # opened by us: the library leaves it open when it stumbles
                book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
                try:
                    return _best_sheet(book, wanted)
                finally:
                    book.close()
    except (*_FAULTS, InvalidFileException, ParseError) as error:
        raise ImportRefused(_("Die Excel-Datei ist beschädigt oder passwortgeschützt.")) from error


def _best_sheet(book: Any, wanted: str | None) -> Sheet:
    visible = {found.title: found for found in book.worksheets if found.sheet_state == "visible"}
    if not visible:
        raise ImportRefused(_("Die Excel-Datei enthält kein sichtbares Tabellenblatt."))
    if wanted and wanted not in visible:
        raise ImportRefused(
            _("Das Blatt »%(name)s« gibt es nicht. Vorhanden: %(names)s", name=wanted, names=listed(visible)),
            field="sheet",
        )
    if wanted or len(visible) == 1:
        name = wanted or next(iter(visible))
        return Sheet(_xlsx_lines(visible[name]), [], name, tuple(visible))
    read = {name: _xlsx_lines(found) for name, found in list(visible.items())[:30]}
    name = max(read, key=lambda key: sum(value[-1:].isdigit() for line in read[key] for value in line.cells))
    note = _("Gelesen wurde das Blatt »%(name)s« von %(n)s Blättern.", name=name, n=len(visible))
    return Sheet(read[name], [str(note)], name, tuple(visible))


def _xlsx_lines(sheet: Any) -> list[Line]:
    sheet.reset_dimensions()  # what a file claims about its size would be filled up with empty cells
    lines = []
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = [_cell(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        _refuse_large(number, len(cells))
        lines.append(Line(number, cells))
    return lines


def _cell(cell: Any) -> str:
    """What Excel shows, as far as it changes the meaning: percent, zeros in front, dates."""
    value = cell.value
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = tidy(value)
    if not text or isinstance(value, str | bool):
        return text
    shown = str(getattr(cell, "number_format", "") or "")
    if "%" in shown and isinstance(value, int | float):
        return f"{tidy(round(value * 100, 10))} %"
    if _ZEROS.fullmatch(shown) and text.isdigit():
        return text.zfill(len(shown))
    # A number with three decimals must not look like a thousand; the zero says that it has decimals.
    return f"{text}0" if _LOOKS_LIKE_THOUSANDS.fullmatch(text) else text
