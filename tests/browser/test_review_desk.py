"""The review desk by keyboard in a real browser, two moderators at once, and people's own list on a phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import shapely
from playwright.sync_api import BrowserContext, Page, expect

from app.accounts import services as accounts
from app.base.database import db
from app.contributions.services import record_many
from app.participants.services import join_direct
from app.processes.channels import Channel, accept_any
from app.processes.models import Activity, Process, ProcessAreaSet
from app.processes.services import add_membership
from tests.browser.looking import axe, fits
from tests.browser.served import ServedApp
from tests.contributions.conftest import EAST, WEST, Town, add_area_set, draft_of, square
from tests.participants.factories import say_all_yeses
from tests.staff import PASSWORD

TEXTS = (
    "Hier ist es schön, die große Buche und der Bach.",
    "Die Bank ist kaputt.",
    "Abends ist hier kein Licht.",
)


@pytest.fixture(scope="module")
def town(live_server: ServedApp) -> Town:
    """A town with an editor, a coordinator, one participant and a handful of contributions to read."""
    nowhere: Callable[[Activity], str] = lambda activity: "/"  # noqa: E731
    live_server.app.extensions["streifzug_channels"]["quiet"] = Channel(
        name="quiet", label="Leise", blueprints=(), entry=nowhere, manage=nowhere, check=accept_any
    )

    def fill() -> Town:
        area_set = add_area_set("Viertel", date(2020, 1, 1), {"A": square(WEST), "B": square(EAST)})
        process = Process(slug="stadt", title="Unsere Stadt", status="open")
        process.area_sets = [ProcessAreaSet(area_set_name="Viertel")]
        db.session.add(process)
        db.session.flush()
        activity = Activity(process_id=process.id, channel="quiet", slug="orte", title="Orte", status="open")
        db.session.add(activity)
        joined = join_direct(process_id=process.id, age_band="a14_15", gender="f", home_area_code="A")
        for name in ("editor", "coordinator"):
            user = accounts.create_user(email=f"{name}@example.org", name=name.title(), password=PASSWORD)
            add_membership(process_id=process.id, user_id=user.id, role=name)
        made = Town(
            process.id, process.slug, activity.id, area_set.id, joined.participant.id, joined.session_token
        )
        say_all_yeses(joined.participant.id)
        marks: list[dict[str, Any]] = [{"text": text} for text in TEXTS]
        marks += [
            {"text": "Fragt mal den aus der 8b.", "quality": "conflict"},
            {
                "text": "Unsere Bude",
                "is_secret": True,
                "geometry": None,
                "place_text": "hinter der Feuerwehr",
            },
            {"text": "Weit draußen", "geometry": shapely.Point(9.2, 52.2), "quality": "way"},
        ]
        record_many([made.sitting(draft_of(**mark)) for mark in marks])
        return made

    return live_server.do(fill)


def signed_in(context: BrowserContext, name: str) -> Page:
    page = context.new_page()
    page.goto("/anmelden")
    page.get_by_label("E-Mail").fill(f"{name}@example.org")
    page.get_by_label("Passwort", exact=False).first.fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").click()
    page.goto("/verwaltung/verfahren/stadt/sichtung")
    return page


def card(page: Page, text: str) -> Any:
    return page.locator("[data-queue] > li").filter(has_text=text)


def test_reading_by_keyboard_without_a_reload(town: Town, desktop: BrowserContext) -> None:
    page = signed_in(desktop, "editor")
    axe(page)
    page.evaluate("window.same = true")
    page.keyboard.press("j")
    expect(card(page, "8b")).to_be_focused()
    page.keyboard.press("i")
    expect(card(page, "nur intern").first).to_have_class("queue-card queue-card--hint is-decided")
    expect(card(page, TEXTS[0])).to_be_focused()
    page.keyboard.press("f")
    expect(card(page, TEXTS[1])).to_be_focused()
    page.keyboard.press("k")
    text = card(page, TEXTS[1]).get_by_label("Das dürfen alle lesen")
    expect(text).to_be_focused()
    text.fill("Eine Bank fehlt.")
    axe(page)
    card(page, TEXTS[1]).get_by_role("button", name="Gekürzt freigeben").click()
    expect(page.locator(".is-decided")).to_have_count(3)
    page.keyboard.press("z")
    expect(page.locator(".is-decided")).to_have_count(2)
    expect(card(page, TEXTS[1])).to_be_focused()
    page.keyboard.press("a")
    card(page, TEXTS[1]).get_by_role("button", name="Ablehnen", exact=False).last.click()
    expect(card(page, TEXTS[1]).locator("[data-problem]")).to_contain_text("Bitte wählen Sie einen Grund")
    page.keyboard.press("Escape")
    page.keyboard.press("x")
    expect(page.locator("[data-chosen]")).to_have_text("1")
    assert page.evaluate("window.same")
    page.get_by_text("Tasten", exact=True).click()
    page.get_by_label("Tasten benutzen").uncheck()
    card(page, TEXTS[1]).focus()
    page.keyboard.press("f")
    assert "is-decided" not in (card(page, TEXTS[1]).get_attribute("class") or "")
    axe(page)


def test_two_moderators_and_what_is_new(town: Town, new_context: Any, live_server: ServedApp) -> None:
    first, second = signed_in(new_context(), "editor"), signed_in(new_context(), "coordinator")
    second.context.watch.allow(r"409 POST .*/sichtung/")  # type: ignore[attr-defined]
    card(first, TEXTS[2]).get_by_role("button", name="Nur intern").click()
    expect(first.locator(".is-decided")).to_have_count(1)
    card(second, TEXTS[2]).get_by_role("button", name="Freigeben").first.click()
    expect(card(second, TEXTS[2]).locator("[data-problem]")).to_contain_text("Editor: nur intern")
    axe(second)
    card(second, TEXTS[2]).get_by_role("button", name="Freigeben").first.click()
    expect(second.locator(".is-decided")).to_have_count(1)
    live_server.do(lambda: record_many([town.sitting(draft_of(text="Ganz neu"))]))
    link = second.get_by_role("link", name="1 neuer Beitrag – anzeigen")
    expect(link).to_be_visible(timeout=20_000)
    link.click()
    expect(card(second, "Ganz neu")).to_be_visible()


@pytest.mark.parametrize("size", ["small_phone", "phone", "desktop"])
def test_the_desk_fits_every_screen(town: Town, request: pytest.FixtureRequest, size: str) -> None:
    page = signed_in(request.getfixturevalue(size), "coordinator")
    fits(page)
    axe(page)
    page.goto("/verwaltung/verfahren/stadt/schutz")
    fits(page)
    axe(page)


def test_the_desk_works_without_scripts(town: Town, new_context: Any) -> None:
    page = signed_in(new_context(java_script_enabled=False), "editor")
    card(page, "Weit draußen").get_by_role("button", name="Nur intern").click()
    expect(page.locator("#messages")).to_contain_text("Entschieden")
    page.get_by_role("button", name="Rückgängig").click()
    expect(card(page, "Weit draußen")).to_be_visible()


@pytest.mark.parametrize("size", ["small_phone", "phone", "desktop"])
def test_ones_own_list_on_every_screen(
    town: Town, live_server: ServedApp, request: pytest.FixtureRequest, size: str
) -> None:
    context = request.getfixturevalue(size)
    context.add_cookies([{"name": "teilnahme", "value": town.session_token, "url": live_server.url}])
    page = context.new_page()
    page.goto("/mein")
    expect(page.get_by_role("heading", name="Was ich gesagt habe", level=1)).to_be_visible()
    for path in ("/mein", "/mein/alles-loeschen", "/mein/alles-loeschen/sicher", "/mein/geloescht"):
        page.goto(path)
        fits(page)
        axe(page)
    page.goto("/mein")
    page.get_by_role("link", name="Ändern").first.click()
    fits(page)
    axe(page)
    page.get_by_label("Was möchtest du dazu sagen?").fill(f"Von {size}")
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator("#messages")).to_contain_text("Geändert")
    page.get_by_role("link", name="Zurücknehmen").first.click()
    fits(page)
    axe(page)
