"""A job in the background as its owner sees it: progress that moves, a button to stop, the way on; and the harder
pictures of the wizard (where a file lies, what a repair changes), with axe at a desk and on a phone."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shapely
from playwright.sync_api import BrowserContext, Page, expect

from app.accounts.queries import find_user
from app.base import jobs
from app.base.jobs import JobHandle, task
from tests.areas.files import feature, write_geojson, write_shapefile
from tests.browser.looking import axe, fits, screenshot
from tests.browser.served import ServedApp
from tests.browser.test_areas import EMAIL, make_admin
from tests.staff import PASSWORD

go_on = threading.Event()


@task("tests.browser")
def wait(job: JobHandle) -> dict[str, Any]:
    """Works until the test says so or the person stops it."""
    job.progress(1200, 5000, "Zeilen werden gelesen.")
    while not go_on.wait(0.05):
        job.progress(1300, 5000)
    return {"message": "5.000 Zeilen gelesen.", "url": "/verwaltung/raeume"}


def begin() -> str:
    user = find_user(EMAIL)
    assert user is not None
    return str(jobs.start(kind="tests.browser", title="Zeilen lesen", arguments={}, user_id=user.id))


@pytest.fixture(params=["desktop", "small_phone"])
def page(request: pytest.FixtureRequest, live_server: ServedApp) -> Iterator[Page]:
    context: BrowserContext = request.getfixturevalue(request.param)
    live_server.do(make_admin)
    page = context.new_page()
    # The first file starts the process that reads files.
    page.set_default_timeout(40_000)
    page.goto("/anmelden?next=/verwaltung/raeume")
    page.get_by_label("E-Mail").fill(EMAIL)
    page.get_by_label("Passwort", exact=False).first.fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(page.get_by_role("heading", name="Räume", level=1)).to_be_visible()
    go_on.clear()
    yield page
    go_on.set()


def looked_at(page: Page, name: str) -> None:
    axe(page)
    fits(page)
    screenshot(page, name, whole=True)


def test_progress_moves_and_leads_on(page: Page, live_server: ServedApp) -> None:
    job_id = live_server.do(begin)
    page.goto(f"/verwaltung/auftraege/{job_id}")
    expect(page.locator("#job-message")).to_have_text("Zeilen werden gelesen.")
    expect(page.locator("#job-count")).to_have_text("1.300 von 5.000")
    looked_at(page, "auftrag-laeuft")
    go_on.set()
    expect(page.get_by_text("5.000 Zeilen gelesen.")).to_be_visible()
    looked_at(page, "auftrag-fertig")
    page.get_by_role("link", name="Alle Aufträge").click()
    looked_at(page, "auftraege")
    page.get_by_role("link", name="Zeilen lesen").first.click()
    page.get_by_role("link", name="Weiter", exact=True).click()
    expect(page.get_by_role("heading", name="Räume", level=1)).to_be_visible()


def test_a_person_stops_a_job(page: Page, live_server: ServedApp) -> None:
    job_id = live_server.do(begin)
    page.goto(f"/verwaltung/auftraege/{job_id}")
    page.get_by_role("button", name="Abbrechen").click()
    expect(page.get_by_text("Abgebrochen. Es wurde nichts übernommen.")).to_be_visible()


def test_where_a_file_lies_and_what_a_repair_changes(page: Page, tmp_path: Path) -> None:
    parts = [
        part for part in sorted(write_shapefile(tmp_path / "s").parent.iterdir()) if part.suffix != ".prj"
    ]
    page.goto("/verwaltung/raeume/neu")
    page.locator("input[type=file]").set_input_files(parts)
    page.get_by_role("button", name="Weiter").click()
    expect(page.get_by_role("heading", name="Wo liegen die Räume?")).to_be_visible()
    looked_at(page, "raeume-wo")
    page.get_by_role("button", name=re.compile("Hier liegen sie.*UTM 32N")).click()
    expect(page.get_by_text("2 Räume können übernommen werden.")).to_be_visible()
    bow = shapely.Polygon([(9, 52), (9.1, 52.1), (9.1, 52), (9, 52.1)])
    page.goto("/verwaltung/raeume/neu")
    page.locator("input[type=file]").set_input_files(
        write_geojson(tmp_path / "a.geojson", [feature(bow, nr="1", name="Schleife")])
    )
    page.get_by_role("button", name="Weiter").click()
    expect(page.get_by_role("heading", name="Ungültige Formen")).to_be_visible()
    looked_at(page, "raeume-reparatur")
