"""What the lines of a sheet are: titles, the head in one or several lines, values, footnotes; areas down or across."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from flask_babel import gettext as _

from app.areas.errors import ImportRefused
from app.areas.marks import is_numeric, read_cell
from app.areas.sheets import Line, Sheet

_MOST_HEAD_LINES = 6
_MOST_TRANSPOSED = 3_000
_LONG = 60
_LONGEST_AGE_OR_YEAR, _FIRST_YEAR, _LAST_YEAR = 4, 1900, 2100
_FOOTNOTE = re.compile(
    r"(?:[¹²³]|\*|\d\)|[a-e]\)|quelle|stand|datenquelle|anmerkung|hinweis|erläuterung|zeichenerkl|©|\(c\))",
    re.I,
)
TITLE, HEAD, BODY, FOOTNOTE, SKIPPED = "title", "head", "body", "footnote", "skipped"


@dataclass(frozen=True)
class Table:
    """A header and rows of equal length, all text; `lines` are the line numbers people see in their program.

    `heads` are the words above each column from the top down; `header` joins them. `parts` says of each line number
    what it is (title, head, body, footnote, skipped); `texts` are titles and footnotes. `turned` tells that areas
    stood in columns, so that `lines` are numbers of columns.
    """

    header: list[str]
    rows: list[list[str]]
    lines: list[int]
    notes: list[str] = field(default_factory=list)
    heads: list[tuple[str, ...]] = field(default_factory=list)
    parts: dict[int, str] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    turned: bool = False

    def values(self, column: int) -> list[str]:
        return [row[column] for row in self.rows]


IsArea = Callable[[str], bool]


def arrange(sheet: Sheet, is_area: IsArea | None = None, *, head: tuple[int, int] | None = None) -> Table:
    """Find the parts of a sheet. `is_area` recognises the name or code of an area; without it the widths of the lines
    decide. `head` gives first and last line number of the head when a person knows better.
    """
    if sum(bool(line.filled) for line in sheet.lines) < 2:
        raise ImportRefused(_("Die Tabelle ist leer."))
    if is_area is None or head is not None:
        return _cut(sheet, sheet.lines, head or _head_by_width(sheet.lines))
    column, hits = _area_column(sheet.lines, is_area)
    turned = _turned(sheet.lines)
    across, hits_across = _area_column(turned, lambda text: _is_word(text) and is_area(text))
    if across is not None and hits_across > max(1, 2 * hits):
        note = _("Die Räume stehen in der Tabelle nebeneinander. Zeilen und Spalten wurden vertauscht.")
        found = _cut(sheet, turned, _head_by_areas(turned, across, is_area), across, is_area)
        return replace(found, turned=True, notes=[*found.notes, str(note)])
    if column is None:
        return _cut(sheet, sheet.lines, _head_by_width(sheet.lines))
    return _cut(sheet, sheet.lines, _head_by_areas(sheet.lines, column, is_area), column, is_area)


def _area_column(lines: Sequence[Line], is_area: IsArea) -> tuple[int | None, int]:
    """The column with most different areas, and how many; None when fewer than two lines name one."""
    found: dict[int, set[str]] = {}
    known: dict[str, bool] = {}
    for line in lines:
        for column in line.filled:
            value = line.cells[column]
            if value not in known:
                known[value] = is_area(value)
            if known[value]:
                found.setdefault(column, set()).add(value)
    if not found:
        return None, 0
    best = max(found, key=lambda column: (len(found[column]), -column))
    return best, len(found[best])


def _is_word(text: str) -> bool:
    """No short number, which may as well be a year of age above a column."""
    return not text.isdigit() or len(text) >= _LONGEST_AGE_OR_YEAR


def _turned(lines: Sequence[Line]) -> list[Line]:
    if len(lines) > _MOST_TRANSPOSED:
        return []
    width = max((len(line.cells) for line in lines), default=0)
    padded = [line.cells + [""] * (width - len(line.cells)) for line in lines if len(line.filled) > 1]
    return [Line(number + 1, [cells[number] for cells in padded]) for number in range(width)]


def _head_by_areas(lines: Sequence[Line], column: int, is_area: IsArea) -> tuple[int, int]:
    """The lines above the first one that names an area and has something beside it, down to the last empty line."""
    first = next(
        i
        for i, line in enumerate(lines)
        if column in line.filled and len(line.filled) > 1 and is_area(line.cells[column])
    )
    while first and _has_values(lines, first, column):
        first -= 1
    last = first - 1
    while last >= 0 and (not lines[last].filled or _is_section(lines[last], column)):
        last -= 1
    top = last
    while top > 0 and last - top < _MOST_HEAD_LINES - 1 and _belongs_to_head(lines[top - 1], column):
        top -= 1
    if last < 0:
        raise ImportRefused(_("Über den Zahlen fehlt eine Kopfzeile."))
    while top < last and _is_title(lines[top], lines[top + 1]):
        top += 1
    return lines[top].number, lines[last].number


def _has_values(lines: Sequence[Line], at: int, column: int) -> bool:
    """The line above holds values too: a row of sums, or of an area nobody knows, and no head made of numbers."""
    above = lines[at - 1]
    beside = [value for i, value in enumerate(above.cells) if value and i != column]
    if column >= len(above.cells) or not above.cells[column] or not beside:
        return False
    numbers = [int(value) for value in beside if value.isdigit() and len(value) <= _LONGEST_AGE_OR_YEAR]
    ages = len(numbers) == len(beside) and all(b - a == 1 for a, b in pairwise(numbers)) and len(numbers) > 1
    years = len(numbers) == len(beside) and all(_FIRST_YEAR <= number <= _LAST_YEAR for number in numbers)
    return not ages and not years and all(_stands_for_number(value) for value in beside)


def _stands_for_number(value: str) -> bool:
    """A number or a sign for one; `6-9` above a column is none."""
    return is_numeric(value) and (
        read_cell(value, german=True).value is not None or not any(map(str.isdigit, value))
    )


def _is_section(line: Line, column: int) -> bool:
    """A line that only names a part of the town, between head and values."""
    return line.filled == [column] and column == 0


def _belongs_to_head(line: Line, column: int) -> bool:
    return bool(line.filled) and line.filled != [column]


def _is_title(line: Line, below: Line) -> bool:
    return len(line.filled) < 2 and line.filled[:1] == [0] and len(below.filled) > 1


def _head_by_width(lines: Sequence[Line]) -> tuple[int, int]:
    """The first line that is as wide as most lines (at least two cells)."""
    filled = [line for line in lines if line.filled]
    usual = Counter(len(line.filled) for line in filled).most_common(1)[0][0]
    start = next((line for line in filled if len(line.filled) >= min(usual, 2)), filled[0])
    return start.number, start.number


def _cut(
    sheet: Sheet,
    lines: Sequence[Line],
    head: tuple[int, int],
    column: int | None = None,
    is_area: IsArea | None = None,
) -> Table:
    """Cut the lines into their parts; `column` names the areas when that is known."""
    above = [line for line in lines if line.number < head[0]]
    top = [line for line in lines if head[0] <= line.number <= head[1] and line.filled]
    below = [line for line in lines if line.number > head[1]]
    if not top:
        raise ImportRefused(_("Über den Zahlen fehlt eine Kopfzeile."), field="head")
    end = _end(below, column, is_area)
    width = max((max(line.filled, default=-1) for line in top), default=-1) + 1
    body = [line for line in below[:end] if line.filled and not _repeats(line, top)]
    if not body:
        raise ImportRefused(_("Die Tabelle ist leer."))
    if too_wide := [line for line in body if any(line.cells[width:])]:
        raise ImportRefused(_("Zeile %(line)s hat mehr Zellen als die Kopfzeile.", line=too_wide[0].number))
    heads = _heads([(line.cells + [""] * width)[:width] for line in top], column)
    header = [" ".join(dict.fromkeys(part for part in parts if part)) for parts in heads]
    if doubled := [name for name, n in Counter(header).items() if n > 1 and name]:
        raise ImportRefused(_("Eine Spaltenüberschrift steht zweimal da: %(name)s", name=doubled[0]))
    parts = {line.number: TITLE for line in above if line.filled}
    parts |= {line.number: HEAD for line in top}
    parts |= {line.number: SKIPPED for line in below[:end] if line.filled}
    parts |= {line.number: BODY for line in body}
    parts |= {line.number: FOOTNOTE for line in below[end:] if line.filled}
    texts = [value for line in (*above, *below[end:]) for value in line.cells if value]
    rows = [(line.cells + [""] * width)[:width] for line in body]
    return Table(header, rows, [line.number for line in body], list(sheet.notes), heads, parts, texts)


def _end(below: Sequence[Line], column: int | None, is_area: IsArea | None) -> int:
    """Where the values end: before the last lines that hold one text only, or a footnote (`1) Stand …`)."""
    end = len(below)
    while end and not _is_value_line(below[end - 1], column, is_area):
        end -= 1
    return end or len(below)


def _is_value_line(line: Line, column: int | None, is_area: IsArea | None) -> bool:
    if not line.filled:
        return False
    if len(line.filled) == 1:
        text = line.cells[line.filled[0]]
        return is_area(text) if is_area is not None else not _FOOTNOTE.match(text) and len(text) < _LONG
    return not _is_footnote(line, column)


def _is_footnote(line: Line, column: int | None) -> bool:
    beside = [line.cells[i] for i in line.filled if i != (column or 0)]
    return bool(_FOOTNOTE.match(line.cells[line.filled[0]])) and not any(map(is_numeric, beside))


def _repeats(line: Line, top: Sequence[Line]) -> bool:
    """The head again, as programs print it on every page, or the numbers of the columns under it."""
    filled = [line.cells[i] for i in line.filled]
    if len(filled) > 2 and filled == [str(n) for n in range(1, len(filled) + 1)]:
        return True
    return any(line.cells == other.cells for other in top) and len(line.filled) > 1


def _heads(top: list[list[str]], column: int | None) -> list[tuple[str, ...]]:
    """The words above each column; a word of an upper line also covers the empty cells to its right."""
    numbered = [
        cells
        for cells in top
        if [value for value in cells if value] != [str(n) for n in range(1, len(cells) + 1)]
    ]
    lines = numbered or top
    before = [list(cells) for cells in lines]
    for upper, cells in enumerate(lines[:-1]):
        word = ""
        for i, value in enumerate(before[upper]):
            deeper = any(line[i] for line in before[upper + 1 :])
            if value or not deeper or i == column or any(line[i] for line in before[:upper]):
                word = value if deeper and i != column else ""
            cells[i] = value or word
    return [tuple(line[i] for line in lines if line[i]) for i in range(len(lines[0]))]
