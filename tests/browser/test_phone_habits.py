"""What thumbs do on a phone: back button, two quick taps, leaving in the middle; and everybody's places together."""

from __future__ import annotations

import json
import random
import shutil

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.looking import axe, fits, screenshot
from tests.browser.served import ServedApp
from tests.browser.test_phone_journey import BASE_MAP, join, place_here, said_by_everybody
from tests.maps.factories import make_open_map

KEPT_TEXTS = """() => new Promise(done => {
  const asked = indexedDB.open("streifzug");
  asked.onsuccess = () => {
    const all = asked.result.transaction("outbox").objectStore("outbox").getAll();
    all.onsuccess = () => { asked.result.close(); done(all.result.map(one => one.text)); };
  };
})"""


@pytest.fixture(scope="module")
def code(live_server: ServedApp) -> str:
    folder = live_server.app.config["SETTINGS"].data
    shutil.copy(BASE_MAP / "ellerbrueck.pmtiles", folder / "karte.pmtiles")
    return live_server.do(make_open_map)["typed"]


def test_the_back_button_closes_first_and_goes_back_then(phone: BrowserContext, code: str) -> None:
    page = phone.new_page()
    join(page, code)
    progress, sheet, held = (page.locator(f"[data-{name}]") for name in ("progress", "sheet", "list"))
    page.get_by_role("button", name="Hier!").tap()
    page.get_by_label("Warum?").fill("Das soll bleiben")
    page.go_back()
    expect(sheet).to_be_hidden()
    expect(progress).to_have_text("Frage 1 von 5")
    page.get_by_role("button", name="Hier!").click()
    expect(sheet).to_be_visible()
    expect(page.get_by_label("Warum?")).to_have_value("Das soll bleiben")
    page.get_by_role("button", name="Speichern").tap()
    expect(sheet).to_be_hidden()
    for number in (2, 3):
        page.get_by_role("button", name="Weiter", exact=True).click()
        expect(progress).to_have_text(f"Frage {number} von 5")
    page.get_by_role("button", name="Meine Nadeln").tap()
    expect(held).to_be_visible()
    page.go_back()
    expect(held).to_be_hidden()
    expect(progress).to_have_text("Frage 3 von 5")
    page.go_back()
    expect(progress).to_have_text("Frage 2 von 5")
    page.go_forward()
    expect(progress).to_have_text("Frage 3 von 5")


def test_two_quick_taps_are_one(phone: BrowserContext, live_server: ServedApp, code: str) -> None:
    page = phone.new_page()
    join(page, code)
    page.get_by_role("button", name="Hier!").tap()
    page.get_by_label("Warum?").fill("nur einmal")
    box = page.get_by_role("button", name="Speichern").bounding_box()
    assert box is not None
    for _ in range(2):
        page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator('[data-state="arrived"]')).to_have_count(1)
    expect(page.locator("[data-sheet]")).to_be_hidden()
    expect(page.locator("[data-progress]")).to_have_text("Frage 1 von 5")
    assert said_by_everybody(live_server)[-1] == ["nur einmal"]


def test_what_was_typed_survives_a_reload(phone: BrowserContext, code: str) -> None:
    page = phone.new_page()
    join(page, code)
    page.get_by_role("button", name="Hier!").tap()
    page.get_by_label("Warum?").fill("mitten im Satz")
    for _ in range(50):
        if "mitten im Satz" in page.evaluate(KEPT_TEXTS):
            break
        page.wait_for_timeout(100)
    page.reload()
    expect(page.get_by_label("Warum?")).to_have_value("mitten im Satz")
    page.get_by_role("button", name="Abbrechen").tap()
    expect(page.locator("[data-sheet]")).to_be_hidden()


def test_fertig_waits_for_what_is_still_on_its_way(phone: BrowserContext, code: str) -> None:
    page = phone.new_page()
    join(page, code)
    held: list[Route] = []
    page.route("**/api/submissions/*", lambda route: held.append(route))
    place_here(page, "kommt noch an")
    for _ in range(4):
        page.get_by_role("button", name="Weiter", exact=True).click()
    page.get_by_role("button", name="Fertig").click()
    expect(page.locator("[data-status]")).to_have_text("wird gesendet")
    held[0].continue_()
    expect(page.get_by_text("Du hast uns 1 Ort gezeigt.")).to_be_visible()


def thousand_places() -> str:
    chance = random.Random(226)
    kinds = ("fav", "meet", "way", "missing")
    return json.dumps(
        [
            {
                "lon": 9.30 + chance.uniform(-0.03, 0.03),
                "lat": 52.70 + chance.uniform(-0.02, 0.02),
                "quality": chance.choice(kinds),
                "text": f"Ort Nummer {number}",
                "month": "2026-03",
            }
            for number in range(1200)
        ]
    )


def others_shown(page: Page, code: str) -> None:
    page.route(
        "**/andere.json",
        lambda route: route.fulfill(body=thousand_places(), content_type="application/json"),
    )
    join(page, code)
    place_here(page, "mein Ort")
    expect(page.locator('[data-state="arrived"]')).to_have_count(1)
    page.goto(page.url.split("?")[0] + "/fertig")
    expect(page.locator("#others")).to_be_visible()


def test_many_places_of_others_are_signs_from_afar_and_needles_from_near(
    phone: BrowserContext, code: str
) -> None:
    page = phone.new_page()
    others_shown(page, code)
    expect(page.get_by_text("1.200 Orte von anderen")).to_be_visible()
    expect(page.locator("canvas.others-signs")).to_have_count(1)
    needles = page.locator(".needle-pin--other")
    expect(needles).to_have_count(0)
    expect(page.locator(".needle-pin--arrived")).to_have_count(1)
    axe(page)
    fits(page)
    screenshot(page, "phone-others")
    page.locator(".others-map").scroll_into_view_if_needed()
    for _ in range(8):
        if needles.count():
            break
        page.get_by_role("button", name="Näher ran").tap()
        page.wait_for_timeout(500)
    assert 0 < needles.count() <= 120
    axe(page)
    page.get_by_role("button", name="Näher ran").focus()
    page.locator(".others-map .leaflet-marker-icon[role=button]").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup-content")).to_contain_text("Ort Nummer")
    expect(page.locator(".leaflet-popup")).to_have_css("opacity", "1")
    axe(page)
    screenshot(page, "phone-others-near")
