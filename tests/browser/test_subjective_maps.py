"""A subjective map on a phone: three stages, by finger and by keys, kept over a reload."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, expect

from tests.browser.drawing_sheets import (
    KEPT,
    call_it,
    draw,
    join,
    kinds_of_files,
    looked,
    objects,
    said,
    shows,
    step,
    take,
    tap,
)
from tests.browser.drawing_sheets import (
    code as code,
)
from tests.browser.looking import screenshot
from tests.browser.served import ServedApp


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
    shows(page, ["Text: Skatepark", "Haus: zu Hause", "Linie"])
    page.get_by_role("button", name="Rückgängig").click()
    shows(page, ["Haus: zu Hause", "Linie"])
    page.get_by_role("button", name="Wiederholen").click()
    page.wait_for_function(KEPT, arg=3)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zeichnen")
    shows(page, ["Text: Skatepark", "Haus: zu Hause", "Linie"])

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
    shows(page, ["Baum: Linde", "Linie"])

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
    shows(page, ["Linie"])


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
    shows(page, ["Linie", "Linie"])
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
    shows(page, ["Linie", "Linie"])
