"""Coordinate reference systems: what a person, a .prj file or a GeoJSON member says, and the way to WGS 84."""

from __future__ import annotations

import re
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from flask_babel import format_decimal
from flask_babel import gettext as _
from pyproj import CRS
from pyproj.exceptions import CRSError

from app.areas.errors import ImportRefused
from app.areas.reading.cities import near_what

WGS84 = CRS.from_epsg(4326)
_GERMANY = (5.0, 45.0, 17.0, 56.0)
"""West, south, east, north in degrees; wide enough for neighbours in Austria and Switzerland."""


SWAPPED = "-vertauscht"
"""Behind the name of a system: the file gives north before east."""


def stated_crs(text: str) -> CRS:
    """The system a person named: `25832`, `EPSG:25832` or anything else PROJ knows; ImportRefused."""
    name = text.strip().removesuffix(SWAPPED)
    try:
        crs = CRS.from_epsg(int(name)) if name.isdigit() else CRS.from_user_input(name)
    except CRSError:
        raise ImportRefused(
            _("Das Koordinatensystem »%(name)s« ist unbekannt. Ein Beispiel: 25832.", name=name), field="crs"
        ) from None
    return _horizontal(crs)


def crs_of_wkt(text: str) -> CRS:
    """The system a .prj file describes, judged by its parameters and not by its name; ImportRefused."""
    words = text.strip().lstrip("\ufeff")
    if re.fullmatch(r"EPSG:\d{4,6}", words, re.IGNORECASE):
        return stated_crs(words)
    try:
        crs = CRS.from_wkt(words)
    except CRSError:
        raise ImportRefused(
            _(
                "Die .prj-Datei ist nicht lesbar. Bitte geben Sie das Koordinatensystem an, zum Beispiel 25832."
            ),
            field="crs",
        ) from None
    return _horizontal(crs)


def contradiction(crs: CRS) -> list[str]:
    """A note when the name of a system speaks of another zone than its parameters, which count."""
    code = crs.to_epsg(min_confidence=70)
    if code is None:
        return []
    meant = CRS.from_epsg(code).name
    zones = [re.search(r"zone[_ ]*(\d+)", name, re.IGNORECASE) for name in (crs.name, meant)]
    if None in zones or len({found.group(1) for found in zones if found}) == 1:
        return []
    return [
        _(
            "Die .prj-Datei nennt sich »%(name)s«, beschreibt aber %(meant)s (EPSG:%(code)s). "
            "Es zählt die Beschreibung.",
            name=crs.name[:80],
            meant=meant,
            code=code,
        )
    ]


def _horizontal(crs: CRS) -> CRS:
    """Without the height part; refuse systems that do not place anything on the ground."""
    if crs.is_compound:
        crs = crs.sub_crs_list[0]
    if crs.is_bound:
        return crs
    if not (crs.is_projected or crs.is_geographic):
        raise ImportRefused(
            _("»%(name)s« ist kein Koordinatensystem für Karten.", name=crs.name), field="crs"
        )
    return crs


def crs_label(crs: CRS) -> str:
    """Short name for people and for the column `crs`: `EPSG:25832`, else the system's own name."""
    code = crs.to_epsg(min_confidence=70)
    return f"EPSG:{code}" if code else str(crs.name)[:40]


def to_wgs84(frame: gpd.GeoDataFrame, crs: CRS) -> gpd.GeoDataFrame:
    """The same rows in WGS 84 degrees; ImportRefused when the coordinates cannot belong to the stated system."""
    _refuse_metres_as_degrees(frame, crs)
    moved = frame.set_crs(crs, allow_override=True).to_crs(WGS84)
    bounds = moved.total_bounds
    known = ~(moved.geometry.isna() | moved.geometry.is_empty)
    finite = np.isfinite(shapely.get_coordinates(moved.geometry[known].values)).all()
    if known.any() and (not finite or abs(bounds[1]) > 90 or abs(bounds[3]) > 90):
        raise ImportRefused(
            _(
                "Die Koordinaten passen nicht zum Koordinatensystem %(crs)s. Bitte geben Sie das richtige an.",
                crs=crs_label(crs),
            ),
            field="crs",
        )
    return moved


def _refuse_metres_as_degrees(frame: gpd.GeoDataFrame, crs: CRS) -> None:
    if not crs.is_geographic:
        return
    bounds = frame.total_bounds
    if np.isfinite(bounds).all() and (max(abs(bounds[[0, 2]])) > 360 or max(abs(bounds[[1, 3]])) > 90.000001):
        raise ImportRefused(
            _(
                "Die Koordinaten sind keine Grad, sondern wohl Meter (zum Beispiel %(x)s / %(y)s). "
                "Bitte geben Sie das Koordinatensystem an, zum Beispiel 25832.",
                x=round(float(bounds[0])),
                y=round(float(bounds[1])),
            ),
            field="crs",
        )


def place_notes(bounds: Any) -> list[str]:
    """Where it lies in words; ImportRefused when longitude and latitude are swapped or it spans half the world.

    `bounds` are west, south, east, north in degrees.
    """
    west, south, east, north = (float(value) for value in bounds)
    if east - west > 180:
        raise ImportRefused(
            _("Die Formen reichen um mehr als die halbe Erde. Bitte prüfen Sie die Koordinaten.")
        )
    swapped = _inside((south, west, north, east)) and not _inside((west, south, east, north))
    if swapped:
        raise ImportRefused(
            _(
                "Länge und Breite sind vertauscht: Die Formen lägen bei %(place)s.",
                place=in_words(west, south),
            ),
            field="crs",
        )
    lon, lat = (west + east) / 2, (south + north) / 2
    notes = [
        _("Die Räume liegen %(place)s (%(degrees)s).", place=near_what(lon, lat), degrees=in_words(lon, lat))
    ]
    if not _inside((west, south, east, north)):
        notes.append(_("Das ist nicht in Deutschland. Bitte prüfen Sie das Koordinatensystem."))
    return notes


def _inside(bounds: tuple[float, float, float, float]) -> bool:
    west, south, east, north = _GERMANY
    return bool(west <= bounds[0] and bounds[2] <= east and south <= bounds[1] and bounds[3] <= north)


def is_near(lon: Any, lat: Any) -> bool:
    """True when all places (degrees) lie in or around Germany."""
    return _inside((float(np.min(lon)), float(np.min(lat)), float(np.max(lon)), float(np.max(lat))))


def in_words(lon: float, lat: float) -> str:
    east = _("Ost") if lon >= 0 else _("West")
    north = _("Nord") if lat >= 0 else _("Süd")
    return f"{format_decimal(round(abs(lat), 2))}° {north}, {format_decimal(round(abs(lon), 2))}° {east}"
