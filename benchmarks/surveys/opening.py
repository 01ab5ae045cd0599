"""A cheap phone opens the survey: when its first question can be read, when the first answer is taken.

The hand taps what is painted, and again when nothing happens. In Streifzug one more tap is needed, "Los geht's",
because the first page says what it is about; whoever taps before the script is there gets the server's page instead.
An answer is taken when the page says so: ours writes that it lies on the phone (on the server's page it is checked),
Enketo's widget marks the label.
"""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Browser, StorageState

from app.demo.process import SLUG, SURVEY
from benchmarks.phone.hand import Hand
from benchmarks.phone.watching import Phone

OURS = f"/verfahren/{SLUG}/umfrage/{SURVEY}"
FORM = "survey"
"""Name of Enketo's form of the same questionnaire."""
_PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
_BEGIN = "[data-begin]"
_FIRST = "input[type=radio][name='place_use.park']"
_KEPT = (
    "document.querySelector('[data-kept]') ? document.querySelector('[data-kept]').textContent"
    f' : document.querySelector("{_FIRST}:checked")'
)
_THEIR_FIRST = "label:not(.itemset-template) > input[type=radio][name$='/place_use_park']"
_THEIR_KEPT = "document.querySelector('label[data-checked]')"


@dataclass
class Opening:
    """Seconds since the address was opened, and touches."""

    painted: float
    readable: float
    accepted: float
    taps: int
    by_script: bool = True
    """False where the tap came before the script, so that the server's page asked."""


def our_opening(browser: Browser, url: str, cookies: StorageState) -> Opening:
    with Phone(browser, url, cookies=cookies) as phone:
        hand = Hand(phone.page, OURS)
        painted = _painted(phone)
        hand.until_accepted(phone.page.locator(_BEGIN), _seen(_FIRST))
        return _first_answer(phone, hand, painted, (_FIRST, _KEPT))


def their_opening(browser: Browser, url: str) -> Opening:
    with Phone(browser, url) as phone:
        hand = Hand(phone.page, f"/{FORM}")
        painted = _painted(phone)
        phone.page.wait_for_function(f"() => {_seen(_THEIR_FIRST)}")
        return _first_answer(phone, hand, painted, (_THEIR_FIRST, _THEIR_KEPT))


def _painted(phone: Phone) -> float:
    return float(phone.page.wait_for_function(_PAINTED).json_value()) / 1000


def _seen(first: str) -> str:
    return f'document.querySelector("{first}")?.checkVisibility()'


def _first_answer(phone: Phone, hand: Hand, painted: float, first: tuple[str, str]) -> Opening:
    readable = hand.seconds
    hand.until_accepted(phone.page.locator(first[0]).first, first[1])
    by_script = "seite=" not in phone.page.url
    return Opening(painted, readable, hand.seconds, hand.taps, by_script)
