"""A stranger's file as sheets of text: XLSX, CSV or the tables of Markdown; nothing is run, expanded or fetched."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, TypeVar
from xml.etree.ElementTree import ParseError

from flask_babel import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from app.areas.errors import ImportRefused
from app.areas.reading.archives import refuse_bomb, refuse_document_types
from app.areas.reading.text import decode
from app.questions.xlsform.losses import FormRefused, Losses

SHEETS = ("survey", "choices", "settings")
MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 10_000
MOST_COLUMNS = 400
MOST_SHEETS = 60
LONGEST_CELL = 20_000
_FORMULA, _SHEET = b"<f", "worksheets/"
_FAULTS = (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError, OSError)
_OLE = b"\xd0\xcf\x11\xe0"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufeff\ufffe\uffff\ud800-\udfff]")
_ESCAPED = re.compile(r"_x00(?:0[0-8bcefBCEF]|1[0-9a-fA-F])_|_x000[dD]_")
_WHOLE = re.compile(r"-?\d+\.0+")


@dataclass(frozen=True)
class Line:
    """One row with the number people see in their program; cells are text without spaces around them."""

    number: int
    cells: list[str]

    def is_empty(self) -> bool:
        return not any(self.cells)


Read = TypeVar("Read")
Sheets = dict[str, list[Line]]
"""Names as they are written, in their order; empty lines are left out."""


def open_form(path: Path, name: str, losses: Losses) -> Sheets:
    """All sheets of a file that its owner calls `name`; FormRefused says what it is instead."""
    suffix = Path(name).suffix.lower()
    if not path.is_file():
        raise FormRefused(_("Die Datei »%(name)s« gibt es nicht.", name=name))
    if path.stat().st_size > MOST_BYTES:
        raise FormRefused(_("Die Datei ist größer als %(n)s MB.", n=MOST_BYTES // 1024**2))
    with path.open("rb") as file:
        start = file.read(4)
    if suffix == ".xls" or start == _OLE:
        raise FormRefused(
            _(
                "Das ist eine alte oder mit einem Passwort geschützte Excel-Datei. Bitte öffnen Sie sie in Excel oder "
                "LibreOffice und wählen Sie »Speichern unter«, Dateityp »Excel-Arbeitsmappe (.xlsx)«, ohne Passwort."
            )
        )
    if suffix in {".xlsx", ".xlsm"} or start == b"PK\x03\x04":
        return _workbook(path, losses)
    if suffix in {".csv", ".tsv", ".txt"}:
        return _parted(csv_lines(path))
    if suffix == ".md":
        return _parted(_markdown(_text(path)))
    raise FormRefused(
        _(
            "Ein Fragebogen kommt als XLSForm in einer Excel-Datei (.xlsx), nicht als »%(suffix)s«. "
            "In KoboToolbox und ODK heißt das »XLS herunterladen«.",
            suffix=suffix or name,
        )
    )


def _text(path: Path) -> str:
    text, _encoding = decode(path.read_bytes())
    if "\x00" in text:
        raise FormRefused(_("Das ist keine Textdatei."))
    return text


def cleaned(value: object) -> str:
    """A cell as text: whole numbers without decimals, days in ISO form, no control signs, no spaces around."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(timespec="minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    text = str(value)
    if isinstance(value, float) and _WHOLE.fullmatch(text):
        text = text.partition(".")[0]
    text = _CONTROL.sub("", _ESCAPED.sub("", text)).replace("\u00a0", " ").replace("\r\n", "\n")
    return text.replace("\r", "\n").strip()


def _workbook(path: Path, losses: Losses) -> Sheets:
    try:
        with zipfile.ZipFile(path) as archive:
            members = refuse_bomb(archive)
            refuse_document_types(archive, members)
            computes = any(
                _FORMULA in archive.read(member) for member in members if _SHEET in member.filename
            )
        sheets = _sheets(
            path, lambda sheet: _lines(sheet, sheet.iter_rows(values_only=True)), is_computed=True
        )
        if computes:
            found = _sheets(path, _formulas, is_computed=False)
            for sheet, places in found.items():
                _name_formulas(sheet, sheets[sheet], places, losses)
    except ImportRefused as error:
        raise FormRefused(error.message) from error
    except (*_FAULTS, InvalidFileException, ParseError) as error:
        raise FormRefused(_("Die Excel-Datei ist beschädigt oder passwortgeschützt.")) from error
    return sheets


def _sheets(path: Path, read: Callable[[Any], list[Read]], *, is_computed: bool) -> dict[str, list[Read]]:
    """What `read` makes of each sheet; beside the three of a form only the first full row is looked at."""
    with warnings.catch_warnings(), path.open("rb") as file:
        # openpyxl warns about decoration it drops, which is no matter of ours.
        warnings.simplefilter("ignore")
        book = load_workbook(file, read_only=True, data_only=is_computed, keep_links=False)
        try:
            if len(book.worksheets) > MOST_SHEETS:
                raise FormRefused(_("Die Datei hat mehr als %(n)s Blätter.", n=MOST_SHEETS))
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # what a file claims about its size would be filled with empty cells
            return {sheet.title: read(sheet) for sheet in book.worksheets}
        finally:
            book.close()


def _lines(sheet: Any, rows: Iterable[Sequence[Any]]) -> list[Line]:
    lines: list[Line] = []
    is_of_form = sheet.title.strip().lower() in SHEETS or len(sheet.parent.worksheets) == 1
    for number, row in enumerate(rows, start=1):
        if any(value is not None for value in row):
            _append(lines, sheet.title, number, [cleaned(value) for value in row])
            if lines and not is_of_form:
                break
    return lines


def _formulas(sheet: Any) -> list[tuple[int, int]]:
    """Where formulas stand: row from 1, column from 0."""
    return [
        (number, column)
        for number, row in enumerate(sheet.iter_rows(), start=1)
        for column, cell in enumerate(row)
        if cell.data_type == "f"
    ]


def _name_formulas(sheet: str, lines: list[Line], places: list[tuple[int, int]], losses: Losses) -> None:
    by_number = {line.number: line.cells for line in lines}
    for row, column in places:
        cells = by_number.get(row, [])
        if len(cells) > column and cells[column]:
            what = _("Hier steht eine Formel. Übernommen wurde, was Excel zuletzt berechnet hat.")
        else:
            what = _(
                "Hier steht eine Formel, die Excel noch nicht berechnet hat. Sie wurde nicht übernommen."
            )
        losses.note(sheet, row, column_letter(column), what)


def _append(lines: list[Line], sheet: str, number: int, cells: list[str]) -> None:
    while cells and not cells[-1]:
        cells.pop()
    _refuse_large(sheet, len(lines), len(cells))
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise FormRefused(
            _("Blatt »%(sheet)s«, Zeile %(row)s: Der Text ist zu lang.", sheet=sheet, row=number)
        )
    if cells:
        lines.append(Line(number, cells))


def _refuse_large(sheet: str, rows: int, columns: int) -> None:
    if rows > MOST_ROWS:
        raise FormRefused(_("Das Blatt »%(sheet)s« hat mehr als %(n)s Zeilen.", sheet=sheet, n=MOST_ROWS))
    if columns > MOST_COLUMNS:
        raise FormRefused(_("Das Blatt »%(sheet)s« hat mehr als %(n)s Spalten.", sheet=sheet, n=MOST_COLUMNS))


def csv_lines(path: Path) -> list[Line]:
    """The rows of a CSV file, whatever its delimiter and encoding."""
    text = _text(path)
    first = text.lstrip("\ufeff\r\n ").partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    lines: list[Line] = []
    try:
        for row in reader:
            _append(lines, "csv", reader.line_num, [cleaned(value) for value in row])
    except csv.Error as error:
        raise FormRefused(_("Zeile %(line)s der Datei ist nicht lesbar.", line=reader.line_num)) from error
    return lines


def _markdown(text: str) -> list[Line]:
    """Lines such as `| survey |` and `| | type | name |`; all others are no part of the form."""
    lines: list[Line] = []
    for number, row in enumerate(text.splitlines(), start=1):
        if row.strip().startswith("|"):
            parts = row.strip().strip("|").split("|") if row.strip() != "|" else []
            cells = [cleaned(part.replace("\\n", "\n")) for part in parts]
            if not all(re.fullmatch(r":?-+:?", cell) for cell in cells if cell):
                _append(lines, "md", number, cells)
    return lines


def _parted(lines: list[Line]) -> Sheets:
    """Sheets one below the other, each named in the first column of a row of its own; else one sheet of questions."""
    if lines and "type" in [cell.lower() for cell in lines[0].cells]:
        return {"survey": lines}
    sheets: Sheets = {}
    current: list[Line] | None = None
    for line in lines:
        if line.cells[0] and len(line.cells) == 1:
            current = sheets.setdefault(line.cells[0], [])
        elif current is not None:
            current.append(Line(line.number, line.cells[1:]))
    return sheets


def column_letter(column: int) -> str:
    """A, B, … as spreadsheets name their columns; from 0."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
