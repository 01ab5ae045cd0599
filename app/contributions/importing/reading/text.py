"""A text table of unknown encoding and delimiter to rows with line numbers; line breaks inside quotes are kept."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import dropwhile
from typing import Literal

from flask_babel import gettext as _

from app.areas.reading.text import decode
from app.contributions.importing.problems import FileRefused, Problem
from app.contributions.importing.reading.framing import head_at, head_note, without_frame
from app.contributions.importing.reading.table import MOST_COLUMNS, MOST_ROWS, Row, Table

DELIMITERS = ",;\t|"
_END_OF_DOS = "\x1a"
_SAMPLE = 200
_SAMPLE_SIGNS = 1_000_000
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
"""The first line with which Excel says what separates the cells."""


def read_text(content: bytes, *, encoding: str | None = None, delimiter: str | None = None) -> Table:
    """Read a CSV or TSV table; FileRefused names the line. Empty lines are passed over."""
    text, used = decode(content, encoding or _without_mark(content))
    text = text.replace("\ufeff", "").rstrip(_END_OF_DOS)
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        message = _("Hier steht ein Zeichen, das in keinem Text vorkommt.")
        raise FileRefused(
            _("Das ist keine Textdatei. Bitte speichern Sie die Tabelle als CSV."),
            [Problem(line, "", message)],
        )
    skipped = 0
    if match := _SEPARATOR_LINE.match(text):
        delimiter, text, skipped = delimiter or match[1], text[match.end() :], 1
    sign = _stated(delimiter) if delimiter else _guessed(text[:_SAMPLE_SIGNS])
    records = _records(text, sign)
    if len(records) < 2:
        raise FileRefused(_("Die Tabelle ist leer."))
    at = head_at(records)
    above, records = records[:at], records[at:]
    header = [name.strip() for name in records[0].cells]
    while header and not header[-1]:
        header.pop()
    if len(header) > MOST_COLUMNS:
        message = _("%(n)s Spalten, erlaubt sind %(most)s.", n=len(header), most=MOST_COLUMNS)
        raise FileRefused(_("Die Tabelle ist nicht lesbar:"), [Problem(records[0].line, "", message)])
    rows = [_fitted(row, len(header), skipped) for row in records[1:]]
    rows, notes = without_frame(header, rows)
    notes = [*([head_note(records[0].line + skipped)] if above else []), *notes]
    return Table(header, rows, encoding=used, delimiter=sign, notes=notes)


def _without_mark(content: bytes) -> str | None:
    """UTF-16 as some programs write it without its mark: every second byte of the beginning is a NUL."""
    start = content[:2000]
    if len(start) < 4 or start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    for name, offset in (("utf-16-le", 1), ("utf-16-be", 0)):
        zeros = start[offset::2]
        if zeros.count(0) > 0.7 * len(zeros) and start[1 - offset :: 2].count(0) == 0:
            return name
    return None


def _stated(delimiter: str) -> str:
    sign = {"tab": "\t", "\\t": "\t"}.get(delimiter.lower(), delimiter)
    if len(sign) != 1:
        raise FileRefused(_("Das Trennzeichen ist ein einzelnes Zeichen, zum Beispiel ; oder tab."))
    return sign


def _guessed(text: str) -> str:
    """The sign that cuts most of the first records into as many cells (more than one) as the first such has."""

    def score(sign: str) -> tuple[int, int]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
        try:
            widths = [len(cells) for cells, _number in zip(reader, range(_SAMPLE), strict=False)]
        except csv.Error:
            return 0, 0
        widths = list(dropwhile(lambda width: width < 2, widths))
        if not widths:
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


def _fitted(row: Row, width: int, skipped: int) -> Row:
    """The row with as many cells as the header; FileRefused when it has more."""
    if any(cell.strip() for cell in row.cells[width:]):
        if width < 2:
            raise FileRefused(
                _("Das ist keine Tabelle: Die erste Zeile hat keine Überschriften für Spalten.")
            )
        message = _("%(found)s Zellen, die Kopfzeile hat %(wanted)s.", found=len(row.cells), wanted=width)
        raise FileRefused(_("Die Tabelle ist nicht lesbar:"), [Problem(row.line + skipped, "", message)])
    return Row(row.line + skipped, (row.cells + [""] * width)[:width])
