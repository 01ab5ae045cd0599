"""A questionnaire tried by staff, beside the editor and as a whole: it asks like a phone and keeps nothing."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Frame, Page, Request, expect

from app.base.database import transaction
from app.questions.services import new_version
from tests.browser.looking import axe, fits
from tests.browser.served import ServedApp
from tests.browser.surveying import served_survey
from tests.staff import PASSWORD, give_role, make_user
from tests.surveys.factories import Asked
from tests.surveys.recorded import count_sittings

EMAIL = "koordination@stadt.example"
STORED = """async () => {
  const held = [...Object.values(localStorage), ...Object.values(sessionStorage)];
  for (const { name } of await indexedDB.databases()) {
    const base = await new Promise((settle) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => settle(asked.result);
    });
    for (const shelf of base.objectStoreNames) {
      const all = base.transaction(shelf).objectStore(shelf).getAll();
      held.push(JSON.stringify(await new Promise((settle) => { all.onsuccess = () => settle(all.result); })));
    }
    base.close();
  }
  return held.join();
}"""
"""All that this browser keeps of our pages, as text."""
SLUG = "zum-ausprobieren"


@pytest.fixture(scope="module")
def asked(live_server: ServedApp) -> Asked:
    found = served_survey(live_server, SLUG)

    def make() -> None:
        give_role(found.process_id, make_user(EMAIL), "coordinator")
        with transaction():
            new_version(questionnaire_id=found.questionnaire_id)

    live_server.do(make)
    return found


@pytest.fixture
def office(desktop: BrowserContext, asked: Asked) -> Page:
    page = desktop.new_page()
    page.goto("/anmelden")
    page.get_by_label("E-Mail-Adresse").fill(EMAIL)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Verfahren")
    return page


@pytest.fixture
def written(office: Page) -> list[Request]:
    """All that a page sends which is no mere reading."""
    sent: list[Request] = []
    office.on("request", lambda request: sent.append(request) if request.method != "GET" else None)
    return sent


def looked(page: Page, name: str) -> None:
    if folder := os.environ.get("STREIFZUG_LOOK"):
        page.screenshot(path=Path(folder) / f"trying-{name}.png", full_page=True)


def walked(page: Page | Frame) -> None:
    """All pages of the survey of twenty questions, with what is required."""
    page.locator("[data-begin]").click()
    page.locator('[name="name"]').fill("Geheim")
    page.locator("[data-next]").click()
    expect(page.locator('[data-error="school"]')).to_be_visible()
    page.locator('[name="age"]').fill("13")
    grade = page.locator('[data-path="grade"]')
    expect(grade).to_be_hidden()
    page.locator('[name="school"][value="igs"]').check()
    expect(grade).to_be_visible()
    page.locator("[data-next]").click()
    page.locator('[name="mood"][value="bad"]').check()
    expect(page.locator('[data-path="mood_why"] label')).to_contain_text("Warum nicht gut, Geheim?")
    page.locator("[data-next]").click()
    page.locator('[data-describe="spot"]').click()
    page.locator('[name="spot.1.place_text"]').fill("Am Teich")
    page.locator('[name="spot.1.choice"][value="fav"]').check()
    page.locator("[data-next]").click()
    page.locator("[data-next]").click()
    expect(page.get_by_text("Ort 1: Lieblingsort, Am Teich")).to_be_visible()
    page.locator("[data-send]").click()
    expect(page.get_by_text("Gespeichert ist nichts.")).to_be_visible()


def test_beside_the_editor(office: Page, asked: Asked, written: list[Request]) -> None:
    page = office
    outline = f"/verwaltung/verfahren/{SLUG}/fragebogen/umfrage"
    page.goto(outline)
    shown = page.frame_locator("iframe").locator("[data-walk][data-ready]")
    page.locator("iframe").scroll_into_view_if_needed()
    expect(shown).to_have_count(1)
    frame = page.frames[1]
    looked(page, "outline")
    walked(frame)
    assert "Geheim" not in frame.evaluate(STORED)
    assert not [one for one in written if "/anmelden" not in one.url]
    page.goto(f"{outline}/handy")
    page.locator("[data-begin]").click()
    axe(page)
    page.set_viewport_size({"width": 320, "height": 640})
    fits(page)

    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{outline}/frage/age")
    framed = page.frame_locator("iframe")
    expect(framed.get_by_label("Wie alt bist du?")).to_be_visible()
    page.get_by_role("textbox", name=re.compile("^Frage")).fill("Wie viele Jahre bist du alt?")
    expect(framed.get_by_label("Wie viele Jahre bist du alt?")).to_be_visible()
    framed.get_by_label("Wie viele Jahre bist du alt?").fill("viele")
    framed.get_by_role("button", name="Zum Ansehen").click()
    expect(framed.get_by_role("link", name="Bitte gib eine Zahl ein.")).to_be_visible()
    looked(page, "question")


def test_the_whole_survey_on_trial(
    office: Page, asked: Asked, live_server: ServedApp, written: list[Request]
) -> None:
    page = office
    page.goto(f"/verwaltung/verfahren/{SLUG}/umfrage/umfrage/fassung/2/ausprobieren")
    expect(page.locator("#survey[data-ready]")).to_have_count(1)
    axe(page)
    walked(page)
    axe(page)
    looked(page, "end")
    assert not [one for one in written if "/anmelden" not in one.url]
    assert "Geheim" not in page.evaluate(STORED)
    page.reload()
    expect(page.locator("[data-begin]")).to_be_visible()
    assert page.locator('[name="name"]').input_value() == ""
    assert live_server.do(count_sittings) == 0
