"""The map of the book: which piece of town it shows, and the line, stops and notes that lie on it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import numpy as np
import shapely

from app.base.printed_map.ground import SCALES, Ground, fitting_scale, metres_of
from app.base.printed_map.layout import Box, Layout

WIDTH, HEIGHT = 174.0, 176.0
"""Millimetres of the map on an upright A4 page."""
CLOSEST = 2500
"""A closer map would show nothing around the trail."""
_INK = "#7a1f9c"


def layout() -> Layout:
    """A map without rails and marks: nobody photographs it."""
    frame, nothing = Box(0, 0, WIDTH, HEIGHT), Box(0, 0, 0, 0)
    return Layout("A4", False, WIDTH, HEIGHT, 1.0, frame, nothing, nothing, (), ())


def ground_of(places: Sequence[shapely.Geometry]) -> Ground | None:
    """The ground that shows all of these (WGS 84); None when there is nothing to show."""
    if not places:
        return None
    west, south, east, north = shapely.total_bounds(np.array(places, dtype=object))
    lon, lat = (west + east) / 2, (south + north) / 2
    ground = Ground.around(float(lon), float(lat), SCALES[0])
    corners = metres_of(ground.crs, np.array([[west, south], [east, north]]))
    # The signs of stops at the edge need room, too.
    wide, high = (float(side) * 1.12 for side in np.abs(corners[1] - corners[0]))
    scale = fitting_scale(wide, high, layout()) or SCALES[-1]
    return Ground.around(float(lon), float(lat), max(scale, CLOSEST))


def over(
    ground: Ground,
    route: list[list[float]] | None,
    stops: Sequence[dict[str, Any]],
    notes: Sequence[dict[str, Any]],
) -> str:
    """SVG elements in millimetres; `route` as [[lon, lat], …], stops and notes with `sign` and `lonlat`."""
    parts = []
    if route:
        points = " ".join(f"{x:.2f},{y:.2f}" for x, y in _paper(ground, route))
        same = f'<polyline points="{points}" fill="none" stroke-linejoin="round" stroke-linecap="round"'
        parts += [
            f'{same} stroke="#fff" stroke-width="2.6"/>',
            f'{same} stroke="{_INK}" stroke-width="1.3"/>',
        ]
    for one, radius, colour in [
        *((note, 2.2, "#00694f") for note in notes),
        *((stop, 3.4, "#131525") for stop in stops),
    ]:
        ((x, y),) = _paper(ground, [one["lonlat"]])
        parts.append(
            f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius}" fill="{colour}" stroke="#fff" stroke-width="0.6"/>'
            f'<text x="{x:.2f}" y="{y + radius * 0.38:.2f}" font-family="Fira Sans" font-weight="600" '
            f'font-size="{radius * 1.15:.2f}" text-anchor="middle" fill="#fff">{escape(str(one["sign"]))}</text>'
        )
    return "".join(parts)


def _paper(ground: Ground, lonlat: Sequence[Sequence[float]]) -> list[list[float]]:
    found: list[list[float]] = ground.paper_of(np.array(lonlat, dtype=float), layout()).tolist()
    return found
