"""Shapes of map questions: GeoJSON of the right type, in the range of the maps, with a bearable number of positions."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _

MOST_VERTICES = 10_000
LARGEST_LATITUDE = 85.0
"""Both as `record` takes them: beyond this latitude the projections of the maps end."""
_DEPTHS = {"Point": 0, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
"""How many lists stand around a position (RFC 7946, 3.1)."""
_ALLOWED = {
    "Point": {"Point"},
    "LineString": {"LineString"},
    "Polygon": {"Polygon"},
    "any": {"LineString", "MultiLineString", "Polygon", "MultiPolygon"},
}
Position = list[float]


class WrongShape(ValueError):
    """A shape that cannot be taken; the message is for the person who drew it."""


def checked_geometry(raw: Any, wanted: str) -> dict[str, Any]:
    """The GeoJSON geometry (WGS 84, longitude first, degrees) in two dimensions, rings closed; else WrongShape.

    `wanted` is the `geometry` of a kind: a type, or `any` for what a finger draws.
    """
    type_ = raw.get("type") if isinstance(raw, dict) else None
    if not isinstance(type_, str) or type_ not in _ALLOWED.get(wanted, set()):
        raise WrongShape(_("Diese Form passt nicht zu der Frage. Bitte zeichne noch einmal."))
    coordinates, count = _clean(raw.get("coordinates"), _DEPTHS[type_], 0)
    if count > MOST_VERTICES:
        raise WrongShape(_("Die Zeichnung hat zu viele Punkte. Höchstens 10.000 sind möglich."))
    if type_.endswith("Polygon"):
        polygons = [coordinates] if type_ == "Polygon" else coordinates
        for ring in (ring for polygon in polygons for ring in polygon):
            _close(ring)
        is_large = bool(polygons) and all(polygon and _has_ground(polygon[0]) for polygon in polygons)
    else:
        lines = [coordinates] if type_ == "LineString" else coordinates
        is_large = type_ == "Point" or (bool(lines) and all(_has_length(line) for line in lines))
    if not is_large:
        raise WrongShape(_("Die Zeichnung ist zu klein. Bitte noch einmal zeichnen."))
    return {"type": type_, "coordinates": coordinates}


def positions_of(geometry: dict[str, Any]) -> Iterator[Position]:
    """All positions of a checked geometry."""
    waiting: list[Any] = [geometry["coordinates"]]
    while waiting:
        part = waiting.pop()
        if part and isinstance(part[0], list):
            waiting.extend(reversed(part))
        else:
            yield part


def _clean(raw: Any, depth: int, count: int) -> tuple[Any, int]:
    """Coordinates of this depth, and how many positions have been seen so far; counting ends past the limit."""
    if not isinstance(raw, (list, tuple)):
        raise WrongShape(_("Diese Form passt nicht zu der Frage. Bitte zeichne noch einmal."))
    if depth == 0:
        return _position(raw), count + 1
    parts = []
    for one in raw:
        part, count = _clean(one, depth - 1, count)
        parts.append(part)
        if count > MOST_VERTICES:
            break
    return parts, count


def _position(raw: Any) -> Position:
    if len(raw) < 2 or any(isinstance(one, bool) or not isinstance(one, (int, float)) for one in raw[:2]):
        raise WrongShape(_("Diese Form passt nicht zu der Frage. Bitte zeichne noch einmal."))
    lon, lat = raw[0], raw[1]
    # Written so that nan is refused too.
    if not (abs(lon) <= 180 and abs(lat) <= LARGEST_LATITUDE):
        raise WrongShape(_("Der Ort liegt außerhalb der Karte. Bitte Länge und Breite prüfen."))
    return [float(lon), float(lat)]


def _close(ring: list[Position]) -> None:
    if ring and ring[0] != ring[-1]:
        ring.append(list(ring[0]))


def _has_length(line: list[Position]) -> bool:
    return any(position != line[0] for position in line)


def _has_ground(ring: list[Position]) -> bool:
    """Whether three of the positions do not lie on one line."""
    other = next((position for position in ring if position != ring[0]), None)
    if other is None:
        return False
    along = (other[0] - ring[0][0], other[1] - ring[0][1])
    return any(
        not math.isclose(
            along[0] * (y - ring[0][1]), along[1] * (x - ring[0][0]), rel_tol=1e-9, abs_tol=1e-18
        )
        for x, y in ring
    )
