"""Values of classic indicators in a table of another office: one per area and period, statuses and remarks kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import format_decimal
from flask_babel import gettext as _

from app.areas import labels
from app.areas.errors import ImportRefused, listed
from app.areas.marks import Cell, is_german, is_numeric, read_cell
from app.areas.matching import Named
from app.areas.sheets import Sheet
from app.areas.sums import SumCheck
from app.areas.understanding import Row, Understood, understand
from app.indicators.frames import ALL

COLUMNS = {"area": "area_id", "value": "value", "numerator": "numerator", "denominator": "denominator"}
"""What can be mapped, with the column name expected when nothing is mapped."""

EVERY_YEAR = "*"
"""As the value column: every column with a year above it, each for its own year."""

WITHHELD_NOTE = "geheim laut Quelle"
LIMITED_NOTE = "eingeschränkt aussagekräftig laut Quelle"
ADDITIVE = ("persons", "count", "households", "m²")

Period = tuple[date, date]


@dataclass
class Values:
    """Figures by period and area_id, ready to store, and what a person should know about them.

    `understood` is None once they left the child that read the table.
    """

    figures: dict[Period, dict[str, dict[str, Any]]]
    notes: list[str]
    understood: Understood | None
    columns: dict[str, int]
    series: dict[int, Period]
    checks: list[SumCheck] = field(default_factory=list)
    suppressed: list[tuple[int, str, str, str]] = field(default_factory=list)


def read_values(
    sheet: Sheet,
    areas: Sequence[Named],
    *,
    period: Period,
    columns: Mapping[str, str] | None = None,
    unit: str = "%",
    internal: bool = False,
    head: tuple[int, int] | None = None,
    confirmed: Mapping[str, str] | None = None,
) -> Values:
    """Understand a table of values; every problem of the file in one ImportRefused.

    columns: our name (area, value, numerator, denominator) to the column's head. Rows of sums check counts and become
    the town's value of a share. A column of years gives each row its own period.
    """
    chosen = dict(columns or {})
    if unknown := [name for name in chosen if name not in COLUMNS]:
        raise ImportRefused(_("Unbekannte Zuordnung: %(names)s", names=listed(unknown)), field="map")
    found = understand(
        sheet, areas, head=head, area_column=_area_position(sheet, areas, chosen, head), confirmed=confirmed
    )
    at = _positions(found, chosen)
    series = _series(found, chosen, at, period)
    result = Values({}, list(found.table.notes), found, at, series)
    problems = _fill(result, found, period, at, unit, internal, sheet.estimated)
    if found.matching.open:
        found.matching.refuse_open(found.area_head)
    if problems:
        raise ImportRefused(problems)
    if not any(result.figures.values()):
        raise ImportRefused(_("In der Tabelle stehen keine Zahlen zu diesen Räumen."))
    return result


def value_columns(found: Understood) -> list[str]:
    """Heads of columns that hold numbers, to choose from; a column without any number is none."""
    heads = []
    for column, head in enumerate(found.table.header):
        values = [row.cells[column] for row in found.rows if row.cells[column]]
        numbers = [value for value in values if is_numeric(value)]
        if column == found.area_column or not head or len(numbers) * 2 <= len(values):
            continue
        if any(read_cell(value, german=True).value is not None for value in numbers):
            heads.append(head)
    return heads


def _area_position(
    sheet: Sheet, areas: Sequence[Named], chosen: Mapping[str, str], head: tuple[int, int] | None
) -> int | None:
    wanted = chosen.get("area", COLUMNS["area"]).casefold()
    heads = [text.casefold() for text in understand(sheet, areas, head=head).table.header]
    if wanted in heads:
        return heads.index(wanted)
    if "area" in chosen:
        raise ImportRefused(
            _("Die Spalte »%(head)s« fehlt. Vorhanden: %(heads)s", head=chosen["area"], heads=listed(heads)),
            field="map",
        )
    return None


def _positions(found: Understood, chosen: Mapping[str, str]) -> dict[str, int]:
    heads = {head.casefold(): i for i, head in enumerate(found.table.header)}
    at = {}
    for name, usual in COLUMNS.items():
        head = chosen.get(name, usual)
        if name == "area" or head == EVERY_YEAR:
            continue
        if head.casefold() in heads:
            at[name] = heads[head.casefold()]
        elif name in chosen or name == "value":
            only = value_columns(found)
            if name == "value" and name not in chosen and len(only) == 1 and "numerator" not in chosen:
                at[name] = found.table.header.index(only[0])
                continue
            if name not in chosen:
                raise ImportRefused(
                    _(
                        "Mehrere Spalten kommen in Frage. Bitte sagen Sie, welche den Wert enthält: %(heads)s",
                        heads=listed(only or found.table.header, 40),
                    ),
                    field="map",
                )
            raise ImportRefused(
                _(
                    "Die Spalte »%(head)s« fehlt. Vorhanden: %(heads)s",
                    head=head,
                    heads=listed(found.table.header, 40),
                ),
                field="map",
            )
    return at


def _series(
    found: Understood, chosen: Mapping[str, str], at: dict[str, int], period: Period
) -> dict[int, Period]:
    """Value columns and the period each is about."""
    if chosen.get("value") != EVERY_YEAR:
        return {at["value"]: period}
    numeric = set(value_columns(found))
    years = {
        column: _year(year)
        for column, head in enumerate(found.table.header)
        if head in numeric and (year := labels.year_within(head))
    }
    if not years:
        raise ImportRefused(_("Über keiner Spalte steht ein Jahr."), field="map")
    if len(set(years.values())) < len(years):
        raise ImportRefused(
            _("Ein Jahr steht über mehreren Spalten. Bitte wählen Sie eine Spalte."), field="map"
        )
    return years


def _year(year: int) -> Period:
    return date(year, 1, 1), date(year, 12, 31)


def _fill(
    result: Values,
    found: Understood,
    period: Period,
    at: Mapping[str, int],
    unit: str,
    internal: bool,
    estimated: str,
) -> list[str]:
    problems: list[str] = []
    rows = [row for row in found.rows if row.kind == "area"]
    sums = [row for row in found.rows if row.kind == "sum"]
    years = _years(found)
    for column, meant in result.series.items():
        used = {"value": column, **{name: at[name] for name in ("numerator", "denominator") if name in at}}
        german = {
            name: is_german([row.cells[i] for row in rows], counts=name != "value" or unit in ADDITIVE)
            for name, i in used.items()
        }
        lines: dict[tuple[Period, str], list[int]] = defaultdict(list)
        for row in [*rows, *(sums if unit not in ADDITIVE else [])]:
            cells = {name: read_cell(row.cells[i], german[name]) for name, i in used.items()}
            problems += [
                _("Zeile %(line)s: »%(text)s« ist keine Zahl und kein bekanntes Zeichen.",
                  line=row.line, text=row.cells[used[name]])
                for name, cell in cells.items() if not cell.readable
            ]  # fmt: skip
            when, area = years.get(row.line, meant), row.code or ALL
            if row.kind == "sum" and (when, area) in lines:
                continue
            lines[when, area].append(row.line)
            result.figures.setdefault(when, {})[area] = figures(cells, internal, estimated)
            if row.kind == "area" and cells["value"].value is None and cells["value"].status in {"Q", "O"}:
                head = found.table.header[column]
                result.suppressed.append((row.line, area, head, row.cells[column]))
        doubled = [area for (_when, area), numbers in lines.items() if len(numbers) > 1]
        if doubled:
            problems.append(
                _(
                    "Mehrere Zeilen für denselben Raum (%(areas)s): Eingelesen wird ein Wert je Raum, "
                    "keine Personenzeilen.",
                    areas=listed(dict.fromkeys(doubled)),
                )
            )
        if unit in ADDITIVE and not years:
            result.checks += _sum_checks(found, column, rows, sums, german["value"])
    return problems


def _years(found: Understood) -> dict[int, Period]:
    """Line to its year where a column of years stands in the table with more than one year in it."""
    for column, head in enumerate(found.table.header):
        values = {row.line: row.cells[column] for row in found.rows if row.kind in {"area", "sum"}}
        if head.casefold().strip() not in labels.DATE_HEADS or len(set(values.values())) < 2:
            continue
        years = {line: labels.year_within(text) for line, text in values.items()}
        if all(years.values()):
            return {line: _year(year) for line, year in years.items() if year}
    return {}


def _sum_checks(
    found: Understood, column: int, rows: Sequence[Row], sums: Sequence[Row], german: bool
) -> list[SumCheck]:
    cells = [read_cell(row.cells[column], german) for row in rows]
    total = sum(cell.value or 0 for cell in cells)
    withheld = sum(cell.value is None for cell in cells)
    checks = []
    for row in sums:
        printed = read_cell(row.cells[column], german).value
        if printed is not None:
            checks.append(SumCheck(row.line, found.table.header[column], printed, total, withheld))
    return checks


def figures(cells: Mapping[str, Cell], internal: bool, estimated: str = "") -> dict[str, Any]:
    """Value, counts and statuses of one row. A withheld value takes its counts with it: nothing is back-computed."""
    value = cells["value"]
    counts = {name: cells[name].value if name in cells else None for name in ("numerator", "denominator")}
    given = value.value is not None
    status = "E" if estimated and given and value.status == "A" else value.status
    notes = [{"Q": WITHHELD_NOTE, "U": LIMITED_NOTE}.get(status, ""), value.note, estimated if given else ""]
    conf_status = "N" if internal else "A" if status == "Q" else "F"
    return {
        "value": value.value,
        **{name: count if given else None for name, count in counts.items()},
        "obs_status": status,
        "conf_status": conf_status,
        "quality_note": "; ".join(note for note in notes if note),
    }


def preview_row(figure: Mapping[str, Any]) -> str:
    """A value as people read it, with its sign where there is none."""
    if figure["value"] is None:
        return {"Q": "•", "M": "x", "O": "…"}.get(figure["obs_status"], "–")
    return str(format_decimal(figure["value"]))
