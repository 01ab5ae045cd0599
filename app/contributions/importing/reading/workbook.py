"""An Excel workbook to the internal table: values only, no macros, links or entities, with limits on its size."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError, iterparse

from flask_babel import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from app.areas.errors import ImportRefused
from app.areas.reading.archives import refuse_bomb, refuse_document_types
from app.contributions.importing.problems import FileRefused, Problem
from app.contributions.importing.reading.framing import head_note, without_frame
from app.contributions.importing.reading.table import MOST_COLUMNS, MOST_ROWS, Row, Table, column_letter

_FAULTS = (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError, OSError)
_HEAD_ROWS = 20
_MOST_MERGED = 100_000
_MERGED = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}mergeCell"


def read_workbook(path: Path, *, sheet: str | None = None) -> Table:
    """Read one sheet, by default the first that holds a table; FileRefused says what is wrong and where.

    Formulas give the value Excel computed last. A merged cell gives its value to every cell it covers. Rows above the
    first full one (titles, notes) are passed over.
    """
    _refuse_dangerous(path)
    try:
        with path.open("rb") as file:  # opened by us: the library would look at the name
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
            try:
                return _read(book, path, sheet)
            finally:
                book.close()
    except (*_FAULTS, InvalidFileException, ParseError) as error:
        raise FileRefused(_("Die Excel-Datei ist beschädigt und lässt sich nicht lesen.")) from error


def _refuse_dangerous(path: Path) -> None:
    """Limits on size and number of parts, and no document types in them: nothing is expanded or fetched."""
    try:
        with zipfile.ZipFile(path) as archive:
            refuse_document_types(archive, refuse_bomb(archive))
    except ImportRefused as error:
        raise FileRefused(str(error.message)) from error
    except _FAULTS as error:
        raise FileRefused(_("Die Excel-Datei ist beschädigt und lässt sich nicht lesen.")) from error


def _read(book: Any, path: Path, wanted: str | None) -> Table:
    names = [found.title for found in book.worksheets]
    if wanted is not None and wanted not in names:
        raise FileRefused(
            _("Das Blatt »%(name)s« gibt es nicht. Vorhanden: %(names)s", name=wanted, names=", ".join(names))
        )
    for name in [wanted] if wanted else names:
        rows = _rows(book[name], _merged(path, book[name]))
        head = _head(rows)
        if head is None:
            continue
        header = [text or "" for text in rows[head].cells]
        while header and not header[-1]:
            header.pop()
        width = max(len(header), max(_width(row) for row in rows[head:]))
        header += [""] * (width - len(header))
        body = [Row(row.line, (row.cells + [""] * width)[:width]) for row in rows[head + 1 :]]
        body, notes = without_frame(header, body)
        if head > 0:
            notes.insert(0, head_note(rows[head].line))
        return Table(header, body, sheet=name, sheets=tuple(names), notes=notes)
    raise FileRefused(_("Die Tabelle ist leer."))


def _width(row: Row) -> int:
    return max((index + 1 for index, cell in enumerate(row.cells) if cell), default=0)


def _head(rows: Sequence[Row]) -> int | None:
    """The row of headings: the first one that fills most of the columns that are used further down."""
    if len(rows) < 2:
        return None
    filled = [len({cell for cell in row.cells if cell}) for row in rows[:_HEAD_ROWS]]
    most = max(filled)
    return next(index for index, count in enumerate(filled) if count >= 0.6 * most)


def _rows(sheet: Any, merged: dict[tuple[int, int], tuple[int, int]]) -> list[Row]:
    """Rows that hold anything, cut after the last filled cell."""
    if hasattr(sheet, "reset_dimensions"):
        sheet.reset_dimensions()
    corners: dict[tuple[int, int], str] = {}
    wanted = set(merged.values())
    found = []
    for line, values in _values(sheet):
        cells = [_text(value) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        if wanted:
            cells = _spread(line, cells, merged, corners, wanted)
        if len(cells) > MOST_COLUMNS:
            message = _("%(n)s Spalten, erlaubt sind %(most)s.", n=len(cells), most=MOST_COLUMNS)
            problem = Problem(line, column_letter(MOST_COLUMNS), message)
            raise FileRefused(_("Die Tabelle ist nicht lesbar:"), [problem])
        if any(cells):
            found.append(Row(line, cells))
        if len(found) > MOST_ROWS + 1:
            message = _("Hier ist Schluss: Die Tabelle hat mehr als %(n)s Zeilen.", n=MOST_ROWS)
            raise FileRefused(_("Die Tabelle ist zu lang:"), [Problem(line, "", message)])
    return found


def _values(sheet: Any) -> Iterator[tuple[int, Sequence[Any]]]:
    for line, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        if line > 1_100_000:
            break
        yield line, values


def _spread(
    line: int,
    cells: list[str],
    merged: dict[tuple[int, int], tuple[int, int]],
    corners: dict[tuple[int, int], str],
    wanted: set[tuple[int, int]],
) -> list[str]:
    """The row with the values of merged cells in every cell they cover."""
    last = max((column for row, column in merged if row == line), default=-1)
    full = cells + [""] * (last + 1 - len(cells))
    for column in range(len(full)):
        if (line, column) in wanted:
            corners[line, column] = full[column]
        corner = merged.get((line, column))
        if corner is not None:
            full[column] = corners.get(corner, "")
    return full


def _merged(path: Path, sheet: Any) -> dict[tuple[int, int], tuple[int, int]]:
    """Covered cells to the corner that holds their value, (row from 1, column from 0); big ones are left alone."""
    part = str(getattr(sheet, "_worksheet_path", "")).lstrip("/")
    covered: dict[tuple[int, int], tuple[int, int]] = {}
    if not part:
        return covered
    with zipfile.ZipFile(path) as archive, archive.open(part) as file:
        for _event, element in iterparse(file):  # noqa: S314 - document types were refused above
            if element.tag == _MERGED:
                left, top, right, bottom = range_boundaries(element.get("ref") or "A1")
                if (right - left + 1) * (bottom - top + 1) + len(covered) <= _MOST_MERGED:
                    covered |= {
                        (row, column - 1): (top, left - 1)
                        for row in range(top, bottom + 1)
                        for column in range(left, right + 1)
                    }
            element.clear()
    return covered


def _text(value: Any) -> str:
    """A cell as a person would write it: days and moments in ISO form, numbers with a decimal point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, datetime):
        return (
            value.date().isoformat()
            if value.time() == time()
            else value.isoformat(sep=" ", timespec="seconds")
        )
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    return str(value).replace("_x000D_", "").replace("\x00", "").strip()
