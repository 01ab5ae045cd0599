"""R14: what the browser threw away is said, and nothing is called sent without the server's word."""

from __future__ import annotations

import json
import os

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.looking import axe, fits
from tests.browser.test_outbox_faults import FILL, opened
from tests.browser.test_outbox_faults import open_map as open_map
from tests.browser.test_outbox_faults import page as page
from tests.browser.test_outbox_media import WORDS, identity

FULL = os.environ.get("STREIFZUG_FULL") == "1"


@pytest.mark.parametrize("count", [1, 10, 30] if FULL else [3])
def test_what_the_browser_threw_away_is_said(page: Page, open_map: dict[str, str], count: int) -> None:
    """R14: things waited, the storage is wiped; it is said until it has been read, and nothing is called sent."""
    opened(page)
    page.context.set_offline(True)
    for number in range(count):
        page.evaluate(WORDS, [identity(30_000 + number), open_map["activity"]])
    page.wait_for_function(
        """(count) => Object.entries(localStorage).some(([key, kept]) =>
          key.startsWith('unsent/') && kept === String(count))""",
        arg=count,
    )
    page.route("**/api/submissions/*", lambda route: route.abort())
    page.context.set_offline(False)
    page.goto("/datenschutz")  # where nothing is sent
    page.evaluate(
        """async () => {
          const {keys, erase} = await import("/static/quellen/app/base/assets/store.js");
          for (const key of await keys("")) await erase(key);
        }"""
    )
    page.goto("/mitmachen/handy")
    expect(page.locator(".phone-state").first).to_contain_text(f"{count} verloren gegangen")
    expect(page.get_by_text("Das war auf diesem Handy und noch nicht gesendet.")).to_be_visible()
    axe(page)
    fits(page)
    page.reload()
    expect(page.locator(".phone-state").first).to_contain_text(f"{count} verloren gegangen")
    page.get_by_role("button", name="Verstanden").click()
    expect(page.locator(".phone-state").first).to_contain_text("Alles angekommen")


NO_WORD = (
    {"status": 200, "json": {}},
    {"status": 201, "json": {"id": "0197f0c0-0000-7000-8000-00000000dead", "state": "received"}},
    {"status": 200, "json": {"id": None, "state": "received"}},
    {"status": 201, "json": {"state": "received"}},
    {"status": 200, "json": {"id": "SAME", "state": "pending"}},
    {"status": 200, "json": {"id": "SAME"}},
    {"status": 202, "json": {"id": "SAME", "state": "received"}},
    {"status": 204, "body": ""},
    {"status": 404, "json": {"id": "SAME", "state": "received"}},
    {"status": 422, "json": {"id": "SAME", "state": "received", "message": "nein"}},
)
"""Answers of anybody but a server that has stored it; SAME stands for the id of what was sent."""


def test_nothing_is_called_sent_without_the_servers_word(page: Page, open_map: dict[str, str]) -> None:
    """R14: 1,000 answers that are no acknowledgement, and never one "angekommen". The control: one that is."""
    count, rounds = (50, 20) if FULL else (30, 1)
    asked: list[str] = []

    def answer(route: Route) -> None:
        identity_of = route.request.url[-36:]
        told = dict(NO_WORD[len(asked) % len(NO_WORD)])
        asked.append(identity_of)
        if "json" in told:
            told["json"] = json.loads(json.dumps(told["json"]).replace("SAME", identity_of))
        route.fulfill(**told)  # type: ignore[arg-type]

    page.route("**/api/submissions/*", answer)
    opened(page)
    for turn in range(rounds):
        start = 50_000 + 100 * turn
        asked.clear()
        page.evaluate(FILL, [start, count, open_map["activity"]])
        page.evaluate(
            """async () => {
              for (const record of outbox.list()) await outbox.keep({...record, state: "waiting"});
              await outbox.flush();
            }"""
        )
        page.wait_for_function(
            "() => outbox.list().every((one) => one.tries > 0 && one.state === 'refused')", timeout=60_000
        )
        assert sorted(asked) == [identity(start + number) for number in range(count)]
        assert page.evaluate("[seen, outbox.size]") == [[], count]
        if turn < rounds - 1:
            page.evaluate("async () => { for (const {id} of outbox.list()) await outbox.drop(id); }")
    page.unroute("**/api/submissions/*")
    page.route(
        "**/api/submissions/*",
        lambda route: route.fulfill(status=201, json={"id": route.request.url[-36:], "state": "received"}),
    )
    page.evaluate("outbox.keep({...outbox.list()[0], state: 'waiting'}).then(() => outbox.flush())")
    page.wait_for_function("() => seen.length === 1")
