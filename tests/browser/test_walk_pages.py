"""The page of a walk under a hand: every state with axe, by keys alone, in Arabic, what a group changes."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import walking as hands
from tests.browser.conftest import DESKTOP, ContextMaker
from tests.browser.looking import axe, fits, screenshot
from tests.browser.served import ServedApp
from tests.browser.surveying import kept
from tests.walks.factories import Walking


@pytest.fixture(scope="module")
def walking(live_server: ServedApp) -> Walking:
    return hands.served_walk(live_server, "unter-der-hand", age_band="a16_17")


def looked(page: Page) -> None:
    axe(page)
    fits(page)


def close(page: Page) -> None:
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_every_state_on_the_smallest_phone_in_arabic(
    small_phone: BrowserContext, live_server: ServedApp, walking: Walking
) -> None:
    hands.sign_in(small_phone, live_server, walking.recorders[0])
    page = hands.opened(small_phone, walking, "ar")
    looked(page)
    page.locator(".walk__stophead").nth(1).click()
    looked(page)
    for what in ("quote", "hands", "more"):
        hands.begin(page, what)
        looked(page)
        close(page)
    for what in ("frame", "end_round", "stop_new", "stop_left_out", "others"):
        hands.begin_more(page, what)
        looked(page)
        close(page)
    page.locator('[data-act="dot"]').click()
    expect(page.locator("[data-aim]")).to_be_visible()
    looked(page)
    page.locator("[data-aim-cancel]").click()
    page.locator("[data-open-list]").click()
    looked(page)


def test_a_recorder_needs_no_mouse(desktop: BrowserContext, live_server: ServedApp, walking: Walking) -> None:
    """Arrive, note, count hands, set a dot, change the note, take the dot back: by keys alone."""
    hands.sign_in(desktop, live_server, walking.recorders[1])
    page = hands.opened(desktop, walking)
    key = page.keyboard.press

    def go_to(name: str, role: str = "button") -> None:
        target = page.get_by_role(role, name=name, exact=True).first  # type: ignore[arg-type]
        for _ in range(60):
            if target.evaluate("one => one === document.activeElement"):
                return
            key("Tab")
        raise AssertionError(f"no way by Tab to {name}")

    page.locator(".skip-link").focus()
    go_to("2 Spielplatz")
    key("Enter")
    go_to("Wir sind jetzt hier")
    key("Enter")
    expect(page.locator('[aria-current="step"]')).to_contain_text("Spielplatz")
    go_to("Zitat")
    key("Enter")
    page.keyboard.type("Hier ist es abends zu dunkel.")
    go_to("Speichern")
    key("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    go_to("Hände zählen")
    key("Enter")
    go_to("Eine Hand mehr: Gut")
    for _ in range(3):
        key("Enter")
    go_to("Speichern")
    key("Enter")
    go_to("Punkt")
    key("Enter")
    expect(page.locator("[data-map]")).to_be_focused()
    key("ArrowUp")
    go_to("stört")
    key("Enter")
    expect(page.locator("[data-count]")).to_have_text("4")
    hands.all_arrived(page)
    page.locator("[data-open-list]").focus()
    key("Enter")
    looked(page)
    go_to("Ändern: Zitat Hier ist es abends zu dunkel.")
    key("Enter")
    expect(page.get_by_role("dialog").locator("textarea")).to_be_focused()
    page.keyboard.type("Sehr dunkel. ")
    go_to("Speichern")
    key("Enter")
    page.locator("[data-open-list]").focus()
    key("Enter")
    go_to("Löschen: Punkt stört")
    key("Enter")
    expect(page.locator(".walk__entry")).to_have_count(3)
    key("Escape")
    hands.all_arrived(page)
    entries = live_server.do(hands.entries_of, walking.people[1])
    assert [what for what, _stop, _text in entries] == ["arrived", "quote", "hands"]
    assert "Sehr dunkel." in entries[1][2]


def test_young_people_change_the_walk_and_that_is_a_result(
    phone: BrowserContext, live_server: ServedApp, walking: Walking
) -> None:
    hands.sign_in(phone, live_server, walking.youths[0])
    page = hands.opened(phone, walking)
    hands.arrive(page, "Haltestelle")
    looked(page)
    screenshot(page, "walk-group")

    # A rating is one tap, another one changes it and nothing is counted twice.
    sign = page.get_by_role("group", name="Wie ist es hier?").get_by_role("button")
    sign.filter(has_text="Weder noch").click()
    hands.all_arrived(page)
    sign.filter(has_text="Nicht gut").click()
    expect(sign.filter(has_text="Nicht gut")).to_have_attribute("aria-pressed", "true")

    # A new stop stands in the list at once, after the one at which it was made; its place is pointed at.
    hands.begin_more(page, "stop_new")
    page.get_by_label("Wie heißt der neue Halt?").fill("Skatewand")
    page.get_by_role("button", name="Auf der Karte zeigen").click()
    page.get_by_role("button", name="Hier!").click()
    expect(page.get_by_label("Wie heißt der neue Halt?")).to_have_value("Skatewand")
    expect(page.get_by_text("auf der Karte gezeigt")).to_be_visible()
    page.get_by_label("Geheimer Ort").check()
    hands.save(page)
    expect(page.locator(".walk__name")).to_have_text(
        ["Haltestelle", "Skatewand", "Spielplatz", "Unterführung", "Markt"]
    )

    # One stop is left out, with a reason.
    hands.begin_more(page, "stop_left_out")
    page.get_by_label("Wo?").select_option(label="4 Unterführung")
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.get_by_role("alert")).to_have_text("Hier fehlen noch die Worte.")
    page.get_by_label("Warum?").fill("Da stinkt es.")
    hands.save(page)
    expect(page.locator('[data-look="out"]')).to_contain_text("Unterführung")

    # Another way, corner by corner.
    hands.begin_more(page, "route")
    page.get_by_role("button", name="Punkte").click()
    for _ in range(2):
        page.get_by_role("button", name="Punkt setzen").click()
        page.mouse.move(190, 300)
        page.mouse.down()
        page.mouse.move(130, 250, steps=4)
        page.mouse.up()
    page.get_by_role("button", name="Strecke beenden").click()
    looked(page)
    page.get_by_role("button", name="Fertig gezeichnet").click()
    page.get_by_label("Warum?").fill("Da ist Schatten.")
    hands.save(page)

    # What sounds like a home is never exact.
    page.locator('[data-act="dot"]').click()
    page.locator('[data-aim-signs] [data-sign="pos"]').click()
    page.locator("[data-open-list]").click()
    page.get_by_role("button", name="Ändern: Punkt gut").click()
    page.get_by_label("Warum?").fill("Bei mir zu Hause")
    expect(page.get_by_text("merken wir uns den Ort nur ungefähr")).to_be_visible()
    hands.save(page)
    # Said when it lies in the outbox: before, nothing waits and all of it seems to have arrived.
    expect(page.locator("[data-status]")).to_contain_text("nur ungefähr")

    hands.all_arrived(page)
    entries = live_server.do(hands.entries_of, walking.people[2])
    said = {what: text for what, _stop, text in entries}
    assert sorted(what for what, _stop, _text in entries) == [
        "arrived", "dot", "rating", "route", "stop_left_out", "stop_new",
    ]  # fmt: skip
    assert said["stop_left_out"] == "Da stinkt es."
    config = json.loads(
        page.request.get(walking.address)
        .text()
        .split("data-config='")[1]
        .split("'")[0]
        .replace("&#34;", '"')
        .replace("&#39;", "'")
        .replace("&amp;", "&")
    )
    found = {entry["answers"]["what"]: entry["answers"] for entry in config["entries"]}
    assert found["route"]["geometry"]["type"] == "LineString"
    assert found["stop_new"]["is_secret"] is True
    assert found["dot"]["precision"] == "approximate", found["dot"]
    assert found["rating"]["rating"] == "minus"


def test_a_draft_of_any_kind_is_there_again(
    new_context: ContextMaker, live_server: ServedApp, walking: Walking
) -> None:
    context = new_context(**DESKTOP)
    hands.sign_in(context, live_server, walking.youths[1])
    page = hands.opened(context, walking)
    hands.begin_more(page, "end_round")
    page.get_by_role("group", name="Das ist gut").get_by_label("Nummer 2").fill("Die Mauer")
    kept(page, "Die Mauer")
    page.reload()
    hands.ready(page)
    expect(page.get_by_role("group", name="Das ist gut").get_by_label("Nummer 1")).to_have_value("Die Mauer")
    close(page)
    # Put aside, and taken up again.
    hands.begin(page, "observation")
    page.get_by_role("dialog").locator("textarea").fill("Halber Satz")
    close(page)
    hands.begin(page, "observation")
    expect(page.get_by_role("dialog").locator("textarea")).to_have_value("Halber Satz")
    page.go_back()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#walk")).to_be_visible()


def test_where_the_device_is_is_never_sent(
    new_context: ContextMaker, live_server: ServedApp, walking: Walking
) -> None:
    """E15: asked on a tap only, used to move the map, in no request and nowhere on the device."""
    context = new_context(
        geolocation={"latitude": 52.70123, "longitude": 9.29456}, permissions=["geolocation"]
    )
    hands.sign_in(context, live_server, walking.youths[1])
    context.add_init_script(
        "window.asked = 0; const own = navigator.geolocation.getCurrentPosition.bind(navigator.geolocation);"
        "navigator.geolocation.getCurrentPosition = (...given) => { window.asked += 1; own(...given); };"
    )
    sent: list[str] = []
    context.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))
    page = hands.opened(context, walking)
    hands.arrive(page, "Markt")
    assert page.evaluate("asked") == 0
    page.get_by_role("button", name="Zeig, wo ich bin").click()
    expect(page.locator("[data-status]")).to_contain_text("Das wird nicht gespeichert")
    hands.begin(page, "observation")
    page.get_by_role("dialog").locator("textarea").fill("Nach dem Tippen")
    hands.save(page)
    hands.all_arrived(page)
    assert any("submissions" in one for one in sent)
    assert not [one for one in sent if "52.7012" in one or "9.2945" in one]
    assert page.evaluate("asked") == 1


def test_the_first_load_is_within_the_budget(
    phone: BrowserContext, live_server: ServedApp, walking: Walking
) -> None:
    """225 KiB and 15 requests, tiles and the places of the search aside (docs/frontend.md)."""
    hands.sign_in(phone, live_server, walking.youths[0])
    page = phone.new_page()
    session = phone.new_cdp_session(page)
    session.send("Network.enable")
    asked: dict[str, str] = {}
    sizes: dict[str, int] = {}
    session.on(
        "Network.requestWillBeSent", lambda told: asked.update({told["requestId"]: told["request"]["url"]})
    )
    session.on(
        "Network.loadingFinished",
        lambda told: sizes.update({asked[told["requestId"]]: int(told["encodedDataLength"])}),
    )
    page.goto(walking.address)
    hands.ready(page)
    loaded = {url: size for url, size in sizes.items() if "/kacheln/" not in url}
    assert sum(loaded.values()) <= 225 * 1024, loaded
    assert len(loaded) <= 15, loaded
