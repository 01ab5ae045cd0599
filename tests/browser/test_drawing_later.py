"""Drawings that live on: a reload, no net, a change, a way from home, the smallest phone, another direction."""

from __future__ import annotations

import pytest
import shapely
from playwright.sync_api import BrowserContext, expect

from app.contributions.homes import open_ends
from tests.browser.conftest import SMALL_PHONE, ContextMaker
from tests.browser.fingers import Fingers, circle, line
from tests.browser.looking import axe, screenshot
from tests.browser.served import ServedApp
from tests.browser.sketching import begin, looked, middle, offer_drawing, save, stored


@pytest.fixture(scope="module")
def code(live_server: ServedApp) -> str:
    return offer_drawing(live_server)


def test_a_reload_keeps_the_drawing_and_its_steps(phone: BrowserContext, code: str) -> None:
    page = phone.new_page()
    begin(page, code)
    fingers = Fingers(page)
    x, y = middle(page)
    fingers.stroke(circle((x - 70, y - 60), 45))
    fingers.stroke(circle((x + 70, y - 60), 45))
    expect(page.locator("[data-pieces] li")).to_have_count(2)
    size = page.locator("[data-pieces-sum]").inner_text()
    page.reload()
    expect(page.locator("[data-pieces] li")).to_have_count(2)
    expect(page.locator("[data-pieces-sum]")).to_have_text(size)
    page.get_by_role("button", name="Rückgängig").click()
    expect(page.locator("[data-pieces] li")).to_have_count(1)
    # The next question and back: it is still there.
    page.get_by_role("button", name="Weiter", exact=True).click()
    expect(page.locator("[data-pieces] li")).to_have_count(0)
    page.get_by_role("button", name="Vorige Frage").click()
    expect(page.locator("[data-pieces] li")).to_have_count(1)


def test_drawn_offline_it_arrives_later_and_then_the_border_comes(
    phone: BrowserContext, live_server: ServedApp, code: str
) -> None:
    phone.watch.allow(r"ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to fetch")  # type: ignore[attr-defined]
    page = phone.new_page()
    begin(page, code)
    x, y = middle(page)
    Fingers(page).stroke(circle((x, y), 80))
    expect(page.locator("[data-pieces] li")).to_have_count(1)
    phone.set_offline(True)
    page.get_by_role("button", name="Fertig gezeichnet").click()
    save(page)
    expect(page.locator("[data-trouble]")).to_contain_text("Kein Netz")
    expect(page.locator('.needle-marker[data-state="local"]')).to_have_count(1)
    expect(page.locator("[data-reveal]")).to_be_hidden()
    axe(page)
    assert stored(live_server) == []
    phone.set_offline(False)
    expect(page.locator('.needle-marker[data-state="arrived"]')).to_have_count(1)
    expect(page.get_by_role("heading", name="So zieht die Planung die Grenze")).to_be_visible()
    assert len(stored(live_server)) == 1


def test_a_stored_drawing_is_changed(phone: BrowserContext, live_server: ServedApp, code: str) -> None:
    page = phone.new_page()
    begin(page, code)
    x, y = middle(page)
    Fingers(page).stroke(circle((x, y), 80))
    page.get_by_role("button", name="Fertig gezeichnet").click()
    page.get_by_label("Wie nennst du dein Viertel?").fill("Erst so")
    save(page)
    page.get_by_role("button", name="Nichts sagen").click()
    (before,) = stored(live_server)
    page.wait_for_timeout(600)  # the map comes to rest
    page.locator(".needle-marker").click()
    looked(page)
    page.get_by_role("button", name="Zeichnung ändern").click()
    expect(page.locator("[data-pieces] li")).to_have_count(1)
    x, y = middle(page)
    page.get_by_role("button", name="Radieren").click()
    Fingers(page).stroke(line((x, y - 240), (x, y + 240), count=60))
    expect(page.locator("[data-pieces] li")).to_have_count(2)
    page.get_by_role("button", name="Fertig gezeichnet").click()
    expect(page.get_by_label("Wie nennst du dein Viertel?")).to_have_value("Erst so")
    save(page)
    expect(page.locator('.needle-marker[data-state="arrived"]')).to_have_count(1)
    page.wait_for_function("() => document.querySelector('[data-count]').textContent === '1'")
    (after,) = stored(live_server)
    assert after["id"] == before["id"]
    assert after["geometry"]["type"] == "MultiPolygon"


def test_a_way_from_home_leaves_the_home_on_the_phone(
    phone: BrowserContext, live_server: ServedApp, code: str
) -> None:
    page = phone.new_page()
    sent: list[str] = []
    page.on(
        "request", lambda request: sent.append(request.post_data or "") if request.method == "PUT" else None
    )
    begin(page, code, question=2)
    fingers, (x, y) = Fingers(page), middle(page)
    fingers.stroke(line((x - 150, y + 150), (x - 20, y), (x + 150, y - 150)))
    expect(page.locator("[data-pieces-sum]")).to_contain_text("zu Fuß")
    looked(page)
    page.get_by_role("button", name="Fertig gezeichnet").click()
    page.get_by_role("radio", name="mit dem Rad").check(force=True)
    page.get_by_role("radio", name="Manchmal").check(force=True)
    page.get_by_role("radio", name="Am Anfang").check(force=True)
    page.get_by_label("Wo ist es schwierig?").fill("An der Kreuzung")
    looked(page)
    screenshot(page, "phone-way")
    save(page)
    expect(page.locator("[data-status]")).to_contain_text("Zu deinem Schutz")
    expect(page.locator('.needle-marker[data-state="arrived"]')).to_have_count(1)
    (way,) = stored(live_server)
    shape = shapely.geometry.shape(way["geometry"])
    assert (way["kind"], way["quality"], way["precision"]) == ("mark", "way", "approximate")
    assert way["attributes"] == {
        "question": "wege",
        "travel_mode": "bike",
        "alone_allowed": "sometimes",
        "home_end": "start",
        "_version": "1",
    }
    assert "start" not in open_ends(shape)
    assert "end" in open_ends(shape)
    assert len(sent) == 1, "the way with its home was never sent"
    fingers.stroke(line((x - 100, y), (x + 100, y)))
    expect(page.locator("[data-pieces] li")).to_have_count(1)


def test_the_smallest_phone_draws_too(new_context: ContextMaker, code: str) -> None:
    page = new_context(**SMALL_PHONE).new_page()
    begin(page, code)
    for name in ("Finger", "Punkte", "Radieren", "Rückgängig", "Wiederholen", "Weiter", "Näher ran"):
        expect(page.get_by_role("button", name=name, exact=True)).to_be_in_viewport(ratio=1)
    Fingers(page).stroke(circle(middle(page), 55))
    looked(page)
    page.get_by_role("button", name="Fertig gezeichnet").click()
    expect(page.get_by_role("button", name="Speichern")).to_be_in_viewport(ratio=1)
    looked(page)
    save(page)
    expect(page.get_by_role("heading", name="So zieht die Planung die Grenze")).to_be_visible()
    expect(page.get_by_role("button", name="Abschicken")).to_be_in_viewport(ratio=1)
    looked(page)


def test_drawing_on_an_arabic_page(new_context: ContextMaker, code: str) -> None:
    page = new_context(**SMALL_PHONE).new_page()
    begin(page, code)
    page.goto(page.url.split("?")[0] + "?sprache=ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator(".needle__map--draw")).to_be_visible()
    Fingers(page).stroke(circle(middle(page), 50))
    expect(page.locator("[data-pieces] li")).to_have_count(1)
    looked(page)
    page.locator("[data-place]").click()
    looked(page)
