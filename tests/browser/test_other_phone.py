"""From one phone to another: the receipt as text, picture, QR picture and print; its link tells no server anything."""

from __future__ import annotations

import shutil
from pathlib import Path

import cv2
import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.conftest import PHONE, SMALL_PHONE, ContextMaker
from tests.browser.ellerbrueck import looked
from tests.browser.looking import screenshot
from tests.browser.served import ServedApp
from tests.browser.test_phone_habits import BASE_MAP
from tests.browser.test_phone_journey import place_here
from tests.maps.factories import make_open_map


@pytest.fixture(scope="module")
def code(live_server: ServedApp) -> str:
    folder = live_server.app.config["SETTINGS"].data
    shutil.copy(BASE_MAP / "ellerbrueck.pmtiles", folder / "karte.pmtiles")
    return live_server.do(make_open_map)["typed"]


def to_the_receipt(page: Page, code: str) -> str:
    page.goto("/mitmachen")
    page.get_by_label("Welcher Code").fill(code)
    page.get_by_role("button", name="Weiter").click()
    page.get_by_role("radio", name="14–15").check()
    page.get_by_role("button", name="Los geht’s").click()
    return page.locator("#receipt-text").inner_text()


def read_picture(page: Page, folder: Path) -> str:
    """What the camera of another phone reads from the picture that was saved."""
    with page.expect_download() as saved:
        page.get_by_role("link", name="Als Bild speichern").click()
    file = folder / "beleg.png"
    saved.value.save_as(file)
    text, _corners, _straight = cv2.QRCodeDetector().detectAndDecode(cv2.imread(str(file)))
    return str(text)


def test_going_on_with_another_phone(
    new_context: ContextMaker, live_server: ServedApp, code: str, tmp_path: Path
) -> None:
    first = new_context(**SMALL_PHONE).new_page()
    receipt = to_the_receipt(first, code)
    looked(first)
    first.get_by_text("Auf einem anderen Handy weitermachen", exact=True).click()
    looked(first)
    link = read_picture(first, tmp_path)
    assert link == f"{live_server.url}/weiter#{receipt}"
    first.emulate_media(media="print")
    for name in ("Kopieren", "Hab ich, weiter"):
        expect(first.get_by_role("button", name=name)).to_be_hidden()
    expect(first.locator("#receipt-text")).to_be_visible()
    expect(first.locator("#receipt-picture")).to_be_visible()
    first.emulate_media(media="screen")
    first.get_by_role("button", name="Hab ich, weiter").click()
    expect(first.locator("#needle")).to_be_visible()
    place_here(first, "Unter der Brücke")
    expect(first.locator('[data-state="arrived"]')).to_have_count(1)

    second = new_context(**SMALL_PHONE).new_page()
    asked: list[Request] = []
    second.on("request", lambda request: asked.append(request))
    second.goto(link)
    expect(second.get_by_label("Dein Beleg")).to_have_value(receipt)
    assert second.url == f"{live_server.url}/weiter", "the receipt is out of the address at once"
    looked(second)
    assert not [one.url for one in asked if receipt in one.url.partition("#")[0]]
    second.get_by_role("button", name="Weiter").click()
    expect(second.locator("#needle")).to_be_visible()
    second.goto("/mein")
    expect(second.get_by_text("Unter der Brücke")).to_be_visible()
    second.get_by_text("Was ist damit passiert?").click()
    expect(second.get_by_text("Bald liest es jemand vom Team.")).to_be_visible()
    looked(second)
    second.get_by_role("link", name="Was wurde daraus?").click()
    expect(second.get_by_text("Noch sind keine Zahlen veröffentlicht.")).to_be_visible()
    looked(second)
    screenshot(second, "phone-outcomes", whole=True)

    second.goto("/mein")
    second.get_by_role("link", name="Ändern", exact=True).click()
    second.get_by_label("Was möchtest du dazu sagen?").fill("Unter der alten Brücke")
    second.get_by_role("button", name="Speichern").click()
    expect(second.get_by_text("Unter der alten Brücke")).to_be_visible()
    first.goto("/mein")
    expect(first.get_by_text("Unter der alten Brücke")).to_be_visible()
    first.get_by_role("link", name="Zurücknehmen", exact=True).click()
    first.get_by_role("button", name="Zurücknehmen").click()
    expect(first.get_by_text("Einen Beitrag hast du zurückgenommen.")).to_be_visible()
    second.goto("/mein/alles-loeschen/sicher")
    second.get_by_label("Ja, alles löschen").check()
    second.get_by_role("button", name="Alles löschen").click()
    expect(second.get_by_role("heading", level=1)).to_have_text("Alles gelöscht")


def test_a_lost_receipt_is_made_anew_while_the_phone_is_signed_in(
    new_context: ContextMaker, code: str
) -> None:
    page = new_context(**PHONE).new_page()
    old = to_the_receipt(page, code)
    page.get_by_role("button", name="Hab ich, weiter").click()
    page.goto("/mein")
    page.get_by_role("link", name="Auf einem anderen Handy weitermachen").click()
    looked(page)
    page.get_by_role("button", name="Neuen Beleg machen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dein Beleg")
    assert page.locator("#receipt-text").inner_text() != old
    looked(page)
