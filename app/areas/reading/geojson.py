"""GeoJSON (RFC 7946 and its older form with `crs`) read by ourselves, so that no byte of it reaches a driver guess."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

import geopandas as gpd
from flask_babel import gettext as _
from pyproj import CRS
from shapely.errors import ShapelyError
from shapely.geometry import shape

from app.areas.errors import ImportRefused, listed
from app.areas.reading.references import WGS84, stated_crs
from app.areas.reading.text import decode, guessed_note, tidy

_GEOMETRIES = {
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
    "Polygon",
    "MultiPolygon",
    "GeometryCollection",
}


_HALF_SIGN = re.compile(r"\\u[dD][89a-fA-F]")
MOST_FIELDS = 500
"""Every field becomes a column over all objects; more of them would fill the memory."""


def read_geojson(content: bytes, encoding: str | None = None) -> tuple[gpd.GeoDataFrame, CRS, list[str]]:
    """Rows with their properties as columns, the system the file states (default WGS 84), notes; ImportRefused."""
    text, used = decode(content, encoding)
    document = parse(text)
    features = _features(document)
    geometries, unreadable = [], []
    for number, feature in enumerate(features, start=1):
        try:
            geometries.append(_geometry(feature))
        except (
            ShapelyError,
            ValueError,
            TypeError,
            KeyError,
            IndexError,
            AttributeError,
            RecursionError,
            OverflowError,
        ):
            unreadable.append(number)
    if unreadable:
        raise ImportRefused(
            _(
                "Die Form ist nicht lesbar bei Objekt Nr. %(numbers)s.",
                numbers=listed(unreadable),
            )
        )
    frame = gpd.GeoDataFrame(_columns(features), geometry=geometries)
    notes = [] if encoding or used.startswith("utf") else [guessed_note(used)]
    return frame, _crs(document), notes


def parse(text: str) -> Any:
    """JSON without NaN, Infinity (RFC 8259 does not know them) and halves of signs, which no database keeps."""
    try:
        document = json.loads(text, parse_constant=_refuse_constant)
        if _HALF_SIGN.search(text):
            json.dumps(document, ensure_ascii=False).encode()
        return document
    except (ValueError, RecursionError) as error:
        if (lines := _by_lines(text)) is not None:
            return lines
        if text.lstrip().startswith("<"):
            raise ImportRefused(
                _(
                    "Die Datei ist eine Internetseite oder XML und kein GeoJSON. Bitte laden Sie sie neu herunter."
                )
            ) from error
        raise ImportRefused(
            _("Die Datei ist kein gültiges JSON. Vielleicht ist sie unvollständig.")
        ) from error


def _by_lines(text: str) -> dict[str, Any] | None:
    """A text with one feature on each line (RFC 8142 or without its separators) as a collection; None for others."""
    lines = [line for line in text.replace("\x1e", "").splitlines() if line.strip()]
    if len(lines) < 2 or not all(line.lstrip().startswith("{") for line in lines):
        return None
    try:
        features = [json.loads(line, parse_constant=_refuse_constant) for line in lines]
    except (ValueError, RecursionError):
        return None
    return {"type": "FeatureCollection", "features": features}


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _features(document: Any) -> list[dict[str, Any]]:
    if isinstance(document, dict):
        kind, features = document.get("type"), document.get("features")
        if kind == "FeatureCollection" and isinstance(features, list):
            if not features:
                raise ImportRefused(_("Die Datei enthält keine Objekte."))
            if all(isinstance(feature, dict) for feature in features):
                return features
        if kind == "Feature":
            return [document]
        if isinstance(kind, str) and kind in _GEOMETRIES:
            return [{"type": "Feature", "geometry": document, "properties": {}}]
        if kind == "Topology":
            raise ImportRefused(_("Das ist TopoJSON. Bitte speichern Sie die Räume als GeoJSON."))
    raise ImportRefused(
        _(
            "Das ist kein GeoJSON mit Räumen (FeatureCollection). "
            "Bitte speichern Sie die Räume im GIS als GeoJSON oder GeoPackage."
        )
    )


def _geometry(feature: dict[str, Any]) -> Any:
    geometry = feature.get("geometry")
    return None if geometry is None else shape(geometry)


def _columns(features: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """Every property that holds plain values; the member `id` too when no property has that name."""
    rows = [feature.get("properties") or {} for feature in features]
    if not all(isinstance(row, dict) for row in rows):
        raise ImportRefused(_("Die Eigenschaften (properties) der Objekte sind nicht lesbar."))
    names = list(dict.fromkeys(name for row in rows for name in row))
    if len(names) > MOST_FIELDS:
        raise ImportRefused(
            _(
                "Die Objekte haben %(n)s verschiedene Felder, erlaubt sind %(most)s.",
                n=len(names),
                most=MOST_FIELDS,
            )
        )
    columns = {
        tidy(name): [row.get(name) for row in rows]
        for name in names
        if tidy(name) != "geometry" and not any(isinstance(row.get(name), dict | list) for row in rows)
    }
    if "id" not in columns and any(feature.get("id") is not None for feature in features):
        columns["id"] = [feature.get("id") for feature in features]
    return columns


def _crs(document: dict[str, Any]) -> CRS:
    member = document.get("crs")
    if not isinstance(member, dict):
        return WGS84
    properties = member.get("properties")
    name = properties.get("name", properties.get("code")) if isinstance(properties, dict) else None
    return stated_crs(str(name)) if name else WGS84
