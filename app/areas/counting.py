"""From a table of residents, long or wide, to counts of one vintage; rows about persons are refused (A36)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from app.areas import labels
from app.areas.errors import ImportRefused, listed
from app.areas.folding import Stated, fold
from app.areas.heads import Meaning, age_of, meaning
from app.areas.labels import ALL
from app.areas.marks import is_numeric, read_cell
from app.areas.matching import Named
from app.areas.population import PopulationRow
from app.areas.sheets import Sheet
from app.areas.splitting import Method
from app.areas.sums import SumCheck, check_sums
from app.areas.understanding import Row, Understood, understand

_CONTENT = 0.8
_DECEMBER = (12, 31)


@dataclass
class Counts:
    """Counts ready for `services.import_population`, and what a person should know about them."""

    rows: list[PopulationRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    checks: list[SumCheck] = field(default_factory=list)
    suppressed: list[tuple[int, str, str, str]] = field(default_factory=list)
    """Line, area code, column and sign of every cell in which the source withholds a number."""
    columns: dict[int, Meaning] = field(default_factory=dict)
    understood: Understood | None = None

    @property
    def days(self) -> list[date]:
        return sorted({row.reference_date for row in self.rows})


@dataclass(frozen=True)
class _Axes:
    """Columns whose cells say age, sex or day of a row; None = there is none."""

    age: int | None
    sex: int | None
    day: int | None


def count_residents(
    sheet: Sheet,
    areas: Sequence[Named],
    *,
    reference_date: date | None = None,
    method: Method | None = None,
    head: tuple[int, int] | None = None,
    area_column: int | None = None,
    confirmed: Mapping[str, str] | None = None,
) -> Counts:
    """Understand a table: area by code or name, ages within the bands of C2, sexes, dates; ImportRefused by line.

    Totals beside their parts are checked and not stored twice; what they hold more is counted as `na`. `method` says
    what to do with age groups that lie across bands: only totals, or an estimate that is flagged (E). `confirmed` are a
    person's answers about names of areas.
    """
    found = understand(sheet, areas, head=head, area_column=area_column, confirmed=confirmed)
    result = Counts(notes=list(found.table.notes), understood=found)
    found.matching.refuse_open(found.area_head)
    axes = _axes(found)
    result.columns = _value_columns(found, axes, method, result)
    day = _single_day(found, axes, result, reference_date)
    stated: list[Stated] = []
    sums: list[Stated] = []
    empty = [row for row in found.of_areas() if not any(row.cells[column] for column in result.columns)]
    if empty:
        lines = listed(f"{row.code} (Zeile {row.line})" for row in empty)
        result.notes.append(_("Ohne Zahlen in der Tabelle: %(areas)s", areas=lines))
    for row in found.rows:
        if row.kind in {"area", "sum"} and row not in empty:
            kept = list(_stated(row, found, axes, result, day, reference_date))
            (stated if row.kind == "area" else sums).extend(kept)
    if method is not None and method.kind == "total":
        stated = [value for value in stated if value.ages == ALL and value.sex == ALL]
        sums = [value for value in sums if value.ages == ALL and value.sex == ALL]
    if not stated:
        raise ImportRefused(_("In der Tabelle stehen keine Einwohnerzahlen."))
    result.checks = check_sums(stated, sums)
    result.rows = fold(stated, result.notes, method)
    if sheet.estimated:
        result.rows = [replace(row, obs_status="E", quality_note=sheet.estimated) for row in result.rows]
    return result


def _axes(found: Understood) -> _Axes:
    heads = [head.casefold().strip() for head in found.table.header]

    def named(names: set[str]) -> int | None:
        return next((i for i, head in enumerate(heads) if head in names), None)

    age, sex, day = named(labels.AGE_HEADS), named(labels.SEX_HEADS), named(labels.DATE_HEADS)
    for column in range(len(heads)):
        if column in {age, sex, day, found.area_column}:
            continue
        values = [value for row in found.rows if row.kind != "section" and (value := row.cells[column])]
        if not values or meaning(found.table.heads[column]) == Meaning():
            continue
        if sex is None and _most(labels.sex(value) is not None for value in values):
            sex = column
        elif age is None and _most(age_of(value) is not None and not value.isdigit() for value in values):
            age = column
    return _Axes(age, sex, day)


def _most(flags: Iterator[bool]) -> bool:
    found = list(flags)
    return sum(found) >= _CONTENT * len(found)


def _value_columns(
    found: Understood, axes: _Axes, method: Method | None, result: Counts
) -> dict[int, Meaning]:
    """Columns with counts and whom they count; columns left aside are told."""
    header, heads = found.table.header, found.table.heads
    spoken = {axes.age, axes.sex, axes.day, found.area_column}
    columns: dict[int, Meaning] = {}
    numeric = []
    for column, parts in enumerate(heads):
        values = [row.cells[column] for row in found.rows if row.kind in {"area", "sum"}]
        last = parts[-1].casefold() if parts else ""
        if column in spoken or not any(map(is_numeric, values)) or last in labels.AREA_HEADS | {"name"}:
            continue
        numeric.append(column)
        said = meaning(parts) if parts else None
        if said is not None:
            columns[column] = said
    columns = _whole(columns, method)
    if axes.age is not None or axes.sex is not None:
        counts = {column for column in columns if header[column].casefold().strip() in labels.COUNT_HEADS}
        columns = {column: columns[column] for column in counts} if counts else columns
        if not columns:
            raise ImportRefused(_("Es fehlt eine Spalte mit der Anzahl (count oder Anzahl)."))
    if left := [header[column] for column in numeric if column not in columns]:
        result.notes.append(_("Nicht ausgewertete Spalten: %(heads)s", heads=listed(left)))
    return columns


def _whole(columns: dict[int, Meaning], method: Method | None) -> dict[int, Meaning]:
    """Without columns of one sex that lacks the other; with `total` only columns that count everybody."""
    if method is not None and method.kind == "total":
        return {
            column: said
            for column, said in columns.items()
            if said.ages in (ALL, None) and said.sex in (ALL, None)
        }
    sexes = defaultdict(set)
    for said in columns.values():
        sexes[said.ages or ALL, said.day, said.year].add(said.sex)
    return {
        column: said
        for column, said in columns.items()
        if said.sex in (ALL, None) or {"f", "m"} <= sexes[said.ages or ALL, said.day, said.year]
    }


def _single_day(found: Understood, axes: _Axes, result: Counts, given: date | None) -> date | None:
    """The day of columns and rows that name none: as given, else from the words around the table."""
    named = axes.day is not None or any(said.day or said.year for said in result.columns.values())
    if given is not None or named:
        return given
    stated = next((day for text in found.table.texts if (day := labels.day_within(text))), None)
    if stated is None:
        raise ImportRefused(
            _("Die Tabelle nennt keinen Stichtag. Bitte geben Sie ihn an."), field="reference_date"
        )
    result.notes.append(_("Stichtag aus dem Text der Tabelle: %(day)s.", day=format_date(stated)))
    return stated


def _stated(
    row: Row, found: Understood, axes: _Axes, result: Counts, single: date | None, given: date | None
) -> Iterator[Stated]:
    header = found.table.header
    age, sex, day = (
        row.cells[column] if column is not None else "" for column in (axes.age, axes.sex, axes.day)
    )
    row_age = _read(row, header, axes.age, age_of, _("ist keine Altersgruppe"))
    row_sex = _read(row, header, axes.sex, labels.sex, _("ist kein Geschlecht"))
    row_day = _read(row, header, axes.day, _day_or_year, _("ist kein Datum"))
    for column, said in result.columns.items():
        column_day = said.day or (date(said.year, *_DECEMBER) if said.year else None)
        if said.year and not said.day:
            _note_once(result, _("Jahreszahlen ohne Tag gelten als 31.12. des Jahres."))
        when = row_day or column_day or single
        if given is not None and when is not None and when != given:
            if not (said.year == given.year and said.day is None and row_day is None):
                continue
            when = given
        ages = said.ages if said.ages not in (None, ALL) or row_age is None else row_age
        gender = said.sex if said.sex not in (None, ALL) or row_sex is None else row_sex
        head = f"{header[column]} {age}".strip() if age and age != header[column] else header[column]
        count = _count(row, header[column], row.cells[column], result)
        yield Stated(
            row.line, row.code or "", when or date.min, ages or ALL, gender or ALL, count, age or head
        )


def _short(found: Understood, column: int) -> str:
    """The head of a column without the words that cover its neighbours too."""
    last = found.table.heads[column][-1]
    alone = sum(parts[-1:] == (last,) for parts in found.table.heads) == 1
    return last if alone else found.table.header[column]


def _note_once(result: Counts, text: object) -> None:
    if str(text) not in result.notes:
        result.notes.append(str(text))


def _read(row: Row, header: list[str], column: int | None, read: Callable[[str], Any], fault: str) -> Any:
    if column is None:
        return None
    value = row.cells[column]
    found = read(value) if value else ALL if read is not _day_or_year else None
    if found is None:
        raise ImportRefused(_error(row.line, header[column], f"»{value}« {fault}"))
    return found


def _day_or_year(text: str) -> date | None:
    year = labels.year_within(text)
    return labels.day(text) or labels.day_within(text) or (date(year, *_DECEMBER) if year else None)


def _error(line: int, head: str, text: str) -> str:
    return str(_("Zeile %(line)s, Spalte %(head)s: %(text)s.", line=line, head=head, text=text))


def _count(row: Row, head: str, value: str, result: Counts) -> int | None:
    """The number in a cell; None when the source withholds it, which is kept in `suppressed`."""
    number = labels.whole_number(value)
    if number is not None:
        return number
    cell = read_cell(value, german=True)
    if value and cell.readable and cell.value is None and cell.status in {"Q", "O", "M"}:
        if row.kind == "area":
            result.suppressed.append((row.line, row.code or "", head, value))
        return None
    if cell.value is not None and cell.value >= 0 and cell.value == int(cell.value):
        return int(cell.value)
    raise ImportRefused(_error(row.line, head, _("»%(v)s« ist keine Anzahl", v=value)))
