"""Real fingers on a page: touch events as the browser gets them from a screen, one finger or two."""

from __future__ import annotations

import math
from collections.abc import Sequence

from playwright.sync_api import Page

Place = tuple[float, float]


class Fingers:
    """Sends touch events by the browser's own protocol; places are pixels of the page."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)

    def _send(self, kind: str, places: Sequence[Place]) -> None:
        points = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(places)]
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def down(self, *places: Place) -> None:
        self._send("touchStart", places)

    def move(self, *places: Place) -> None:
        self._send("touchMove", places)

    def up(self) -> None:
        self._send("touchEnd", [])

    def stroke(self, places: Sequence[Place]) -> None:
        """One finger along these places."""
        self.down(places[0])
        for place in places[1:]:
            self.move(place)
        self.up()

    def pinch(self, middle: Place, start: float, end: float) -> None:
        """Two fingers, one a moment before the other, apart from `start` to `end` pixels."""

        def places(apart: float) -> tuple[Place, Place]:
            return (middle[0] - apart / 2, middle[1]), (middle[0] + apart / 2, middle[1])

        first, second = places(start)
        self.down(first)
        self.down(first, second)
        for step in range(1, 11):
            self.move(*places(start + (end - start) * step / 10))
        self.up()


def circle(middle: Place, radius: float, *, turns: float = 0.95, count: int = 36) -> list[Place]:
    """Places around a middle; `turns` below 1 leaves it open, as hands do."""
    angles = [2 * math.pi * turns * number / count for number in range(count + 1)]
    return [(middle[0] + radius * math.cos(angle), middle[1] + radius * math.sin(angle)) for angle in angles]


def line(*corners: Place, count: int = 14) -> list[Place]:
    """Places along straight lines from corner to corner."""
    found = [corners[0]]
    for start, end in zip(corners, corners[1:], strict=False):
        found += [
            (
                start[0] + (end[0] - start[0]) * step / count,
                start[1] + (end[1] - start[1]) * step / count,
            )
            for step in range(1, count + 1)
        ]
    return found
