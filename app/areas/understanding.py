"""A sheet about areas: which column names them, which area each row is about, which rows are sums."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.areas import labels
from app.areas.errors import ImportRefused, listed
from app.areas.marks import is_mark, is_numeric
from app.areas.matching import BOTH, Gazetteer, Matching, Named, match
from app.areas.persons import refuse_persons
from app.areas.sheets import Sheet
from app.areas.tables import Table, arrange

AREA, SUM, LEFT_OUT, SECTION, OPEN = "area", "sum", "left_out", "section", "open"
_MOST = 0.5
_LONG_CODE = 4


@dataclass(frozen=True)
class Row:
    """One row of a table: its line number, kind (area, sum, left_out, section, open), area code, label and cells."""

    line: int
    kind: str
    code: str | None
    label: str
    cells: list[str]


@dataclass(frozen=True)
class Understood:
    """A table whose rows are tied to areas; `matching.open` lists texts that wait for a person."""

    table: Table
    area_column: int
    rows: list[Row]
    matching: Matching
    gazetteer: Gazetteer

    def of_areas(self) -> list[Row]:
        return [row for row in self.rows if row.kind == AREA]

    def sums(self) -> list[Row]:
        return [row for row in self.rows if row.kind == SUM]

    @property
    def area_head(self) -> str:
        return self.table.header[self.area_column]


def understand(
    sheet: Sheet,
    areas: Sequence[Named],
    *,
    head: tuple[int, int] | None = None,
    area_column: int | None = None,
    confirmed: Mapping[str, str] | None = None,
) -> Understood:
    """Find areas in a sheet; ImportRefused when no column names them or it is about persons.

    `head` (first and last line) and `area_column` are corrections by a person, `confirmed` answers about names.
    """
    gazetteer = Gazetteer(areas)
    answers = confirmed or {}
    table = arrange(sheet, lambda text: text in answers or gazetteer.is_close(text), head=head)
    refuse_persons(table, [name for area in areas for name in (area.name, area.code)])
    column = _area_column(table, gazetteer, answers) if area_column is None else area_column
    if not 0 <= column < len(table.header):
        raise ImportRefused(_("Diese Spalte gibt es nicht."), field="area_column")
    _refuse_other_vintage(table, column, gazetteer)
    texts = _labels(table, column, gazetteer)
    asked: dict[str, list[int]] = defaultdict(list)
    for line, text, cells in zip(table.lines, texts, table.rows, strict=True):
        if _has_numbers(cells, column) or gazetteer.exactly(text):
            asked[text].append(line)
    matching = match(asked, gazetteer, answers)
    rows = [
        _row(line, text, cells, matching, text in asked)
        for line, text, cells in zip(table.lines, texts, table.rows, strict=True)
    ]
    return Understood(table, column, rows, matching, gazetteer)


def _row(line: int, text: str, cells: list[str], matching: Matching, asked: bool) -> Row:
    if not asked:
        return Row(line, SECTION, None, text, cells)
    if text in matching.codes:
        return Row(line, AREA, matching.codes[text], text, cells)
    kind = SUM if text in matching.totals else LEFT_OUT if text in matching.left_out else OPEN
    return Row(line, kind, None, text, cells)


def _has_numbers(cells: Sequence[str], column: int) -> bool:
    return any(is_numeric(value) for i, value in enumerate(cells) if i != column)


def _area_column(table: Table, gazetteer: Gazetteer, answers: Mapping[str, str]) -> int:
    """The column that names most areas; codes go before names, a column called so before others."""
    codes = {area.code.casefold() for area in gazetteer.areas}
    scores = []
    for column, head in enumerate(table.header):
        values = [value for value in table.values(column) if value]
        hits = sum(value in answers or gazetteer.is_close(value) for value in values)
        exact = sum(value.casefold() in codes for value in values)
        named = head.casefold() in labels.AREA_HEADS
        share = hits / max(1, len(values))
        spread = len(set(values)) / max(1, len(values))
        scores.append((round(share, 2) if hits > 1 or share >= _MOST else 0.0, exact, named, spread, -column))
    best = max(range(len(scores)), key=lambda column: scores[column])
    named_columns = [column for column, score in enumerate(scores) if score[2]]
    if scores[best][0] >= _MOST:
        return best
    if named_columns:
        return max(named_columns, key=lambda column: scores[column])
    if scores[best][0] > 0:
        return best
    raise ImportRefused(
        _(
            "Keine Spalte enthält die Kennungen oder Namen der Räume. Spalten: %(heads)s",
            heads=listed(table.header, 30),
        )
    )


def _refuse_other_vintage(table: Table, column: int, gazetteer: Gazetteer) -> None:
    """Names that fit beside codes that do not mean that the table is about other borders with the same names."""
    lengths = Counter(len(area.code) for area in gazetteer.areas if area.code.isdigit())
    usual = lengths.most_common(1)[0][0] if lengths else 0
    if usual < _LONG_CODE or sum(lengths.values()) < len(gazetteer.areas):
        return
    known = {area.code.lstrip("0") for area in gazetteer.areas}
    for other, head in enumerate(table.header):
        values = [value for value in table.values(other) if value]
        alike = [value for value in values if value.isdigit() and len(value) in (usual, usual - 1)]
        if other == column and sum(value.lstrip("0") in known for value in values) * 2 > len(values):
            return
        if len(alike) < 0.9 * max(1, len(values)) or len(set(alike)) < 0.9 * len(alike) or len(alike) < 2:
            continue
        fitting = [value for value in alike if value.lstrip("0") in known]
        if len(fitting) < _MOST * len(alike):
            raise ImportRefused(
                _(
                    "Die Kennungen in Spalte %(head)s passen nicht zu diesem Stand der Räume (%(n)s von %(all)s), auch "
                    "wenn Namen gleich lauten. Die Zahlen gelten wohl für einen anderen Stand. Bitte wählen Sie ihn.",
                    head=head,
                    n=len(fitting),
                    all=len(alike),
                )
            )


def _labels(table: Table, column: int, gazetteer: Gazetteer) -> list[str]:
    """The text that names the area of each row: sums may stand elsewhere, an area may stand once above its rows."""
    beside = _second_column(table, column, gazetteer)
    values = table.values(column)
    repeated = sum(not value for value in values) * 3 > len(values) and not any(
        labels.is_sum(cell) for row in table.rows for cell in row[:1] if not row[column]
    )
    texts, last = [], ""
    for cells in table.rows:
        text = cells[column]
        other = cells[beside] if beside is not None else ""
        if not text:
            words = [cell for cell in cells if cell and not is_numeric(cell)]
            text = next((word for word in words if labels.is_sum(word)), last if repeated else "")
            text = text or (words[0] if words else "")
        elif other and (pair := _contradiction(text, other, gazetteer)):
            text = pair
        elif labels.is_sum(other) and not gazetteer.exactly(text):
            text = other
        last = text or last
        texts.append(text)
    return texts


def _second_column(table: Table, column: int, gazetteer: Gazetteer) -> int | None:
    """The column with names beside the one with codes, or the other way round."""
    shares = {
        other: sum(bool(gazetteer.exactly(value)) and not is_mark(value) for value in table.values(other))
        for other in range(len(table.header))
        if other != column and not all(is_numeric(value) for value in table.values(other))
    }
    best = max(shares, key=lambda other: shares[other], default=None)
    return best if best is not None and shares[best] * 2 > len(table.rows) else None


def _contradiction(text: str, other: str, gazetteer: Gazetteer) -> str:
    """`01 · Grünau` when code and name of a row are two different areas, so that a person has to decide."""
    one, two = gazetteer.exactly(text), gazetteer.exactly(other)
    return f"{text}{BOTH}{other}" if one and two and not one & two else ""
