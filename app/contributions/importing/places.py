"""Coordinates of a table to points: any reference system, missing ones, exchanged axes."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import numpy as np
import numpy.typing as npt
import shapely
from flask_babel import gettext as _
from pyproj import CRS, Transformer

from app.areas.locator import locator_for
from app.areas.reading.references import stated_crs
from app.contributions.importing.columns import Columns
from app.contributions.importing.problems import Problem
from app.contributions.importing.reading import Row
from app.contributions.importing.values import is_missing, number
from app.contributions.shapes import LARGEST_LATITUDE

Points = npt.NDArray[np.float64]
WGS84 = CRS.from_epsg(4326)


def coordinates(
    rows: Sequence[Row], columns: Columns, crs: str | None, area_set_ids: Sequence[UUID]
) -> tuple[list[shapely.Point | None], list[Problem]]:
    """A WGS 84 point or None for each row, and the problems of lines whose coordinates cannot be read.

    `lon` is the first axis (easting, longitude), whatever the reference system says; 0 and 0 count as missing.
    """
    if "lon" not in columns:
        return [None] * len(rows), []
    problems: list[Problem] = []
    given = [_pair(row, columns, problems) for row in rows]
    x, y = (np.array([pair[i] for pair in given]) for i in (0, 1))
    system = stated_crs(crs) if crs else WGS84
    lons, lats = _to_degrees(system, x, y)
    known = np.isfinite(x)
    wrong = known & ~_on_earth(lons, lats)
    problems += [_not_on_earth(rows[i].line, columns, system) for i in np.flatnonzero(wrong).tolist()]
    if not problems:
        problems += _exchanged(rows, columns, system, (x, y), (lons, lats), area_set_ids)
    points = [
        shapely.Point(lon, lat) if is_known else None
        for lon, lat, is_known in zip(lons.tolist(), lats.tolist(), (known & ~wrong).tolist(), strict=True)
    ]
    return points, problems


def _pair(row: Row, columns: Columns, problems: list[Problem]) -> tuple[float, float]:
    nowhere = (np.nan, np.nan)
    cells = {field: columns.value(row, field) for field in ("lon", "lat")}
    missing = [field for field, cell in cells.items() if is_missing(cell)]
    if len(missing) == 2:
        return nowhere
    if missing:
        problems.append(Problem(row.line, columns.name(missing[0]), _("Hier fehlt die zweite Koordinate.")))
        return nowhere
    values = []
    for field, cell in cells.items():
        try:
            values.append(number(cell))
        except ValueError:
            message = _("»%(cell)s« ist keine Zahl.", cell=cell[:40])
            problems.append(Problem(row.line, columns.name(field), message))
            return nowhere
    return nowhere if values == [0.0, 0.0] else (values[0], values[1])


def _to_degrees(system: CRS, x: Points, y: Points) -> tuple[Points, Points]:
    if system == WGS84:
        return x, y
    transformer = Transformer.from_crs(system, WGS84, always_xy=True)
    lons, lats = transformer.transform(x, y)
    return np.asarray(lons), np.asarray(lats)


def _on_earth(lons: Points, lats: Points) -> npt.NDArray[np.bool_]:
    with np.errstate(invalid="ignore"):
        return np.isfinite(lons) & np.isfinite(lats) & (abs(lons) <= 180) & (abs(lats) <= LARGEST_LATITUDE)


def _not_on_earth(line: int, columns: Columns, system: CRS) -> Problem:
    if system == WGS84:
        message = _(
            "Das sind keine Grad. Bei Metern geben Sie das Koordinatensystem an, zum Beispiel --crs 25832."
        )
    else:
        message = _("Das liegt nicht im Koordinatensystem %(name)s.", name=system.name)
    return Problem(line, columns.name("lon"), message)


def _exchanged(
    rows: Sequence[Row],
    columns: Columns,
    system: CRS,
    given: tuple[Points, Points],
    found: tuple[Points, Points],
    area_set_ids: Sequence[UUID],
) -> list[Problem]:
    """Points outside every area that would lie inside one with the two columns exchanged."""
    turned = _to_degrees(system, given[1], given[0])
    inside, inside_turned = np.zeros(len(rows), dtype=bool), np.zeros(len(rows), dtype=bool)
    for area_set_id in area_set_ids:
        locator = locator_for(area_set_id)
        inside |= locator.locate_many(*found) >= 0
        inside_turned |= locator.locate_many(*turned) >= 0
    message = _("Länge und Breite sind vertauscht. Tauschen Sie die Spalten von lon und lat.")
    return [
        Problem(rows[i].line, columns.name("lon"), message)
        for i in np.flatnonzero(inside_turned & ~inside).tolist()
    ]
