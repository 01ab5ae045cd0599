"""What a results page shows of a release: one figure by area as table and map classes."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from flask_babel import format_decimal

from app.atlas.choropleth import AreaValue
from app.atlas.classes import ColourClass, classify
from app.indicators.catalogue import definition_of
from app.indicators.definitions import Definition
from app.indicators.frames import ALL
from app.indicators.labels import UNITS, Figure, Line, figures, lines, rows_of

DIVERGING = frozenset({"D10"})
"""Indicators whose zero means balance and gets the middle colour."""


@dataclass(frozen=True)
class FigureView:
    """Everything the page and the map need of one figure; `lines` ends with the town's total when there is one."""

    figure: Figure
    definition: Definition
    lines: list[Line]
    values: dict[str, AreaValue]
    classes: list[ColourClass]
    unit: str


def figures_by_area(rows: pd.DataFrame) -> list[Figure]:
    """The figures that have values of areas, in the order of the release; one for the town alone has no map."""
    return figures(rows[rows["area_id"] != ALL])


def view_figure(rows: pd.DataFrame, names: dict[str, str], figure: Figure) -> FigureView:
    """Pick one figure out of a release; `names` are the areas' names by area_id."""
    definition = definition_of(figure.indicator_id)
    printed = lines(rows, figure, names)
    chosen = rows_of(rows, figure)
    numbers = {code: float(value) for code, value in chosen.set_index("area_id")["value"].dropna().items()}
    values = {
        line.area_id: AreaValue(line.area_id, numbers.get(line.area_id), line.value)
        for line in printed
        if line.area_id != ALL
    }
    shown = [entry.value for entry in values.values() if entry.value is not None]
    return FigureView(
        figure=figure,
        definition=definition,
        lines=printed,
        values=values,
        classes=classify(shown, diverging=definition.id in DIVERGING),
        unit=str(UNITS.get(definition.unit, definition.unit)),
    )


def class_number(value: float, view: FigureView) -> str:
    """A class break as the legend prints it, with the digits of its unit."""
    digits = {"%": "#,##0.#", "index": "0.0#"}.get(view.definition.unit, "#,##0.#")
    text = str(format_decimal(round(value, 6), format=digits))
    return f"{text} %" if view.definition.unit == "%" else text
