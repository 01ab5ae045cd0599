"""A text table of unknown encoding and delimiter to rows with line numbers; line breaks inside quotes are kept."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from flask_babel import gettext as _

from app.areas.reading.text import decode
from app.contributions.importing.problems import FileRefused, Problem

LARGEST_FILE = 64 * 1024 * 1024
MOST_ROWS = 200_000
DELIMITERS = ",;\t|"
_SAMPLE = 200


@dataclass(frozen=True)
class Row:
    """One row: the line it starts at and its cells, as many as the header has."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class Table:
    """Headings and rows as they stand in the file, and how it was read."""

    header: list[str]
    rows: list[Row]
    encoding: str
    delimiter: str


def read_table(path: Path, *, encoding: str | None = None, delimiter: str | None = None) -> Table:
    """Read a CSV or TSV file; FileRefused names the line. Empty lines are passed over."""
    if not path.is_file():
        raise FileRefused(_("Die Datei »%(name)s« gibt es nicht.", name=path.name))
    if path.stat().st_size > LARGEST_FILE:
        raise FileRefused(_("Die Datei ist größer als %(n)s MB.", n=LARGEST_FILE // 1024**2))
    content = path.read_bytes()
    if content.startswith(b"PK\x03\x04"):
        raise FileRefused(_("Das ist keine Textdatei. Bitte speichern Sie die Tabelle als CSV."))
    text, used = decode(content, encoding)
    if "\x00" in text:
        raise FileRefused(_("Das ist keine Textdatei. Bitte speichern Sie die Tabelle als CSV."))
    if text.lstrip()[:1] in ("{", "[", "<"):
        raise FileRefused(
            _(
                "Das ist keine CSV-Tabelle. Bitte speichern Sie die Daten als CSV, zum Beispiel in QGIS mit "
                "Spalten für Länge und Breite."
            )
        )
    sign = _stated(delimiter) if delimiter else _guessed(text)
    records = _records(text, sign)
    if len(records) < 2:
        raise FileRefused(_("Die Tabelle ist leer."))
    header = [name.strip() for name in records[0].cells]
    while header and not header[-1]:
        header.pop()
    return Table(header, [_fitted(row, len(header)) for row in records[1:]], used, sign)


def _stated(delimiter: str) -> str:
    sign = {"tab": "\t", "\\t": "\t"}.get(delimiter.lower(), delimiter)
    if len(sign) != 1:
        raise FileRefused(_("Das Trennzeichen ist ein einzelnes Zeichen, zum Beispiel ; oder tab."))
    return sign


def _guessed(text: str) -> str:
    """The sign that cuts most of the first records into as many cells (more than one) as the header has."""

    def score(sign: str) -> tuple[int, int]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
        try:
            widths = [len(cells) for cells, _number in zip(reader, range(_SAMPLE), strict=False)]
        except csv.Error:
            return 0, 0
        if not widths or widths[0] < 2:
            return 0, 0
        return Counter(widths)[widths[0]], widths[0]

    scores = {sign: score(sign) for sign in DELIMITERS}
    return max(DELIMITERS, key=lambda sign: scores[sign])


def _records(text: str, sign: str) -> list[Row]:
    """All records that are not empty; a tab table whose quotes are mere signs is read without quoting."""
    try:
        return _parsed(text, sign, csv.QUOTE_MINIMAL)
    except FileRefused:
        if sign != "\t":
            raise
        plain = _parsed(text, sign, csv.QUOTE_NONE)
        if len({len(row.cells) for row in plain}) > 1:
            raise
        return plain


def _parsed(text: str, sign: str, quoting: Literal[0, 3]) -> list[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, quoting=quoting, strict=True)
    rows: list[Row] = []
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(Row(start, cells))
            start = reader.line_num + 1
            if len(rows) > MOST_ROWS + 1:
                raise FileRefused(_("Die Tabelle hat mehr als %(n)s Zeilen.", n=MOST_ROWS))
    except csv.Error as error:
        message = _("Hier stimmt ein Anführungszeichen oder ein Trennzeichen nicht.")
        raise FileRefused(_("Die Tabelle ist nicht lesbar:"), [Problem(start, "", message)]) from error
    return rows


def _fitted(row: Row, width: int) -> Row:
    """The row with as many cells as the header; FileRefused when it has more."""
    if any(cell.strip() for cell in row.cells[width:]):
        message = _("%(found)s Zellen, die Kopfzeile hat %(wanted)s.", found=len(row.cells), wanted=width)
        raise FileRefused(_("Die Tabelle ist nicht lesbar:"), [Problem(row.line, "", message)])
    return Row(row.line, (row.cells + [""] * width)[:width])
