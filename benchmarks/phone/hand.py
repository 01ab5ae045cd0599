"""A hand on the phone: it taps, writes and draws as soon as the page shows what it looks for, and counts its taps."""

from __future__ import annotations

import re
import time
from contextlib import suppress

from playwright.sync_api import Error, Locator, Page, TimeoutError

from tests.browser.fingers import Fingers, Place, circle

PAUSE = 0.4
"""Seconds before every touch and after every word. No hand is quicker, and uMap loses a name saved within 0.3 s."""
_PATIENCE = 1500
_ATTEMPTS = 20
"""A tap that shows nothing for so many milliseconds is repeated, as people do, but not for ever."""


class Hand:
    """Counts touches and seconds from the moment the address is opened."""

    def __init__(self, page: Page, address: str) -> None:
        self._page = page
        self.taps = 0
        self._begin = time.monotonic()
        page.goto(address, wait_until="commit")

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._begin

    def until_accepted(self, button: Locator, accepted: str) -> float:
        """Tap until the page shows that it took the tap; milliseconds since the page was asked for."""
        button.wait_for()
        for _attempt in range(_ATTEMPTS):
            with suppress(Error):  # the tap before was taken in this moment, and the button is gone
                button.tap(force=True)
                self.taps += 1
            try:
                done = self._page.wait_for_function(
                    f"() => ({accepted}) && performance.now()", timeout=_PATIENCE
                )
            except TimeoutError:
                continue
            return float(done.json_value())
        raise RuntimeError(f"{_ATTEMPTS} taps were not accepted: {accepted}")

    def tap(self, target: Locator) -> None:
        target.wait_for()
        time.sleep(PAUSE)
        self.taps += 1
        target.tap(force=True)

    def tap_at(self, place: Place) -> None:
        time.sleep(PAUSE)
        self.taps += 1
        self._page.touchscreen.tap(*place)

    def write(self, words: str) -> None:
        """Into the field that has the focus; nothing is written where nobody could."""
        self._page.wait_for_function("() => document.activeElement.matches('input, textarea')")
        self._page.keyboard.type(words)
        time.sleep(PAUSE)

    def draw(self, middle: Place, radius: float) -> None:
        """One stroke around a middle, in about a second."""
        time.sleep(PAUSE)
        self.taps += 1
        fingers, places = Fingers(self._page), circle(middle, radius)
        fingers.down(places[0])
        for place in places[1:]:
            fingers.move(place)
            time.sleep(0.02)
        fingers.up()

    def save(self, button: Locator, method: str, address: str) -> None:
        """Tap and wait for the server's word that it has it; `address` is a pattern."""
        with self._page.expect_response(
            lambda response: response.request.method == method and bool(re.search(address, response.url))
        ) as answer:
            self.tap(button)
        if not answer.value.ok:
            raise RuntimeError(f"{answer.value.url}: {answer.value.status}")


def middle_of(target: Locator) -> Place:
    box = target.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
