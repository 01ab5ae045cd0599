"""Files in the outbox: sent in parts after their words, resumed where they were cut, never lost by a full phone."""

from __future__ import annotations

import hashlib
import os
import shutil
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.fake_attachments import FakeAttachments
from tests.browser.modules import offer_sources
from tests.browser.served import ServedApp
from tests.browser.test_phone_journey import BASE_MAP, join
from tests.maps.factories import make_open_map

FULL = os.environ.get("STREIFZUG_FULL") == "1"

OPEN = """async () => {
  const {Outbox} = await import("/static/quellen/app/base/assets/outbox.js");
  const {participant} = await (await fetch("/api/teilnahme")).json();
  window.outbox = new Outbox(participant);
  window.seen = [];
  outbox.addEventListener("arrived", ({detail: {id, record}}) =>
    seen.push(`${record.isMedia ? "file" : "words"} ${id}`));
  window.bytesOf = (seed, size) => {
    let state = seed;
    return Uint8Array.from({length: size}, () => (state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff) >> 16);
  };
  window.keep = (id, contribution, seed, size) => outbox.putMedia({
    id, contribution, kind: "photo", mediaType: "image/jpeg",
    blob: new Blob([bytesOf(seed, size)], {type: "image/jpeg"}), position: 0, text: "", data: null, consents: []});
  await outbox.start();
}"""
WORDS = """async ([id, activity]) => outbox.put({id, method: "PUT", url: `/api/submissions/${id}`, body: {
  activity, device_time: new Date().toISOString(), language: "de", contributions: [{id, kind: "mark", quality: "fav",
  text: "mit Bild", place_text: "", geometry: {type: "Point", coordinates: [9.3, 52.7]}, precision: "exact",
  is_secret: false, attributes: {question: "gern"}}]}})"""


def identity(number: int) -> str:
    return f"0197f0c0-0000-7000-8000-{number:012x}"


def content(seed: int, size: int) -> bytes:
    """The same bytes as `bytesOf` of the page."""
    found, state = bytearray(), seed
    for _ in range(size):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        found.append(state >> 16 & 0xFF)
    return bytes(found)


@pytest.fixture(scope="module")
def open_map(live_server: ServedApp) -> dict[str, str]:
    folder = live_server.app.config["SETTINGS"].data
    shutil.copy(BASE_MAP / "ellerbrueck.pmtiles", folder / "karte.pmtiles")
    return live_server.do(make_open_map)


def opened(page: Page, fake: FakeAttachments) -> Page:
    """A quiet page of somebody who takes part, with the outbox of the sources at hand."""
    offer_sources(page)
    fake.serve(page)
    page.goto("/mitmachen/abmelden")
    page.evaluate(OPEN)
    return page


@pytest.fixture
def page(phone: BrowserContext, open_map: dict[str, str]) -> Page:
    phone.watch.allow(r"ERR_CONNECTION_RESET|ERR_INTERNET_DISCONNECTED|ERR_FAILED|409|404 .*attachments")  # type: ignore[attr-defined]
    page = phone.new_page()
    join(page, open_map["typed"])
    return page


def until_empty(page: Page, **options: Any) -> None:
    page.wait_for_function("() => { outbox.flush(); return outbox.size === 0; }", polling=200, **options)


def test_files_come_after_their_words_and_arrive_whole(page: Page, open_map: dict[str, str]) -> None:
    fake = FakeAttachments()
    opened(page, fake)
    words, photo = identity(1), identity(2)
    fake.offline(page, True)
    assert page.evaluate("([id, at]) => keep(id, at, 7, 700_000)", [photo, words]) is True
    page.evaluate(WORDS, [words, open_map["activity"]])
    waiting = page.evaluate(
        "async (at) => (await outbox.media(at)).map(({id, size, sent, blob}) => [id, size, sent, blob.size])",
        words,
    )
    assert waiting == [[photo, 700_000, 0, 700_000]]
    assert page.evaluate("seen") == [], "nothing is said to have arrived without the server's word"
    fake.offline(page, False)
    until_empty(page)
    page.wait_for_function("() => seen.length >= 2")
    assert page.evaluate("seen") == [f"words {words}", f"file {photo}"]
    assert fake.files[photo].data == content(7, 700_000)
    assert fake.files[photo].said["contribution"] == words


def test_a_file_that_is_cut_again_and_again_goes_on_where_it_was(page: Page) -> None:
    """R11: equal bytes, not more than 1.2 times as many sent, also over a reload in the middle."""
    count, size = (100, 8_000_000) if FULL else (2, 2_500_000)
    fake = FakeAttachments(cuts=0.1, lost=0.05)
    opened(page, fake)
    for number in range(count):
        photo = identity(100 + number)
        page.evaluate(
            "([id, at, seed, size]) => { keep(id, at, seed, size) }", [photo, identity(1), number + 1, size]
        )
        page.wait_for_function("() => outbox.size > 0")
        page.wait_for_function("id => (outbox.files.records.get(id)?.sent ?? 1) > 0", arg=photo)
        page.reload()
        page.evaluate(OPEN)
        until_empty(page, timeout=120_000)
        stored = fake.files[photo]
        assert stored.state == "received"
        assert hashlib.sha256(stored.data).hexdigest() == stored.said["sha256"]
    assert fake.sent_bytes <= 1.2 * count * size


def test_one_that_is_refused_or_taken_back_holds_up_no_other(page: Page) -> None:
    fake = FakeAttachments()
    opened(page, fake)
    bad, good, unwanted = identity(200), identity(201), identity(202)
    fake.offline(page, True)
    for number, photo in enumerate((bad, good, unwanted)):
        page.evaluate("([id, at, seed]) => keep(id, at, seed, 5000)", [photo, identity(1), number + 1])
    page.evaluate("id => outbox.dropMedia(id)", unwanted)
    page.route(
        f"**/api/attachments/{bad}", lambda route: route.fulfill(status=422, json={"message": "Zu groß."})
    )
    fake.offline(page, False)
    page.wait_for_function("() => { outbox.flush(); return outbox.size === 1; }", polling=200)
    left = page.evaluate(
        "async () => (await outbox.media()).map(({id, state, message}) => [id, state, message])"
    )
    assert left == [[bad, "refused", "Zu groß."]]
    assert fake.files[good].data == content(2, 5000)
    assert unwanted not in fake.files


def test_a_full_phone_sends_from_memory_and_words_stay_kept(page: Page, open_map: dict[str, str]) -> None:
    """R16: QuotaExceededError for the file only; the words beside it are kept and read again after a reload."""
    page.add_init_script(
        """const put = IDBObjectStore.prototype.put;
        IDBObjectStore.prototype.put = function (value, key) {
          if (String(key).startsWith("bytes/")) throw new DOMException("full", "QuotaExceededError");
          return put.call(this, value, key);
        };"""
    )
    fake = FakeAttachments()
    opened(page, fake)
    fake.offline(page, True)
    words, photo = identity(300), identity(301)
    page.evaluate(WORDS, [words, open_map["activity"]])
    assert page.evaluate("([id, at]) => keep(id, at, 3, 40_000)", [photo, words]) is False
    assert page.evaluate("outbox.isKept") is False
    fake.offline(page, False)
    until_empty(page, timeout=90_000)
    assert fake.files[photo].data == content(3, 40_000)


def test_a_record_without_its_bytes_is_said_to_be_lost(page: Page) -> None:
    fake = FakeAttachments()
    opened(page, fake)
    fake.offline(page, True)
    page.evaluate("([id, at]) => keep(id, at, 3, 4000)", [identity(400), identity(1)])
    page.evaluate(
        """async () => {
          const {erase, keys} = await import("/static/quellen/app/base/assets/store.js");
          for (const key of await keys("bytes/")) await erase(key);
        }"""
    )
    page.context.set_offline(False)
    page.reload()
    fake.is_offline = False
    page.evaluate(OPEN)
    page.wait_for_function(
        "() => [...outbox.files.records.values()].some((one) => one.isLost && one.state === 'refused')"
    )
    assert fake.files == {}
