"""A young person's way on a phone: join, five questions, needles by crosshair and tap, dead spots, take one back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import func, select

from app.base.database import db
from app.contributions.own import own
from app.participants.models import Participant
from tests.browser.conftest import ContextMaker
from tests.browser.looking import axe, fits, screenshot
from tests.browser.served import ServedApp
from tests.maps.factories import make_open_map

ROOT = Path(__file__).resolve().parents[2]
BASE_MAP = ROOT / "app/demo/data"


@pytest.fixture(scope="module")
def code(live_server: ServedApp) -> str:
    """The typed code of an open needle map, with the demo town's base map under it."""
    folder = live_server.app.config["SETTINGS"].data
    for name, target in (("ellerbrueck.pmtiles", "karte.pmtiles"), ("places.json", "places.json")):
        shutil.copy(BASE_MAP / name, folder / target)
    return live_server.do(make_open_map)["typed"]


def join(page: Page, code: str, *, looks: bool = False, script: bool = True, age: str = "12–13") -> None:
    """From the slip of paper to the first question."""
    look = looked if looks else lambda _page: None
    page.goto("/mitmachen")
    look(page)
    page.get_by_label("Welcher Code").fill(code.lower())
    page.get_by_role("button", name="Weiter").click()
    look(page)
    page.get_by_role("radio", name=age).check()
    page.get_by_role("button", name="Los geht’s").click()
    look(page)
    page.get_by_role("button", name="Hab ich, weiter").click()
    if script:
        expect(page.locator("#needle")).to_be_visible()


def looked(page: Page) -> None:
    axe(page)
    fits(page)


def said_by_everybody(server: ServedApp) -> list[list[str]]:
    """What each participant has on the server, as lists of texts."""
    return server.do(
        lambda: [
            [found.text for found in own(person) if found.state != "withdrawn"]
            for person in db.session.scalars(select(Participant.id).order_by(Participant.id))
        ]
    )


def place_here(page: Page, why: str) -> None:
    page.get_by_role("button", name="Hier!").click()
    page.get_by_label("Warum?").fill(why)
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator("[data-sheet]")).to_be_hidden()


def states(page: Page) -> list[str]:
    return page.locator(".needle-marker").evaluate_all("found => found.map(one => one.dataset.state)")


def test_five_questions_by_crosshair_and_tap_through_a_dead_spot(
    phone: BrowserContext, live_server: ServedApp, code: str
) -> None:
    page = phone.new_page()
    phone.watch.allow(r"ERR_INTERNET_DISCONNECTED|ERR_FAILED")  # type: ignore[attr-defined]
    join(page, code, looks=True)
    axe(page)
    screenshot(page, "phone-map")
    place_here(page, "Hier sitzen wir nach der Schule")
    expect(page.locator('[data-state="arrived"]')).to_have_count(1)

    page.get_by_role("button", name="Tippen statt Kreuz").click()
    page.locator("[data-map]").tap(position={"x": 120, "y": 140})
    expect(page.get_by_label("Warum?")).to_be_visible()
    axe(page)
    screenshot(page, "phone-sheet")
    page.get_by_role("button", name="nach oben").click()
    page.get_by_label("Warum?").fill("Mit dem Skateboard")
    page.get_by_role("radio", name="abends").check(force=True)
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator('[data-state="arrived"]')).to_have_count(2)
    page.get_by_role("button", name="Tippen statt Kreuz").click()

    phone.set_offline(True)
    page.get_by_role("button", name="Weiter", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Wo fühlst du dich unwohl? Wo gehst du nicht hin?"
    )
    place_here(page, "Da ist kein Licht")
    expect(page.locator("[data-trouble]")).to_contain_text("Kein Netz")
    assert set(states(page)) <= {"local", "sending"}, "never 'arrived' without the server's word"
    expect(page.locator('[data-state="local"]')).to_have_count(1)
    assert len(states(page)) == 1
    axe(page)
    before = said_by_everybody(live_server)
    assert "Da ist kein Licht" not in before[-1]
    phone.set_offline(False)
    expect(page.locator('[data-state="arrived"]')).to_have_count(1)
    assert said_by_everybody(live_server)[-1].count("Da ist kein Licht") == 1

    page.reload()
    expect(page.get_by_text("Frage 2 von 5")).to_be_visible()
    expect(page.locator('[data-state="arrived"]')).to_have_count(1)
    page.get_by_role("button", name="Meine Nadeln").click()
    expect(page.locator("[data-marks] li")).to_have_count(3)
    axe(page)
    screenshot(page, "phone-list")
    page.get_by_role("button", name="Löschen: Meide ich Da ist kein Licht").click()
    expect(page.locator("[data-marks] li")).to_have_count(2)
    page.get_by_role("button", name="Liste schließen").click()
    for _ in range(3):
        page.get_by_role("button", name="Weiter", exact=True).click()
    page.get_by_role("button", name="Fertig").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Danke! Du bist fertig.")
    expect(page.get_by_text("Du hast uns 2 Orte gezeigt.")).to_be_visible()
    looked(page)
    assert sorted(said_by_everybody(live_server)[-1]) == [
        "Hier sitzen wir nach der Schule",
        "Mit dem Skateboard",
    ]


def test_a_lost_answer_and_a_changed_text_make_one_place(
    phone: BrowserContext, live_server: ServedApp, code: str
) -> None:
    """The server has stored it, the answer gets lost, the person changes the words: one place with the new words."""
    phone.watch.allow(r"ERR_FAILED|409 PUT")  # type: ignore[attr-defined]
    page = phone.new_page()
    join(page, code)

    def lose(route: object) -> None:
        route.fetch()  # type: ignore[attr-defined]
        route.abort()  # type: ignore[attr-defined]

    page.route("**/api/submissions/*", lose)
    place_here(page, "erste Fassung")
    expect(page.locator('.needle-marker[data-state="local"]')).to_have_count(1)
    page.unroute("**/api/submissions/*")
    page.get_by_role("button", name="Meine Nadeln").click()
    page.get_by_role("button", name="Ändern: Lieblingsort erste Fassung").click()
    page.get_by_label("Warum?").fill("zweite Fassung")
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator('.needle-marker[data-state="arrived"]')).to_have_count(1)
    assert said_by_everybody(live_server)[-1] == ["zweite Fassung"]


def test_the_smallest_phone_reaches_everything(
    small_phone: BrowserContext, live_server: ServedApp, code: str
) -> None:
    page = small_phone.new_page()
    join(page, code, looks=True)
    for name in (
        "Hier!",
        "Weiter",
        "Näher ran",
        "Weiter weg",
        "Zeig, wo ich bin",
        "Ort suchen",
        "Tippen statt Kreuz",
    ):
        expect(page.get_by_role("button", name=name, exact=True)).to_be_in_viewport(ratio=1)
    for name in ("Lieblingsort", "Natur und draußen"):
        expect(page.get_by_text(name, exact=True)).to_be_in_viewport()
    page.get_by_role("button", name="Ort suchen").click()
    page.get_by_label("Ort suchen").last.fill("stadtbü")
    page.get_by_role("button", name="Stadtbücherei").first.click()
    page.get_by_role("button", name="Hier!").click()
    page.get_by_label("Warum?").fill("Da lese ich, bei mir zu Hause ist es laut")
    expect(page.locator("[data-home]")).to_be_visible()
    page.get_by_label("Geheimer Ort").check()
    expect(page.get_by_role("button", name="Speichern")).to_be_in_viewport(ratio=1)
    looked(page)
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator('[data-state="arrived"]')).to_have_count(1)
    found = live_server.do(_last_place)
    assert found[0] == "approximate", "a home never leaves the phone exactly"
    assert found[1] is True


def test_a_small_phone_on_its_side(new_context: ContextMaker, code: str) -> None:
    page = new_context(viewport={"width": 568, "height": 320}, has_touch=True, is_mobile=True).new_page()
    join(page, code)
    for name in ("Hier!", "Weiter", "Näher ran", "Weiter weg", "Ort suchen"):
        expect(page.get_by_role("button", name=name, exact=True)).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="Hier!").click()
    expect(page.get_by_role("button", name="Speichern")).to_be_in_viewport(ratio=1)
    looked(page)


def _last_place() -> tuple[str, bool]:
    newest = db.session.scalar(select(func.max(Participant.id)))
    said = own(newest)[0]
    return said.contribution.precision, said.is_secret


def test_the_whole_way_by_keyboard(desktop: BrowserContext, live_server: ServedApp, code: str) -> None:
    page = desktop.new_page()
    join(page, code)
    page.locator("[data-map]").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("+")
    page.wait_for_timeout(600)
    page.keyboard.press("Enter")
    expect(page.locator("#sheet-title")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("Nur mit Tasten")
    page.keyboard.press("Tab")
    expect(page.locator("#may-quote")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_role("radio", name="vormittags")).to_be_checked()
    save = page.get_by_role("button", name="Speichern")
    for _ in range(12):
        page.keyboard.press("Tab")
        if save.evaluate("button => button === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.locator('[data-state="arrived"]')).to_have_count(1)
    expect(page.get_by_role("button", name="Hier!")).to_be_focused()
    axe(page)
    assert said_by_everybody(live_server)[-1] == ["Nur mit Tasten"]


def test_without_a_script(new_context: ContextMaker, live_server: ServedApp, code: str) -> None:
    context = new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    join(page, code, script=False)
    page.get_by_label("Treffpunkt").check()
    page.get_by_label("Oder beschreibe den Ort").fill("Mauer am Markt")
    page.locator("#plain textarea").fill("Ohne Skript")
    page.get_by_role("button", name="Ort abschicken").click()
    expect(page.get_by_text("Angekommen! Danke für diesen Ort.")).to_be_visible()
    for _ in range(4):
        page.get_by_role("link", name="Nächste Frage").click()
    page.get_by_role("link", name="Fertig").click()
    expect(page.get_by_text("Du hast uns 1 Ort gezeigt.")).to_be_visible()
    assert said_by_everybody(live_server)[-1] == ["Ohne Skript"]


def test_a_full_storage_is_survived_and_said(
    phone: BrowserContext, live_server: ServedApp, code: str
) -> None:
    phone.add_init_script(
        "Object.defineProperty(window, 'indexedDB', {value: {open() { throw new Error('no') }}})"
    )
    page = phone.new_page()
    join(page, code)
    place_here(page, "ohne Speicher")
    expect(page.locator('[data-state="arrived"]')).to_have_count(1)
    assert said_by_everybody(live_server)[-1] == ["ohne Speicher"]


def test_the_first_load_is_small(phone: BrowserContext, code: str) -> None:
    """Everything of the map page but tiles, as it is sent (R63: 225 KiB)."""
    page = phone.new_page()
    join(page, code)
    page.wait_for_load_state("networkidle")
    sent = page.evaluate(
        "performance.getEntries().filter(e => e.encodedBodySize && !e.name.includes('/kacheln/'))"
        ".reduce((sum, e) => sum + e.encodedBodySize, 0)"
    )
    assert 40_000 < sent <= 225 * 1024


def test_the_first_load_asks_seldom(phone: BrowserContext, code: str) -> None:
    """R63: at most 15 requests, tiles aside; with those for later, which are made when the page has time."""
    page = phone.new_page()
    join(page, code, age="16–17")
    names = "performance.getEntriesByType('resource').map(e => e.name.split('#')[0])"
    page.wait_for_function(
        f"() => ['phone_shell', 'capture'].every(one => {names}.some(e => e.includes(one)))"
    )
    page.wait_for_load_state("networkidle")
    asked = {name for name in page.evaluate(names) if "/kacheln/" not in name}
    assert len(asked) > 8
    assert len(asked) + len(["the page", "its icon"]) <= 15, asked
