"""A served survey, and a person's hands on its page."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from app.questions.content import Questionnaire
from tests.browser.served import ServedApp
from tests.surveys.factories import Asked, make_survey
from tests.surveys.twenty import TWENTY

ROOT = Path(__file__).resolve().parents[2]
BASE_MAP = ROOT / "app/demo/data"


def served_survey(server: ServedApp, slug: str, content: Questionnaire = TWENTY, **values: Any) -> Asked:
    """An open survey with the demo town's base map, and somebody who takes part."""
    folder = server.app.config["SETTINGS"].data
    for name, target in (("ellerbrueck.pmtiles", "karte.pmtiles"), ("places.json", "places.json")):
        if not (folder / target).exists():
            shutil.copy(BASE_MAP / name, folder / target)
    asked: Asked = server.do(make_survey, content, slug=slug, **values)
    return asked


def address(asked: Asked) -> str:
    return f"/verfahren/{asked.slug}/umfrage/umfrage"


def sign_in(context: BrowserContext, server: ServedApp, asked: Asked) -> None:
    """The phone of the participant; joining has its own tests."""
    name = server.app.config["PARTICIPANT_COOKIE_NAME"]
    context.add_cookies([{"name": name, "value": asked.session_token, "url": server.url}])


def opened(page: Page, asked: Asked, language: str = "de") -> None:
    page.goto(f"{address(asked)}?sprache={language}")
    expect(page.locator("#survey[data-ready]")).to_have_count(1)


def begin(page: Page) -> None:
    page.locator("[data-begin]").click()
    expect(page.locator("[data-form]")).to_be_visible()


def fill(page: Page, name: str, value: str) -> None:
    page.locator(f'[name="{name}"]').fill(value)


def take(page: Page, name: str, value: str) -> None:
    page.locator(f'[name="{name}"][value="{value}"]').check()


def go_on(page: Page) -> None:
    page.locator("[data-next]").click()


def current(page: Page) -> str:
    """The key of the page that is shown; "" is the look over everything."""
    return str(page.locator("[data-step]:visible").get_attribute("data-step"))


def describe(page: Page, path: str, words: str) -> None:
    """A mark in words instead of on the map."""
    page.locator(f'[data-describe="{path}"]').click()
    page.keyboard.type(words)


HELD = """() => new Promise((settle) => {
  const asked = indexedDB.open("streifzug");
  asked.onsuccess = () => {
    const shelf = asked.result.transaction("outbox").objectStore("outbox").getAll();
    shelf.onsuccess = () => { asked.result.close(); settle(JSON.stringify(shelf.result)); };
  };
})"""
"""Everything this browser keeps, as text."""


def kept(page: Page, words: str) -> None:
    """Wait until the draft on the phone holds these words: it is written some moments after they were typed."""
    for _ in range(100):
        held = str(page.evaluate(HELD))
        if words in held:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{words!r} is not kept, only {held}")
