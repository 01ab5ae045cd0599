"""Six photos and a track are brought in to a walk, the clock is found, places set by hand and key, all confirmed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.accounts import services as accounts
from app.base.database import db
from app.contributions.models import Contribution
from app.demo.basemap import PMTILES
from app.processes.services import add_membership
from app.walks.models import Walk
from tests.browser.looking import axe, fits
from tests.browser.served import ServedApp, served_app
from tests.contributions.media.samples import photo, quarters
from tests.staff import PASSWORD
from tests.walks.brought import FIRST, make_walk, straight

HERE = "/verwaltung/verfahren/zeig-dein-viertel/spaziergang/hafenrunde/einbringen"
MINUTES = (2, 5, 9, 14, 18)


@pytest.fixture(scope="module")
def live_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApp]:
    """An open walk on the demo town's base map and somebody who brings in what was noted."""
    with served_app(tmp_path_factory.mktemp("walk"), TILES=str(PMTILES)) as served:
        served.do(_fill)
        yield served


def _fill() -> None:
    walk = make_walk()
    user = accounts.create_user(email="rita@example.org", name="Rita", password=PASSWORD)
    for role in ("recorder", "facilitator"):
        add_membership(process_id=walk.activity.process_id, user_id=user.id, role=role)


def _files(folder: Path) -> list[Path]:
    """Five photos of a camera that is 62 minutes fast, the first of which knows its place, and a broken one."""
    made = []
    for number, minute in enumerate(MINUTES):
        path = folder / f"IMG_{number + 1}.jpg"
        place = (FIRST[0] + minute * 0.0002, FIRST[1]) if number == 0 else None
        taken = f"2026:05:03 15:{minute + 2:02}:00"
        path.write_bytes(photo(image=quarters(1200 + number, 900), place=place, taken=taken))
        made.append(path)
    broken = folder / "IMG_6.jpg"
    broken.write_bytes(photo()[:3000])
    (folder / "weg.gpx").write_bytes(straight())
    return [*made, broken]


def _keep(page: Page, name: str) -> None:
    """A picture for whoever wants to look (STREIFZUG_LOOK names a folder)."""
    if folder := os.environ.get("STREIFZUG_LOOK"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def _signed_in(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/anmelden")
    page.get_by_label("E-Mail-Adresse").fill("rita@example.org")
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Verfahren")
    return page


def test_photos_and_a_track_become_entries(
    live_server: ServedApp, desktop: BrowserContext, small_phone: BrowserContext, tmp_path: Path
) -> None:
    page, files = _signed_in(desktop), _files(tmp_path)
    page.goto(HERE)
    axe(page)
    page.get_by_label("Fotos (freiwillig)").set_input_files(files)
    page.get_by_role("button", name="Fotos hochladen").click()
    lines = page.get_by_role("list", name="Dateien dieses Mal").get_by_role("listitem")
    expect(lines).to_have_count(6)
    expect(lines.filter(has_text="bereit zum Bestätigen")).to_have_count(5, timeout=60_000)
    expect(lines.last).to_contain_text("nicht angenommen: Das Foto ist beschädigt")
    expect(page.locator("[data-status]")).to_have_text("Alle Dateien sind angekommen.")
    axe(page)
    fits(page)
    _keep(page, "bring-sent-1280")

    # The same files once more, as after a broken line: nothing is sent twice.
    page.get_by_label("Fotos (freiwillig)").set_input_files(files[:2])
    page.get_by_role("button", name="Fotos hochladen").click()
    expect(lines.filter(has_text="war schon da")).to_have_count(2)

    page.get_by_label("Spur (freiwillig)").set_input_files(tmp_path / "weg.gpx")
    page.get_by_role("button", name="Spur lesen").click()
    expect(page.get_by_text("Die Spur ist da.")).to_be_visible()
    axe(page)
    _keep(page, "bring-index-1280")

    page.get_by_role("link", name="Orte bestätigen").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Orte der Fotos bestätigen")
    cards = page.locator("[data-photo]")
    expect(cards).to_have_count(5)
    expect(cards.nth(0)).to_contain_text("stand im Foto")
    expect(cards.nth(2)).to_contain_text("noch kein Ort")
    axe(page)

    # Live: an hour and two minutes earlier the photos lie along the track.
    page.get_by_label("Sekunden, die zu den Zeiten der Kamera dazukommen").fill("-3720")
    page.get_by_label("Sekunden, die zu den Zeiten der Kamera dazukommen").press("Tab")
    expect(cards.nth(2)).to_contain_text("aus der Spur")
    expect(page.locator("[data-clock]")).to_have_text("Die Uhr der Kamera geht 1:02:00 vor.")
    page.get_by_role("button", name="Eine Stunde später").click()
    expect(cards.nth(2)).to_contain_text("noch kein Ort")

    # The same is found by the one photo that knows its place.
    page.get_by_role("button", name="Uhr nach Foto 1 stellen").click()
    expect(page.get_by_text("Die Uhr der Kamera geht 1:02:00 vor.").first).to_be_visible()
    expect(page.locator("[data-photo]").filter(has_text="aus der Spur")).to_have_count(4)
    expect(page.locator(".bring-pin")).to_have_count(5)
    axe(page)
    fits(page)
    _keep(page, "bring-places-1280")

    # By keyboard alone: choose, move the map under the cross, set.
    page.get_by_role("button", name="Foto 3 auf die Karte setzen").press("Enter")
    page.keyboard.press("ArrowUp")
    page.wait_for_timeout(400)
    page.keyboard.press("Enter")
    expect(cards.nth(2)).to_contain_text("von Hand gesetzt")
    page.get_by_role("button", name="Foto 3", exact=True).focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[data-status]")).to_contain_text("Foto 3 liegt jetzt auf")
    page.get_by_role("button", name="Zurück zum Vorschlag").click()
    expect(cards.nth(2)).to_contain_text("aus der Spur")

    page.get_by_role("button", name="Alle gezeigten mit Ort bestätigen").click()
    expect(page.get_by_role("alert")).to_contain_text("Bitte bestätigen Sie")
    axe(page)
    page.get_by_label("Die Fotos hat jemand vom Team gemacht").check()
    page.get_by_label("Foto 5 bestätigen").check()
    page.get_by_role("button", name="Ausgewählte bestätigen").click()
    expect(page.get_by_text("Ein Foto ist eingetragen")).to_be_visible()
    page.get_by_label("Die Fotos hat jemand vom Team gemacht").check()
    page.get_by_role("button", name="Alle gezeigten mit Ort bestätigen").click()
    expect(page.get_by_text("4 Fotos sind eingetragen")).to_be_visible()
    page.get_by_role("button", name="Spur löschen").click()
    expect(page.get_by_text("Die Spur ist gelöscht.")).to_be_visible()

    def recorded() -> list[float]:
        assert db.session.query(Walk).count() == 1
        return sorted(round(one.geometry.x, 4) for one in db.session.query(Contribution) if one.geometry)

    assert live_server.do(recorded) == [round(FIRST[0] + minute * 0.0002, 4) for minute in MINUTES]

    phone = _signed_in(small_phone)
    phone.goto(HERE)
    fits(phone)
    axe(phone)
    _keep(phone, "bring-index-320")


def test_a_sheet_is_typed_without_a_mouse(live_server: ServedApp, desktop: BrowserContext) -> None:
    page = _signed_in(desktop)
    page.goto(HERE.replace("einbringen", "boegen"))
    axe(page)
    for typed in ("12.1", "1", "1", "Hier ist es laut", "3", "2", "0", "5"):
        page.keyboard.insert_text(typed) if len(typed) > 4 else page.keyboard.type(typed)
        page.keyboard.press("Enter")
    _keep(page, "sheets-1280")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Bogen 12.1 ist eingetragen.")).to_be_visible()
    expect(page.get_by_label("Nummer auf dem Bogen")).to_have_value("12.2")
    expect(page.get_by_label("Nummer auf dem Bogen")).to_be_focused()
    axe(page)
