"""Outlines of the stickers as corners on a circle of radius 1, so that page and picture cut them alike."""

from __future__ import annotations

import math
from functools import lru_cache


@lru_cache(maxsize=16)
def outline(name: str) -> tuple[tuple[float, float], ...]:
    """The corners (x, y) of a sticker's outline, y down; unknown names are circles."""
    if name == "star":
        return _around(10, -90, (1.25, 0.85))
    if name == "triangle":
        return _around(3, -90, (1.45,))
    corners, turned, reach = _OUTLINES.get(name, _OUTLINES["circle"])
    return _around(corners, turned, (reach,))


_OUTLINES = {
    "circle": (48, 0.0, 1.0),
    "square": (4, 45.0, 1.25),
    "diamond": (4, 0.0, 1.3),
    "octagon": (8, 22.5, 1.05),
}


def _around(corners: int, turned: float, reaches: tuple[float, ...]) -> tuple[tuple[float, float], ...]:
    places = []
    for number in range(corners):
        angle = math.radians(turned + number * 360 / corners)
        reach = reaches[number % len(reaches)]
        places.append((round(reach * math.cos(angle), 4), round(reach * math.sin(angle), 4)))
    return tuple(places)
