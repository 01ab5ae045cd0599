"""What a results page shows of a release: one figure by area as table and map classes, and released voices."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
from flask_babel import format_decimal
from flask_babel import gettext as _

from app.areas.age_bands import AGE_BANDS, ROLLUP_LABELS
from app.atlas.choropleth import AreaValue
from app.atlas.classes import ColourClass, classify
from app.contributions.vocabulary import QUALITIES
from app.indicators.catalogue import definition_of
from app.indicators.definitions import Definition

TOTAL = "all"


@dataclass(frozen=True)
class Figure:
    """One choice in the list: an indicator id and an age group of the release."""

    indicator_id: str
    age_group: str
    label: str

    @property
    def key(self) -> str:
        return f"{self.indicator_id}|{self.age_group}"


@dataclass(frozen=True)
class TableRow:
    """One area as the table prints it."""

    area_id: str
    name: str
    value: str
    interval: str
    persons: str
    status: str


@dataclass(frozen=True)
class FigureView:
    """Everything the page and the map need of one figure."""

    figure: Figure
    definition: Definition
    rows: list[TableRow]
    total: TableRow | None
    values: dict[str, AreaValue]
    classes: list[ColourClass]
    unit: str
    notes: list[str]


def figures_of(rows: pd.DataFrame) -> list[Figure]:
    """The figures a release offers by area, in the order of the catalogue, breakdowns behind their total."""
    by_area = rows[
        (rows["area_id"] != TOTAL)
        & (rows["gender"] == TOTAL)
        & (rows["role"] == TOTAL)
        & (rows["time_of_day"] == TOTAL)
    ]
    pairs = by_area[["indicator_id", "age_group"]].drop_duplicates()
    return [
        Figure(indicator_id, age_group, label_of(indicator_id, age_group))
        for indicator_id, age_group in pairs.itertuples(index=False)
    ]


def label_of(indicator_id: str, age_group: str) -> str:
    """`Beiträge: Lieblingsort`, `Beteiligungsquote (jung 6–21)`."""
    label = str(definition_of(indicator_id).label)
    if "=" in indicator_id:
        _column, code = indicator_id.split(":", 1)[1].split("=", 1)
        label = f"{label}: {QUALITIES[code].label if code in QUALITIES else code}"
    if age_group != TOTAL:
        group = ROLLUP_LABELS.get(age_group) or AGE_BANDS.get(age_group, age_group)
        label = f"{label} – {group}"
    return label


def view_figure(rows: pd.DataFrame, areas: gpd.GeoDataFrame, figure: Figure) -> FigureView:
    """Pick one figure out of a release. Areas without a row appear with a dash, so that the table is complete."""
    chosen = rows[
        (rows["indicator_id"] == figure.indicator_id)
        & (rows["age_group"] == figure.age_group)
        & (rows["gender"] == TOTAL)
        & (rows["role"] == TOTAL)
        & (rows["time_of_day"] == TOTAL)
    ]
    definition = definition_of(figure.indicator_id)
    unit = chosen["unit"].iloc[0]
    names = dict(zip(areas["area_id"], areas["name"], strict=True))
    records = {record["area_id"]: record for record in chosen.to_dict("records")}
    printed = {code: _printed(code, name, records.get(code), unit) for code, name in names.items()}
    numbers = {code: _number(records.get(code)) for code in names}
    total = records.get(TOTAL)
    return FigureView(
        figure=figure,
        definition=definition,
        rows=list(printed.values()),
        total=_printed(TOTAL, _("Stadt gesamt"), total, unit) if total else None,
        values={code: AreaValue(code, numbers[code], row.value) for code, row in printed.items()},
        classes=classify(
            [value for value in numbers.values() if value is not None],
            diverging=unit == "index" and definition.id == "D10",
        ),
        unit=unit_label(unit),
        notes=sorted({note for note in chosen["quality_note"] if note}),
    )


def unit_label(unit: str) -> str:
    """The unit as words; an index has none."""
    return {
        "%": "%",
        "contributions": _("Beiträge"),
        "persons": _("Personen"),
        "per 1,000": _("je 1.000"),
        "m": "m",
    }.get(unit, "")


def format_value(value: float, unit: str) -> str:
    """German or English number with the digits the unit deserves, percent sign included."""
    digits = {"%": "#,##0.0", "index": "0.00"}.get(unit, "#,##0")
    text = format_decimal(round(value, 6), format=digits)
    return f"{text} %" if unit == "%" else text


def _number(record: dict[str, object] | None) -> float | None:
    value = None if record is None else record["value"]
    return None if value is None or pd.isna(value) else float(value)  # type: ignore[arg-type]


def _printed(code: str, name: str, record: dict[str, object] | None, unit: str) -> TableRow:
    value = _number(record)
    if record is None:
        return TableRow(code, name, "–", "", "", _("nichts gemeldet"))
    if record["obs_status"] == "Q":
        return TableRow(code, name, "•", "", "", _suppressed(str(record["conf_status"])))
    if value is None:
        return TableRow(code, name, "x", "", "", _("nicht sinnvoll zu berechnen"))
    low, high = record["ci_low"], record["ci_high"]
    interval = "" if pd.isna(low) else f"{format_value(float(low), unit)} – {format_value(float(high), unit)}"  # type: ignore[arg-type]
    persons = "" if pd.isna(record["n_persons"]) else format_decimal(int(record["n_persons"]))  # type: ignore[call-overload]
    limited = record["obs_status"] == "U"
    text = format_value(value, unit)
    return TableRow(
        code,
        name,
        f"({text})" if limited else text,
        interval,
        persons,
        _("wenige Fälle, nur eingeschränkt aussagekräftig") if limited else "",
    )


def _suppressed(conf_status: str) -> str:
    if conf_status == "D":
        return _("verborgen, damit sich ein anderer Wert nicht errechnen lässt")
    return _("verborgen, weil zu wenige Personen dahinterstehen")
