"""R61: ten tasks of people who take part by keyboard alone; axe at the end of each, and what the server has then."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import shapely
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import capturing, drawing_sheets, sketching
from tests.browser.keys import choose, press, reach, write
from tests.browser.looking import axe
from tests.browser.served import ServedApp
from tests.maps.subjective.factories import make_open_sheet
from tests.photos import as_file, jpeg, noisy


@pytest.fixture(scope="module")
def codes(live_server: ServedApp) -> Iterator[dict[str, str]]:
    """Typed codes of a map for needles, one for drawings, and a white sheet."""
    yield {
        "needles": capturing.serve_map(live_server, "tasten"),
        "drawings": sketching.offer_drawing(live_server),
        "sheet": live_server.do(make_open_sheet)["typed"],
    }
    capturing.settle(live_server)


def join(page: Page, code: str) -> None:
    page.goto("/mitmachen")
    write(page, "Welcher Code", code)
    page.keyboard.press("Enter")
    page.wait_for_url("**/mitmachen/angaben")
    choose(page, "16–17")
    press(page, "^Los geht’s")
    page.wait_for_url("**/mitmachen/beleg")
    axe(page)
    press(page, "^Hab ich, weiter")


def said(server: ServedApp) -> list[dict[str, Any]]:
    return sketching.stored(server)


def at_the_map(page: Page) -> None:
    reach(page, "^Karte", kind="div")


def test_join_set_a_pin_edit_it_withdraw_it_and_see_what_became_of_it(
    desktop: BrowserContext, live_server: ServedApp, codes: dict[str, str]
) -> None:
    page = desktop.new_page()

    # 1. Join by code.
    join(page, codes["needles"])
    expect(page.locator("#needle")).to_be_visible()
    axe(page)

    # 2. Set a pin and send it.
    at_the_map(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet-title")).to_be_focused()
    write(page, "Warum", "Nur mit Tasten")
    press(page, "^Speichern")
    expect(page.locator('[data-state="arrived"]')).to_have_count(1)
    assert [one["text"] for one in said(live_server)] == ["Nur mit Tasten"]
    axe(page)

    # 3. Edit it.
    press(page, "Meine Nadeln")
    press(page, "^Ändern: ")
    write(page, "Warum", "Anders gesagt")
    press(page, "^Speichern")
    expect(page.locator("[data-sheet]")).to_be_hidden()
    expect(page.locator('.needle-marker[data-state="arrived"]')).to_have_count(1)
    page.wait_for_function("() => !document.querySelector('.needle-marker:not([data-state=arrived])')")
    axe(page)

    # 4. Photo with a description, at a second pin.
    at_the_map(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    press(page, "^Foto dazu")
    reach(page, "Foto auswählen", kind="file")
    with page.expect_file_chooser() as chosen:
        page.keyboard.press("Space")
    chosen.value.set_files(as_file(jpeg(noisy(600, 400))))  # type: ignore[arg-type]
    expect(page.get_by_role("heading", name="Dein Foto")).to_be_visible()
    choose(page, "^Nein")
    write(page, "Was sieht man", "Die Bank am Teich")
    press(page, "Ich habe das Foto selbst gemacht", key="Space")
    axe(page)
    press(page, "^Foto nehmen")
    press(page, "^Speichern")
    expect(page.locator('.needle-marker[data-state="arrived"]')).to_have_count(2)
    axe(page)

    # 5. Speak, and the other way round: write instead.
    at_the_map(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    press(page, "^Sprechen statt schreiben")
    press(page, "Ich nehme meine Stimme auf", key="Space")
    press(page, "^Aufnahme starten")
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"0:0[1-9] / 3:00"))
    press(page, "^Fertig gesprochen")
    expect(page.get_by_role("status").filter(has_text="Aufgenommen")).to_be_visible()
    axe(page)
    press(page, "^Aufnahme nehmen")
    write(page, "Warum", "Und so steht es da")
    press(page, "^Speichern")
    expect(page.locator('.needle-marker[data-state="arrived"]')).to_have_count(3)
    axe(page)

    # 6. Withdraw a pin.
    press(page, "Meine Nadeln")
    press(page, "^Löschen: .*Anders gesagt")
    expect(page.locator("[data-marks] li")).to_have_count(2)
    axe(page)
    press(page, "^Liste schließen")
    page.wait_for_function("() => document.querySelector('.phone-state').dataset.phoneState === 'clear'")
    assert [one["text"] for one in said(live_server)] == ["", "Und so steht es da"]
    capturing.settle(live_server)
    files = capturing.sent(live_server)
    assert [(one.kind, one.state) for one in files] == [("photo", "in_review"), ("audio", "in_review")]
    assert files[0].text == "Die Bank am Teich"

    # 7. See "Was wurde daraus?".
    page.goto("/mein")
    press(page, "^Was ist damit passiert")
    expect(page.get_by_text("Bald liest es jemand vom Team.").first).to_be_visible()
    press(page, "^Was wurde daraus")
    expect(page.get_by_role("heading", level=1)).to_have_text("Was wurde daraus?")
    axe(page)


def test_draw_the_own_neighbourhood_and_a_way_without_dragging(
    desktop: BrowserContext, live_server: ServedApp, codes: dict[str, str]
) -> None:
    page = desktop.new_page()
    join(page, codes["drawings"])
    expect(page.locator(".needle__map--draw")).to_be_visible()

    # 8. My neighbourhood.
    corners(page, *(["ArrowRight"] * 3, ["ArrowDown"] * 3, ["ArrowLeft"] * 3))
    page.keyboard.press("f")
    expect(page.locator("[data-pieces]")).to_contain_text("Fläche 1")
    press(page, "^Fertig gezeichnet")
    write(page, "Wie nennst du dein Viertel", "Mit Tasten")
    choose(page, "^Ja")
    axe(page)
    press(page, "^Speichern")
    expect(page.get_by_role("heading", name="So zieht die Planung die Grenze")).to_be_visible()
    axe(page)
    press(page, "^Nichts sagen")
    expect(page.locator("[data-sheet]")).to_be_hidden()

    # 9. A way.
    press(page, "^Weiter$")
    expect(page.get_by_text("Frage 2 von 3")).to_be_visible()
    corners(page, ["ArrowRight"] * 3, ["ArrowDown"] * 2)
    press(page, "^Strecke beenden")
    press(page, "^Fertig gezeichnet")
    choose(page, "^mit dem Rad")
    axe(page)
    press(page, "^Speichern")
    expect(page.locator("[data-sheet]")).to_be_hidden()
    page.wait_for_function("() => document.querySelector('.phone-state').dataset.phoneState === 'clear'")
    axe(page)
    quarter, way = said(live_server)
    assert (quarter["title"], quarter["attributes"]["home_inside"]) == ("Mit Tasten", "yes")
    assert shapely.geometry.shape(quarter["geometry"]).geom_type == "Polygon"
    assert shapely.geometry.shape(way["geometry"]).geom_type == "LineString"
    assert way["attributes"]["travel_mode"] == "bike"


def corners(page: Page, *ways: list[str]) -> None:
    """A point here, and one after each way of the map under the cross."""
    at_the_map(page)
    page.keyboard.press("Enter")
    for number, keys in enumerate(ways):
        for key in keys:
            page.keyboard.press(key)
            page.wait_for_timeout(350)  # the map glides
        page.keyboard.press("Enter")
        expect(page.locator("[data-status]")).to_contain_text(f"Punkt {number + 2} gesetzt")


def test_a_stamp_and_a_word_on_the_white_sheet(
    desktop: BrowserContext, live_server: ServedApp, codes: dict[str, str]
) -> None:
    page = desktop.new_page()
    join(page, codes["sheet"])
    expect(page.locator("#sheet")).to_be_visible()

    # 10. A subjective map: place a stamp and a word.
    press(page, "^Hier zeichnen")
    press(page, "^Mit Kreuz und Pfeilen")
    press(page, "^Stempel$")
    press(page, "^Baum$", key="Space")
    press(page, "^Hier$")
    write(page, "heißt", "Linde")
    page.keyboard.press("Enter")
    expect(page.get_by_role("application")).to_be_focused()
    press(page, "^Text$")
    write(page, "Wort|Text", "Skatepark")
    press(page, "^Hier$")
    drawing_sheets.shows(page, ["Text: Skatepark", "Baum: Linde"])
    axe(page)
