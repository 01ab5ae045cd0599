"""Shapes people draw: which ones we take, what is mended, and the one point that stands for a shape."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from flask_babel import lazy_gettext as _l

from app.base.errors import DomainError

MOST_VERTICES = 10_000
LARGEST_LATITUDE = 85.0
"""Beyond this no town lies and the projections of the maps end."""
_MOST_MENDED = 100
"""Mending costs more than the square of the crossings: 200 wild positions take a quarter of a minute."""
TYPES = {"Point", "LineString", "MultiLineString", "Polygon", "MultiPolygon"}


class InvalidPlace(DomainError):
    """A place or shape that cannot be stored, with the reason in plain words."""

    def __init__(self, message: object) -> None:
        super().__init__(message, field="geometry")


def checked_shape(geometry: shapely.Geometry) -> shapely.Geometry:
    """The shape in two dimensions, valid and not empty; InvalidPlace when it cannot be mended.

    Crossing lines of a drawn area are mended (OGC validity, `shapely.make_valid`), as fingers draw them.
    """
    if geometry.geom_type not in TYPES or geometry.is_empty:
        raise InvalidPlace(_l("Diese Form kennen wir nicht. Möglich sind Punkt, Linie und Fläche."))
    if shapely.get_num_coordinates(geometry) > MOST_VERTICES:
        raise InvalidPlace(_l("Die Zeichnung hat zu viele Punkte. Höchstens 10.000 sind möglich."))
    coordinates = shapely.get_coordinates(geometry)
    if not np.isfinite(coordinates).all() or not _on_earth(coordinates):
        raise InvalidPlace(_l("Der Ort liegt außerhalb der Karte. Bitte Länge und Breite prüfen."))
    flat = shapely.force_2d(geometry)
    if not flat.is_valid:
        flat = _mended(flat)
    dimension = shapely.get_dimensions(flat)
    if flat.is_empty or (dimension == 1 and flat.length == 0) or (dimension == 2 and flat.area == 0):
        raise InvalidPlace(_l("Die Zeichnung ist zu klein. Bitte noch einmal zeichnen."))
    return shapely.set_srid(flat, 0)


def _on_earth(coordinates: npt.NDArray[np.float64]) -> bool:
    return bool(
        (np.abs(coordinates[:, 0]) <= 180).all() and (np.abs(coordinates[:, 1]) <= LARGEST_LATITUDE).all()
    )


def _mended(shape: shapely.Geometry) -> shapely.Geometry:
    """The parts of the mended shape that have the dimension of the drawn one."""
    if shapely.get_num_coordinates(shape) > _MOST_MENDED:
        raise InvalidPlace(_l("Die Linien der Zeichnung kreuzen sich zu oft. Bitte zeichne sie einfacher."))
    wanted = shapely.get_dimensions(shape)
    parts = [part for part in shapely.get_parts(shapely.make_valid(shape)) if not part.is_empty]
    kept = [part for part in _flatten(parts) if shapely.get_dimensions(part) == wanted]
    if not kept:
        raise InvalidPlace(_l("Die Zeichnung ist zu klein. Bitte noch einmal zeichnen."))
    return shapely.union_all(kept)


def _flatten(parts: list[Any]) -> list[Any]:
    return [piece for part in parts for piece in shapely.get_parts(part)]


def points_of(geometries: npt.ArrayLike) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Longitudes and latitudes (degrees, shape (n,)) of the points that stand for n shapes; nan where there is none.

    A line or an area is counted where a point on it lies (`shapely.point_on_surface`).
    """
    shapes = np.asarray(geometries, dtype=object)
    lons, lats = np.full(shapes.shape, np.nan), np.full(shapes.shape, np.nan)
    given = np.flatnonzero(~shapely.is_missing(shapes))
    if len(given):
        points = shapes[given]
        drawn = shapely.get_type_id(points) != 0
        points[drawn] = shapely.point_on_surface(points[drawn])
        lons[given], lats[given] = shapely.get_x(points), shapely.get_y(points)
    return lons, lats


def point_of(geometry: shapely.Geometry) -> tuple[float, float]:
    """Longitude and latitude (degrees) of the point that stands for one shape."""
    point = geometry if geometry.geom_type == "Point" else shapely.point_on_surface(geometry)
    return float(point.x), float(point.y)
