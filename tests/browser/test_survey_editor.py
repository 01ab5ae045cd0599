"""A survey from nothing in the editor, by keyboard alone; then the same page with mouse and on a phone."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.base.database import db, transaction
from app.processes.queries import process_by_slug
from app.questions.content import Questionnaire
from app.questions.editor.edits import question_in
from app.questions.queries import content_of, newest_published, questionnaire_by_key
from tests.browser.keys import choose, press, reach, write
from tests.browser.looking import axe, fits
from tests.browser.served import ServedApp
from tests.participants.factories import make_process
from tests.staff import PASSWORD, give_role, make_user

EMAIL = "koordination@stadt.example"
PROCESS = "/verwaltung/verfahren/zeig-dein-viertel"


@pytest.fixture(scope="module", autouse=True)
def _staff(live_server: ServedApp) -> None:
    def make() -> None:
        with transaction():
            process_id = make_process().id
        give_role(process_id, make_user(EMAIL), "coordinator")

    live_server.do(make)


@pytest.fixture
def office(desktop: BrowserContext) -> Page:
    page = desktop.new_page()
    page.goto("/anmelden")
    write(page, "E-Mail", EMAIL)
    write(page, "Passwort", PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    return page


def published(server: ServedApp) -> Questionnaire:
    def read() -> Questionnaire:
        db.session.rollback()
        kept = questionnaire_by_key(process_by_slug("zeig-dein-viertel").id, "jugend")
        version = newest_published(kept.id)
        assert version is not None
        return content_of(version)

    return server.do(read)


def looked(page: Page) -> None:
    fits(page)
    axe(page)
    if folder := os.environ.get("STREIFZUG_LOOK"):
        page.screenshot(path=Path(folder) / f"editor-{time.monotonic():.0f}.png", full_page=True)


def follow(page: Page, name: str) -> None:
    """Go to a link or button, use it and wait for the page it leads to."""
    reach(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def add(page: Page, to: str, kind: str, button: str = "Frage hinzufügen") -> None:
    """Choose a kind by its first letters and press the button behind it."""
    reach(page, to, kind="select-one")
    page.keyboard.type(kind, delay=20)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text(button)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Frage bearbeiten", level=1)).to_be_visible()


def test_a_survey_from_nothing_by_keyboard_alone(office: Page, live_server: ServedApp) -> None:
    page = office
    page.goto(f"{PROCESS}/umfrage/neu")
    write(page, "^Titel", "Jugendbefragung")
    write(page, "^Kurzadresse", "jugend")
    choose(page, "eere")
    follow(page, "^Umfrage anlegen")
    follow(page, "^Fassung 1 bearbeiten")
    looked(page)

    follow(page, "^Titel, Einleitung und Sprachen ändern")
    write(page, "^Titel", "Dein Viertel")
    press(page, "^Englisch", key="Space")
    looked(page)
    follow(page, "^Speichern")

    follow(page, "^Seite hinzufügen")
    write(page, "^Überschrift", "Über dich")
    looked(page)
    follow(page, "^Speichern")

    add(page, "^Neue Frage auf Seite 1", "Eine")
    write(page, "^Frage", "Bist du gern hier?")
    write(page, "^Mehrere Antworten auf einmal", "Ja")
    page.keyboard.press("Enter")
    page.keyboard.type("Nein")
    follow(page, "^Speichern und hier bleiben")
    expect(page.frame_locator("iframe").get_by_role("radio", name="Nein")).to_be_visible()
    looked(page)
    follow(page, "^Speichern$")

    add(page, "^Neue Frage auf Seite 1", "Langer")
    write(page, "^Frage", "Was fehlt dir?")
    reach(page, "^Frage", kind="select-one")
    page.keyboard.type("Bist du", delay=20)
    write(page, "^Antwort", "Nein")
    follow(page, "^Speichern$")
    expect(page.get_by_text("Nur wenn: »Bist du gern hier?« ist »Nein«")).to_be_visible()

    follow(page, "^Nach oben: Was fehlt dir")
    expect(page.locator("[data-part] h4").first).to_contain_text("Was fehlt dir?")
    expect(page.get_by_text("noch nicht beantwortet ist")).to_be_visible()
    follow(page, "^Nach unten: Was fehlt dir")
    expect(page.get_by_text("noch nicht beantwortet ist")).to_have_count(0)

    follow(page, "^Verdoppeln: Bist du gern hier")
    expect(page.locator("[data-part]")).to_have_count(3)
    press(page, "^Entfernen: Bist du gern hier")
    follow(page, "^Ja, entfernen: Bist du gern hier")
    expect(page.locator("[data-part]")).to_have_count(2)

    follow(page, "^Englisch")
    looked(page)
    write(page, "^Dein Viertel", "Your quarter")
    follow(page, "^Speichern")
    expect(page.get_by_text("Texte fehlen")).to_be_visible()

    page.goto(f"{PROCESS}/umfrage/jugend")
    follow(page, "^Fassung 1 veröffentlichen")
    expect(page.get_by_text("Veröffentlicht. Diese Fassung ändert sich nicht mehr.")).to_be_visible()
    content = published(live_server)
    assert content.title == {"de": "Dein Viertel", "en": "Your quarter"}
    assert [choice.key for choice in question_in(content, "bist_du_gern_hier").choices] == ["ja", "nein"]
    assert question_in(content, "was_fehlt_dir").relevant == ["=", ["answer", "bist_du_gern_hier"], "nein"]
