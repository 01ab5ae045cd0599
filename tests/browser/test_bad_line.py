"""R12: a slow and lossy line, answers that get lost after the server has stored: everything is there once and whole."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page
from sqlalchemy import func, select

from app.base.database import db
from app.contributions.media.models import Attachment
from app.contributions.models import Submission
from tests.browser.conftest import PHONE, ContextMaker
from tests.browser.line import Line, line_to
from tests.browser.modules import offer_sources
from tests.browser.served import ServedApp
from tests.browser.test_outbox_media import OPEN, identity, until_empty
from tests.browser.test_phone_journey import join
from tests.maps.factories import make_open_map

FULL = os.environ.get("STREIFZUG_FULL") == "1"
NETEM = os.environ.get("STREIFZUG_NETEM") == "1"
"""As root, with `tc` and netem in the kernel: its loss and delay on the loopback device beside what the proxy does."""

ASKED = (
    ("gern", "fav"),
    ("unwohl", "uneasy"),
    ("streit", "conflict"),
    ("fehlt", "idea"),
    ("lernen", "learn"),
)
"""The questions of the map, three places each, with a kind of place that fits."""

SAVED = """async ([id, activity, question, quality, text]) => {
  const began = performance.now();
  await outbox.keep({id, method: "PUT", url: `/api/submissions/${id}`, tries: 0, state: "waiting", message: "",
    field: "", at: Date.now(), body: {activity, language: "de", contributions: [{id, kind: "mark", quality, text,
    precision: "exact", geometry: {type: "Point", coordinates: [9.3, 52.7]}, attributes: {question}}]}});
  return performance.now() - began;
}"""
FILE = """async ([id, contribution, size]) => outbox.putMedia({id, contribution, kind: "drawing",
  mediaType: "application/json",
  blob: new Blob([JSON.stringify({strokes: [], rest: "x".repeat(size)})], {type: "application/json"})})"""


@contextmanager
def netem() -> Iterator[None]:
    """5 % loss and 400 ms for everything on this machine's loopback device; only by switch, as it slows down others."""
    device = ["qdisc", "add", "dev", "lo", "root", "netem", "loss", "5%", "delay", "200ms", "rate", "256kbit"]
    if not NETEM or shutil.which("tc") is None:
        yield
        return
    tried = subprocess.run(["tc", *device], check=False, capture_output=True, text=True)
    if tried.returncode:
        pytest.skip(f"this machine has no netem: {tried.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["tc", "qdisc", "del", "dev", "lo", "root"], check=True)


@pytest.fixture
def line(live_server: ServedApp) -> Iterator[Line]:
    with line_to(live_server.url) as found:
        yield found


@pytest.fixture(scope="module")
def open_map(live_server: ServedApp) -> dict[str, str]:
    return live_server.do(make_open_map)


def counted(server: ServedApp) -> tuple[int, int]:
    """How many sittings there are, and how many bytes of files."""
    return server.do(
        lambda: (
            db.session.scalar(select(func.count()).select_from(Submission)) or 0,
            db.session.scalar(select(func.sum(Attachment.received))) or 0,
        )
    )


def joined(page: Page, open_map: dict[str, str]) -> None:
    join(page, open_map["typed"])
    offer_sources(page)
    page.goto("/mitmachen/abmelden")
    page.evaluate(OPEN)


def test_everything_is_stored_once_over_a_bad_line(
    new_context: ContextMaker, live_server: ServedApp, line: Line, open_map: dict[str, str]
) -> None:
    people, lost, size = (14, 50, 1_000_000) if FULL else (1, 5, 300_000)
    sittings = files = 0
    for person in range(people):
        context = new_context(line.url, **PHONE)
        context.watch.allow(r"ERR_|Failed to fetch|40[049] ")  # type: ignore[attr-defined]
        page = context.new_page()
        joined(page, open_map)
        line.delay, line.rate, line.loss = (0.2, 32_000, 0.05) if FULL else (0.02, 200_000, 0.03)
        line.lost_answers = -(-lost // people)
        with netem():
            for number in range(15):
                words = identity(1000 * (person + 1) + number)
                given = [words, open_map["activity"], *ASKED[number // 3], f"Ort {number}"]
                assert page.evaluate(SAVED, given) < 2000, "saved on the phone whatever the line does"
            photo = identity(1000 * (person + 1) + 500)
            page.evaluate(FILE, [photo, identity(1000 * (person + 1)), size])
            page.wait_for_function(
                "() => { outbox.flush(); return [...outbox.records.values(), ...outbox.files.records.values()]"
                ".every((one) => one.state === 'refused'); }",
                polling=500,
                timeout=600_000,
            )
        left = page.evaluate("outbox.list().map(({state, message}) => `${state} ${message}`)")
        assert left == []
        until_empty(page)
        line.delay = line.rate = line.loss = 0
        sittings, files = sittings + 15, files + 1
        context.close()
    while live_server.do(
        lambda: db.session.scalar(select(Attachment.id).where(Attachment.state == "received"))
    ):
        time.sleep(0.2)  # what came is looked at in the background; its file must not go before
    assert counted(live_server) == (sittings, files * (size + len('{"strokes":[],"rest":""}')))
    assert line.lost_answers == 0, "answers were really lost"
    assert line.recordings > sittings, "and what they answered was sent again"
