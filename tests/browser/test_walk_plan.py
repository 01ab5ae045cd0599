"""A walk is planned from nothing with the keyboard alone; then the same pages on a phone and with the mouse."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.base.database import db
from app.processes.queries import process_by_slug
from app.walks.queries import stops_of, walk_by_slug
from app.walks.route import length_m
from tests.browser.conftest import PHONE, ContextMaker
from tests.browser.ellerbrueck import DESK, looked, served_town, sign_in
from tests.browser.keys import choose, press, reach, write
from tests.browser.looking import screenshot
from tests.browser.served import ServedApp

PLACES = ("Lindenhof Mitte", "Lindenplatz", "Jugendtreff Linde", "Kastanienweg", "Supermarkt Lindenhof")
WALK = f"{DESK}/spaziergang/lindenhof"


@pytest.fixture(scope="module")
def live_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApp]:
    with served_town(tmp_path_factory.mktemp("town")) as served:
        yield served


def look(page: Page, name: str) -> None:
    looked(page)
    if folder := os.environ.get("STREIFZUG_LOOK"):
        page.screenshot(path=Path(folder) / f"walk-{name}.png", full_page=True)


def go(page: Page, name: str) -> None:
    reach(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_walk_by_keyboard(desktop: BrowserContext, live_server: ServedApp) -> None:
    page = sign_in(desktop, "koordination")
    page.goto(f"{DESK}/aktivitaeten")
    go(page, "Quartiersspaziergang anlegen")
    write(page, "Titel", "Lindenhof zu Fuß")
    write(page, "Kurzadresse", "lindenhof")
    write(page, "Frage des Spaziergangs", "Wo seid ihr gern?")
    write(page, "^Gruppe", "Jugendtreff Linde")
    go(page, "Spaziergang anlegen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lindenhof zu Fuß")
    look(page, "overview-empty")

    go(page, "^Weg und Halte$")
    expect(page.locator("[data-map]")).to_be_visible()
    for number, place in enumerate(PLACES, start=1):
        if number > 1:
            page.keyboard.press("Tab")  # past the name of the stop before, where the button led
        write(page, r"^Name \(", f"Halt {place}")
        write(page, "Wo ist das", place)
        go(page, f"Ort suchen: Halt {number}")
        expect(page.locator(f"#stops-{number - 1}-point")).not_to_have_value("")
    reach(page, "^Karte", key="Shift+Tab")
    for _step in range(3):
        page.keyboard.press("ArrowUp")
    press(page, "Punkt beim Kreuz setzen")
    expect(page.locator("[data-status]")).to_contain_text("Punkt 1 gesetzt")
    press(page, "Rückgängig")
    press(page, "Gerade von Halt zu Halt")
    expect(page.locator("[data-status]")).to_contain_text("Der Weg geht gerade von Halt zu Halt.")
    write(page, "Steigungen", "Eben.")
    press(page, "Ziehen: Halt 1", key="ArrowDown")
    expect(page.locator("[data-status]")).to_contain_text("ist jetzt an Stelle 2")
    look(page, "trail")
    page.locator("[data-map]").evaluate("map => map.scrollIntoView({block: 'center'})")
    screenshot(page, "walk-trail")
    go(page, "^Speichern$")
    names, metres = stored(live_server)
    assert names == [f"Halt {PLACES[at]}" for at in (1, 0, 2, 3, 4)]
    assert metres > 300

    go(page, "^Angaben$")
    write(page, "^Treffpunkt", "Vor dem Jugendtreff")
    # How a browser wants a date typed depends on the language of its own windows.
    for name, value in (("^Tag", "2091-05-07"), ("^Beginn", "16:00"), ("^Ende", "17:45")):
        reach(page, name)
        page.locator(":focus").fill(value)
    write(page, "^Was muss mit", "Westen")
    look(page, "settings")
    go(page, "^Speichern$")
    expect(page.locator("main")).to_contain_text("7. Mai 2091, 16:00–17:45")

    go(page, "^Fragebogen$")
    choose(page, "Halt beim Quartiersspaziergang: junge Leute")
    look(page, "questionnaire")
    go(page, "^Speichern$")
    go(page, "^Menschen$")
    write(page, "Wer macht das", "Jugendtreff")
    look(page, "people")
    go(page, "^Speichern$")
    go(page, "^Adressen$")
    write(page, "Neue Adressen", "Jugendamt; jugendamt@ellerbrueck.example")
    go(page, "Eintragen")
    expect(page.get_by_role("cell", name="jugendamt@ellerbrueck.example")).to_be_visible()
    look(page, "contacts")
    go(page, "^Geräte$")
    write(page, "Bezeichnung", "Tablet 1")
    go(page, "Code anlegen")
    look(page, "devices")
    go(page, "^Heft$")
    go(page, "Bögen ausgeben")
    look(page, "book")
    go(page, "^Plan$")
    look(page, "overview")


def test_the_same_pages_on_a_phone(new_context: ContextMaker, live_server: ServedApp) -> None:
    """After the journey above: every page fits, and the map takes taps and dragged corners."""
    page = sign_in(new_context(**PHONE), "koordination")
    for name in (
        "",
        "/angaben",
        "/weg",
        "/fragebogen",
        "/menschen",
        "/adressen",
        "/geraete",
        "/heft",
        "/schwester",
    ):
        page.goto(f"{WALK}{name}")
        look(page, f"phone{name.replace('/', '-')}")
    page.goto(f"{WALK}/weg")
    before = corners(page)
    page.get_by_role("button", name="Auf der Karte setzen: Halt 2").tap()
    expect(page.locator("[data-doing]")).to_contain_text("Halt Lindenhof Mitte")
    there = page.locator("#stops-1-point").input_value()
    tap_map(page, 60, 60)
    expect(page.locator("#stops-1-point")).not_to_have_value(there)
    tap_map(page, 90, 40)
    assert len(corners(page)) == len(before) + 1
    last = page.locator(".trail-corner").last
    box = last.bounding_box()
    assert box is not None
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 40, middle[1] + 30, steps=6)
    page.mouse.up()
    assert corners(page)[:-1] == before
    expect(page.locator("[data-status]")).to_contain_text(f"Punkt {len(before) + 1} verschoben")


def corners(page: Page) -> list[list[float]]:
    found: list[list[float]] = page.evaluate("JSON.parse(document.querySelector('[data-route]').value)")
    return found


def tap_map(page: Page, x: int, y: int) -> None:
    page.locator("[data-map]").scroll_into_view_if_needed()
    page.locator("[data-map]").tap(position={"x": x, "y": y})


def stored(server: ServedApp) -> tuple[list[str], float]:
    def read() -> tuple[list[str], float]:
        db.session.rollback()
        walk = walk_by_slug(process_by_slug("zeig-dein-ellerbrueck").id, "lindenhof")
        return [stop.name for stop in stops_of(walk.trail)], length_m(walk.trail.route)

    return server.do(read)
