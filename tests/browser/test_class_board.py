"""A lesson: a teacher's board on a beamer and on a phone, two pupils who join, and what all of them see together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
import shapely
from playwright.sync_api import Page, expect

from app.contributions.services import record
from app.demo.process import CAMPAIGN, SLUG
from app.maps.queries import campaign_by_slug
from app.participants.queries import find_code
from app.participants.services import join
from app.processes.queries import process_by_slug
from tests.browser.conftest import DESKTOP, PHONE, SMALL_PHONE, ContextMaker
from tests.browser.ellerbrueck import DESK, looked, served_town, sign_in
from tests.browser.looking import screenshot
from tests.browser.served import ServedApp
from tests.browser.test_phone_journey import place_here
from tests.maps.factories import mark

BEAMER = {"viewport": {"width": 1280, "height": 720}}
LARGE_BEAMER = {"viewport": {"width": 1920, "height": 1080}}
GO_ON = re.compile("Uhr starten|Weiter laufen")
NOTE = "Zusage der Schulleitung vom 3.11.2026"


@pytest.fixture(scope="module")
def live_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApp]:
    with served_town(tmp_path_factory.mktemp("town")) as served:
        yield served


def plan(page: Page, minutes: int) -> str:
    """A lesson of the coordination; the link for the teacher."""
    page.goto(f"{DESK}/klassen")
    looked(page)
    page.get_by_label("Bezeichnung").fill("8b Gesamtschule")
    page.get_by_label(f"{minutes} Minuten").check()
    page.get_by_label("Nicht nötig: eigene Schule").check()
    page.get_by_label("Nachweis oder Begründung").fill(NOTE)
    page.get_by_role("button", name="Stunde anlegen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Link zur Tafel: 8b Gesamtschule")
    looked(page)
    return page.get_by_label("Link zur Tafel").input_value()


def classmates(typed: str, number: int) -> None:
    """So many who are there already, each with one place near the station."""
    code = find_code(typed)
    assert code is not None
    campaign = campaign_by_slug(process_by_slug(SLUG).id, CAMPAIGN)
    for i in range(number):
        person = join(code_id=code.id, age_band="a12_13").participant
        spot = shapely.Point(9.2902 + i * 0.0001, 52.7002)
        record(mark(campaign, person, question=campaign.questions[0].key, geometry=spot, text=f"Ort {i}"))


def enters(page: Page, typed: str) -> None:
    page.goto("/mitmachen")
    page.get_by_label("Welcher Code").fill(typed)
    page.get_by_role("button", name="Weiter").click()
    page.get_by_role("radio", name="12–13").check()
    page.get_by_role("button", name="Los geht’s").click()
    page.get_by_role("button", name="Hab ich, weiter").click()
    expect(page.locator("#needle")).to_be_visible()


def asks(*pages: Page) -> None:
    """Ask the server at once, as when the net is back: what the others did would be heard within four seconds."""
    for page in pages:
        page.evaluate("dispatchEvent(new Event('online'))")


def whole_on_screen(page: Page) -> None:
    """A beamer cannot be scrolled by the last row."""
    tall, screen = page.evaluate("[document.documentElement.scrollHeight, innerHeight]")
    assert tall <= screen, f"{tall} px high on a screen of {screen} px"


def test_a_lesson_from_the_first_code_to_the_common_look(
    new_context: ContextMaker, live_server: ServedApp
) -> None:
    link = plan(sign_in(new_context(**DESKTOP), "koordination"), 45)
    token = link.rsplit("/", 1)[1]

    beamer = new_context(**BEAMER).new_page()
    beamer.goto(link)
    looked(beamer)
    beamer.get_by_role("button", name="Tafel öffnen").click()
    expect(beamer).to_have_url(re.compile("/klasse$"))
    assert token not in beamer.content()
    looked(beamer)
    whole_on_screen(beamer)
    expect(beamer.locator("[data-joined]")).to_have_text("0")
    typed = beamer.locator(".board__code").inner_text()

    remote = new_context(**PHONE).new_page()
    remote.goto(link)
    remote.get_by_role("button", name="Tafel öffnen").click()
    looked(remote)

    first, second = new_context(**PHONE).new_page(), new_context(**SMALL_PHONE).new_page()
    for pupil in (first, second):
        enters(pupil, typed)
    expect(beamer.locator("[data-joined]")).to_have_text("einige")

    remote.get_by_role("button", name="Uhr starten").tap()
    expect(remote.get_by_role("button", name="Pause")).to_be_visible()
    asks(beamer)
    expect(beamer.get_by_role("button", name="Pause")).to_be_visible()
    expect(beamer.locator("[data-clock]")).not_to_have_text("5:00")
    beamer.get_by_role("button", name="Pause").click()
    expect(beamer.locator("[data-clock].is-paused")).to_be_visible()
    stands = beamer.locator("[data-clock]").inner_text()
    beamer.reload()
    expect(beamer.locator("[data-clock]")).to_have_text(stands)
    asks(remote)
    expect(
        remote.get_by_role("button", name="Weiter laufen").or_(
            remote.get_by_role("button", name="Uhr starten")
        )
    ).to_be_visible()
    remote.get_by_role("button", name="Nächster Teil").tap()
    expect(remote.locator("[data-name]")).to_have_text("Worum geht es?")
    remote.get_by_role("button", name="Nächster Teil").tap()
    expect(remote.locator("[data-name]")).to_have_text("Mitmachen")
    asks(beamer)
    expect(beamer.locator("[data-name]")).to_have_text("Mitmachen")
    remote.get_by_role("button", name="+ 2 Minuten").tap()
    expect(remote.locator("[data-clock]")).to_have_text("22:00")
    asks(beamer)
    expect(beamer.locator("[data-clock]")).to_have_text("22:00")

    live_server.do(classmates, typed, 12)
    for _ in range(4):
        first.get_by_role("button", name="Näher ran").tap()
    place_here(first, "Hier sitzen wir immer")
    expect(first.locator('[data-state="arrived"]')).to_have_count(1)
    asks(beamer)
    expect(beamer.locator("[data-joined]")).to_have_text("14")
    expect(beamer.locator("[data-arrived]")).to_have_text("13")
    remote.get_by_role("button", name=GO_ON).tap()
    expect(remote.get_by_role("button", name="Pause")).to_be_visible()
    asks(beamer)
    expect(beamer.get_by_role("button", name="Pause")).to_be_visible()
    looked(beamer)
    whole_on_screen(beamer)
    screenshot(beamer, "class-board")
    looked(remote)
    screenshot(remote, "class-remote")

    first.goto(f"/verfahren/{SLUG}/karte/{CAMPAIGN}/fertig")
    expect(first.get_by_role("heading", name="Gleich schauen wir zusammen")).to_be_visible()
    expect(first.locator("#others")).to_be_hidden()
    looked(first)
    screenshot(first, "class-waits")
    remote.get_by_role("button", name="Gemeinsam aufdecken").tap()
    expect(remote.get_by_role("button", name="Gemeinsam aufdecken")).to_be_hidden()
    asks(beamer)
    expect(beamer.locator("[data-cells] li")).to_have_count(1)
    expect(beamer.locator("[data-cells]")).to_contain_text("mindestens 10 von euch")
    expect(beamer.locator(".board__number")).to_have_text("10+")
    looked(beamer)
    whole_on_screen(beamer)
    screenshot(beamer, "class-reveal")
    assert "Hier sitzen wir immer" not in beamer.content()
    # Asks now and then as well, more and more seldom; a phone that is looked at asks at once.
    first.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(first.locator("#others")).to_be_visible(timeout=30_000)
    expect(first.locator("[data-together]")).to_be_hidden()
    looked(remote)

    beamer.get_by_text("Stunde beenden").click()
    beamer.get_by_role("button", name="Jetzt beenden").click()
    expect(beamer.locator("[data-name]")).to_have_text("Danke!")
    asks(remote)
    expect(remote.locator("[data-name]")).to_have_text("Danke!")
    looked(beamer)
    late = new_context(**PHONE).new_page()
    late.goto("/mitmachen")
    late.get_by_label("Welcher Code").fill(typed)
    late.get_by_role("button", name="Weiter").click()
    expect(late.get_by_text("Dieser Code passt nicht.").first).to_be_visible()


def test_the_board_without_a_script_and_on_a_large_beamer(new_context: ContextMaker) -> None:
    link = plan(sign_in(new_context(**DESKTOP), "moderation"), 90)
    plain = new_context(**BEAMER, java_script_enabled=False).new_page()
    plain.goto(link)
    plain.get_by_role("button", name="Tafel öffnen").click()
    plain.get_by_role("button", name="Uhr starten").click()
    plain.get_by_role("button", name="Nächster Teil").click()
    expect(plain.locator("#phase-name")).to_have_text("Worum geht es?")
    large = new_context(**LARGE_BEAMER).new_page()
    large.goto(link)
    large.get_by_role("button", name="Tafel öffnen").click()
    expect(large.locator("[data-name]")).to_have_text("Worum geht es?")
    whole_on_screen(large)
    qr = large.locator(".board__qr").bounding_box()
    assert qr is not None
    assert qr["height"] >= 1080 / 3, "as high as a third of the screen"
    looked(large)
    screenshot(large, "class-board-large")


def test_a_board_without_connection_keeps_its_clock(
    new_context: ContextMaker, live_server: ServedApp
) -> None:
    link = plan(sign_in(new_context(**DESKTOP), "koordination"), 45)
    context = new_context(**BEAMER)
    context.watch.allow(r"503 GET .*/klasse/stand.json")  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(link)
    page.get_by_role("button", name="Tafel öffnen").click()
    page.get_by_role("button", name="Uhr starten").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.route(
        "**/klasse/stand.json", lambda route: route.fulfill(status=503, body="", content_type="text/plain")
    )
    expect(page.locator("[data-trouble]")).to_contain_text("Die Uhr läuft weiter")
    before = page.locator("[data-clock]").inner_text()
    expect(page.locator("[data-clock]")).not_to_have_text(before)
    whole_on_screen(page)
    page.unroute("**/klasse/stand.json")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-trouble]")).to_have_text("")


def test_the_kit_prints_sheet_by_sheet(new_context: ContextMaker, tmp_path: Path) -> None:
    page = sign_in(new_context(**DESKTOP), "koordination")
    plan(page, 90)
    page.get_by_role("link", name="Weiter zur Klassenstunde").click()
    looked(page)
    page.get_by_role("link", name="Mappe:").click()
    looked(page)
    file = tmp_path / "mappe.pdf"
    page.pdf(path=file, prefer_css_page_size=True)
    with pypdfium2.PdfDocument(file) as document:
        texts = [document[i].get_textpage().get_text_range() for i in range(len(document))]
        sizes = {tuple(round(side) for side in document[i].get_size()) for i in range(len(document))}
    assert sizes == {(595, 842)}, "A4"
    begins = [
        "Ablauf der Stunde",
        "Was Sie sagen",
        "Wenn das Netz",
        "Regeln für Fotos",
        "Brief an Eltern",
        "Scannen oder",
        "Mach mit!",
    ]
    assert len(texts) == len(begins), "each sheet on one page"
    for text, heading in zip(texts, begins, strict=True):
        assert heading in text
