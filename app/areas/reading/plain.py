"""Shapes as plain text: WKT and PostGIS's EWKT (`SRID=4326;POLYGON…`), one shape to a line, and Osmosis's .poly."""

from __future__ import annotations

import re

import geopandas as gpd
import shapely
from flask_babel import gettext as _
from pyproj import CRS
from shapely.errors import ShapelyError

from app.areas.errors import ImportRefused, listed
from app.areas.reading.references import WGS84, stated_crs
from app.areas.reading.text import decode, guessed_note, tidy

_START = re.compile(r"\s*(?:SRID=(\d{1,6});)?\s*(?=[A-Za-z]+\s*(?:[ZM]{1,2}\s*)?(?:\(|EMPTY))", re.IGNORECASE)
_NUMBERED = re.compile(r"(\d+)[\s_.\-]+(.+)")


def read_wkt(content: bytes, encoding: str | None = None) -> tuple[gpd.GeoDataFrame, CRS | None, list[str]]:
    """One row for each line (or one shape over several lines); system of the SRID, None without one; ImportRefused."""
    text, used = decode(content, encoding)
    lines = [line for line in text.splitlines() if line.strip().strip(";")]
    starts = [_START.match(line) for line in lines]
    if not all(starts):
        lines = [" ".join(lines)]
        starts = [_START.match(lines[0])]
    shapes, unreadable, systems = [], [], set()
    for number, (line, start) in enumerate(zip(lines, starts, strict=True), start=1):
        try:
            shapes.append(shapely.from_wkt(line[start.end() :].strip().rstrip(";") if start else ""))
        except ShapelyError:
            unreadable.append(number)
            continue
        systems.add(start.group(1) if start else None)
    if unreadable or not shapes:
        raise ImportRefused(
            _(
                "Das ist kein lesbarer WKT-Text (zum Beispiel »SRID=4326;POLYGON((…))«), Zeile %(numbers)s.",
                numbers=listed(unreadable or [1]),
            )
        )
    if len(systems) > 1:
        raise ImportRefused(_("Die Zeilen nennen verschiedene Koordinatensysteme (SRID)."))
    srid = systems.pop()
    fields = {"nummer": [str(number) for number in range(1, len(shapes) + 1)]} if len(shapes) > 1 else {}
    notes = [] if encoding or used.startswith("utf") else [guessed_note(used)]
    crs = stated_crs(srid) if srid and srid != "0" else None
    return gpd.GeoDataFrame(fields, geometry=shapes), crs, notes


def read_poly(content: bytes, encoding: str | None = None) -> tuple[gpd.GeoDataFrame, CRS, list[str]]:
    """Osmosis polygon filter file (name, rings of `lon lat` lines up to END, `!` before a hole); WGS 84.

    https://wiki.openstreetmap.org/wiki/Osmosis/Polygon_Filter_File_Format
    """
    text, _used = decode(content, encoding)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    outer: list[shapely.Polygon] = []
    holes: list[shapely.Polygon] = []
    try:
        name, position = lines[0], 1
        while position < len(lines) and lines[position].upper() != "END":
            is_hole = lines[position].startswith("!")
            end = next(i for i in range(position + 1, len(lines)) if lines[i].upper() == "END")
            ring = shapely.Polygon(
                [tuple(map(float, line.split()[:2])) for line in lines[position + 1 : end]]
            )
            (holes if is_hole else outer).append(ring)
            position = end + 1
        if not outer:
            raise ValueError("no ring")
    except (ValueError, IndexError, StopIteration, ShapelyError) as error:
        raise ImportRefused(
            _("Das ist keine lesbare .poly-Datei (Name, Ringe aus »Länge Breite«, END).")
        ) from error
    shape = _with_holes(outer, holes)
    fields = {} if name.casefold() in {"polygon", "none", "undefined"} else {"name": [tidy(name)]}
    return gpd.GeoDataFrame(fields, geometry=[shape]), WGS84, []


def _with_holes(outer: list[shapely.Polygon], holes: list[shapely.Polygon]) -> shapely.Geometry:
    """Each hole goes into the ring that holds its first point."""
    parts = []
    for ring in outer:
        own = [
            hole.exterior for hole in holes if shapely.intersects_xy(ring, *next(iter(hole.exterior.coords)))
        ]
        parts.append(shapely.Polygon(ring.exterior, own))
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def named_by_file(frame: gpd.GeoDataFrame, stem: str) -> bool:
    """Give a single shape without code or name those of its file (`305_untermeiderich`); False when it has fields."""
    if len(frame) != 1 or any(name != "geometry" for name in frame.columns):
        return False
    code, name = name_in(stem)
    frame["kennung"], frame["name"] = [code], [name]
    return True


def name_in(stem: str) -> tuple[str, str]:
    """Code and name in the name of a file: the number before it, else the name for both."""
    words = tidy(stem)
    numbered = _NUMBERED.fullmatch(words)
    name = (numbered.group(2) if numbered else words).replace("_", " ").strip()
    if name == name.lower():
        name = re.sub(r"(^|[\s\-/])(\w)", lambda found: found.group(1) + found.group(2).upper(), name)
    return (numbered.group(1) if numbered else name), name
