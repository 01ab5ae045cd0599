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
_TOLERANCES = (5e-6, 1e-5, 2e-5)
"""Degrees (half a metre to two): what a finger on a map cannot mean, left out before crossings are mended."""
_MOST_MENDED = 5_000
_MOST_CROSSINGS = 3_000
"""Mending costs more than the number of crossings: 3,000 take a tenth of a second, 90,000 half a minute."""
TYPES = {"Point", "LineString", "MultiLineString", "Polygon", "MultiPolygon"}


class InvalidPlace(DomainError):
    """A place or shape that cannot be stored, with the reason in plain words."""

    def __init__(self, message: object) -> None:
        super().__init__(message, field="geometry")


def checked_shape(geometry: shapely.Geometry) -> shapely.Geometry:
    """The shape in two dimensions, valid and not empty; InvalidPlace when it cannot be mended.

    Crossing lines of a drawn area are mended (OGC validity, `shapely.make_valid`), as fingers draw them; all ground
    inside the outer line stays inside. How long that takes is bounded, too many crossings are refused.
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
    wanted = shapely.get_dimensions(shape)
    bearable = _bearable(shape) if wanted == 2 else shape
    valid = shapely.make_valid(bearable, method="structure", keep_collapsed=False)
    parts = [part for part in shapely.get_parts(valid) if not part.is_empty]
    kept = [part for part in _flatten(parts) if shapely.get_dimensions(part) == wanted]
    if not kept:
        raise InvalidPlace(_l("Die Zeichnung ist zu klein. Bitte noch einmal zeichnen."))
    return shapely.union_all(kept)


def _bearable(shape: shapely.Geometry) -> shapely.Geometry:
    """An area with few enough positions and crossings to be mended at once, thinned below what a map can show."""
    for tolerance in _TOLERANCES:
        thin = _thinned(shape, tolerance)
        if thin.is_empty:
            break
        if shapely.get_num_coordinates(thin) <= _MOST_MENDED and _crossings(thin) <= _MOST_CROSSINGS:
            return thin
    else:
        raise InvalidPlace(_l("Die Linien der Zeichnung kreuzen sich zu oft. Bitte zeichne sie einfacher."))
    raise InvalidPlace(_l("Die Zeichnung ist zu klein. Bitte noch einmal zeichnen."))


def _thinned(shape: shapely.Geometry, tolerance: float) -> shapely.Geometry:
    """The same rings with fewer positions (Douglas-Peucker); rings that vanish are left out, crossings stay.

    GEOS would try to mend a polygon while it thins it, so the rings are thinned alone.
    """
    polygons = []
    for polygon in shapely.get_parts(shape):
        outer, *inner = (
            shapely.get_coordinates(shapely.simplify(ring, tolerance, preserve_topology=False))
            for ring in (polygon.exterior, *polygon.interiors)
        )
        if len(outer) > 3:
            polygons.append(shapely.Polygon(outer, [ring for ring in inner if len(ring) > 3]))
    return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)


def _crossings(shape: shapely.Geometry) -> int:
    """How many pairs of edges that do not follow each other touch or cross; counting ends past the bearable number."""
    rings = [shapely.get_coordinates(ring) for ring in _rings(shape)]
    start = np.concatenate([ring[:-1] for ring in rings])
    end = np.concatenate([ring[1:] for ring in rings])
    low, high = np.minimum(start, end), np.maximum(start, end)
    found = 0
    for at in range(len(start) - 2):
        rest = slice(at + 2, None)
        near = ((low[rest] <= high[at]) & (high[rest] >= low[at])).all(axis=1)
        if not near.any():
            continue
        first, second = start[rest][near], end[rest][near]
        apart = _side(start[at], end[at], first) * _side(start[at], end[at], second)
        across = _side(first, second, start[at]) * _side(first, second, end[at])
        found += int(((apart <= 0) & (across <= 0)).sum())
        if found > _MOST_CROSSINGS:
            break
    return found


def _rings(shape: shapely.Geometry) -> list[shapely.Geometry]:
    return [ring for part in shapely.get_parts(shape) for ring in (part.exterior, *part.interiors)]


def _side(start: Any, end: Any, points: Any) -> Any:
    """Positive left of the line from start to end, negative right of it, zero on it."""
    along, away = end - start, points - start
    return along[..., 0] * away[..., 1] - along[..., 1] * away[..., 0]


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
