"""The same ways in Enketo: a form with a place and words, a form with a neighbourhood and its name."""

from __future__ import annotations

import math
import time

from playwright.sync_api import Browser, Geolocation, Locator

from benchmarks.phone.hand import Hand, middle_of
from benchmarks.phone.watching import Phone
from benchmarks.phone.ways import Opened, Way, opened

ENKETO = "/pin"
_AREA = "/area"
_SENT = ("POST", "/submission")
_HERE: Geolocation = {"latitude": 50.2, "longitude": 7.7}
_APART = 0.25
"""Seconds more before a corner: two taps within half a second are a double tap to its helper for dragging."""
_MAP_OPEN = "document.querySelector('.geopicker.full-screen .leaflet-map-pane')"


def _begun(phone: Phone, address: str) -> Hand:
    """Open a form; the phone tells where it is at once, for without that the map lies off Africa."""
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation(_HERE)
    return Hand(phone.page, address)


def _map(phone: Phone, hand: Hand) -> float:
    """On phones the map lies behind a button and then fills the page."""
    accepted = hand.until_accepted(phone.page.locator(".show-map-btn"), _MAP_OPEN)
    phone.page.locator(".leaflet-tile-loaded").first.wait_for(state="attached")
    return accepted


def _send(phone: Phone, hand: Hand, words: str) -> None:
    hand.tap(phone.page.locator(".hide-map-btn"))
    hand.tap(phone.page.locator("input[name$='/words']"))
    hand.write(words)
    hand.save(phone.page.locator("#submit"), *_SENT)


def _middle(canvas: Locator) -> tuple[float, float]:
    canvas.wait_for()
    return middle_of(canvas)


def enketo_pin(browser: Browser, url: str) -> Opened:
    with Phone(browser, url) as phone:
        hand = _begun(phone, ENKETO)
        accepted = _map(phone, hand)
        hand.tap_at(_middle(phone.page.locator(".map-canvas")))
        phone.page.locator(".enketo-geopoint-marker").wait_for()
        _send(phone, hand, "Lieblingsort")
        return opened(phone, hand, accepted)


def enketo_area(browser: Browser, url: str) -> Way:
    """Six corners by taps, the first of which moves to the middle, and a button to close; no finger can draw it."""
    with Phone(browser, url) as phone:
        page = phone.page
        hand = _begun(phone, _AREA)
        _map(phone, hand)
        x, y = _middle(page.locator(".map-canvas"))
        corners = page.locator(".leaflet-marker-pane > *")
        for turn in range(6):
            time.sleep(_APART)
            angle = math.pi / 2 + turn * math.pi / 3
            hand.tap_at((x + 90 * math.cos(angle), y - 90 + 90 * math.sin(angle)))
            corners.nth(turn).wait_for(state="attached")
        hand.tap(page.locator(".close-chain-btn"))
        corners.nth(6).wait_for(state="attached")
        _send(phone, hand, "Mein Viertel")
        return Way(hand.taps, hand.seconds)
