"""A sheet of paper typed in without a mouse: numbers and Enter, what is wrong at its field, on to the next sheet."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.base.database import transaction
from app.surveys.paper.services import print_sheets
from tests.browser.looking import axe, fits
from tests.browser.served import ServedApp
from tests.staff import PASSWORD, give_role, make_user
from tests.surveys.factories import make_survey

EMAIL = "erfassung@stadt.example"
OFFICE = "/verwaltung/verfahren/papier-von-hand/umfrage/umfrage/papier"


@pytest.fixture(scope="module")
def printed(live_server: ServedApp) -> None:
    def make() -> None:
        asked = make_survey(slug="papier-von-hand", modes=["paper"])
        give_role(asked.process_id, make_user(EMAIL), "recorder")
        with transaction():
            print_sheets(survey=asked.survey, copies=2, language="de")

    live_server.do(make)


def keys(page: Page, *typed: str) -> None:
    for text in typed:
        page.keyboard.type(text)
        page.keyboard.press("Enter")


def focused(page: Page) -> str:
    name: str = page.evaluate("document.activeElement.name || document.activeElement.type")
    return name


def test_a_sheet_is_typed_in_with_numbers_and_enter(
    live_server: ServedApp, printed: None, desktop: BrowserContext
) -> None:
    page = desktop.new_page()
    page.goto("/anmelden")
    page.get_by_label("E-Mail-Adresse").fill(EMAIL)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.goto(OFFICE)
    axe(page)
    fits(page)
    page.get_by_label("Nummer des Bogens").focus()
    keys(page, "1")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bogen 1")
    axe(page)
    expect(page.locator("[name=_age]")).to_be_focused()
    keys(page, "4", "1", "9")
    assert focused(page) == "school.other"
    while focused(page) != "submit":
        page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Bitte prüfen")).to_be_visible()
    axe(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[name=school]")).to_be_focused()
    expect(page.locator("[name=_age]")).to_have_value("4")
    page.keyboard.press("Control+A")
    keys(page, "1")
    while focused(page) != "submit":
        page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Bogen 1 ist eingetragen.")).to_be_visible()
    expect(page.get_by_label("Nummer des Bogens")).to_be_focused()
    expect(page.get_by_label("Nummer des Bogens")).to_have_value("2")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bogen 2")
