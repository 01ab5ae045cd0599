"""The river end to end in Ellerbrück: a mark from a phone is read, counted, released, looked at and taken away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect
from sqlalchemy import func, select

from app.base.database import db
from app.contributions.public import points
from app.demo.process import CODE, SLUG
from app.processes.queries import process_by_slug
from tests.browser.conftest import DESKTOP, PHONE, ContextMaker
from tests.browser.ellerbrueck import DESK, RESULTS, looked, served_town, sign_in
from tests.browser.looking import compose, screenshot
from tests.browser.served import ServedApp
from tests.browser.taken_files import value_in

REASON = "Auf den Stufen sitzen wir, bis die Laternen angehen"
FORMATS = ["xlsx", "csv-de", "gpkg", "geojson", "csv", "parquet"]


@pytest.fixture(scope="module")
def live_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApp]:
    """One loaded town for the whole journey; the tests below follow each other."""
    with served_town(tmp_path_factory.mktemp("town")) as served:
        yield served


def public_texts(server: ServedApp) -> list[str]:
    return server.do(lambda: [point["text"] for point in points(process_by_slug(SLUG).id)])


def states(server: ServedApp, ids: list[str]) -> list[str]:
    """How these contributions stand in the database."""
    table = db.metadata.tables["contribution"]

    def read() -> list[str]:
        rows = db.session.execute(select(table.c.id, table.c.state)).all()
        found = {str(key): state for key, state in rows}
        return [found[key] for key in ids]

    return server.do(read)


def cards(page: Page) -> Locator:
    return page.locator("[data-queue] > li")


def test_a_mark_from_a_phone_becomes_a_released_point(
    new_context: ContextMaker, live_server: ServedApp
) -> None:
    phone = new_context(**{**PHONE, "device_scale_factor": 1.5})
    page = phone.new_page()
    page.goto("/mitmachen")
    page.get_by_label("Welcher Code").fill(CODE)
    page.get_by_role("button", name="Weiter").click()
    looked(page)
    screenshot(page, "phone-about")
    page.get_by_role("radio", name="16–17").check(force=True)
    page.get_by_label("Wo wohnst du?").select_option(label="Hafen")
    page.get_by_role("button", name="Los geht’s").click()
    looked(page)
    screenshot(page, "phone-receipt")
    page.get_by_role("button", name="Hab ich, weiter").click()
    expect(page.locator("#needle")).to_be_visible()
    page.wait_for_load_state("networkidle")
    looked(page)
    page.get_by_role("button", name="Näher ran").click()
    page.get_by_role("button", name="Näher ran").click()
    page.wait_for_load_state("networkidle")
    screenshot(page, "phone-map")
    page.get_by_role("button", name="Hier!").click()
    page.get_by_label("Warum?").fill(REASON)
    page.get_by_label("Andere dürfen genau das lesen").check()
    page.get_by_role("radio", name="abends").check(force=True)
    looked(page)
    screenshot(page, "phone-sheet")
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator('[data-state="arrived"]')).to_have_count(1)
    assert REASON not in public_texts(live_server), "nothing is public before somebody has read it"

    desk = sign_in(new_context(**DESKTOP), "moderation")
    desk.get_by_role("link", name="Beiträge sichten").click()
    desk.get_by_label("Im Text suchen").fill("Laternen angehen")
    desk.get_by_role("button", name="Anzeigen", exact=True).click()
    expect(cards(desk)).to_have_count(1)
    expect(cards(desk)).to_contain_text(REASON)
    looked(desk)
    desk.keyboard.press("j")
    desk.keyboard.press("f")
    expect(cards(desk)).to_have_attribute("data-state", "released")
    assert REASON in public_texts(live_server)

    visitor = new_context(**DESKTOP).new_page()
    visitor.goto(RESULTS)
    expect(visitor.get_by_text("1.192 freigegebene Orte")).to_be_visible()
    needles = visitor.frame_locator("iframe[title='Karte der freigegebenen Orte']")
    visitor.locator("iframe[title='Karte der freigegebenen Orte']").scroll_into_view_if_needed()
    expect(needles.locator(".leaflet-pane .leaflet-interactive").first).to_be_visible()


def test_reviewing_by_keyboard_alone(new_context: ContextMaker, live_server: ServedApp) -> None:
    page = sign_in(new_context(**DESKTOP, reduced_motion="reduce"), "moderation")
    page.goto(f"{DESK}/sichtung?hinweis=nein")
    looked(page)
    expect(cards(page).nth(3)).to_be_visible()
    ids = [cards(page).nth(n).get_attribute("data-id") or "" for n in range(4)]

    page.keyboard.press("j")
    expect(cards(page).nth(0)).to_be_focused()
    screenshot(page, "review-desk")
    page.keyboard.press("f")
    expect(cards(page).nth(0)).to_have_attribute("data-state", "released")
    expect(cards(page).nth(1)).to_be_focused()

    page.keyboard.press("k")
    shortened = cards(page).nth(1).get_by_label("Das dürfen alle lesen")
    expect(shortened).to_be_focused()
    shortened.fill("Hier ist es gut.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(cards(page).nth(1)).to_have_attribute("data-state", "redacted")

    expect(cards(page).nth(2)).to_be_focused()
    page.keyboard.press("i")
    expect(cards(page).nth(2)).to_have_attribute("data-state", "internal")

    expect(cards(page).nth(3)).to_be_focused()
    page.keyboard.press("a")
    reason = cards(page).nth(3).get_by_label("Grund")
    expect(reason).to_be_focused()
    looked(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(cards(page).nth(3).get_by_role("alert")).to_be_visible()
    reason.select_option(label="Es ist Werbung.")
    reason.press("Tab")
    page.keyboard.press("Enter")
    expect(cards(page).nth(3)).to_have_attribute("data-state", "rejected_rules")
    assert states(live_server, ids) == ["released", "redacted", "internal", "rejected_rules"]
    looked(page)

    page.keyboard.press("z")
    expect(cards(page).nth(3)).to_have_attribute("data-state", "submitted")
    assert states(live_server, ids)[3] == "submitted"


def test_releasing_several_at_once(desktop: BrowserContext, live_server: ServedApp) -> None:
    page = sign_in(desktop, "moderation")
    page.goto(f"{DESK}/sichtung?hinweis=nein")
    ids = [cards(page).nth(n).get_attribute("data-id") or "" for n in range(2)]
    for _ in ids:
        page.keyboard.press("j")
        page.keyboard.press("x")
    expect(page.locator("[data-chosen]")).to_have_text("2")
    page.get_by_role("button", name="freigeben", exact=True).click()
    expect(page.get_by_text("2 Beiträge entschieden.")).to_be_visible()
    assert states(live_server, ids) == ["released", "released"]
    looked(page)
    page.get_by_role("button", name="Rückgängig").click()
    expect(page.locator(f"[data-id='{ids[0]}']")).to_be_visible()
    assert states(live_server, ids) == ["submitted", "submitted"]


def test_the_review_desk_on_a_phone(phone: BrowserContext) -> None:
    page = sign_in(phone, "moderation")
    page.goto(f"{DESK}/sichtung")
    looked(page)
    cards(page).first.get_by_role("button", name="Nur intern").click()
    expect(cards(page).first).to_have_attribute("data-state", "internal")


def test_two_people_release_what_a_planner_proposes(
    new_context: ContextMaker, live_server: ServedApp
) -> None:
    planner = sign_in(new_context(**DESKTOP), "planung")
    planner.get_by_role("link", name="Kennzahlen").click()
    looked(planner)
    planner.get_by_label("Kennzahl", exact=True).select_option(label="Beitragende")
    planner.get_by_role("button", name="Anzeigen").click()
    expect(planner.get_by_role("row", name="Hafen")).to_contain_text("196")
    looked(planner)
    screenshot(planner, "indicators")
    planner.get_by_label("Sicht").select_option("intern")
    planner.get_by_role("button", name="Anzeigen").click()
    expect(planner.get_by_text("nicht gegen Rückrechnen geschützt")).to_be_visible()
    looked(planner)

    planner.get_by_role("link", name="Veröffentlichen").click()
    looked(planner)
    planner.get_by_label("Titel").fill("Herbst 2026")
    planner.get_by_role("button", name="Vorschlagen").click()
    expect(planner.get_by_role("heading", name="Wartet auf die zweite Person")).to_be_visible()
    expect(planner.get_by_role("link", name="Prüfen und freigeben")).to_have_count(0)
    looked(planner)

    second = sign_in(new_context(**DESKTOP), "statistik")
    second.goto(f"{DESK}/veroeffentlichungen")
    second.get_by_role("link", name="Prüfen und freigeben").click()
    expect(second.get_by_text("Der Angriff auf die Tabelle ist gescheitert")).to_be_visible()
    looked(second)
    screenshot(second, "release-approval")
    second.get_by_role("button", name="Freigeben").click()
    expect(second.get_by_role("heading", level=1)).to_have_text("Veröffentlichung 2")
    expect(second.get_by_text("Tammo Wiards")).to_be_visible()
    expect(second.get_by_text("Iwona Kaczmarek")).to_be_visible()
    looked(second)

    planner.goto(f"{DESK}/veroeffentlichungen")
    planner.get_by_role("button", name="Vergleichen").click()
    expect(planner.get_by_role("heading", level=1)).to_contain_text("im Vergleich")
    looked(planner)


@pytest.mark.parametrize("screen", ["desktop", "phone"])
def test_map_and_table_show_the_same_values(request: pytest.FixtureRequest, screen: str) -> None:
    context: BrowserContext = request.getfixturevalue(screen)
    page = context.new_page()
    page.goto(RESULTS)
    expect(page.locator("#figure-title + p")).to_contain_text("Veröffentlichung Nr. 2 vom")
    looked(page)
    frame = page.frame_locator("iframe[title='Karte: Beitragende']")
    shapes = frame.locator("path.leaflet-interactive")
    expect(shapes).to_have_count(14)
    assert all(shapes.nth(n).bounding_box()["width"] > 5 for n in range(14))  # type: ignore[index]
    page.wait_for_load_state("networkidle")
    shown = dict(
        page.locator(".results__table tbody tr").evaluate_all(
            "rows => rows.map(row => [row.cells[0].innerText.split('\\n')[0].trim(), row.cells[1].innerText.trim()])"
        )
    )
    shown.pop("gesamt")
    told = {}
    for number in range(14):
        shapes.nth(number).dispatch_event("mouseover")
        rows = frame.locator(".leaflet-tooltip tr").all_inner_texts()
        told[rows[0].strip()] = rows[1].split("\t")[-1].strip()
        shapes.nth(number).dispatch_event("mouseout")
    assert told == shown
    fills = shapes.evaluate_all("paths => paths.map(path => path.getAttribute('fill'))")
    legend = page.locator(".legend rect").evaluate_all("boxes => boxes.map(box => box.getAttribute('fill'))")
    assert set(fills) <= set(legend)
    assert len(set(fills)) > 2


def test_pictures_of_the_results(new_context: ContextMaker) -> None:
    """What README and guides show, of release 1, which withholds nothing in the headline figure."""
    page = new_context(viewport={"width": 1280, "height": 860}).new_page()
    page.goto(f"{RESULTS}?nummer=1")
    frame = page.frame_locator("iframe[title='Karte: Beitragende']")
    expect(frame.locator("path.leaflet-interactive")).to_have_count(14)
    page.wait_for_load_state("networkidle")
    page.locator("#figure-title").evaluate("title => scrollTo(0, title.offsetTop - 24)")
    screenshot(page, "results")
    compose(page, "overview", ("phone-map", "results"))


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_value_is_in_every_file(desktop: BrowserContext, tmp_path: Path, kind: str) -> None:
    page = sign_in(desktop, "planung")
    page.goto(f"{RESULTS}?kennzahl=N02|all")
    shown = page.locator(".results__table tbody tr", has_text="Hafen").locator("td").first.inner_text()
    page.wait_for_load_state("networkidle")
    with page.expect_download() as waiting:
        page.locator(f"a[href$='/{kind}']").click()
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    assert waiting.value.suggested_filename.startswith(f"{SLUG}_veroeffentlichung-2_indicator_values")
    assert value_in(path, kind, indicator="N02", area="SR03") == float(shown)


def test_nothing_was_counted_twice(live_server: ServedApp) -> None:
    table = db.metadata.tables["contribution"]
    count = live_server.do(lambda: db.session.scalar(select(func.count()).select_from(table)))
    assert count == 2141
