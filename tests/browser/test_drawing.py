"""Drawing on a phone: one finger draws, two move the map; corners, rubber, undo, keys; the border only afterwards."""

from __future__ import annotations

import pytest
import shapely
from playwright.sync_api import BrowserContext, expect

from tests.browser.fingers import Fingers, circle, line
from tests.browser.looking import screenshot
from tests.browser.served import ServedApp
from tests.browser.sketching import INK, begin, looked, middle, offer_drawing, pieces, save, stored, where


@pytest.fixture(scope="module")
def code(live_server: ServedApp) -> str:
    return offer_drawing(live_server)


def test_one_stroke_is_a_quarter_and_the_border_comes_afterwards(
    phone: BrowserContext, live_server: ServedApp, code: str
) -> None:
    page = phone.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    begin(page, code)
    looked(page)
    fingers, before = Fingers(page), where(page)
    x, y = middle(page)
    fingers.down((x + 90, y))
    for place in circle((x, y), 90)[1:]:
        fingers.move(place)
    expect(page.locator(".loupe")).to_be_visible()
    screenshot(page, "phone-drawing")
    fingers.up()
    expect(page.locator(".loupe")).to_be_hidden()
    expect(page.locator("[data-pieces-sum]")).to_contain_text("Fußballfelder")
    assert where(page) == before, "one finger draws, the map stays"
    looked(page)
    assert not [url for url in asked if "/grenze/" in url], "no border before the drawing"
    page.get_by_role("button", name="Fertig gezeichnet").click()
    page.get_by_label("Wie nennst du dein Viertel?").fill("Altstadt-Kiez")
    page.get_by_role("radio", name="Ja").check(force=True)
    page.get_by_label("Warum ist das dein Viertel?").fill("Da wohne ich, da kenne ich alle")
    looked(page)
    save(page)
    expect(page.get_by_role("heading", name="So zieht die Planung die Grenze")).to_be_visible()
    expect(page.locator("[data-reveal-areas]")).to_contain_text("Hafen")
    looked(page)
    screenshot(page, "phone-border")
    page.get_by_label("Die Grenze müsste woanders sein").check(force=True)
    page.get_by_label("Was müsste anders sein?").fill("Der Park gehört noch dazu")
    page.get_by_role("button", name="Abschicken").click()
    expect(page.get_by_text("Das ist gezeichnet.")).to_be_visible()
    page.wait_for_function("() => !document.querySelector('[data-trouble]:not([hidden])')")
    page.get_by_role("button", name="Meine Nadeln").click()
    expect(page.locator("[data-marks] li")).to_have_count(1)
    looked(page)
    page.get_by_role("button", name="Mit der Planung vergleichen").click()
    expect(page.get_by_label("Was müsste anders sein?")).to_have_value("Der Park gehört noch dazu")

    drawing, comment = stored(live_server)
    assert (drawing["kind"], drawing["title"], drawing["attributes"]["home_inside"]) == (
        "felt_area",
        "Altstadt-Kiez",
        "yes",
    )
    shape = shapely.geometry.shape(drawing["geometry"])
    assert shape.geom_type == "Polygon"
    assert 8 < shapely.get_num_coordinates(shape) < 500
    assert comment["kind"] == "online_comment"
    assert comment["text"] == "Der Park gehört noch dazu"
    assert comment["attributes"] == {
        "question": "viertel",
        "about": drawing["id"],
        "border_area": "SR02",
        "border_elsewhere": "yes",
    }


def test_two_fingers_zoom_and_leave_no_stray_piece(phone: BrowserContext, code: str) -> None:
    page = phone.new_page()
    begin(page, code)
    fingers = Fingers(page)
    x, y = middle(page)
    fingers.stroke(circle((x, y - 40), 60))
    expect(page.locator("[data-pieces] li")).to_have_count(1)
    was = page.locator("[data-pieces-sum]").inner_text()
    before = page.locator(INK).first.bounding_box()
    fingers.pinch((x, y), 60, 220)
    page.wait_for_function(
        "([ink, width]) => document.querySelector(ink).getBoundingClientRect().width > width * 1.5",
        arg=[INK, before["width"] if before else 0],
    )
    assert pieces(page) == 1
    assert page.locator("[data-pieces-sum]").inner_text() == was
    # A finger that was really drawing when the second came down: what it drew waits, and is gone on with.
    page.get_by_role("button", name="Rückgängig").click()
    expect(page.locator("[data-pieces] li")).to_have_count(0)
    half = circle((x + 70, y + 90), 40, turns=0.6)
    fingers.down(half[0])
    for place in half[1:]:
        fingers.move(place)
        page.wait_for_timeout(20)
    fingers.down(half[-1], (x - 60, y - 60))
    fingers.up()
    expect(page.locator("[data-pieces] li")).to_have_count(1)
    expect(page.locator("[data-pieces]")).to_contain_text("Angefangen")
    fingers.stroke(circle((x + 70, y + 90), 40, turns=0.95)[22:])
    expect(page.locator("[data-pieces]")).not_to_contain_text("Angefangen")
    expect(page.locator("[data-pieces] li")).to_have_count(1)


def test_several_pieces_undo_redo_and_the_rubber(phone: BrowserContext, code: str) -> None:
    page = phone.new_page()
    begin(page, code)
    fingers = Fingers(page)
    x, y = middle(page)
    fingers.stroke(circle((x - 80, y - 60), 50))
    fingers.stroke(circle((x + 80, y - 60), 50))
    expect(page.locator("[data-pieces] li")).to_have_count(2)
    undo, redo = (page.get_by_role("button", name=name) for name in ("Rückgängig", "Wiederholen"))
    undo.click()
    expect(page.locator("[data-pieces] li")).to_have_count(1)
    redo.click()
    expect(page.locator("[data-pieces] li")).to_have_count(2)
    # A tap with the rubber takes a whole piece, a stroke takes a part: here it cuts one in two.
    page.get_by_role("button", name="Radieren").click()
    fingers.stroke([(x + 80, y - 60)])
    expect(page.locator("[data-pieces] li")).to_have_count(1)
    fingers.stroke(line((x - 80, y - 130), (x - 80, y + 10), count=30))
    expect(page.locator("[data-pieces] li")).to_have_count(2)
    undo.click()
    expect(page.locator("[data-pieces] li")).to_have_count(1)
    undo.click()
    expect(page.locator("[data-pieces] li")).to_have_count(2)
    # Undo survives the sheet.
    page.get_by_role("button", name="Fertig gezeichnet").click()
    page.get_by_label("Wie nennst du dein Viertel?").fill("Zwei Stücke")
    page.get_by_role("button", name="Zurück", exact=True).click()
    undo.click()
    expect(page.locator("[data-pieces] li")).to_have_count(1)
    redo.click()
    page.locator("[data-pieces-fold] summary").click()
    looked(page)
    page.get_by_role("button", name="Löschen: Fläche 2").click()
    expect(page.locator("[data-pieces] li")).to_have_count(1)
    page.get_by_role("button", name="Fertig gezeichnet").click()
    expect(page.get_by_label("Wie nennst du dein Viertel?")).to_have_value("Zwei Stücke")


def test_a_line_that_crosses_itself_is_mended_and_said(
    phone: BrowserContext, live_server: ServedApp, code: str
) -> None:
    page = phone.new_page()
    begin(page, code)
    x, y = middle(page)
    Fingers(page).stroke(line((x - 80, y - 80), (x + 80, y + 80), (x + 80, y - 80), (x - 80, y + 80)))
    expect(page.locator("[data-status]")).to_contain_text("Die Linien kreuzen sich.")
    expect(page.locator("[data-pieces] li")).to_have_count(2)
    page.get_by_role("button", name="Fertig gezeichnet").click()
    save(page)
    expect(page.get_by_role("heading", name="So zieht die Planung die Grenze")).to_be_visible()
    page.get_by_role("button", name="Nichts sagen").click()
    (drawing,) = stored(live_server)
    shape = shapely.geometry.shape(drawing["geometry"])
    assert shape.geom_type == "MultiPolygon"
    assert shape.is_valid


def test_corners_by_button_and_tap(phone: BrowserContext, code: str) -> None:
    page = phone.new_page()
    begin(page, code)
    page.get_by_role("button", name="Punkte").click()
    expect(page.locator("[data-cross]")).to_be_visible()
    page.get_by_role("button", name="Punkt setzen").click()
    x, y = middle(page)
    fingers = Fingers(page)
    fingers.stroke([(x + 90, y)])
    expect(page.locator("[data-pieces]")).to_contain_text("Angefangen, 2 Punkte")
    looked(page)
    fingers.stroke(line((x, y), (x + 60, y - 80)))  # in this mode a finger moves the map
    page.get_by_role("button", name="Punkt setzen").click()
    page.get_by_role("button", name="Fläche schließen").click()
    expect(page.locator("[data-pieces]")).to_contain_text("Fläche 1")
    looked(page)
    page.get_by_role("button", name="Fertig gezeichnet").click()
    expect(page.get_by_label("Wie nennst du dein Viertel?")).to_be_visible()


def test_a_quarter_by_keys_alone(desktop: BrowserContext, live_server: ServedApp, code: str) -> None:
    page = desktop.new_page()
    begin(page, code)
    area = page.locator("[data-map]")
    area.focus()
    assert (area.get_attribute("aria-label") or "").startswith("Karte zum Zeichnen.")
    page.keyboard.press("Enter")
    expect(page.locator("[data-status]")).to_contain_text("Punkt 1 gesetzt")
    for keys in (["ArrowRight"] * 3, ["ArrowDown"] * 3, ["ArrowLeft"] * 3):
        for key in keys:
            page.keyboard.press(key)
            page.wait_for_timeout(350)
        page.keyboard.press("Enter")
    expect(page.locator("[data-status]")).to_contain_text("Punkt 4 gesetzt")
    page.keyboard.press("Backspace")
    expect(page.locator("[data-status]")).to_contain_text("Punkt weggenommen")
    page.keyboard.press("Enter")
    page.keyboard.press("f")
    expect(page.locator("[data-pieces]")).to_contain_text("Fläche 1")
    page.keyboard.press("Control+z")
    expect(page.locator("[data-pieces]")).to_contain_text("Angefangen, 4 Punkte")
    page.keyboard.press("Control+y")
    looked(page)
    page.keyboard.press("e")
    page.keyboard.press("Tab")
    page.keyboard.type("Mit Tasten")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="So zieht die Planung die Grenze")).to_be_visible()
    page.keyboard.press("Escape")
    (drawing,) = stored(live_server)
    assert drawing["title"] == "Mit Tasten"
    assert shapely.geometry.shape(drawing["geometry"]).geom_type == "Polygon"
