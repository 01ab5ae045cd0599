"""R13: a phone is away for two weeks while everything changes: all of it arrives, or says why not and is a file.

Six things in the suite, over three deploys; STREIFZUG_FULL=1: thirty things over thirty deploys (R18).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from app.base.database import db, now
from app.contributions.media.models import Attachment
from app.contributions.models import Contribution, Submission
from app.participants.models import JoinCode, Participant, ParticipantSession
from app.participants.services import revoke_code
from app.processes.models import Process
from app.processes.queries import GRACE_DAYS, today
from app.processes.services import close_process
from tests.browser import capturing
from tests.browser.conftest import PHONE, ContextMaker
from tests.browser.deploys import deployed
from tests.browser.line import Line, line_to
from tests.browser.looking import axe, fits
from tests.browser.modules import offer_sources
from tests.browser.served import ServedApp
from tests.browser.test_offline import is_ready
from tests.browser.test_outbox_media import OPEN, WORDS, identity
from tests.browser.test_phone_journey import join, place_here
from tests.maps.factories import make_open_map
from tests.photos import jpeg, noisy
from tests.staff import give_back

FULL = os.environ.get("STREIFZUG_FULL") == "1"
COUNT, DEPLOYS = (30, 30) if FULL else (6, 3)
PHOTOS = COUNT // 3
PLACES = COUNT - PHOTOS
AWAY = 14
BROKEN = r"ERR_|Failed to fetch|Load failed|40[13] |50\d "

OLDER = """() => new Promise((done, fail) => {
  const asked = indexedDB.open("streifzug");
  asked.onerror = fail;
  asked.onsuccess = () => {
    const shelf = asked.result.transaction("outbox", "readwrite").objectStore("outbox");
    const keys = shelf.getAllKeys(IDBKeyRange.bound("out/", "out/\\uffff"));
    keys.onsuccess = () => {
      const found = shelf.get(keys.result[0]);
      found.onsuccess = () => {
        const {id, method, url, body: {activity, contributions: [one]}} = found.result;
        const {kind, quality, text, geometry, attributes: {question}} = one;
        const said = {id: one.id, kind, quality, text, geometry, mood: "gut", attributes: {question, weather: "Regen"}};
        shelf.put({id, method, url, body: {activity, contributions: [said]}}, keys.result[0]);
      };
    };
    shelf.transaction.oncomplete = () => { asked.result.close(); done(); };
  };
})"""
"""Turns the first record into what an older page would have kept: less of it, and answers nobody knows any more."""


@pytest.fixture
def line(live_server: ServedApp) -> Iterator[Line]:
    with line_to(live_server.url) as found:
        yield found


def joined_by_receipt(page: Page, code: str) -> str:
    """On the map, with everything kept that a time without a line needs; the receipt."""
    page.goto("/mitmachen")
    page.get_by_label("Welcher Code").fill(code)
    page.get_by_role("button", name="Weiter").click()
    page.get_by_role("radio", name="16–17").check()
    page.get_by_role("button", name="Los geht’s").click()
    receipt = page.locator("#receipt-text").inner_text()
    page.get_by_role("button", name="Hab ich, weiter").click()
    expect(page.locator("#needle")).to_be_visible()
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    is_ready(page)
    return receipt


def place_with_photo(page: Page, why: str, content: bytes) -> None:
    page.get_by_role("button", name="Hier!").click()
    page.get_by_role("button", name="Foto dazu").click()
    capturing.choose(page, content)
    capturing.accept(page)
    page.get_by_label("Warum?").fill(why)
    capturing.save(page)


def is_over(*, days_ago: int, joined_days_ago: int) -> None:
    """The process was closed, its codes are gone, and the newest person's sessions ended; they joined before."""
    person = db.session.scalars(select(Participant).order_by(Participant.id.desc())).first()
    assert person is not None
    person.joined_on = today() - timedelta(days=joined_days_ago)
    for session in db.session.scalars(
        select(ParticipantSession).where(ParticipantSession.participant_id == person.id)
    ):
        session.expires_at = now() - timedelta(days=1)
    for code in db.session.scalars(select(JoinCode).where(JoinCode.process_id == person.process_id)):
        revoke_code(code=code)
    give_back(person.process_id)
    close_process(process_id=person.process_id)
    process = db.session.get_one(Process, person.process_id)
    process.period_start, process.closed_at = person.joined_on, now() - timedelta(days=days_ago)


def arrived(server: ServedApp, beginning: str) -> tuple[list[str], list[str]]:
    """How the places with such words came, and the state of each file."""

    def read() -> tuple[list[str], list[str]]:
        said = select(Contribution.id).where(Contribution.text.startswith(beginning))
        places = select(Submission.source).join(Contribution, Contribution.submission_id == Submission.id)
        files = select(Attachment.state).where(
            Attachment.contribution_id.in_(said), Attachment.received == Attachment.size
        )
        return (
            list(db.session.scalars(places.where(Contribution.id.in_(said)))),
            list(db.session.scalars(files)),
        )

    return server.do(read)


def test_two_weeks_without_a_line_and_all_of_it_arrives(
    new_context: ContextMaker, live_server: ServedApp, line: Line
) -> None:
    code = capturing.serve_map(live_server, "lange-weg", max_pins=PLACES)
    phone = new_context(line.url, service_workers="allow", **PHONE)
    phone.watch.allow(BROKEN)  # type: ignore[attr-defined]
    page = phone.new_page()
    receipt = joined_by_receipt(page, code)
    line.go_down()
    page.reload()
    expect(page.locator("#needle")).to_be_visible()
    content = jpeg(noisy(600, 400))
    for number in range(PLACES):
        if number % 4 == 3:
            page.reload()  # to the middle of the town again, from what the phone has kept
            expect(page.locator("#needle")).to_be_visible()
        if number < PHOTOS:
            place_with_photo(page, f"lange weg {number}", content)
        else:
            place_here(page, f"lange weg {number}")
    page.evaluate(OLDER)
    page.clock.install()
    page.clock.fast_forward(AWAY * 24 * 3600 * 1000)
    page.reload()
    waiting = page.locator(".needle .phone-state")
    expect(waiting).to_have_attribute("data-phone-state", "old")
    expect(waiting.locator("[data-phone-count]")).to_have_text(str(COUNT))

    live_server.do(is_over, days_ago=3, joined_days_ago=AWAY + 1)
    with deployed(live_server, DEPLOYS):
        line.go_up()
        expect(page.locator("[data-trouble]")).to_contain_text("Gib deinen Beleg ein", timeout=30_000)
        assert arrived(live_server, "lange weg") == ([], [])
        page.goto("/mitmachen/handy")
        page.get_by_role("link", name="Mit deinem Beleg weitermachen").click()
        page.get_by_label("Dein Beleg").fill(receipt)
        page.get_by_role("button", name="Weiter").click()
        page.wait_for_url(lambda url: "/weiter" not in url)
        page.goto("/mitmachen/handy")
        expect(page.locator(".phone-state").first).to_contain_text("Alles angekommen", timeout=60_000)
        axe(page)
        fits(page)
        capturing.settle(live_server)
        assert arrived(live_server, "lange weg") == (["late"] * PLACES, ["in_review"] * PHOTOS)
        page.goto("/mein")
        expect(page.get_by_text("lange weg")).to_have_count(PLACES)


def test_what_comes_after_the_grace_says_why_and_is_a_file(
    phone: BrowserContext, live_server: ServedApp, tmp_path: Path
) -> None:
    phone.watch.allow(BROKEN)  # type: ignore[attr-defined]
    open_map = live_server.do(make_open_map)
    page = phone.new_page()
    join(page, open_map["typed"], age="16–17")
    offer_sources(page)
    page.goto("/mitmachen/abmelden")
    page.evaluate(OPEN)
    phone.set_offline(True)
    for number in range(PLACES):
        page.evaluate(WORDS, [identity(number), open_map["activity"]])
    for number in range(PHOTOS):
        page.evaluate("([id, at]) => keep(id, at, 7, 20_000)", [identity(500 + number), identity(number)])
    live_server.do(over_for_good)
    phone.set_offline(False)
    page.goto("/mitmachen/handy")
    sign = page.locator(".phone-state").first
    expect(sign).to_have_attribute("data-phone-state", "refused", timeout=30_000)
    expect(sign.locator("[data-phone-count]")).to_have_text(str(COUNT), timeout=30_000)
    things = page.locator("[data-list] li")
    expect(things).to_have_count(COUNT)
    for thing in things.all():
        expect(thing).to_contain_text("nicht angenommen")
        expect(thing.locator("p.muted")).not_to_be_empty()
    axe(page)
    fits(page)
    assert arrived(live_server, "mit Bild") == ([], [])
    with page.expect_download() as download:
        page.get_by_role("button", name="Als Datei sichern").click()
    file = tmp_path / "gesichert.json"
    download.value.save_as(file)
    saved: dict[str, Any] = json.loads(file.read_text())
    assert {one["id"] for one in saved["records"]} == {identity(number) for number in range(PLACES)}
    assert {one["id"] for one in saved["files"]} == {identity(500 + number) for number in range(PHOTOS)}
    assert all(one["bytes"] for one in saved["files"])


def over_for_good() -> None:
    """Longer ago than what waited on phones is taken; the session still holds."""
    is_over(days_ago=GRACE_DAYS + 1, joined_days_ago=GRACE_DAYS + 6)
    for session in db.session.scalars(select(ParticipantSession)):
        session.expires_at = now() + timedelta(days=1)
