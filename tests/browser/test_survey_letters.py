"""A sample by letter in the browser: staff make codes and take the file, somebody comes in by one on a small phone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.looking import axe, fits, targets
from tests.browser.served import ServedApp
from tests.staff import PASSWORD, give_role, make_user
from tests.surveys.factories import make_survey

EMAIL = "stichprobe@stadt.example"
SLUG = "mit-brief"
OFFICE = f"/verwaltung/verfahren/{SLUG}/umfrage/umfrage"


@pytest.fixture(scope="module")
def asked(live_server: ServedApp) -> None:
    def make() -> None:
        found = make_survey(slug=SLUG, modes=["open", "sample"])
        give_role(found.process_id, make_user(EMAIL), "coordinator")

    live_server.do(make)


def look(page: Page, name: str) -> None:
    axe(page)
    fits(page)
    if folder := os.environ.get("STREIFZUG_LOOK"):
        page.screenshot(path=Path(folder) / f"letters-{name}.png", full_page=True)


def test_letters_from_the_office_to_a_phone(
    live_server: ServedApp, asked: None, desktop: BrowserContext, small_phone: BrowserContext
) -> None:
    office = desktop.new_page()
    office.goto("/anmelden")
    office.get_by_label("E-Mail-Adresse").fill(EMAIL)
    office.get_by_label("Passwort").fill(PASSWORD)
    office.get_by_role("button", name="Anmelden", exact=True).click()
    office.goto(OFFICE)
    office.get_by_role("link", name="Stichprobe mit Briefen").click()
    look(office, "empty")
    office.get_by_label("Zahl der Briefe").fill("3")
    office.get_by_label("Gruppe").fill("Lindenhof, 14–17")
    office.get_by_role("button", name="Codes erzeugen").click()
    expect(office.get_by_role("heading", level=1)).to_have_text("Codes der Stichprobe")
    look(office, "codes")
    code = office.locator(".cards__code").first.inner_text()
    with office.expect_download() as waiting:
        office.get_by_role("button", name="Datei für den Serienbrief").click()
    assert code in Path(waiting.value.path()).read_text("utf-8-sig")

    phone = small_phone.new_page()
    phone.goto(f"/verfahren/{SLUG}/umfrage/umfrage/brief")
    look(phone, "letter")
    targets(phone)
    phone.get_by_label("Welcher Code").fill("AAAA AAAA AAAA")
    phone.get_by_role("button", name="Weiter").click()
    expect(phone.get_by_text("Dieser Code passt nicht.").first).to_be_visible()
    look(phone, "wrong")
    phone.get_by_label("Welcher Code").fill(code)
    phone.get_by_role("button", name="Weiter").click()
    look(phone, "about")
    phone.get_by_role("radio", name="14–15").check(force=True)
    phone.get_by_role("button", name="Los geht’s").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Beleg")

    office.goto(f"{OFFICE}/stichprobe")
    expect(office.get_by_role("row", name="Lindenhof").get_by_role("cell").nth(2)).to_have_text("1")
    look(office, "used")
