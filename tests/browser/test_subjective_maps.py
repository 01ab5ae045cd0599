"""Drawing one's own map: by finger, by keys alone, on paper, in words; kept over a reload and without a network."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from app.base.database import db
from app.contributions.media.models import Attachment
from app.contributions.own import own
from app.maps.subjective.drawing import checked
from app.participants.models import Participant
from tests.browser.conftest import ContextMaker
from tests.browser.looking import axe, fits, screenshot
from tests.browser.served import ServedApp
from tests.maps.subjective.factories import make_open_sheet

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def code(live_server: ServedApp) -> str:
    """The typed code of an open drawing activity, with the demo town's base map for its places."""
    folder = live_server.app.config["SETTINGS"].data
    for name, target in (("ellerbrueck.pmtiles", "karte.pmtiles"), ("places.json", "places.json")):
        shutil.copy(ROOT / "app/demo/data" / name, folder / target)
    return live_server.do(make_open_sheet)["typed"]


def join(page: Page, code: str, *, script: bool = True) -> None:
    page.goto("/mitmachen")
    page.get_by_label("Welcher Code").fill(code)
    page.get_by_role("button", name="Weiter").click()
    page.get_by_role("radio", name="16–17").check()
    page.get_by_role("button", name="Los geht’s").click()
    page.get_by_role("button", name="Hab ich, weiter").click()
    if script:
        expect(page.locator("#sheet")).to_be_visible()


def looked(page: Page) -> None:
    axe(page)
    fits(page)


def said(server: ServedApp) -> list[Any]:
    """What the newest participant has on the server."""

    def read() -> list[Any]:
        newest = db.session.scalars(select(Participant.id).order_by(Participant.created_at.desc())).first()
        return [(one.contribution.kind, one.as_json()) for one in own(newest)] if newest else []

    return server.do(read)


def kinds_of_files(server: ServedApp) -> list[tuple[str, str]]:
    """Kind and state of the newest participant's files."""
    ids = [one["id"] for _kind, one in said(server)]
    query = select(Attachment).order_by(Attachment.kind, Attachment.position)
    return server.do(
        lambda: [
            (one.kind, one.state) for one in db.session.scalars(query) if str(one.contribution_id) in ids
        ]
    )


def step(page: Page, name: str) -> None:
    page.get_by_role("button", name="Weiter", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def draw(page: Page, *places: tuple[float, float]) -> None:
    """A line by pointer through places of the stage, from 0 to 1."""
    box = page.locator(".sheet__stage").bounding_box()
    assert box is not None
    points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in places]
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*point, steps=5)
    page.mouse.up()


def tap(page: Page, x: float, y: float) -> None:
    box = page.locator(".sheet__stage").bounding_box()
    assert box is not None
    page.touchscreen.tap(box["x"] + x * box["width"], box["y"] + y * box["height"])


def take(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def call_it(page: Page, name: str) -> None:
    page.locator("#name").fill(name)
    take(page, "Übernehmen")


def objects(page: Page) -> list[str]:
    """The list beside the sheet, newest first."""
    page.get_by_role("button", name="Liste: was auf dem Blatt ist").click()
    names = page.locator(".sheet__objectname").all_text_contents()
    page.get_by_role("button", name="Liste schließen").click()
    return names


KEPT = """number => new Promise((settle) => {
  const asked = indexedDB.open("streifzug");
  asked.onsuccess = () => {
    const all = asked.result.transaction("outbox").objectStore("outbox").getAll();
    all.onsuccess = () => {
      asked.result.close();
      settle(all.result.some((one) => one?.drawing?.objects.length === number));
    };
  };
})"""
"""Whether the phone keeps a drawing with so many things on it."""


def test_three_stages_a_reload_a_place_and_a_story_arrive_as_one_map(
    phone: BrowserContext, live_server: ServedApp, code: str
) -> None:
    page = phone.new_page()
    join(page, code)
    looked(page)
    page.get_by_role("button", name="Hier zeichnen").click()
    looked(page)
    draw(page, (0.2, 0.5), (0.5, 0.4), (0.8, 0.6))
    take(page, "Stempel")
    looked(page)
    tap(page, 0.5, 0.3)
    looked(page)
    call_it(page, "zu Hause")
    take(page, "Text")
    page.locator("#word").fill("Skatepark")
    tap(page, 0.3, 0.7)
    assert objects(page) == ["Text: Skatepark", "Haus: zu Hause", "Linie"]
    page.get_by_role("button", name="Rückgängig").click()
    assert objects(page) == ["Haus: zu Hause", "Linie"]
    page.get_by_role("button", name="Wiederholen").click()
    page.wait_for_function(KEPT, arg=3)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zeichnen")
    assert objects(page) == ["Text: Skatepark", "Haus: zu Hause", "Linie"]

    step(page, "Ergänzen")
    looked(page)
    take(page, "Hinweis schließen")
    draw(page, (0.3, 0.8), (0.7, 0.85))
    step(page, "Aufkleber")
    page.get_by_role("button", name="Meide ich").click()
    tap(page, 0.6, 0.6)
    call_it(page, "Unterführung")
    looked(page)
    assert objects(page)[:2] == ["Aufkleber 1: Meide ich – Unterführung", "Linie, später ergänzt"]

    step(page, "Erzählen")
    looked(page)
    page.get_by_label("Oder schreib es auf").fill("Die Unterführung ist dunkel.")
    step(page, "Orte zeigen")
    looked(page)
    page.get_by_role("group", name="zu Hause").get_by_label("genau").click()
    expect(page.locator("[data-town] canvas, [data-town] .leaflet-tile-pane").first).to_be_attached()
    looked(page)
    page.get_by_role("button", name="Hier ist es").click()
    expect(page.get_by_role("group", name="zu Hause").get_by_label("ungefähr")).to_be_checked()
    page.get_by_role("group", name="Skatepark").get_by_label("gar nicht").click()
    step(page, "Abschicken")
    looked(page)
    page.reload()
    page.get_by_label("Wie heißt deine Karte?").fill("Mein Viertel")
    page.get_by_label("Wo fängt deine Karte an?").select_option("home")
    screenshot(page, "subjective-map-phone")
    take(page, "Karte abschicken")
    page.wait_for_url("**/fertig")
    looked(page)

    found = said(live_server)
    by_title = {one["title"]: one for _kind, one in found}
    assert sorted(kind for kind, _one in found) == ["mark", "mark", "narration", "subjective_map"]
    assert by_title["Mein Viertel"]["attributes"] == {"made": "drawn", "start_point": "home"}
    assert by_title["Erzählung zu meiner Karte"]["text"] == "Die Unterführung ist dunkel."
    home = by_title["zu Hause"]
    assert (home["precision"], home["attributes"]["about"]) == ("approximate", by_title["Mein Viertel"]["id"])
    assert (by_title["Skatepark"]["precision"], by_title["Skatepark"]["geometry"]) == ("described", None)
    assert [kind for kind, state in kinds_of_files(live_server) if state != "pending"] == ["drawing"]


def test_by_keys_alone_a_line_a_stamp_and_a_word_are_drawn_and_moved(
    desktop: BrowserContext, code: str
) -> None:
    page = desktop.new_page()
    join(page, code)
    page.get_by_role("button", name="Hier zeichnen").press("Enter")
    sheet = page.get_by_role("application")
    sheet.press("Enter")
    for _ in range(6):
        sheet.press("Shift+ArrowRight")
    sheet.press("Enter")
    looked(page)
    page.get_by_role("button", name="Linie beenden").press("Enter")
    page.get_by_role("button", name="Stempel", exact=True).press("Enter")
    page.get_by_role("button", name="Baum", exact=True).press("Space")
    page.get_by_role("button", name="Hier", exact=True).press("Enter")
    page.locator("#name").press_sequentially("Linde")
    page.locator("#name").press("Enter")
    expect(sheet).to_be_focused()
    assert objects(page) == ["Baum: Linde", "Linie"]

    page.get_by_role("button", name="Liste: was auf dem Blatt ist").press("Enter")
    looked(page)
    page.get_by_role("button", name="Verschieben: Baum: Linde").press("Enter")
    expect(sheet).to_be_focused()
    before = page.evaluate("document.querySelector('[data-live]').toDataURL()")
    sheet.press("ArrowDown")
    page.wait_for_function(
        "before => document.querySelector('[data-live]').toDataURL() !== before", arg=before
    )
    looked(page)
    sheet.press("Delete")
    assert objects(page) == ["Linie"]


def test_the_rubber_takes_a_part_of_a_line_and_two_fingers_draw_nothing(
    phone: BrowserContext, code: str
) -> None:
    page = phone.new_page()
    join(page, code)
    page.get_by_role("button", name="Hier zeichnen").click()
    take(page, "Hinweis schließen")
    draw(page, (0.2, 0.5), (0.8, 0.5))
    take(page, "Radierer")
    draw(page, (0.5, 0.4), (0.5, 0.6))
    assert objects(page) == ["Linie", "Linie"]
    take(page, "Stift")
    box = page.locator(".sheet__stage").bounding_box()
    assert box is not None
    middle, high = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch = phone.new_cdp_session(page)

    def fingers(kind: str, *apart: float) -> None:
        points = [{"x": middle + far, "y": high, "id": number} for number, far in enumerate(apart)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    fingers("touchStart", -20)
    fingers("touchStart", -20, 20)
    for far in (40, 60, 80):
        fingers("touchMove", -far, far)
    fingers("touchEnd")
    assert objects(page) == ["Linie", "Linie"]


def test_a_map_made_without_a_network_arrives_later(
    small_phone: BrowserContext, live_server: ServedApp, code: str
) -> None:
    page = small_phone.new_page()
    small_phone.watch.allow(r"ERR_INTERNET_DISCONNECTED|ERR_FAILED")  # type: ignore[attr-defined]
    join(page, code)
    looked(page)
    small_phone.set_offline(True)
    page.get_by_role("button", name="Hier zeichnen").click()
    looked(page)
    draw(page, (0.2, 0.6), (0.8, 0.7))
    step(page, "Ergänzen")
    step(page, "Aufkleber")
    looked(page)
    step(page, "Erzählen")
    step(page, "Orte zeigen")
    step(page, "Abschicken")
    take(page, "Karte abschicken")
    expect(page.get_by_text("noch auf dem Handy").first).to_be_visible()
    looked(page)
    assert said(live_server) == []
    small_phone.set_offline(False)
    page.wait_for_url("**/fertig")
    assert [kind for kind, _one in said(live_server)] == ["subjective_map"]


def sheet_on_a_table() -> bytes:
    """A photo of a tilted white sheet with a red spot in its upper left corner, on a dark table."""
    photo = Image.new("RGB", (1200, 1600), (70, 55, 45))
    pen = ImageDraw.Draw(photo)
    pen.polygon([(200, 260), (1000, 180), (1080, 1400), (120, 1330)], fill=(245, 244, 240))
    pen.ellipse((260, 320, 360, 420), fill=(210, 30, 30))
    file = io.BytesIO()
    photo.save(file, "JPEG")
    return file.getvalue()


def test_a_drawing_on_paper_is_made_straight_by_its_corners(
    phone: BrowserContext, live_server: ServedApp, code: str
) -> None:
    page = phone.new_page()
    join(page, code)
    page.get_by_role("button", name="Auf Papier zeichnen").click()
    looked(page)
    photo = {"name": "blatt.jpg", "mimeType": "image/jpeg", "buffer": sheet_on_a_table()}
    page.get_by_label("Foto auswählen: Deine Zeichnung").set_input_files(photo)  # type: ignore[arg-type]
    corner = page.get_by_role("button", name="Ecke oben links")
    expect(corner).to_be_visible()
    looked(page)
    left = corner.evaluate("one => parseFloat(one.style.insetInlineStart)")
    assert abs(left - 200 / 12) < 3
    corner.press("ArrowRight")
    corner.press("ArrowLeft")
    take(page, "Gerade machen")
    picture = page.get_by_alt_text("Dein Blatt, gerade gemacht").first
    expect(picture).to_be_visible()
    # The corners of what was made show paper, the table is gone; the spot is where it was drawn.
    corners = picture.evaluate(
        """async (image) => {
          await image.decode();
          const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
          const context = canvas.getContext("2d");
          context.drawImage(image, 0, 0);
          const at = (x, y) => [...context.getImageData(x * (canvas.width - 1), y * (canvas.height - 1), 1, 1).data];
          return [at(0.05, 0.05), at(0.95, 0.05), at(0.95, 0.95), at(0.05, 0.95), at(0.13, 0.1)];
        }"""
    )
    assert all(min(one[:3]) > 200 for one in corners[:4])
    assert corners[4][0] > 180 > 90 > corners[4][1]
    looked(page)
    step(page, "Erzählen")
    step(page, "Orte zeigen")
    page.get_by_label("Noch ein Name von deiner Karte").fill("Kiosk")
    take(page, "Dazu")
    page.get_by_role("group", name="Kiosk").get_by_label("gar nicht").click()
    step(page, "Abschicken")
    take(page, "Karte abschicken")
    page.wait_for_url("**/fertig")
    assert [kind for kind, _state in kinds_of_files(live_server)] == ["scan"]


def test_without_a_script_the_map_is_told_in_words(
    new_context: ContextMaker, live_server: ServedApp, code: str
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    join(page, code, script=False)
    page.get_by_role("button", name="Karte abschicken").click()
    expect(page.get_by_text("Schreib etwas zu deiner Karte oder wähle ein Foto.").first).to_be_visible()
    page.get_by_label("Welche Orte sind dir wichtig?").fill("Die Bank am Fluss.")
    page.get_by_role("button", name="Karte abschicken").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Danke! Deine Karte ist angekommen.")
    [(kind, one)] = said(live_server)
    assert (kind, one["attributes"]) == ("subjective_map", {"made": "words"})
    assert "Die Bank am Fluss." in one["text"]


def test_what_the_page_sends_is_a_drawing_for_the_server(phone: BrowserContext, code: str) -> None:
    page = phone.new_page()
    sent: list[str] = []
    page.on(
        "request", lambda request: sent.append(request.post_data or "") if request.method == "PATCH" else None
    )
    join(page, code)
    page.get_by_role("button", name="Hier zeichnen").click()
    draw(page, (0.2, 0.6), (0.5, 0.7), (0.8, 0.6))
    for name in ("Ergänzen", "Aufkleber", "Erzählen", "Orte zeigen", "Abschicken"):
        step(page, name)
    take(page, "Karte abschicken")
    page.wait_for_url("**/fertig")
    bodies = [body for body in sent if body.startswith('{"version"')]
    assert len(bodies) == 1
    drawing = checked(json.loads(bodies[0]))
    assert [one["type"] for one in drawing.objects] == ["stroke"]
