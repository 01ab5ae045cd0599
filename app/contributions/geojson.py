"""GeoJSON geometries (RFC 7946) as a phone sends them, read with limits; whatever is odd is refused in plain words."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import shapely
from flask_babel import gettext as _

from app.contributions.shapes import MOST_VERTICES, InvalidPlace, checked_shape

Position = tuple[float, float]
_KNOWN_CRS = {
    "urn:ogc:def:crs:OGC:1.3:CRS84",
    "urn:ogc:def:crs:OGC::CRS84",
    "EPSG:4326",
    "urn:ogc:def:crs:EPSG::4326",
}


def parse(value: Any, notices: list[str] | None = None) -> shapely.Geometry | None:
    """The Shapely geometry (WGS 84, two dimensions, valid) of a GeoJSON geometry object, None for null.

    Takes Point, LineString, MultiLineString, Polygon and MultiPolygon with at most 10,000 positions. InvalidPlace
    for anything else: other types, heights, coordinates that are no finite numbers or not on earth, other reference
    systems. What was mended is said in `notices`, for the person who drew it.
    """
    if value is None:
        return None
    if not isinstance(value, dict) or not isinstance(value.get("type"), str):
        raise InvalidPlace(_("Der Ort hat nicht die Form, die wir erwarten."))
    build = _BUILDERS.get(value["type"])
    if build is None:
        raise InvalidPlace(_("Diese Form kennen wir nicht. Möglich sind Punkt, Linie und Fläche."))
    if "crs" in value and not _is_wgs84(value["crs"]):
        raise InvalidPlace(_("Länge und Breite fehlen oder sind keine Grad (WGS 84)."))
    try:
        geometry = build(_Reader(), value.get("coordinates"))
    except (ValueError, shapely.errors.GEOSException) as error:
        raise InvalidPlace(_("Die Zeichnung ist zu klein. Bitte noch einmal zeichnen.")) from error
    shape = checked_shape(geometry)
    if notices is not None and not geometry.is_valid:
        notices.append(
            _(
                "Die Linien deiner Zeichnung kreuzen sich. Wir haben sie bereinigt: Es zählt, was sie umschließen."
            )
        )
    return shape


def _is_wgs84(crs: Any) -> bool:
    properties = crs.get("properties") if isinstance(crs, dict) else None
    return isinstance(properties, dict) and str(properties.get("name")) in _KNOWN_CRS


class _Reader:
    """Reads nested coordinates of a known depth and counts positions, so that nothing large is built first."""

    def __init__(self) -> None:
        self._left = MOST_VERTICES

    def position(self, value: Any) -> Position:
        self._left -= 1
        if self._left < 0:
            raise InvalidPlace(_("Die Zeichnung hat zu viele Punkte. Höchstens 10.000 sind möglich."))
        if isinstance(value, list) and len(value) in {3, 4}:
            raise InvalidPlace(_("Bitte nur Länge und Breite, ohne Höhe."))
        if not isinstance(value, list) or len(value) != 2:
            raise InvalidPlace(_("Der Ort hat nicht die Form, die wir erwarten."))
        return self._number(value[0]), self._number(value[1])

    @staticmethod
    def _number(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise InvalidPlace(_("Länge und Breite müssen Zahlen sein."))
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if not math.isfinite(number) or abs(number) > 1e6:
            raise InvalidPlace(_("Der Ort liegt außerhalb der Karte. Bitte Länge und Breite prüfen."))
        return number

    def line(self, value: Any) -> list[Position]:
        return [self.position(item) for item in _list(value)]

    def lines(self, value: Any) -> list[list[Position]]:
        return [self.line(item) for item in _list(value)]


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise InvalidPlace(_("Der Ort hat nicht die Form, die wir erwarten."))
    return value


def _polygon(rings: list[list[Position]]) -> shapely.Polygon:
    """An open ring is closed; a ring of fewer than three positions raises ValueError."""
    if any(len(set(ring)) < 3 for ring in rings):
        raise ValueError("ring too short")
    return shapely.Polygon(rings[0], rings[1:])


def _line(positions: list[Position]) -> shapely.LineString:
    if len(set(positions)) < 2:
        raise ValueError("line without length")
    return shapely.LineString(positions)


_BUILDERS: dict[str, Callable[[_Reader, Any], shapely.Geometry]] = {
    "Point": lambda reader, value: shapely.Point(reader.position(value)),
    "LineString": lambda reader, value: _line(reader.line(value)),
    "MultiLineString": lambda reader, value: shapely.MultiLineString(
        [_line(one) for one in reader.lines(value)]
    ),
    "Polygon": lambda reader, value: _polygon(reader.lines(value)),
    "MultiPolygon": lambda reader, value: shapely.MultiPolygon(
        [_polygon(reader.lines(one)) for one in _list(value)]
    ),
}
