"""The ways that are compared, in Streifzug and in uMap: a saved pin with words, a neighbourhood that was drawn."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

from playwright.sync_api import Browser, StorageState

from app.demo.process import CAMPAIGN, CODE, DRAWING_CAMPAIGN, SLUG
from benchmarks.phone.hand import PAUSE, Hand, middle_of
from benchmarks.phone.watching import Phone

MAP = f"/verfahren/{SLUG}/karte/{CAMPAIGN}"
DRAWING_MAP = f"/verfahren/{SLUG}/karte/{DRAWING_CAMPAIGN}"
UMAP = "/en/map/new/"
_BAND = "14–15"
_PUT = ("PUT", "/api/submissions/")
_POST = ("POST", "/datalayer/create/")
_SHEET = "!document.querySelector('[data-sheet]').hidden"
_CLOSER = (
    "document.querySelector('[data-status]').textContent"
    " === JSON.parse(document.querySelector('#needle').dataset.config).words.zoomIn"
)
_TOOL_ON = "document.querySelector('[data-ref=marker] button').classList.contains('on')"


@dataclass
class Way:
    """Touches and seconds from opening an address to the server's word."""

    taps: int
    seconds: float


@dataclass
class Opened:
    """A map page with its first pin: milliseconds since it was asked for, and the way to the pin."""

    fcp: float
    lcp: float
    blocked: float
    cls: float
    accepted: float
    inp: float
    pin: Way


def joined(browser: Browser, url: str, band: str = _BAND) -> StorageState:
    """Cookies of somebody who typed the code, not measured."""
    with Phone(browser, url, is_slow=False) as phone:
        page = phone.page
        page.goto("/mitmachen")
        page.get_by_label("Welcher Code").fill(CODE)
        page.get_by_role("button", name="Weiter").click()
        page.get_by_role("radio", name=band).check(force=True)
        page.get_by_role("button", name="Los geht’s").click()
        page.get_by_role("button", name="Hab ich, weiter").wait_for()
        return phone.context.storage_state()


def opened(phone: Phone, hand: Hand, accepted: float) -> Opened:
    seen = phone.seen()
    return Opened(
        fcp=seen["fcp"],
        lcp=seen["lcp"],
        blocked=sum(over for start, over in seen["blocked"] if start < accepted),
        cls=seen["cls"],
        accepted=accepted,
        inp=seen["slowest"],
        pin=Way(hand.taps, hand.seconds),
    )


def opened_sheet(phone: Phone, hand: Hand) -> float:
    """From the map to the sheet of a pin. Far out the first tap only goes closer: it was accepted, another sets it."""
    place = phone.page.locator("[data-place]")
    accepted = hand.until_accepted(place, f"{_SHEET} || {_CLOSER}")
    if phone.page.locator("[data-sheet]").is_hidden():
        time.sleep(PAUSE)
        hand.until_accepted(place, _SHEET)
    return accepted


def _set_our_pin(phone: Phone, hand: Hand) -> float:
    page = phone.page
    accepted = opened_sheet(phone, hand)
    hand.tap(page.locator("#why"))
    hand.write("Lieblingsort")
    hand.save(page.locator("[data-save]"), *_PUT)
    return accepted


def our_pin(browser: Browser, url: str, cookies: StorageState) -> Opened:
    with Phone(browser, url, cookies=cookies) as phone:
        hand = Hand(phone.page, MAP)
        return opened(phone, hand, _set_our_pin(phone, hand))


def our_pin_from_poster(browser: Browser, url: str, token: str) -> Way:
    """From the QR address of a poster over age and receipt to the saved pin."""
    with Phone(browser, url) as phone:
        page = phone.page
        hand = Hand(page, f"/m/{token}")
        hand.tap(page.get_by_role("button", name="Mitmachen"))
        hand.tap(page.get_by_role("radio", name=_BAND))
        hand.tap(page.get_by_role("button", name="Los geht’s"))
        hand.tap(page.get_by_role("button", name="Hab ich, weiter"))
        _set_our_pin(phone, hand)
        return Way(hand.taps, hand.seconds)


def our_area(browser: Browser, url: str, cookies: StorageState) -> Way:
    with Phone(browser, url, cookies=cookies) as phone:
        page = phone.page
        hand = Hand(page, DRAWING_MAP)
        page.locator(".needle__map--draw").wait_for()
        hand.draw(middle_of(page.locator("[data-map]")), 90)
        hand.tap(page.get_by_role("button", name="Fertig gezeichnet"))
        hand.tap(page.locator("#quarter-name"))
        hand.write("Mein Viertel")
        hand.save(page.locator("[data-save]"), *_PUT)
        return Way(hand.taps, hand.seconds)


def umap_pin(browser: Browser, url: str) -> Opened:
    with Phone(browser, url) as phone:
        page = phone.page
        hand = Hand(page, UMAP)
        accepted = hand.until_accepted(page.locator("[data-ref=marker] button"), _TOOL_ON)
        hand.tap_at((170, 400))
        page.locator("input[name=name]:focus").wait_for()
        hand.write("Lieblingsort")
        hand.save(page.locator("button[data-ref=save]"), *_POST)
        return opened(phone, hand, accepted)


def umap_area(browser: Browser, url: str) -> Way:
    """Six corners by taps, the last one twice to end; it cannot be drawn by a finger."""
    with Phone(browser, url) as phone:
        page = phone.page
        hand = Hand(page, UMAP)
        hand.until_accepted(page.locator("[data-ref=polygon] button"), _TOOL_ON.replace("marker", "polygon"))
        corners = [
            (180 + 90 * math.cos(turn * math.pi / 3), 350 + 90 * math.sin(turn * math.pi / 3))
            for turn in range(6)
        ]
        for corner in (*corners, corners[-1]):
            hand.tap_at(corner)
        page.locator("input[name=name]:focus").wait_for()
        hand.write("Mein Viertel")
        hand.save(page.locator("button[data-ref=save]"), *_POST)
        return Way(hand.taps, hand.seconds)
