"""Tables of grid cells (Zensus) become tables of areas: each cell counts where its centre lies, and that is said."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from flask_babel import gettext as _
from flask_babel import ngettext

from app.areas.errors import ImportRefused, listed
from app.areas.grid import cell_center
from app.areas.locator import Locator, locator_for
from app.areas.marks import is_numeric, read_cell
from app.areas.matching import Named
from app.areas.models import AreaSet
from app.areas.queries import areas_of
from app.areas.sheets import Line, Sheet

_CELL = re.compile(r"(?:[A-Z]{2}_)?(?:CRS3035RES)?\d+k?mN\d+E\d+")
_COORDINATES = re.compile(r"[xy]_mp|_q$|^[xy]$|werterl", re.IGNORECASE)
_WEIGHTS = re.compile(r"einwohner|insgesamt|bevölkerung|personen", re.IGNORECASE)
WITHHELD = -1.0
"""Zensus cells print it where nobody lives or the number is secret."""


def is_grid(sheet: Sheet) -> bool:
    """True when most of the first lines name a grid cell."""
    first = [line for line in sheet.lines[1:50] if line.filled]
    return bool(first) and sum(_cell_column(line) is not None for line in first) * 2 > len(first)


def _cell_column(line: Line) -> int | None:
    return next((i for i in line.filled if _CELL.fullmatch(line.cells[i])), None)


def lines_of(sheet: Sheet, area_set: AreaSet) -> Sheet:
    """The lines of a file; a table of grid cells becomes one of areas."""
    if not is_grid(sheet):
        return sheet
    return by_area(sheet, areas_of(area_set.id), locator_for(area_set.id))


def by_area(sheet: Sheet, areas: Sequence[Named], locator: Locator) -> Sheet:
    """A sheet with one line for each area: counts added up, shares averaged by residents; ImportRefused.

    `areas` stand in the order of the locator.
    """
    body = [line for line in sheet.lines if _cell_column(line) is not None]
    head = next((line for line in sheet.lines if line.filled and _cell_column(line) is None), None)
    if head is None:
        raise ImportRefused(_("Über den Zahlen fehlt eine Kopfzeile."))
    centers = np.array([_center(line) for line in body])
    where = locator.locate_many(centers[:, 0], centers[:, 1])
    if not (where >= 0).any():
        raise ImportRefused(_("Keine der %(n)s Gitterzellen liegt in den Räumen.", n=len(body)))
    columns = {
        name: values
        for i, name in enumerate(head.cells)
        if name and not _COORDINATES.search(name) and (values := _numbers(body, i)) is not None
    }
    weight = next((values for name, values in columns.items() if _WEIGHTS.search(name)), None)
    table, dropped = _aggregated(columns, weight, where, len(areas))
    missing = int(sum((values == WITHHELD).sum() for values in columns.values()))
    lines = [Line(1, ["Kennung", *table])]
    for i, area in enumerate(areas):
        lines.append(Line(i + 2, [area.code, *(_text(values[i]) for values in table.values())]))
    return Sheet(
        lines, [*sheet.notes, *_told(body, where, missing, dropped)], estimated=_method(body, missing)
    )


def _center(line: Line) -> tuple[float, float]:
    column = _cell_column(line)
    try:
        return cell_center(line.cells[column if column is not None else 0])
    except ValueError as error:
        raise ImportRefused(_("Zeile %(line)s: unbekannte Gitterzelle.", line=line.number)) from error


def _numbers(body: Sequence[Line], column: int) -> npt.NDArray[np.float64] | None:
    """The values of a column, NaN where there is none; None when it holds no numbers."""
    texts = [line.cells[column] if column < len(line.cells) else "" for line in body]
    if not any(texts) or not all(not text or is_numeric(text) for text in texts):
        return None
    cells = [read_cell(text, german=True).value for text in texts]
    return np.array([np.nan if value is None else value for value in cells])


def _aggregated(
    columns: dict[str, npt.NDArray[np.float64]],
    weight: npt.NDArray[np.float64] | None,
    where: npt.NDArray[np.int64],
    areas: int,
) -> tuple[dict[str, npt.NDArray[np.float64]], list[str]]:
    table: dict[str, npt.NDArray[np.float64]] = {}
    dropped: list[str] = []
    for name, values in columns.items():
        known = (values != WITHHELD) & ~np.isnan(values) & (where >= 0)
        if np.all(values[known] == np.round(values[known])):
            table[name] = np.bincount(where[known], values[known], minlength=areas).astype(float)
        elif weight is None:
            dropped.append(name)
        else:
            known &= (weight != WITHHELD) & ~np.isnan(weight)
            people = np.bincount(where[known], weight[known], minlength=areas)
            parts = np.bincount(where[known], values[known] * weight[known], minlength=areas)
            with np.errstate(invalid="ignore", divide="ignore"):
                table[name] = np.round(np.where(people > 0, parts / people, np.nan), 2).astype(np.float64)
    return table, dropped


def _text(value: float) -> str:
    if np.isnan(value):
        return ""
    return str(int(value)) if value == int(value) else f"{value:.2f}".replace(".", ",")


def _method(body: Sequence[Line], missing: int) -> str:
    text = _("geschätzt: Summe der Gitterzellen, deren Mittelpunkt im Raum liegt")
    return f"{text}; {_('Zellen ohne Angabe fehlen')}" if missing else str(text)


def _told(body: Sequence[Line], where: npt.NDArray[np.int64], missing: int, dropped: list[str]) -> list[str]:
    inside = int((where >= 0).sum())
    notes = [
        _(
            "Gittertabelle: %(inside)s von %(all)s Zellen liegen mit ihrem Mittelpunkt in einem Raum und sind dort "
            "zusammengezählt. Die Zahlen sind deshalb geschätzt (E).",
            inside=inside,
            all=len(body),
        )
    ]
    if missing:
        notes.append(
            ngettext(
                "%(num)s Angabe -1 (unbewohnt oder geheim) ist nicht mitgezählt.",
                "%(num)s Angaben -1 (unbewohnt oder geheim) sind nicht mitgezählt.",
                missing,
            )
        )
    if dropped:
        notes.append(
            _(
                "Anteile ohne Einwohnerzahl lassen sich nicht zusammenfassen und fehlen: %(heads)s",
                heads=listed(dropped),
            )
        )
    return [str(text) for text in notes]
