"""What tests of subjective maps do: join, draw, take a stamp, look at the objects, ask what arrived."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.base.database import db
from app.contributions.media.models import Attachment
from app.contributions.own import own
from app.participants.models import Participant
from tests.browser.looking import axe, fits
from tests.browser.served import ServedApp
from tests.maps.subjective.factories import make_open_sheet

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def code(live_server: ServedApp) -> str:
    """The typed code of an open drawing activity, with the demo town's base map for its places."""
    folder = live_server.app.config["SETTINGS"].data
    for name, target in (("ellerbrueck.pmtiles", "karte.pmtiles"), ("places.json", "places.json")):
        shutil.copy(ROOT / "app/demo/data" / name, folder / target)
    return live_server.do(make_open_sheet)["typed"]


def join(page: Page, code: str, *, script: bool = True) -> None:
    page.goto("/mitmachen")
    page.get_by_label("Welcher Code").fill(code)
    page.get_by_role("button", name="Weiter").click()
    page.get_by_role("radio", name="16–17").check()
    page.get_by_role("button", name="Los geht’s").click()
    page.get_by_role("button", name="Hab ich, weiter").click()
    if script:
        expect(page.locator("#sheet")).to_be_visible()


def looked(page: Page) -> None:
    axe(page)
    fits(page)


def said(server: ServedApp) -> list[Any]:
    """What the newest participant has on the server."""

    def read() -> list[Any]:
        newest = db.session.scalars(select(Participant.id).order_by(Participant.created_at.desc())).first()
        return [(one.contribution.kind, one.as_json()) for one in own(newest)] if newest else []

    return server.do(read)


def kinds_of_files(server: ServedApp) -> list[tuple[str, str]]:
    """Kind and state of the newest participant's files."""
    ids = [one["id"] for _kind, one in said(server)]
    query = select(Attachment).order_by(Attachment.kind, Attachment.position)
    return server.do(
        lambda: [
            (one.kind, one.state) for one in db.session.scalars(query) if str(one.contribution_id) in ids
        ]
    )


def step(page: Page, name: str) -> None:
    page.get_by_role("button", name="Weiter", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def draw(page: Page, *places: tuple[float, float]) -> None:
    """A line by pointer through places of the stage, from 0 to 1."""
    box = page.locator(".sheet__stage").bounding_box()
    assert box is not None
    points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in places]
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*point, steps=5)
    page.mouse.up()


def tap(page: Page, x: float, y: float) -> None:
    box = page.locator(".sheet__stage").bounding_box()
    assert box is not None
    page.wait_for_timeout(600)  # two touches in a row are a double tap for the browser
    page.touchscreen.tap(box["x"] + x * box["width"], box["y"] + y * box["height"])


def take(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def call_it(page: Page, name: str) -> None:
    page.locator("#name").fill(name)
    take(page, "Übernehmen")


def objects(page: Page) -> list[str]:
    """The list beside the sheet, newest first."""
    page.get_by_role("button", name="Liste: was auf dem Blatt ist").click()
    names = page.locator(".sheet__objectname").all_text_contents()
    page.get_by_role("button", name="Liste schließen").click()
    return names


def shows(page: Page, names: list[str]) -> None:
    """The list holds these and nothing else; a finger's touch takes the page a moment."""
    for _ in range(20):
        if objects(page) == names:
            return
        page.wait_for_timeout(250)
    assert objects(page) == names


KEPT = """number => new Promise((settle) => {
  const asked = indexedDB.open("streifzug");
  asked.onsuccess = () => {
    const all = asked.result.transaction("outbox").objectStore("outbox").getAll();
    all.onsuccess = () => {
      asked.result.close();
      settle(all.result.some((one) => one?.drawing?.objects.length === number));
    };
  };
})"""
"""Whether the phone keeps a drawing with so many things on it."""
