"""KML placemarks with areas, read by ourselves: no network links, no entities, coordinates are WGS 84 by definition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError, XMLParser

import geopandas as gpd
import shapely
from flask_babel import gettext as _
from pyproj import CRS
from shapely.errors import ShapelyError

from app.areas.errors import ImportRefused, listed
from app.areas.reading.references import WGS84
from app.areas.reading.text import decode, guessed_note, tidy

_STATED = re.compile(rb"encoding\s*=")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
_SPACED = re.compile(r"\s*,\s*")
"""Some programs write a space behind the comma between longitude and latitude."""


def read_kml(content: bytes) -> tuple[gpd.GeoDataFrame, CRS, list[str]]:
    """One row for each Placemark with name, description, id and its extended data; ImportRefused."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise ImportRefused(
            _("Die KML-Datei enthält eine Dokumenttyp-Angabe und wird deshalb nicht gelesen.")
        )
    root, notes = _root(content)
    placemarks = [element for element in root.iter() if _tag(element) == "Placemark"]
    if not placemarks:
        raise ImportRefused(_("Die KML-Datei enthält keine Orte (Placemark)."))
    geometries, unreadable = [], []
    for number, placemark in enumerate(placemarks, start=1):
        try:
            geometries.append(_geometry(placemark))
        except (ShapelyError, ValueError, IndexError):
            unreadable.append(number)
    if unreadable:
        raise ImportRefused(
            _("Die Form ist nicht lesbar bei Objekt Nr. %(numbers)s.", numbers=listed(unreadable))
        )
    rows = [_fields(placemark) for placemark in placemarks]
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns: dict[str, list[Any]] = {name: [row.get(name) for row in rows] for name in names}
    return gpd.GeoDataFrame(columns, geometry=geometries), WGS84, notes


def _root(content: bytes) -> tuple[Element, list[str]]:
    """The document; text that is neither UTF-8 nor says what it is is read as what it looks like, with a note."""
    encoding = None if _STATED.search(content[:200]) or content[:2] in _WIDE else decode(content)[1]
    parser = XMLParser(encoding=encoding)  # noqa: S314 - entities need a document type, which was refused above
    try:
        parser.feed(content.lstrip())
        return parser.close(), [guessed_note(encoding)] if encoding and encoding != "utf-8" else []
    except (ParseError, ValueError, LookupError) as error:
        raise ImportRefused(_("Die KML-Datei ist kein gültiges XML.")) from error


def _fields(placemark: Element) -> dict[str, str]:
    fields = {"id": placemark.get("id")} if placemark.get("id") else {}
    for element in placemark.iter():
        if _tag(element) in ("name", "description") and _tag(element) not in fields:
            fields[_tag(element)] = tidy(element.text)
        elif _tag(element) == "SimpleData":
            fields[tidy(element.get("name"))] = tidy(element.text)
        elif _tag(element) == "Data":
            fields[tidy(element.get("name"))] = tidy(
                "".join(value.text or "" for value in _all(element, "value"))
            )
    return {
        name: value for name, value in fields.items() if name and name != "geometry" and value is not None
    }


def _geometry(placemark: Element) -> shapely.Geometry | None:
    polygons = []
    for element in _all(placemark, "Polygon"):
        outer = [_ring(ring) for ring in _all(element, "outerBoundaryIs")]
        inner = [_ring(ring) for ring in _all(element, "innerBoundaryIs")]
        polygons.append(shapely.Polygon(outer[0], inner))
    if polygons:
        return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)
    others = [_ring(element) for tag in ("LineString", "Point") for element in _all(placemark, tag)]
    if not others:
        return None
    return shapely.LineString(others[0]) if len(others[0]) > 1 else shapely.Point(others[0][0])


def _ring(element: Element) -> list[tuple[float, float]]:
    text = " ".join(found.text or "" for found in _all(element, "coordinates"))
    text = _SPACED.sub(",", text)
    points = [tuple(float(part) for part in point.split(",")[:2]) for point in text.split()]
    return [(point[0], point[1]) for point in points]


def _all(element: Element, tag: str) -> Iterator[Element]:
    return (found for found in element.iter() if _tag(found) == tag)


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
