"""Places of a table to shapes in degrees: columns, one cell or the file's own shapes; any system, exchanged axes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt
import shapely
from flask_babel import gettext as _
from pyproj import CRS, Transformer

from app.areas.errors import ImportRefused
from app.areas.locator import locator_for
from app.areas.reading.references import stated_crs
from app.contributions.importing.columns import Columns
from app.contributions.importing.problems import SWAPPED, FileRefused, Problem
from app.contributions.importing.reading import Row
from app.contributions.importing.values import coordinate, is_missing, written_place
from app.contributions.shapes import LARGEST_LATITUDE

Points = npt.NDArray[np.float64]
Shapes = list[shapely.Geometry | None]
WGS84 = CRS.from_epsg(4326)


@dataclass(frozen=True)
class Places:
    """How the places of a table are written: in which system, and whether the two axes are to be exchanged.

    `crs` is for columns and cells; shapes of map files are in degrees already.
    """

    crs: str = ""
    swapped: bool = False
    area_set_ids: tuple[UUID, ...] = ()

    def system(self) -> CRS:
        """FileRefused when nobody knows the system."""
        try:
            return stated_crs(self.crs) if self.crs else WGS84
        except ImportRefused as error:
            raise FileRefused(str(error.message)) from error


def shapes_of(rows: Sequence[Row], columns: Columns, places: Places) -> tuple[Shapes, list[Problem]]:
    """A WGS 84 shape or None for each row, and the problems of lines whose place cannot be read.

    `lon` is the first axis (easting, longitude), whatever the reference system says; 0 and 0 count as missing.
    """
    if "geometry" in columns:
        found, problems = _written(rows, columns, places)
        column = columns.name("geometry")
    elif "lon" in columns:
        found, problems = _from_columns(rows, columns, places)
        column = columns.name("lon")
    else:
        found, problems, column = [row.shape for row in rows], [], ""
        if places.swapped:
            found = [None if shape is None else _turned(shape) for shape in found]
    return found, [*problems, *_exchanged(rows, found, column, places)]


def _from_columns(rows: Sequence[Row], columns: Columns, places: Places) -> tuple[Shapes, list[Problem]]:
    problems: list[Problem] = []
    given = [_pair(row, columns, problems) for row in rows]
    x, y = (np.array([pair[i] for pair in given]) for i in ((1, 0) if places.swapped else (0, 1)))
    system = places.system()
    lons, lats = _to_degrees(system, x, y)
    known = np.isfinite(x)
    wrong = known & ~_on_earth(lons, lats)
    problems += [
        _not_on_earth(rows[i].line, columns.name("lon"), system) for i in np.flatnonzero(wrong).tolist()
    ]
    shapes: Shapes = [None] * len(rows)
    right = np.flatnonzero(known & ~wrong).tolist()
    for index, point in zip(right, shapely.points(lons[right], lats[right]), strict=True):
        shapes[index] = point
    return shapes, problems


def _written(rows: Sequence[Row], columns: Columns, places: Places) -> tuple[Shapes, list[Problem]]:
    """Places that stand in one cell, each in the system it states or else in that of the table."""
    problems: list[Problem] = []
    shapes: Shapes = []
    systems: dict[int, CRS] = {}
    for row in rows:
        cell = columns.value(row, "geometry")
        shape = None
        if not is_missing(cell):
            try:
                written = written_place(cell)
                if written.srid and written.srid not in systems:
                    systems[written.srid] = stated_crs(str(written.srid))
                system = systems[written.srid] if written.srid else places.system()
                flat = shapely.force_2d(written.shape)
                flat = _turned(flat) if places.swapped else flat
                if not written.ordered and system != WGS84:
                    flat = _turned(flat)
                shape = _moved(flat, system)
                if not shape.is_empty and not _on_earth(*shapely.get_coordinates(shape).T).all():
                    problems.append(_not_on_earth(row.line, columns.name("geometry"), system))
                    shape = None
            except (ValueError, ImportRefused):
                message = _(
                    "»%(cell)s« ist kein Ort. Möglich sind 50.73, 7.10 und POINT(7.10 50.73).", cell=cell[:40]
                )
                problems.append(Problem(row.line, columns.name("geometry"), message))
        shapes.append(shape)
    return shapes, problems


def _moved(shape: shapely.Geometry, system: CRS) -> shapely.Geometry:
    if system == WGS84:
        return shape
    return shapely.transform(
        shape, lambda found: np.column_stack(_to_degrees(system, found[:, 0], found[:, 1]))
    )


def _turned(shape: Any) -> Any:
    return shapely.transform(shape, lambda found: found[:, ::-1])


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
            values.append(coordinate(cell))
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


def _not_on_earth(line: int, column: str, system: CRS) -> Problem:
    if system == WGS84:
        message = _("Das sind keine Grad. Bei Metern geben Sie das Koordinatensystem an, zum Beispiel 25832.")
    else:
        message = _("Das liegt nicht im Koordinatensystem %(name)s.", name=system.name)
    return Problem(line, column, message)


def _exchanged(rows: Sequence[Row], shapes: Shapes, column: str, places: Places) -> list[Problem]:
    """Places outside every area that would lie inside one with longitude and latitude exchanged."""
    system = places.system()
    bounds = shapely.bounds(np.array(shapes, dtype=object)).reshape(-1, 4)
    lons, lats = (bounds[:, 0] + bounds[:, 2]) / 2, (bounds[:, 1] + bounds[:, 3]) / 2
    if system == WGS84 or not column:
        turned = lats, lons
    else:
        back = Transformer.from_crs(WGS84, system, always_xy=True)
        x, y = back.transform(lons, lats)
        turned = _to_degrees(system, np.asarray(y), np.asarray(x))
    inside, inside_turned = np.zeros(len(rows), dtype=bool), np.zeros(len(rows), dtype=bool)
    for area_set_id in places.area_set_ids:
        locator = locator_for(area_set_id)
        inside |= locator.locate_many(lons, lats) >= 0
        if not inside.all():
            inside_turned |= locator.locate_many(*turned) >= 0
    message = _("Länge und Breite sind vertauscht. Tauschen Sie die beiden Spalten.")
    return [
        Problem(rows[i].line, column, message, SWAPPED)
        for i in np.flatnonzero(inside_turned & ~inside).tolist()
    ]
