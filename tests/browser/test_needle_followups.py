"""Follow-ups of the editor on the needle page: shown by the kind of pin, said when missing, changed and taken back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from app.base.database import db
from app.contributions.own import own
from app.maps.queries import campaign_of
from app.participants.models import Participant
from tests.browser.conftest import ContextMaker
from tests.browser.looking import axe, fits, screenshot
from tests.browser.served import ServedApp
from tests.browser.test_phone_journey import join
from tests.maps.factories import make_open_map
from tests.maps.test_followups import BENCH, SCALE, STORY, WISHES, ask


@pytest.fixture(scope="module")
def code(live_server: ServedApp) -> str:
    return live_server.do(open_map)


def open_map() -> str:
    made = make_open_map()
    campaign = campaign_of(UUID(made["activity"]))
    assert campaign
    ask(campaign, BENCH, WISHES, SCALE, STORY)
    return made["typed"]


def pins(server: ServedApp) -> list[dict[str, Any]]:
    """What the newest participant has on the server, pins first."""

    def found() -> list[dict[str, Any]]:
        person = db.session.scalars(select(Participant.id).order_by(Participant.id.desc())).first()
        assert person
        return sorted((one.as_json() for one in own(person)), key=lambda one: str(one["kind"]))

    return server.do(found)


def saved(page: Page) -> None:
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator("[data-sheet]")).to_be_hidden()
    page.wait_for_function("() => !document.querySelector('[data-trouble]:not([hidden])')")


def test_follow_ups_come_with_the_kind_of_pin_and_are_checked_before_saving(
    phone: BrowserContext, live_server: ServedApp, code: str
) -> None:
    page = phone.new_page()
    join(page, code)
    page.get_by_role("radio", name="Chillen und Ruhe").check(force=True)
    page.get_by_role("button", name="Hier!").click()
    bench = page.get_by_role("group", name="Gibt es eine Bank?")
    wishes = page.get_by_role("group", name="Was fehlt?")
    expect(bench).to_be_visible()
    expect(wishes).to_be_hidden()
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("link", name="Bitte beantworte diese Frage.")).to_be_visible()
    axe(page)
    screenshot(page, "phone-followups")
    bench.get_by_role("radio", name="Nein").check(force=True)
    wishes.get_by_role("checkbox", name="Schatten").check(force=True)
    page.get_by_label("Was ist dort passiert?").fill("Ein Fest")
    page.get_by_role("radio", name="4").check(force=True)
    fits(page)
    axe(page)
    saved(page)
    expect(page.locator('[data-state="arrived"]')).to_have_count(1)
    mark, words = pins(live_server)
    answers = {"bench": "no", "wishes.shade": "1", "often": "4"}
    assert mark["attributes"] == {"question": "gern", "_version": "2", **answers}
    assert (words["text"], words["attributes"]["about"]) == ("Ein Fest", mark["id"])

    # Reopened it is all there; another kind is asked less, and what was said to it goes.
    page.get_by_role("button", name="Meine Nadeln").click()
    page.get_by_role("button", name="Ändern: Chillen und Ruhe").click()
    expect(bench.get_by_role("radio", name="Nein")).to_be_checked()
    expect(wishes.get_by_role("checkbox", name="Schatten")).to_be_checked()
    expect(page.get_by_label("Was ist dort passiert?")).to_have_value("Ein Fest")
    page.get_by_role("group", name="Was für ein Ort ist das?").get_by_label("Lieblingsort").check(force=True)
    expect(bench).to_be_hidden()
    page.get_by_label("Was ist dort passiert?").fill("")
    saved(page)
    expect(page.locator('[data-state="arrived"]')).to_have_count(1)
    page.reload()
    expect(page.locator('[data-state="arrived"]')).to_have_count(1)
    left = [one for one in pins(live_server) if one["state"] != "withdrawn"]
    assert [one["attributes"] for one in left] == [{"question": "gern", "_version": "2", "often": "4"}]
    assert left[0]["quality"] == "fav"


def test_without_a_script_what_an_answer_brings_up_is_asked_before_it_is_stored(
    new_context: ContextMaker, live_server: ServedApp, code: str
) -> None:
    page = new_context(java_script_enabled=False, viewport={"width": 390, "height": 844}).new_page()
    join(page, code, script=False)
    page.get_by_label("Chillen und Ruhe").check()
    page.get_by_label("Oder beschreibe den Ort").fill("Mauer am Markt")
    page.get_by_role("button", name="Ort abschicken").click()
    expect(page.get_by_text("Hier kommt noch etwas dazu.")).to_be_visible()
    page.get_by_role("button", name="Ort abschicken").click()
    expect(page.get_by_role("link", name="Bitte beantworte diese Frage.")).to_be_visible()
    page.get_by_role("group", name="Gibt es eine Bank?").get_by_label("Ja").check()
    page.get_by_label("Was ist dort passiert?").fill("Ein Fest")
    page.get_by_role("button", name="Ort abschicken").click()
    expect(page.get_by_text("Angekommen! Danke für diesen Ort.")).to_be_visible()
    mark, words = pins(live_server)
    assert (mark["attributes"]["bench"], words["text"]) == ("yes", "Ein Fest")
