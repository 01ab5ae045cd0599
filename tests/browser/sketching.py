"""What journeys with drawings share: a map that asks to draw, the way there, and what the server has afterwards."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.base.database import db
from app.contributions.own import own
from app.participants.models import Participant
from tests.browser.fingers import Place
from tests.browser.looking import axe, fits
from tests.browser.served import ServedApp
from tests.maps.factories import make_drawing_map

ROOT = Path(__file__).resolve().parents[2]
BASE_MAP = ROOT / "app/demo/data"
INK = '.leaflet-overlay-pane path[stroke="#7a1f9c"]'


def offer_drawing(live_server: ServedApp) -> str:
    """The typed code of a map with drawing questions, with the demo town's base map under it."""
    folder = live_server.app.config["SETTINGS"].data
    for name, target in (("ellerbrueck.pmtiles", "karte.pmtiles"), ("places.json", "places.json")):
        shutil.copy(BASE_MAP / name, folder / target)
    return live_server.do(make_drawing_map)["typed"]


def begin(page: Page, code: str, *, question: int = 1, band: str = "12–13") -> None:
    """From the slip of paper to a drawing question."""
    page.goto("/mitmachen")
    page.get_by_label("Welcher Code").fill(code)
    page.get_by_role("button", name="Weiter").click()
    page.get_by_role("radio", name=band).check()
    # A tap on a page that is still arranging itself may miss.
    with page.expect_navigation():
        page.get_by_role("button", name="Los geht’s").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Hab ich, weiter").click()
    expect(page.locator("#needle")).to_be_visible()
    for _ in range(question - 1):
        page.get_by_role("button", name="Weiter", exact=True).click()
    expect(page.locator("[data-tool=finger]")).to_be_visible()
    expect(page.locator(".needle__map--draw")).to_be_visible()


def middle(page: Page) -> Place:
    box = page.locator("[data-map]").bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def where(page: Page) -> str:
    """What moves when the map moves."""
    found: str = page.locator(".leaflet-map-pane").evaluate("pane => pane.style.transform")
    return found


def pieces(page: Page) -> int:
    return page.locator("[data-pieces] li").count()


def stored(server: ServedApp) -> list[dict[str, Any]]:
    """All that the last person said, oldest first."""

    def read() -> list[dict[str, Any]]:
        person = db.session.scalars(select(Participant.id).order_by(Participant.id.desc())).first()
        assert person
        return [found.as_json() for found in reversed(own(person)) if found.state != "withdrawn"]

    return server.do(read)


def looked(page: Page) -> None:
    axe(page)
    fits(page)


def save(page: Page) -> None:
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator("[data-sheet]")).to_be_hidden()
