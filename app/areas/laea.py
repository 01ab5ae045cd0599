"""Degrees to metres of EPSG:3035 (ETRS89-LAEA Europe), the projection the INSPIRE grid is drawn in.

Lambert azimuthal equal area on the ellipsoid, as EPSG Guidance Note 7-2 (method 9820) and Snyder, Map Projections
(1987), chapter 24, give it. PROJ says the same to a thousandth of a millimetre, but keeps a context for each thread
whose making takes longer than ten recordings.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

_A = 6378137.0
_F = 1 / 298.257222101
"""The ellipsoid GRS 80: half axis in metres, flattening."""
_E2 = _F * (2 - _F)
_E = math.sqrt(_E2)
_LAT0, _LON0 = math.radians(52), math.radians(10)
_EAST0, _NORTH0 = 4_321_000.0, 3_210_000.0


def _q(sine: Any) -> Any:
    """Snyder 3-12: of the sine of a latitude, as a number or an array."""
    return (1 - _E2) * (sine / (1 - _E2 * sine * sine) + np.arctanh(_E * sine) / _E)


_Q_POLE = float(_q(1.0))
_SIN_BETA0 = float(_q(math.sin(_LAT0))) / _Q_POLE
_COS_BETA0 = math.sqrt(1 - _SIN_BETA0 * _SIN_BETA0)
_R = _A * math.sqrt(_Q_POLE / 2)
_D = _A * math.cos(_LAT0) / math.sqrt(1 - _E2 * math.sin(_LAT0) ** 2) / (_R * _COS_BETA0)


def to_metres(lons: npt.ArrayLike, lats: npt.ArrayLike) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """Eastings and northings (metres) of WGS 84 points (degrees, shape (n,)); nan where there is no such place."""
    longitudes, latitudes = np.asarray(lons, dtype=float), np.asarray(lats, dtype=float)
    with np.errstate(invalid="ignore", divide="ignore"):
        is_place = (np.abs(latitudes) <= 90) & (np.abs(longitudes) <= 360)
        turned = np.radians(np.where(is_place, longitudes, np.nan)) - _LON0
        sin_beta = _q(np.sin(np.radians(np.where(is_place, latitudes, np.nan)))) / _Q_POLE
        cos_beta = np.sqrt(np.maximum(1 - sin_beta * sin_beta, 0))
        toward = cos_beta * np.cos(turned)
        scale = _R * np.sqrt(2 / (1 + _SIN_BETA0 * sin_beta + _COS_BETA0 * toward))
        eastings = _EAST0 + scale * _D * cos_beta * np.sin(turned)
        northings = _NORTH0 + scale / _D * (_COS_BETA0 * sin_beta - _SIN_BETA0 * toward)
    return eastings, northings
