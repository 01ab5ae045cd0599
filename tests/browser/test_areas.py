"""An administrator brings in areas and residents, at a desk and on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely
from playwright.sync_api import BrowserContext, Page, expect

from app.accounts.queries import people
from app.accounts.services import create_user
from tests.areas.files import feature, two_areas, write_geojson
from tests.browser.looking import axe, fits, screenshot
from tests.browser.served import ServedApp
from tests.staff import PASSWORD

EMAIL = "verwaltung@example.org"


def make_admin() -> None:
    if not any(person.email == EMAIL for person in people()):
        create_user(email=EMAIL, name="Verwaltung", password=PASSWORD, is_admin=True)


def looked_at(page: Page, name: str) -> None:
    axe(page)
    fits(page)
    screenshot(page, name, whole=True)


def map_of(page: Page) -> None:
    """The small map has drawn every shape."""
    expect(page.locator(".area-map[data-ready=true] path").first).to_be_visible()


@pytest.fixture
def town_file(tmp_path: Path) -> Path:
    """Three areas, of which two overlap, with a name that must stay text."""
    corner = feature(shapely.box(9.07, 52.01, 9.1, 52.03), nr="03", name="<img src=x onerror=alert(1)>")
    return write_geojson(tmp_path / "sozialräume.geojson", [*two_areas(), corner])


@pytest.mark.parametrize("screen", ["desktop", "small_phone"])
def test_areas_from_file_to_map(
    request: pytest.FixtureRequest, live_server: ServedApp, town_file: Path, tmp_path: Path, screen: str
) -> None:
    context: BrowserContext = request.getfixturevalue(screen)
    live_server.do(make_admin)
    page = context.new_page()
    page.goto("/anmelden?next=/verwaltung/raeume")
    page.get_by_label("E-Mail").fill(EMAIL)
    page.get_by_label("Passwort", exact=False).first.fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(page.get_by_role("heading", name="Räume", level=1)).to_be_visible()
    looked_at(page, f"raeume-leer-{screen}")
    page.get_by_role("link", name="Räume einlesen").first.click()
    looked_at(page, f"raeume-datei-{screen}")
    page.locator("input[type=file]").set_input_files(town_file)
    page.get_by_role("button", name="Weiter").click()

    expect(page.get_by_text("3 Räume können übernommen werden.")).to_be_visible()
    map_of(page)
    looked_at(page, f"raeume-vorschau-{screen}")
    page.get_by_role("button", name="Übernehmen").click()
    expect(page.locator(".error-summary")).to_be_visible()
    looked_at(page, f"raeume-fehler-{screen}")
    page.get_by_label("Name der Raumgliederung").fill(f"Sozialräume {screen}")
    page.get_by_label("Gültig ab").fill("2024-01-01")
    page.get_by_role("button", name="Übernehmen").click()

    expect(page.get_by_role("heading", name=f"Sozialräume {screen}", level=1)).to_be_visible()
    map_of(page)
    page.locator(".area-map path").last.hover()
    expect(page.locator(".leaflet-tooltip")).to_have_text("03 <img src=x onerror=alert(1)>")
    looked_at(page, f"raeume-karte-{screen}")
    page.get_by_role("link", name="Lücken und Überlappungen").click()
    expect(page.get_by_role("table")).to_be_visible()
    looked_at(page, f"raeume-pruefung-{screen}")
    page.go_back()

    table = tmp_path / "einwohner.csv"
    table.write_text("Raum;6-9 w;6-9 m\n01;1.200;7\n02;3;4\n03;5;6\n")
    page.get_by_role("link", name="Einwohnerzahlen einlesen").click()
    looked_at(page, f"raeume-einwohner-{screen}")
    page.locator("input[type=file]").set_input_files(table)
    page.get_by_label("Quelle").fill("Melderegister")
    page.get_by_role("button", name="Weiter").click()
    looked_at(page, f"raeume-stichtag-{screen}")
    page.get_by_label("Stichtag").fill("2025-12-31")
    page.get_by_role("button", name="Neu lesen").click()
    expect(page.get_by_text("Personen am 31.12.2025")).to_be_visible()
    expect(page.get_by_text("1.225").first).to_be_visible()
    looked_at(page, f"raeume-summen-{screen}")
    page.get_by_role("button", name="Übernehmen").click()
    expect(page.get_by_text("1.225 Personen übernommen.")).to_be_visible()
    page.goto("/verwaltung/raeume")
    looked_at(page, f"raeume-liste-{screen}")
