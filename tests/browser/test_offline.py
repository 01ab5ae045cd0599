"""Without a line for hours: the map opens, needles are set, everything comes later and once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import func, select

from app.base.database import db
from app.contributions.models import Contribution
from tests.browser.conftest import PHONE, ContextMaker
from tests.browser.deploys import deployed
from tests.browser.line import Line, line_to
from tests.browser.looking import axe, fits, until
from tests.browser.served import ServedApp
from tests.browser.test_phone_journey import BASE_MAP, join, place_here
from tests.maps.factories import make_open_map

FULL = os.environ.get("STREIFZUG_FULL") == "1"
BROKEN = r"ERR_|Failed to fetch|Load failed|50\d "


@pytest.fixture(scope="module")
def code(live_server: ServedApp) -> str:
    folder = live_server.app.config["SETTINGS"].data
    for name, target in (("ellerbrueck.pmtiles", "karte.pmtiles"), ("places.json", "places.json")):
        shutil.copy(BASE_MAP / name, folder / target)
    return live_server.do(make_open_map)["typed"]


@pytest.fixture
def line(live_server: ServedApp) -> Iterator[Line]:
    with line_to(live_server.url) as found:
        yield found


@pytest.fixture
def phone(new_context: ContextMaker, line: Line) -> BrowserContext:
    """A phone with its service worker, at the end of a line that can go."""
    context = new_context(line.url, service_workers="allow", **PHONE)
    context.watch.allow(BROKEN)  # type: ignore[attr-defined]
    return context


def stored(server: ServedApp, text: str) -> int:
    query = select(func.count()).where(Contribution.text.startswith(text), Contribution.state != "withdrawn")
    return server.do(lambda: db.session.scalar(query)) or 0


def is_ready(page: Page) -> None:
    """Until the phone keeps what it needs: page, files, map and the page for times without a line."""
    until(
        page,
        """async () => {
          const pages = await caches.has("seiten-1") && await caches.open("seiten-1");
          const maps = await caches.has("karten-1") && await caches.open("karten-1");
          return pages && maps && (await pages.match("/mitmachen/ohne-netz")) && (await pages.match("/sprache"))
            && (await maps.match("/kacheln/karte.pmtiles")) && Boolean(await pages.match(location.pathname));
        }""",
    )


def visited(phone: BrowserContext, code: str, *, age: str = "12–13") -> Page:
    """A phone that has been on the map once, all of it there."""
    page = phone.new_page()
    join(page, code, age=age)
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    is_ready(page)
    return page


def test_nothing_is_kept_before_joining(new_context: ContextMaker, line: Line, code: str) -> None:
    """R55: no cookie, no worker, no cache, no identifier."""
    context = new_context(line.url, service_workers="allow", **PHONE)
    page = context.new_page()
    page.goto("/mitmachen")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1500)
    kept = """async () => [(await navigator.serviceWorker.getRegistrations()).length, (await caches.keys()).length,
      localStorage.length, sessionStorage.length, (await indexedDB.databases()).length]"""
    assert page.evaluate(kept) == [0, 0, 0, 0, 0]
    assert [cookie["name"] for cookie in context.cookies() if cookie["name"] == "teilnahme"] == []


def test_the_map_opens_and_takes_needles_without_a_line(
    phone: BrowserContext, live_server: ServedApp, line: Line, code: str
) -> None:
    page = visited(phone, code)
    place_here(page, "ohne Netz: vorher")
    expect(page.locator('[data-state="arrived"]')).to_have_count(1)
    line.go_down()
    page.close()
    page = phone.new_page()
    page.goto("/mitmachen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kein Netz")
    expect(page.get_by_text("Einen Code oder einen Beleg eingeben.")).to_be_visible()
    axe(page)
    fits(page)
    page.locator("[data-kept] a").first.click()
    expect(page.locator("#needle")).to_be_visible()
    expect(page.locator('[data-state="arrived"]')).to_have_count(1)  # what had arrived is not forgotten
    expect(page.locator(".leaflet-container canvas, canvas.leaflet-tile").first).to_be_visible()
    place_here(page, "ohne Netz: danach")
    expect(page.locator('[data-state="local"]')).to_have_count(1)
    expect(page.locator(".needle .phone-state")).to_contain_text("1 noch auf dem Handy")
    page.goto("/mein")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kein Netz")
    page.goto("/mitmachen/handy")
    expect(page.get_by_text("ohne Netz: danach")).to_be_visible()
    expect(page.locator(".phone-state").first).to_contain_text("1 noch auf dem Handy")
    axe(page)
    fits(page)
    assert stored(live_server, "ohne Netz: danach") == 0
    line.go_up()
    expect(page.locator(".phone-state").first).to_contain_text("Alles angekommen", timeout=10_000)
    assert stored(live_server, "ohne Netz") == 2


def test_a_page_that_came_past_the_waking_worker_is_kept_too(
    phone: BrowserContext, line: Line, code: str
) -> None:
    """The second page is asked for before the worker of the first is there, and finds it working."""
    page = visited(phone, code)
    page.evaluate("async () => (await caches.open('seiten-1')).delete(location.pathname)")
    session = phone.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setBypassServiceWorker", {"bypass": True})
    # What this page finds at that moment: a worker, and that it has not gone through it.
    woken = "Object.defineProperty(navigator.serviceWorker, 'controller', { get: () => ({}) })"
    page.add_init_script(woken)
    page.reload()
    assert page.evaluate("() => performance.getEntriesByType('navigation')[0].workerStart") == 0
    is_ready(page)


def test_what_loads_later_opens_without_a_line(phone: BrowserContext, line: Line, code: str) -> None:
    """Nobody took a photo while there was a line; its files are on the phone all the same."""
    page = visited(phone, code, age="16–17")
    page.wait_for_function(
        """async () => {
          const kept = (await (await caches.open("dateien-1")).keys()).map(({ url }) => url);
          return ["capture", "drawing_by_hand"].every((name) => kept.some((url) => url.includes(name)));
        }""",
        polling=200,
    )
    line.go_down()
    page.reload()
    page.get_by_role("button", name="Hier!").click()
    page.get_by_role("button", name="Foto dazu").click()
    expect(page.get_by_role("heading", name="Foto dazu")).to_be_focused()


def test_leaving_the_phone_takes_the_kept_pages_along(phone: BrowserContext, line: Line, code: str) -> None:
    page = visited(phone, code)
    address = page.url
    page.goto("/mitmachen/abmelden")
    page.get_by_role("button", name="Abmelden").click()
    until(page, "async () => !(await caches.has('seiten-1'))")
    line.go_down()
    with pytest.raises(Exception, match="ERR_"):
        page.goto(address)


def test_pages_of_one_person_are_not_shown_to_the_next(phone: BrowserContext, line: Line, code: str) -> None:
    """A shared phone: somebody else joins without the first having left."""
    page = visited(phone, code)
    address = page.url
    phone.clear_cookies()
    page.goto("/mitmachen")
    page.get_by_label("Welcher Code").fill(code)
    page.get_by_role("button", name="Weiter").click()
    page.get_by_role("radio", name="14–15").check()
    page.get_by_role("button", name="Los geht’s").click()
    until(page, "async path => !(await (await caches.open('seiten-1')).match(path))", urlsplit(address).path)
    until(page, "async () => Boolean(await (await caches.open('seiten-1')).match('/mitmachen/ohne-netz'))")
    line.go_down()
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Kein Netz")


def test_thirty_things_wait_for_days_over_a_deploy(
    phone: BrowserContext, live_server: ServedApp, line: Line, code: str
) -> None:
    """R13, R18: many items, other files meanwhile, an old page in the browser; all of it arrives once."""
    count = 30 if FULL else 9
    page = visited(phone, code)
    line.go_down()
    page.reload()
    expect(page.locator("#needle")).to_be_visible()
    questions = 0
    for number in range(count):
        if page.locator("[data-full]").is_visible():
            if questions == 4:
                break  # five questions take fifteen needles
            page.get_by_role("button", name="Weiter", exact=True).click()
            page.reload()  # to the middle of the town again, from what the phone has kept
            questions += 1
        place_here(page, f"viele Tage {number}")
    waiting = page.locator(".needle .phone-state")
    number = int((waiting.locator("[data-phone-count]").text_content() or "0").strip())
    assert number >= 9
    page.clock.install()
    page.clock.fast_forward("30:00:00")
    page.reload()
    expect(waiting).to_have_attribute("data-phone-state", "old")
    with deployed(live_server):
        line.go_up()
        expect(waiting).to_have_attribute("data-phone-state", "clear", timeout=20_000)
        assert stored(live_server, "viele Tage") == number
        page.reload()
        expect(page.locator("#needle")).to_be_visible()


def test_a_missing_file_is_never_a_page(live_server: ServedApp) -> None:
    """R18: an old page that asks for a script which is gone gets a 404 without any HTML."""
    for address in ("/static/dist/maps/needle_page-GONE.js", "/static/x.css", "/static/dist/" + "x" * 300):
        answer = live_server.app.test_client().get(address)
        assert (answer.status_code, answer.mimetype) == (404, "text/plain")
        assert b"<" not in answer.data
