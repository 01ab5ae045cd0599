"""Other ways to a subjective map: without a network, on paper, in words; and what the page sends."""

from __future__ import annotations

import io
import json

from PIL import Image, ImageDraw
from playwright.sync_api import BrowserContext, expect

from app.maps.subjective.drawing import checked
from tests.browser.conftest import ContextMaker
from tests.browser.drawing_sheets import (
    code as code,
)
from tests.browser.drawing_sheets import (
    draw,
    join,
    kinds_of_files,
    looked,
    said,
    step,
    take,
)
from tests.browser.served import ServedApp


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
    expect(page.locator("main").get_by_text("noch auf dem Handy").first).to_be_visible()
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
