"""From the ground to the paper and back: a metric system, the middle of the map and its scale."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from pyproj import Transformer

from app.base.printed_map.layout import Layout

UTM32, MERCATOR = 25832, 3857
SCALES = (1000, 1250, 1500, 2000, 2500, 3000, 4000, 5000, 6000, 7500, 10_000, 12_500, 15_000)
"""The scales of a needle map (B4: 1:1,000 to 1:15,000)."""

Points = NDArray[np.float64]


@dataclass(frozen=True)
class Ground:
    """`x`, `y` is the middle of the map in `crs`; `scale` is what one millimetre stands for, in millimetres.

    In ETRS89 / UTM 32N a metre of the system is a metre of the ground to 0.04 %. Outside of Germany's part of it web
    mercator serves, whose metres shrink with the cosine of the latitude.
    """

    crs: int
    x: float
    y: float
    scale: int

    @classmethod
    def around(cls, lon: float, lat: float, scale: int) -> Ground:
        crs = UTM32 if 5 <= lon <= 15.5 and 46 <= lat <= 56 else MERCATOR
        x, y = _to(crs).transform(lon, lat)
        return cls(crs, round(x, 2), round(y, 2), scale)

    @property
    def per_mm(self) -> float:
        """Units of the system for one millimetre of paper."""
        metres = self.scale / 1000
        if self.crs != MERCATOR:
            return metres
        _lon, lat = _from(self.crs).transform(self.x, self.y)
        return metres / math.cos(math.radians(lat))

    def paper_of(self, lonlat: Points, layout: Layout) -> Points:
        """Millimetres on the page of points in degrees, shape (n, 2)."""
        xs, ys = _to(self.crs).transform(lonlat[:, 0], lonlat[:, 1])
        return self.paper_of_metres(np.column_stack([xs, ys]), layout)

    def paper_of_metres(self, metres: Points, layout: Layout) -> Points:
        middle, per_mm = layout.frame.middle, self.per_mm
        return np.column_stack(
            [middle[0] + (metres[:, 0] - self.x) / per_mm, middle[1] - (metres[:, 1] - self.y) / per_mm]
        )

    def corner(self, layout: Layout) -> tuple[float, float]:
        """The upper left corner of the page in the system."""
        middle, per_mm = layout.frame.middle, self.per_mm
        return self.x - middle[0] * per_mm, self.y + middle[1] * per_mm

    def bounds(self, layout: Layout) -> tuple[float, float, float, float]:
        """West, south, east, north of the map in degrees."""
        half_x, half_y = layout.frame.width / 2 * self.per_mm, layout.frame.height / 2 * self.per_mm
        return tuple(  # type: ignore[return-value]
            _from(self.crs).transform_bounds(
                self.x - half_x, self.y - half_y, self.x + half_x, self.y + half_y
            )
        )


def lonlat_of(crs: int, points: Points) -> Points:
    """Degrees of points in a metric system, shape (n, 2)."""
    lons, lats = _from(crs).transform(points[:, 0], points[:, 1])
    return np.column_stack([lons, lats])


def metres_of(crs: int, lonlat: Points) -> Points:
    """Points in degrees as a metric system knows them, shape (n, 2)."""
    xs, ys = _to(crs).transform(lonlat[:, 0], lonlat[:, 1])
    return np.column_stack([xs, ys])


def fitting_scale(width: float, height: float, layout: Layout) -> int | None:
    """The largest picture that shows an area of so many metres with a small margin; None when none of SCALES does."""
    needed = 1000 * max(width * 1.04 / layout.frame.width, height * 1.04 / layout.frame.height)
    return next((scale for scale in SCALES if scale >= needed), None)


@lru_cache(maxsize=8)
def _to(crs: int) -> Transformer:
    return Transformer.from_crs(4326, crs, always_xy=True)


@lru_cache(maxsize=8)
def _from(crs: int) -> Transformer:
    return Transformer.from_crs(crs, 4326, always_xy=True)
