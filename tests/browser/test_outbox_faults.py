"""What phones do to a page: broken storage, three tabs, data thrown away, another phone. Nothing is lost silently."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect
from sqlalchemy import func, select

from app.base.database import db
from app.contributions.models import Submission
from app.maps.queries import campaign_of
from app.maps.services import update_campaign
from app.maps.simple import draft_of
from app.maps.template import CampaignDraft
from tests.browser.conftest import PHONE, ContextMaker
from tests.browser.fake_attachments import FakeAttachments
from tests.browser.looking import axe
from tests.browser.modules import offer_sources
from tests.browser.served import ServedApp
from tests.browser.test_outbox_media import OPEN, WORDS, identity, until_empty
from tests.browser.test_phone_journey import join
from tests.maps.factories import make_open_map

FULL = os.environ.get("STREIFZUG_FULL") == "1"
TURNS = 20 if FULL else 2
BROKEN = r"ERR_|Failed to fetch|40[49] |422 "

QUOTA = """const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function () { throw new DOMException("full", "QuotaExceededError"); };"""
CLOSED = """const begin = IDBDatabase.prototype.transaction; let count = 0;
  IDBDatabase.prototype.transaction = function (...given) {
    if ((count += 1) % 3 === 0) this.close();
    return begin.apply(this, given);
  };"""
BLOCKED = """const open = IDBFactory.prototype.open;
  IDBFactory.prototype.open = function () { return new EventTarget(); };"""
PRIVATE = """IDBFactory.prototype.open = () => { throw new DOMException("no", "InvalidStateError"); };
  Object.defineProperty(window, "localStorage", {get() { throw new DOMException("no", "SecurityError"); }});"""
IN_APP = """for (const name of ["caches", "BroadcastChannel"]) delete window[name];
  Object.defineProperty(navigator, "locks", {value: undefined});
  Object.defineProperty(navigator, "storage", {value: undefined});
  Object.defineProperty(window, "indexedDB", {value: undefined});"""
FAULTS = {"quota": QUOTA, "closed": CLOSED, "blocked": BLOCKED, "private": PRIVATE, "in-app": IN_APP}


FILL = """async ([start, count, activity]) => {
  for (let i = 0; i < count; i += 1) {
    const id = `0197f0c0-0000-7000-8000-${(start + i).toString(16).padStart(12, "0")}`;
    // As if refused, so that no tab begins before all three do.
    await outbox.keep({id, method: "PUT", url: `/api/submissions/${id}`, body: {activity}, tries: 0, state: "refused",
      message: "", field: "", at: i});
  }
}"""

RELEASE = """async () => {
  for (const record of outbox.records.values()) await outbox.keep({...record, state: "waiting"});
}"""


@pytest.fixture(scope="module")
def open_map(live_server: ServedApp) -> dict[str, str]:
    """Each question takes as many needles as one phone sends here."""
    found = live_server.do(make_open_map)
    live_server.do(lambda: _many_needles(UUID(found["activity"])))
    return found


def _many_needles(activity_id: UUID) -> None:
    campaign = campaign_of(activity_id)
    assert campaign
    questions = tuple(replace(draft_of(one), max_pins=20) for one in campaign.questions)
    draft = CampaignDraft(
        campaign.activity.title, campaign.center_lon, campaign.center_lat, questions=questions
    )
    update_campaign(activity_id=activity_id, draft=draft)


@pytest.fixture
def page(phone: BrowserContext, open_map: dict[str, str]) -> Page:
    phone.watch.allow(BROKEN)  # type: ignore[attr-defined]
    page = phone.new_page()
    join(page, open_map["typed"])
    offer_sources(page)
    return page


def opened(page: Page) -> None:
    page.goto("/mitmachen/abmelden")
    page.evaluate(OPEN)


def arrived(server: ServedApp, start: int, count: int) -> int:
    wanted = [UUID(identity(start + number)) for number in range(count)]
    query = select(func.count()).where(Submission.id.in_(wanted))
    return server.do(lambda: db.session.scalar(query)) or 0


@pytest.mark.parametrize("fault", FAULTS)
def test_words_and_files_arrive_though_the_phone_keeps_nothing(
    page: Page, live_server: ServedApp, open_map: dict[str, str], fault: str
) -> None:
    """R16: whatever the storage does, everything goes on from the page itself, and it is said that only it has it."""
    page.add_init_script(FAULTS[fault])
    fake = FakeAttachments()
    fake.serve(page)
    start = 1000 * (1 + list(FAULTS).index(fault))
    opened(page)
    for turn in range(TURNS):
        words, photo = identity(start + turn), identity(start + 500 + turn)
        page.evaluate(WORDS, [words, open_map["activity"]])
        page.evaluate("([id, at, seed]) => keep(id, at, seed, 3000)", [photo, words, turn + 1])
    until_empty(page, timeout=90_000)
    assert arrived(live_server, start, TURNS) == TURNS
    assert len(fake.files) == TURNS


def test_damaged_records_hold_up_nothing(
    page: Page, live_server: ServedApp, open_map: dict[str, str]
) -> None:
    """R16: rubbish of every kind beside good records; the good ones arrive, the rubbish is said."""
    opened(page)
    page.context.set_offline(True)
    page.evaluate(WORDS, [identity(9000), open_map["activity"]])
    page.evaluate(
        """async () => {
          const {write} = await import("/static/quellen/app/base/assets/store.js");
          const round = {id: "rund", method: "PUT", url: "/api/submissions/x", body: {}};
          round.body.self = round;
          const rubbish = [null, 7, "text", [], {}, {id: "x"}, {id: "y", method: "PUT"}, round,
            {id: "z", method: "PUT", url: "/api/submissions/z", body: {big: 1n}},
            {id: "w", method: "PUT", url: "https://elsewhere.example/", body: {}}];
          for (const [number, value] of rubbish.entries()) await write(`out/${outbox.owner}/kaputt${number}`, value);
          await write(`media/${outbox.owner}/kaputt`, {size: "x"});
        }"""
    )
    page.context.set_offline(False)
    page.goto("/mitmachen/handy")
    expect(page.get_by_text("Kaputt: Dein Handy kann das nicht mehr lesen.").first).to_be_visible()
    expect(page.locator(".phone-state").first).to_have_attribute("data-phone-state", "refused")
    page.wait_for_function("() => !document.body.innerText.includes('mit Bild')")
    assert arrived(live_server, 9000, 1) == 1
    axe(page)


def test_three_tabs_send_once(page: Page, open_map: dict[str, str]) -> None:
    """R17: the same outbox in three tabs that all begin at the same moment."""
    count, rounds = (50, 20) if FULL else (10, 2)
    attempts: list[str] = []

    def answer(route: Route) -> None:
        attempts.append(route.request.url)
        route.fulfill(status=201, json={"id": route.request.url[-36:], "state": "received"})

    context = page.context
    context.route("**/api/submissions/*", answer)
    tabs = [page, context.new_page(), context.new_page()]
    for tab in tabs[1:]:
        offer_sources(tab)
    for turn in range(rounds):
        for tab in tabs:
            opened(tab)
        start = 20_000 + 100 * turn
        page.evaluate(FILL, [start, count, open_map["activity"]])
        attempts.clear()
        # One tab alone writes, before any of them begins: a second one could put back what has gone meanwhile.
        page.evaluate(RELEASE)
        for tab in tabs:
            tab.evaluate("async () => { await outbox.load(); outbox.flush(); }")
        until_empty(page, timeout=90_000)
        assert len(set(attempts)) == count
        assert len(attempts) <= 1.1 * count


def test_a_file_takes_everything_to_another_phone_without_doubles(
    page: Page, new_context: ContextMaker, live_server: ServedApp, open_map: dict[str, str], tmp_path: Path
) -> None:
    fake = FakeAttachments()
    fake.serve(page)
    session = session_of(page)
    opened(page)
    fake.offline(page, True)
    words, photo = identity(40_000), identity(40_001)
    page.evaluate(WORDS, [words, open_map["activity"]])
    page.evaluate("([id, at]) => keep(id, at, 5, 20_000)", [photo, words])
    page.route("**/api/submissions/*", lambda route: route.abort())
    page.context.set_offline(False)
    page.goto("/mitmachen/handy")
    expect(page.locator("[data-list] li")).to_have_count(2)
    with page.expect_download() as download:
        page.get_by_role("button", name="Als Datei sichern").click()
    file = tmp_path / "gesichert.json"
    download.value.save_as(file)
    assert {record["id"] for record in json.loads(file.read_text())["records"]} == {words}

    other = new_context(**PHONE)
    other.watch.allow(BROKEN)  # type: ignore[attr-defined]
    second = other.new_page()
    there = FakeAttachments()
    there.serve(second)
    join(second, open_map["typed"])
    second.goto("/mitmachen/handy")
    second.get_by_text("Eine gesicherte Datei einlesen").click()
    second.locator("#phone-file").set_input_files(file)
    expect(second.get_by_text("Diese Datei gehört zu einem anderen Beleg.")).to_be_visible()
    bad = tmp_path / "bild.json"
    bad.write_text("{}")
    second.locator("#phone-file").set_input_files(bad)
    expect(second.get_by_text("Das ist keine Datei von Streifzug")).to_be_visible()
    other.clear_cookies()
    other.add_cookies(
        [{"name": name, "value": value, "url": live_server.url} for name, value in session.items()]
    )
    second.goto("/mitmachen/handy")
    second.get_by_text("Eine gesicherte Datei einlesen").click()
    second.locator("#phone-file").set_input_files(file)
    expect(second.get_by_text("Eingelesen: 2.")).to_be_visible()
    expect(second.locator(".phone-state").first).to_contain_text("Alles angekommen", timeout=15_000)
    assert len(there.files) == 1
    axe(second)
    assert arrived(live_server, 40_000, 1) == 1

    page.unroute("**/api/submissions/*")
    fake.is_offline = False
    page.get_by_role("button", name="Jetzt senden").click()
    expect(page.locator(".phone-state").first).to_contain_text("Alles angekommen", timeout=15_000)
    assert arrived(live_server, 40_000, 1) == 1, "the first phone sends it too, and it is there once"


def session_of(page: Page) -> dict[str, str]:
    """The session of this phone, as the second phone would have it after typing the receipt."""
    found = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    return {name: found[name] for name in ("teilnahme", "streifzug") if name in found}
