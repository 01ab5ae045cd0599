"""Results of a survey on a screen and a phone, for the statistics office and for everybody, looked at by axe."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.base.database import transaction
from app.indicators import releases
from app.participants.services import join_direct
from tests.browser.looking import axe, fits
from tests.browser.served import ServedApp
from tests.indicators.conftest import SET, VINTAGE, Town, add_squares
from tests.indicators.surveys.answering import answer, answered_survey
from tests.staff import PASSWORD, give_role, make_process, make_user

SHEET = "/verwaltung/verfahren/stadt/umfragen/mein-viertel/ergebnisse"
DATA = "/verwaltung/verfahren/stadt/umfragen/mein-viertel/daten"
TOLD = "/verfahren/stadt/ergebnisse/umfragen"


def _answered() -> UUID:
    with transaction():
        add_squares(SET, VINTAGE, {f"A{i}": (8.99 + i / 100, 52, 9 + i / 100, 52.01) for i in range(1, 5)})
    town = Town(make_process("stadt", area_set_names=[SET]))
    for email, role in ((town.planner, "statistics"), (town.dpo, "dpo")):
        town.users[email] = make_user(email)
        give_role(town.process_id, town.users[email], role)
    activity = answered_survey(town, way="sample")
    answer(town, activity.id, "A1", 12, {"bus": "ja"})
    with transaction():
        releases.freeze(process_id=town.process_id, approvals=town.approvals)
        join_direct(process_id=town.process_id)
    return town.process_id


@pytest.fixture(scope="module", autouse=True)
def _town(live_server: ServedApp) -> None:
    live_server.do(_answered)


@pytest.fixture(params=["small_phone", "desktop"])
def screen(request: pytest.FixtureRequest) -> BrowserContext:
    return request.getfixturevalue(request.param)


def _look(page: Page, name: str) -> None:
    axe(page)
    fits(page)
    if folder := os.environ.get("STREIFZUG_LOOK"):
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


def _sign_in(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/verwaltung")
    page.get_by_label("E-Mail-Adresse").fill("planung@example.org")
    page.get_by_label("Passwort").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Anmelden").click()
    expect(page.get_by_role("heading", level=1, name="Verfahren")).to_be_visible()
    return page


def test_the_office_reads_divides_and_takes_a_file(screen: BrowserContext) -> None:
    page = _sign_in(screen)
    page.goto(SHEET)
    expect(page.get_by_role("heading", name="Fährst du Bus?")).to_be_visible()
    _look(page, "survey-sheet")
    page.get_by_label("Aufteilen").select_option("raum")
    page.get_by_role("button", name="Anzeigen").click()
    expect(page.get_by_role("region", name="Fährst du Bus?, nach Raum")).to_be_visible()
    _look(page, "survey-sheet-areas")
    page.get_by_role("link", name="Daten herunterladen").click()
    _look(page, "survey-data")
    page.get_by_label("SPSS-Datei").check()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Herunterladen").click()
    assert taken.value.suggested_filename == "stadt_mein-viertel_daten.sav"


@pytest.mark.parametrize("language", ["de", "ar"])
def test_everybody_reads_what_was_said(screen: BrowserContext, language: str) -> None:
    page = screen.new_page()
    page.goto(f"{TOLD}?sprache={language}")
    expect(page.locator(".question")).not_to_have_count(0)
    _look(page, f"survey-told-{language}")
