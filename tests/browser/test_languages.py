"""The whole way of a young person in the languages that only their pages speak, on the smallest phone."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask_babel import force_locale, gettext
from playwright.sync_api import BrowserContext, Page, expect

from app.base.i18n import locale_of
from app.config import LANGUAGES, PARTICIPANT_LANGUAGES
from tests.browser.conftest import SMALL_PHONE, ContextMaker
from tests.browser.looking import axe, fits
from tests.browser.served import ServedApp
from tests.faults.forked import FULL
from tests.maps.factories import make_open_map

BASE_MAP = Path(__file__).resolve().parents[2] / "app/demo/data"
NAMES = {
    "de-simple": "Leichte Sprache",
    "tr": "Türkçe",
    "ar": "العربية",
    "uk": "Українська",
    "ru": "Русский",
    "pl": "Polski",
    "fr": "Français",
}
EXAMINED = {"ar", "uk"}
"""One language from right to left and one with long words are looked at with axe too."""

STICKS_OUT = """() => [...document.querySelectorAll('body *')].filter((element) => {
  if (element.closest('.leaflet-container, .visually-hidden, .skip-link, svg')) return false;
  if (!element.checkVisibility()) return false;
  const box = element.getBoundingClientRect();
  const isOut = box.width > 1 && (box.left < -1 || box.right > innerWidth + 1);
  const isCut = element.matches('button, label, summary, a, h1, h2, .badge')
    && element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline';
  return isOut || isCut;
}).map((element) => `${element.tagName} ${element.className} ${element.textContent.trim().slice(0, 60)}`)"""


@pytest.fixture(scope="module")
def code(live_server: ServedApp) -> str:
    """The typed code of an open needle map, with the demo town's base map under it."""
    folder = live_server.app.config["SETTINGS"].data
    for name, target in (("ellerbrueck.pmtiles", "karte.pmtiles"), ("places.json", "places.json")):
        shutil.copy(BASE_MAP / name, folder / target)
    return live_server.do(make_open_map)["typed"]


def wording(server: ServedApp, language: str) -> Callable[[str], str]:
    """The words of a German text in this language."""

    def say(text: str) -> str:
        with server.app.test_request_context("/mitmachen"), force_locale(str(locale_of(language))):
            return gettext(text)

    return say


def look(page: Page, language: str, name: str) -> None:
    """In this language, in its direction, nothing wider than the screen or cut off, no barrier."""
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    fits(page)
    assert page.evaluate(STICKS_OUT) == [], f"{name} in {language}"
    if language in EXAMINED:
        axe(page)


def choose(page: Page, language: str) -> None:
    """By the menu in the header."""
    page.locator(".language-menu summary").click()
    links = page.locator(".language-menu a")
    expect(links).to_have_count(len(PARTICIPANT_LANGUAGES))
    assert page.evaluate(STICKS_OUT) == []
    assert all((box := link.bounding_box()) and box["height"] >= 44 for link in links.all())
    page.locator(".language-menu").get_by_role("link", name=NAMES[language], exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", language)


WALKED = PARTICIPANT_LANGUAGES[len(LANGUAGES) :] if FULL else ("de-simple", "ar", "uk")
"""Easy words, from right to left, the longest words; all others with STREIFZUG_FULL=1."""


@pytest.mark.parametrize("language", WALKED)
def test_joining_marking_and_own_contributions(
    new_context: ContextMaker, live_server: ServedApp, code: str, language: str
) -> None:
    page = new_context(**SMALL_PHONE).new_page()
    say = wording(live_server, language)
    page.goto("/")
    choose(page, language)
    look(page, language, "home")
    for path in ("/datenschutz", "/barrierefreiheit", "/impressum", "/weiter", "/gibt-es-nicht"):
        if path == "/gibt-es-nicht":
            page.context.watch.allow("404")  # type: ignore[attr-defined]
        page.goto(path)
        look(page, language, path)

    page.goto("/mitmachen")
    look(page, language, "join")
    page.get_by_role("button", name=say("Weiter"), exact=True).click()
    look(page, language, "join-error")
    page.locator("#code").fill(code.lower())
    page.get_by_role("button", name=say("Weiter"), exact=True).click()
    look(page, language, "about")
    page.get_by_role("radio", name="12–13").check()
    page.get_by_role("button", name=say("Los geht’s")).click()
    look(page, language, "receipt")
    page.get_by_role("button", name=say("Hab ich, weiter")).click()

    expect(page.locator("#needle")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text(say("Wo bist du gern? Wo triffst du andere?"))
    look(page, language, "map")
    page.get_by_role("button", name=say("Hier!")).click()
    page.get_by_label(say("Warum?")).fill("Nach der Schule")
    page.wait_for_timeout(300)
    look(page, language, "sheet")
    page.get_by_role("button", name=say("Speichern")).click()
    expect(page.locator('[data-state="arrived"]')).to_have_count(1)
    page.get_by_role("button", name=say("Meine Nadeln")).click()
    look(page, language, "list")
    page.get_by_role("button", name=say("Liste schließen")).click()
    for _ in range(4):
        page.get_by_role("button", name=say("Weiter"), exact=True).click()
        look(page, language, "question")
    page.get_by_role("button", name=say("Fertig"), exact=True).click()
    expect(page.locator(".thanks")).to_be_visible()
    look(page, language, "done")

    page.goto("/mein")
    look(page, language, "own")
    page.get_by_role("link", name=say("Ändern"), exact=True).click()
    look(page, language, "change")
    page.locator("#text").fill("Abends")
    page.get_by_role("button", name=say("Speichern")).click()
    expect(page.get_by_text("Abends")).to_be_visible()
    look(page, language, "own-changed")
    page.get_by_role("link", name=say("Zurücknehmen"), exact=True).click()
    look(page, language, "take-back")
    page.get_by_role("button", name=say("Zurücknehmen")).click()
    look(page, language, "own-empty")
    page.goto("/mein/alles-loeschen")
    look(page, language, "erase")


def test_the_menu_of_languages_needs_no_script(new_context: ContextMaker) -> None:
    context: BrowserContext = new_context(**SMALL_PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto("/mitmachen")
    page.locator(".language-menu summary").click()
    page.get_by_role("link", name="العربية").click()
    assert page.locator("html").get_attribute("dir") == "rtl"


def test_arrows_of_the_map_point_where_they_lead_in_arabic(
    new_context: ContextMaker, live_server: ServedApp, code: str
) -> None:
    page = new_context(**SMALL_PHONE).new_page()
    say = wording(live_server, "ar")
    page.goto("/mitmachen?sprache=ar")
    page.locator("#code").fill(code)
    page.get_by_role("button", name=say("Weiter"), exact=True).click()
    page.get_by_role("radio", name="12–13").check()
    page.get_by_role("button", name=say("Los geht’s")).click()
    page.get_by_role("button", name=say("Hab ich, weiter")).click()
    expect(page.locator("#needle")).to_be_visible()
    onward = page.locator("[data-next]").bounding_box()
    place = page.locator("[data-place]").bounding_box()
    assert onward
    assert place
    assert onward["x"] < place["x"], "onward is to the left"
    flipped = page.locator("[data-next] .icon").evaluate("icon => getComputedStyle(icon).transform")
    assert flipped.startswith("matrix(-1")
    cross = page.locator("[data-cross]").bounding_box()
    stage = page.locator("[data-map]").bounding_box()
    assert cross
    assert stage
    assert cross["x"] + cross["width"] / 2 == pytest.approx(stage["x"] + stage["width"] / 2, abs=1)

    page.get_by_role("button", name=say("Hier!")).click()
    draft = page.locator(".needle-pin--draft")
    expect(draft).to_be_visible()
    page.wait_for_timeout(300)
    before = draft.bounding_box()
    left, right = (page.get_by_role("button", name=say(name)) for name in ("nach links", "nach rechts"))
    boxes = left.bounding_box(), right.bounding_box()
    assert boxes[0]
    assert boxes[1]
    assert boxes[0]["x"] < boxes[1]["x"], "left stands on the left"
    left.click()
    after = draft.bounding_box()
    assert before
    assert after
    assert after["x"] < before["x"]
