"""Which coordinate systems the numbers of a file could be in, and where it would land in each."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from flask_babel import gettext as _
from pyproj import CRS, Transformer

from app.areas.reading.cities import kilometres, near_what
from app.areas.reading.references import SWAPPED, WGS84, crs_label, in_words, is_near

_CANDIDATES = (
    ("25832", "ETRS89 / UTM 32N"),
    ("25833", "ETRS89 / UTM 33N"),
    ("31467", "Gauß-Krüger 3"),
    ("31466", "Gauß-Krüger 2"),
    ("31468", "Gauß-Krüger 4"),
    ("31469", "Gauß-Krüger 5"),
    ("4647", "ETRS89 / UTM 32N, 8-stellig"),
    ("5650", "ETRS89 / UTM 33N, 8-stellig"),
    ("3857", "Web-Mercator"),
    ("4326", "WGS 84"),
    ("3035", "ETRS89 / LAEA Europa"),
    ("2056", "Schweiz LV95"),
)
_SHOWN = 6
_SAME_KM = 5
_BEYOND = 2.0
"""Degrees a system reaches beyond its own ground: zone 32 is used for the whole of Bavaria, up to 13.8° east."""


@dataclass(frozen=True)
class Candidate:
    """A system the file could be in: what to write in the form, its name, the centre (degrees), and that in words.

    `is_at_home` is false where a system is used far from the ground it was made for.
    """

    crs: str
    label: str
    lon: float
    lat: float
    place: str
    is_at_home: bool = True

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def candidates_for(frame: gpd.GeoDataFrame) -> list[Candidate]:
    """Systems in which the shapes would lie in or near Germany, the usual ones first; both orders of the axes."""
    bounds = frame.total_bounds
    if not np.isfinite(bounds).all():
        return []
    west, south, east, north = (float(value) for value in bounds)
    corners = np.array([(west, south), (east, north), ((west + east) / 2, (south + north) / 2)])
    found = []
    for swapped in (False, True):
        points = corners[:, ::-1] if swapped else corners
        for code, name in _CANDIDATES:
            lon, lat = _moved(code, points)
            if not (np.isfinite(lon).all() and np.isfinite(lat).all()) or not is_near(lon, lat):
                continue
            label = f"{name} (EPSG:{code})"
            if swapped:
                label = str(_("%(system)s, Achsen vertauscht", system=label))
            written = f"{code}{SWAPPED}" if swapped else code
            found.append(_candidate(written, label, CRS.from_epsg(int(code)), float(lon[2]), float(lat[2])))
    return found[:_SHOWN]


def landing_of(moved: gpd.GeoDataFrame, crs: CRS) -> Candidate:
    """Where shapes (WGS 84, not empty) lie that were read in a system."""
    west, south, east, north = (float(value) for value in moved.total_bounds)
    label = crs_label(crs)
    name = dict(_CANDIDATES).get(label.removeprefix("EPSG:"))
    named = f"{name} ({label})" if name else label
    return _candidate(label, named, crs, (west + east) / 2, (south + north) / 2)


def others_than(landing: Candidate, frame: gpd.GeoDataFrame) -> list[Candidate]:
    """The systems that would put the numbers of a file (as they stand there) somewhere else in or near Germany."""
    place = np.array([(landing.lon, landing.lat)])
    return [
        found
        for found in candidates_for(frame)
        if float(kilometres(found.lon, found.lat, place)[0]) > _SAME_KM
    ]


def _candidate(written: str, label: str, crs: CRS, lon: float, lat: float) -> Candidate:
    place = f"{near_what(lon, lat)} ({in_words(lon, lat)})"
    return Candidate(written, label, lon, lat, place, _is_at_home(crs, lon, lat))


def _is_at_home(crs: CRS, lon: float, lat: float) -> bool:
    used = crs.area_of_use
    if used is None or used.west > used.east:
        return True
    return bool(
        used.west - _BEYOND <= lon <= used.east + _BEYOND
        and used.south - _BEYOND <= lat <= used.north + _BEYOND
    )


def _moved(code: str, points: Any) -> tuple[Any, Any]:
    """The points in degrees; infinite where the system knows no such place."""
    crs = CRS.from_epsg(int(code))
    if crs.is_geographic and (np.abs(points[:, 0]).max() > 180 or np.abs(points[:, 1]).max() > 90):
        return np.array([np.inf]), np.array([np.inf])
    return Transformer.from_crs(crs, WGS84, always_xy=True).transform(points[:, 0], points[:, 1])


def swapped_axes(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The same shapes with their first and second coordinate exchanged."""
    return frame.set_geometry(shapely.transform(frame.geometry.values, lambda points: points[:, ::-1]))
