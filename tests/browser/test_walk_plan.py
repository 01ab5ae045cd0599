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
from tests.browser.conftest import ContextMaker
from tests.browser.ellerbrueck import DESK, looked, served_town, sign_in
from tests.browser.keys import choose, press, reach, write
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
    go(page, "^Speichern$")
    names, metres = stored(live_server)
    assert names == [f"Halt {PLACES[at]}" for at in (1, 0, 2, 3, 4)]
    assert metres > 300

    go(page, "^Angaben$")
    write(page, "^Treffpunkt", "Vor dem Jugendtreff")
    reach(page, "^Tag")
    page.keyboard.type("07052026")
    reach(page, "^Beginn")
    page.keyboard.type("1600")
    reach(page, "^Ende")
    page.keyboard.type("1745")
    write(page, "^Was muss mit", "Westen")
    look(page, "settings")
    go(page, "^Speichern$")
    expect(page.locator("main")).to_contain_text("Donnerstag, 7. Mai 2026, 16:00–17:45")

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


def stored(server: ServedApp) -> tuple[list[str], float]:
    def read() -> tuple[list[str], float]:
        db.session.rollback()
        walk = walk_by_slug(process_by_slug("zeig-dein-ellerbrueck").id, "lindenhof")
        return [stop.name for stop in stops_of(walk.trail)], length_m(walk.trail.route)

    return server.do(read)
