"""From a printed sheet to the review: make it, photograph it, upload, confirm, record; and a board laid by hand."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.accounts import services as accounts
from app.base.database import db
from app.base.printed_map.layout import Layout
from app.demo.basemap import PMTILES
from app.maps.paper import storage
from app.maps.paper.models import PaperPhoto, PaperSheet
from app.maps.paper.printing.making import PDF
from app.maps.services import create_campaign
from app.maps.template import DEFAULT_QUESTIONS, CampaignDraft
from app.processes.services import add_membership, open_activity
from tests.browser.looking import axe, fits
from tests.browser.served import ServedApp, served_app
from tests.maps.paper.photographs import Sticker, photograph, printed
from tests.participants.factories import make_process
from tests.staff import PASSWORD

HERE = "/verwaltung/verfahren/zeig-dein-viertel/karte/nadelkarte/papier"


@pytest.fixture(scope="module")
def live_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApp]:
    """A needle map with the demo town's base map and somebody who brings in paper."""
    with served_app(tmp_path_factory.mktemp("paper"), TILES=str(PMTILES)) as served:
        served.do(_fill)
        yield served


def _fill() -> None:
    process = make_process("zeig-dein-viertel")
    draft = CampaignDraft(
        title="Zeig deine Orte", center_lon=9.3005, center_lat=52.7005, zoom=15, questions=DEFAULT_QUESTIONS
    )
    campaign = create_campaign(process_id=process.id, slug="nadelkarte", draft=draft)
    open_activity(activity_id=campaign.activity_id)
    user = accounts.create_user(email="rita@example.org", name="Rita", password=PASSWORD)
    for role in ("recorder", "editor"):
        add_membership(process_id=process.id, user_id=user.id, role=role)


def _signed_in(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/anmelden")
    page.get_by_label("E-Mail-Adresse").fill("rita@example.org")
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Verfahren")
    return page


def _keep(page: Page, name: str) -> None:
    """A picture for whoever wants to look (STREIFZUG_LOOK names a folder)."""
    if folder := os.environ.get("STREIFZUG_LOOK"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def _photographed(served: ServedApp, folder: Path) -> Path:
    """The printed sheet with three stickers on it, photographed."""

    def take() -> bytes:
        sheet = db.session.query(PaperSheet).one()
        layout = Layout.from_json(sheet.layout)
        frame = layout.frame
        stickers = [
            Sticker(frame.x + 60, frame.y + 60, "red"),
            Sticker(frame.x + 150, frame.y + 110, "blue"),
            Sticker(frame.x + 100, frame.y + 140, "green"),
        ]
        page = printed(storage.sheet_folder(sheet.id) / PDF)
        return photograph(page, layout, 3, stickers=stickers, ticks=("age:a12_13",), width=2000).jpeg()

    path = folder / "blatt.jpg"
    path.write_bytes(served.do(take))
    return path


def test_a_sheet_goes_out_and_comes_back(
    live_server: ServedApp, desktop: BrowserContext, small_phone: BrowserContext, tmp_path: Path
) -> None:
    page = _signed_in(desktop)
    page.goto(HERE)
    axe(page)
    page.get_by_role("link", name="Neues Blatt").first.click()
    page.get_by_label("Papier", exact=False).select_option("A4")
    page.get_by_label("Maßstab").select_option("3000")
    expect(page.locator("[data-paper-size]")).to_contain_text("0,64 × 0,5 km")
    axe(page)
    fits(page)
    _keep(page, "create")
    page.get_by_role("button", name="PDF machen").click()
    expect(page.get_by_text("Das Blatt ist fertig")).to_be_visible(timeout=300_000)
    page.get_by_role("link", name="Weiter").click()
    expect(page.get_by_role("link", name="PDF")).to_be_visible()

    page.get_by_label("Fotos oder Scans").set_input_files(_photographed(live_server, tmp_path))
    page.get_by_role("button", name="Hochladen und lesen").click()
    expect(page.get_by_text("Ein Blatt erkannt.")).to_be_visible(timeout=300_000)
    page.get_by_role("link", name="Weiter").click()
    axe(page)
    fits(page)
    _keep(page, "index")
    page.get_by_role("link", name="blatt.jpg").click()
    pins = page.locator(".paper-pin")
    expect(pins).to_have_count(3)
    expect(page.get_by_label("Alter")).to_have_value("a12_13")
    axe(page)
    fits(page)
    _keep(page, "desk")

    # By keyboard: move the first pin, drop the second; by a tap: set a new one.
    pins.nth(0).focus()
    before = page.locator("[name$='-place']").nth(0).input_value()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    moved = page.locator("[name$='-place']").nth(0).input_value()
    x, y = (float(value) for value in before.split())
    assert [float(value) for value in moved.split()] == [round(x + 1, 1), round(y + 10, 1)]
    pins.nth(1).focus()
    page.keyboard.press("Delete")
    expect(page.get_by_text("Punkt 2 weggelassen.")).to_be_visible()
    page.get_by_role("button", name="Punkt setzen").click()
    page.locator("[data-photo] img").click(position={"x": 200, "y": 150})
    expect(pins).to_have_count(4)
    row = page.locator(".paper-mark").nth(3)
    row.get_by_label("Was für ein Ort?").select_option(label="Treffpunkt")
    row.get_by_label("Worte daneben").fill("Hier sitzen wir nach der Schule.")
    page.get_by_role("button", name="Bestätigte Punkte eintragen").click()
    expect(page.get_by_text("3 Punkte sind eingetragen")).to_be_visible()
    axe(page)
    page.goto("/verwaltung/verfahren/zeig-dein-viertel/sichtung")
    expect(page.get_by_text("Hier sitzen wir nach der Schule.").first).to_be_visible()
    expect(page.get_by_text("vom Papier").first).to_be_visible()

    small = _signed_in(small_phone)
    for address in (HERE, f"{HERE}/neu", f"{HERE}/foto/{live_server.do(_photo_id)}"):
        small.goto(address)
        fits(small)
        axe(small)
    _keep(small, "desk-small")


def test_a_board_without_marks_is_laid_on_the_map(desktop: BrowserContext, tmp_path: Path) -> None:
    board = np.full((600, 800, 3), 235, np.uint8)
    cv2.putText(board, "Brett", (250, 320), cv2.FONT_HERSHEY_SIMPLEX, 3, (90, 90, 90), 6)
    path = tmp_path / "brett.png"
    cv2.imwrite(str(path), board)
    page = _signed_in(desktop)
    page.goto(HERE)
    page.get_by_label("Fotos oder Scans").set_input_files(path)
    page.get_by_role("button", name="Hochladen und lesen").click()
    expect(page.get_by_text("Ein Foto braucht Ihre Hilfe.")).to_be_visible(timeout=300_000)
    page.get_by_role("link", name="Weiter").click()
    page.get_by_role("link", name="brett.png").click()
    axe(page)
    page.get_by_role("link", name="Von Hand auf die Karte legen").click()
    photo, place = page.locator("[data-board-photo]"), page.locator("[data-board-map]")
    # The same four corners of a rectangle on both, so that they fit together.
    shown, ground = photo.bounding_box(), place.bounding_box()
    assert shown is not None
    assert ground is not None
    for right, down in ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9)):
        photo.click(position={"x": shown["width"] * right, "y": shown["height"] * down})
        place.click(
            position={"x": ground["width"] * (0.2 + 0.6 * right), "y": ground["height"] * (0.2 + 0.6 * down)}
        )
    expect(page.get_by_text("Das reicht.")).to_be_visible()
    axe(page)
    fits(page)
    _keep(page, "board")
    page.get_by_role("button", name="Auf die Karte legen").click()
    expect(page.get_by_text("Das Brett liegt auf der Karte.")).to_be_visible(timeout=300_000)
    page.get_by_role("link", name="Weiter").click()
    expect(page.get_by_text("Mit vier Punkten lässt sich nicht prüfen")).to_be_visible()
    axe(page)
    _keep(page, "board-desk")


def _photo_id() -> str:
    return str(db.session.query(PaperPhoto).filter_by(file_name="blatt.jpg").one().id)
