"""A survey in the browser: set up, read and tried by staff, answers taken back on a small phone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.looking import axe, fits
from tests.browser.served import ServedApp
from tests.staff import PASSWORD, give_role, make_user
from tests.surveys.factories import make_survey

EMAIL = "koordination@stadt.example"
STAFF = "/verwaltung/verfahren/zeig-dein-viertel/umfrage"


@pytest.fixture(scope="module")
def asked(live_server: ServedApp) -> dict[str, str]:
    def make() -> dict[str, str]:
        found = make_survey(closing="Im Herbst hörst du von uns.")
        give_role(found.process_id, make_user(EMAIL), "coordinator")
        return {"session": found.session_token}

    made: dict[str, str] = live_server.do(make)
    return made


def look(page: Page, name: str) -> None:
    axe(page)
    fits(page)
    if folder := os.environ.get("STREIFZUG_LOOK"):
        page.screenshot(path=Path(folder) / f"survey-{name}.png", full_page=True)


def test_answers_are_read_and_taken_back_on_a_small_phone(
    live_server: ServedApp, asked: dict[str, str], small_phone: BrowserContext
) -> None:
    name: Any = live_server.app.config["PARTICIPANT_COOKIE_NAME"]
    small_phone.add_cookies([{"name": name, "value": asked["session"], "url": live_server.url}])
    page = small_phone.new_page()
    page.goto("/verfahren/zeig-dein-viertel/umfrage/umfrage")
    page.get_by_role("link", name="Los geht’s").click()
    page.get_by_label("Wie lange brauchst du?").fill("15")
    for _ in range(3):
        page.get_by_role("button", name="Weiter").or_(page.get_by_role("button", name="Zum Ansehen")).click()
    page.get_by_role("button", name="Abschicken").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Deine Antworten sind angekommen.")
    look(page, "thanks")
    page.get_by_role("link", name="Meine Antworten ansehen").click()
    page.get_by_role("link", name="Zurücknehmen", exact=True).click()
    look(page, "take-back")
    page.get_by_role("button", name="Zurücknehmen", exact=True).click()
    expect(page.get_by_text("Deine Antworten sind gelöscht.")).to_be_visible()


@pytest.mark.parametrize("kind", ["small_phone", "desktop"])
def test_staff_pages_of_a_survey(request: pytest.FixtureRequest, asked: dict[str, str], kind: str) -> None:
    page = request.getfixturevalue(kind).new_page()
    page.goto("/anmelden")
    page.get_by_label("E-Mail-Adresse").fill(EMAIL)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Verfahren")
    for path in ("neu", "umfrage", "umfrage/fassung/1", "umfrage/fassung/1/ausprobieren"):
        page.goto(f"{STAFF}/{path}")
        look(page, f"{path.replace('/', '-')}-{kind}")
