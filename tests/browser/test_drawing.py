"""Drawing on a phone: one finger draws, two move the map; corners, rubber, undo, keys; the border only afterwards."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import shapely
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from app.base.database import db
from app.contributions.own import own
from app.maps.homes import open_ends
from app.participants.models import Participant
from tests.browser.conftest import SMALL_PHONE, ContextMaker
from tests.browser.fingers import Fingers, Place, circle, line
from tests.browser.looking import axe, fits, screenshot
from tests.browser.served import ServedApp
from tests.maps.factories import make_drawing_map

ROOT = Path(__file__).resolve().parents[2]
BASE_MAP = ROOT / "app/demo/data"
INK = '.leaflet-overlay-pane path[stroke="#7a1f9c"]'


@pytest.fixture(scope="module")
def code(live_server: ServedApp) -> str:
    """The typed code of a map with drawing questions, with the demo town's base map under it."""
    folder = live_server.app.config["SETTINGS"].data
    for name, target in (("ellerbrueck.pmtiles", "karte.pmtiles"), ("places.json", "places.json")):
        shutil.copy(BASE_MAP / name, folder / target)
    return live_server.do(make_drawing_map)["typed"]


def begin(page: Page, code: str, *, question: int = 1, band: str = "12–13") -> None:
    """From the slip of paper to a drawing question."""
    page.goto("/mitmachen")
    page.get_by_label("Welcher Code").fill(code)
    page.get_by_role("button", name="Weiter").click()
    page.get_by_role("radio", name=band).check()
    page.get_by_role("button", name="Los geht’s").click()
    page.get_by_role("button", name="Hab ich, weiter").click()
    expect(page.locator("#needle")).to_be_visible()
    for _ in range(question - 1):
        page.get_by_role("button", name="Weiter", exact=True).click()
    expect(page.locator("[data-tool=finger]")).to_be_visible()
    expect(page.locator(".needle__map--draw")).to_be_visible()


def middle(page: Page) -> Place:
    box = page.locator("[data-map]").bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def where(page: Page) -> str:
    """What moves when the map moves."""
    found: str = page.locator(".leaflet-map-pane").evaluate("pane => pane.style.transform")
    return found


def pieces(page: Page) -> int:
    return page.locator("[data-pieces] li").count()


def stored(server: ServedApp) -> list[dict[str, Any]]:
    """All that the last person said, oldest first."""

    def read() -> list[dict[str, Any]]:
        person = db.session.scalars(select(Participant.id).order_by(Participant.id.desc())).first()
        assert person
        return [found.as_json() for found in reversed(own(person)) if found.state != "withdrawn"]

    return server.do(read)


def looked(page: Page) -> None:
    axe(page)
    fits(page)


def save(page: Page) -> None:
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator("[data-sheet]")).to_be_hidden()


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
    fingers.pinch((x, y), 240, 60)
    page.wait_for_timeout(400)
    half = circle((x + 70, y + 90), 40, turns=0.6)
    fingers.down(half[0])
    for place in half[1:]:
        fingers.move(place)
        page.wait_for_timeout(20)
    fingers.down(half[-1], (x - 60, y - 60))
    fingers.up()
    expect(page.locator("[data-pieces] li")).to_have_count(2)
    expect(page.locator("[data-pieces]")).to_contain_text("Angefangen")
    fingers.stroke(circle((x + 70, y + 90), 40, turns=0.95)[22:])
    expect(page.locator("[data-pieces]")).not_to_contain_text("Angefangen")
    expect(page.locator("[data-pieces] li")).to_have_count(2)


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
