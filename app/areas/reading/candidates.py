"""Which coordinate systems the numbers of a file could be in, and where it would land in each."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from flask_babel import gettext as _
from pyproj import CRS, Transformer

from app.areas.reading.cities import near_what
from app.areas.reading.references import SWAPPED, WGS84, in_words, is_near

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


@dataclass(frozen=True)
class Candidate:
    """A system the file could be in: what to write in the form, its name, the centre (degrees), and that in words."""

    crs: str
    label: str
    lon: float
    lat: float
    place: str

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
            found.append(
                Candidate(
                    f"{code}{SWAPPED}" if swapped else code,
                    label,
                    float(lon[2]),
                    float(lat[2]),
                    f"{near_what(float(lon[2]), float(lat[2]))} ({in_words(float(lon[2]), float(lat[2]))})",
                )
            )
    return found[:_SHOWN]


def _moved(code: str, points: Any) -> tuple[Any, Any]:
    """The points in degrees; infinite where the system knows no such place."""
    crs = CRS.from_epsg(int(code))
    if crs.is_geographic and (np.abs(points[:, 0]).max() > 180 or np.abs(points[:, 1]).max() > 90):
        return np.array([np.inf]), np.array([np.inf])
    return Transformer.from_crs(crs, WGS84, always_xy=True).transform(points[:, 0], points[:, 1])


def swapped_axes(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The same shapes with their first and second coordinate exchanged."""
    return frame.set_geometry(shapely.transform(frame.geometry.values, lambda points: points[:, ::-1]))
