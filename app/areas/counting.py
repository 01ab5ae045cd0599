"""From a table of residents, long or wide, to counts of one vintage; rows about persons are refused (A36)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from flask_babel import gettext as _

from app.areas import labels
from app.areas.age_bands import AGE_BANDS
from app.areas.errors import ImportRefused, listed
from app.areas.folding import Stated, fold
from app.areas.labels import ALL, Ages
from app.areas.models import Area
from app.areas.services import PopulationRow
from app.areas.tables import Table

_SHOWN = 8
_PERSON = re.compile(r"[A-ZÄÖÜ][\w-]+,? [A-ZÄÖÜ][\w-]+")


@dataclass
class Counts:
    """Counts ready for `services.import_population`, and what a person should know about them."""

    rows: list[PopulationRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def count_residents(
    table: Table, areas: Sequence[Area], *, reference_date: date | None = None, total_only: bool = False
) -> Counts:
    """Understand a table: area by code or name, ages within the bands of C2, sexes, dates; ImportRefused by line.

    Totals beside their parts are checked and not stored twice; what they hold more is counted as `na`. With
    `total_only` ages and sexes are left aside.
    """
    result = Counts(notes=list(table.notes))
    heads = {head.casefold().strip(): i for i, head in enumerate(table.header)}
    _refuse_persons(table, areas, heads)
    found = _codes(table, areas, heads, result)
    days = _days(table, heads, reference_date)
    age_column = _first(heads, labels.AGE_HEADS)
    if age_column is not None or _first(heads, labels.SEX_HEADS) is not None:
        values = list(_long(table, heads, age_column, found, days))
    else:
        values = list(_wide(table, found, days, total_only, result))
    if total_only:
        values = [value for value in values if value.ages == ALL and value.sex == ALL]
    if not values:
        raise ImportRefused(_("In der Tabelle stehen keine Einwohnerzahlen."))
    result.rows = fold(values, result.notes)
    return result


def _first(heads: dict[str, int], names: set[str]) -> int | None:
    return next((column for head, column in heads.items() if head in names), None)


def _refuse_persons(table: Table, areas: Sequence[Area], heads: dict[str, int]) -> None:
    person = [head for head in table.header if labels.is_person_head(head)]
    known = {area.name for area in areas} | {area.code for area in areas}
    for head, column in heads.items():
        values = [value for value in table.values(column) if value]
        if head in labels.DATE_HEADS or not values:
            continue
        dates = {found for value in values if (found := labels.day(value)) is not None}
        if len(dates) > 3 and sum(labels.day(value) is not None for value in values) * 2 > len(values):
            person.append(table.header[column])
        elif head in {"name", "person"} and len(set(values)) > 3:
            strange = [value for value in values if value not in known and _PERSON.fullmatch(value)]
            person += [table.header[column]] if len(strange) * 2 > len(values) else []
    if person:
        raise ImportRefused(
            _(
                "Die Tabelle enthält Angaben zu einzelnen Personen (Spalte %(heads)s). "
                "Bitte laden Sie nur zusammengefasste Zahlen hoch. Die Datei wurde nicht gespeichert.",
                heads=listed(dict.fromkeys(person)),
            )
        )


def _codes(table: Table, areas: Sequence[Area], heads: dict[str, int], result: Counts) -> list[str | None]:
    """The code of each row's area, None for a total line; ImportRefused lists lines with unknown areas."""
    code_of = _spellings(areas)
    named = [heads[head] for head in heads if head in labels.AREA_HEADS]
    shares = {
        column: sum(value.casefold() in code_of for value in table.values(column)) / len(table.rows)
        for column in range(len(table.header))
    }
    best = max(shares, key=lambda column: (round(shares[column], 2), column in named, -column))
    if shares[best] < 0.5 and named:
        best = max(named, key=lambda column: shares[column])
    elif shares[best] < 0.5:
        raise ImportRefused(
            _(
                "Keine Spalte enthält die Kennungen oder Namen der Räume. Spalten: %(heads)s",
                heads=listed(table.header, 30),
            )
        )
    codes: list[str | None] = []
    unknown = []
    for line, value in zip(table.lines, table.values(best), strict=True):
        code = code_of.get(value.casefold())
        if code is None and not labels.is_total(value) and value.casefold() != "stadt":
            unknown.append(_("Zeile %(line)s: »%(value)s«", line=line, value=value))
        codes.append(code)
    if unknown:
        raise ImportRefused(
            _(
                "Diese Räume gibt es nicht (Spalte %(head)s): %(rows)s",
                head=table.header[best],
                rows=listed(unknown, _SHOWN),
            )
        )
    padded = sorted(
        {str(code) for value, code in zip(table.values(best), codes, strict=True) if _is_short(value, code)}
    )
    if padded:
        result.notes.append(_("Führende Nullen ergänzt, zum Beispiel bei %(code)s.", code=padded[0]))
    return codes


def _is_short(value: str, code: str | None) -> bool:
    """True when a program ate the zeros at the beginning of a code."""
    return code is not None and code != value and code.lstrip("0") == value


def _spellings(areas: Sequence[Area]) -> dict[str, str]:
    """Every way a table may write an area: code, code without leading zeros, name; ambiguous ones are left out."""
    spellings: dict[str, set[str]] = defaultdict(set)
    for area in areas:
        spellings[area.name.casefold()].add(area.code)
    for area in areas:
        if area.code.isdigit():
            spellings[area.code.lstrip("0") or "0"].add(area.code)
    found = {text: codes.pop() for text, codes in spellings.items() if len(codes) == 1}
    return found | {area.code.casefold(): area.code for area in areas}


def _days(table: Table, heads: dict[str, int], given: date | None) -> list[date]:
    column = _first(heads, labels.DATE_HEADS)
    if given is not None:
        return [given] * len(table.rows)
    if column is None:
        raise ImportRefused(
            _("Die Tabelle nennt keinen Stichtag. Bitte geben Sie ihn an."), field="reference_date"
        )
    days = []
    for line, value in zip(table.lines, table.values(column), strict=True):
        found = labels.day(value)
        if found is None:
            raise ImportRefused(_error(line, table.header[column], _("»%(v)s« ist kein Datum", v=value)))
        days.append(found)
    return days


def _error(line: int, head: str, text: str) -> str:
    return str(_("Zeile %(line)s, Spalte %(head)s: %(text)s.", line=line, head=head, text=text))


def _count(line: int, head: str, value: str) -> int:
    number = labels.whole_number(value)
    if number is None:
        raise ImportRefused(_error(line, head, _("»%(v)s« ist keine Anzahl", v=value)))
    return number


def _age(label: str) -> Ages | str | None:
    """Exact ages, `na`, `all`, or None when the label is no age."""
    if label in AGE_BANDS:
        return label if label == "na" else labels.band_ages(label)
    return ALL if labels.is_total(label) else labels.ages(label)


def _long(
    table: Table, heads: dict[str, int], age_column: int | None, codes: list[str | None], days: list[date]
) -> Iterator[Stated]:
    sex_column = _first(heads, labels.SEX_HEADS)
    count_column = _first(heads, labels.COUNT_HEADS)
    if count_column is None:
        raise ImportRefused(_("Es fehlt eine Spalte mit der Anzahl (count oder Anzahl)."))
    for line, row, code, day in zip(table.lines, table.rows, codes, days, strict=True):
        if code is None:
            continue
        age = ALL if age_column is None else _age(row[age_column])
        if age is None:
            head = table.header[age_column or 0]
            raise ImportRefused(
                _error(line, head, _("»%(v)s« ist keine Altersgruppe", v=row[age_column or 0]))
            )
        sex = labels.sex(row[sex_column]) if sex_column is not None else ALL
        if sex is None:
            head = table.header[sex_column or 0]
            raise ImportRefused(_error(line, head, _("»%(v)s« ist kein Geschlecht", v=row[sex_column or 0])))
        head = table.header[count_column]
        label = row[age_column] if age_column is not None else head
        yield Stated(line, code, day, age, sex, _count(line, head, row[count_column]), label)


def _wide(
    table: Table, codes: list[str | None], days: list[date], total_only: bool, result: Counts
) -> Iterator[Stated]:
    columns = _wide_columns(table.header, total_only, result)
    for line, row, code, day in zip(table.lines, table.rows, codes, days, strict=True):
        if code is None:
            continue
        for column, (age, sex) in columns.items():
            head = table.header[column]
            yield Stated(line, code, day, age, sex, _count(line, head, row[column]), head)


def _wide_columns(header: list[str], total_only: bool, result: Counts) -> dict[int, tuple[Ages | str, str]]:
    found: dict[int, tuple[Ages | str, str]] = {}
    for column, head in enumerate(header):
        label, sex = labels.split_sex(head)
        if (code := labels.sex(head)) not in (None, ALL):
            label, sex = ALL, str(code)
        age = _age(label)
        if age is not None and head.casefold() not in labels.AREA_HEADS | labels.DATE_HEADS:
            found[column] = (age, sex)
    if total_only:
        return {column: key for column, key in found.items() if key == (ALL, ALL)}
    sexes = defaultdict(set)
    for age, sex in found.values():
        sexes[age].add(sex)
    used = {c: (age, sex) for c, (age, sex) in found.items() if sex == ALL or {"f", "m"} <= sexes[age]}
    known = labels.AREA_HEADS | labels.DATE_HEADS | {"name", ""}
    if left := [head for c, head in enumerate(header) if c not in used and head.casefold() not in known]:
        result.notes.append(_("Nicht ausgewertete Spalten: %(heads)s", heads=listed(left)))
    return used
