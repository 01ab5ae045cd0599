"""Map questions of a survey on a phone: cross, finger, corners, undo, the list that mirrors the map, keys, words."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.fingers import Fingers, circle
from tests.browser.looking import axe, fits
from tests.browser.served import ServedApp
from tests.browser.surveying import begin, current, fill, go_on, kept, opened, served_survey, sign_in, take
from tests.surveys.factories import Asked
from tests.surveys.recorded import sitting_of


def at_the_places(page: Page, asked: Asked, language: str = "de") -> None:
    opened(page, asked, language)
    begin(page)
    fill(page, "age", "13")
    take(page, "school", "none")
    go_on(page)
    go_on(page)
    assert current(page) == "places"


def show_on_map(page: Page, path: str) -> None:
    page.locator(f'[data-open-map="{path}"]').click()
    expect(page.locator("[data-map-sheet]")).to_be_visible()
    expect(page.locator("[data-map].leaflet-container")).to_be_visible()


def closed(page: Page) -> None:
    page.locator("[data-close-map]").click()
    expect(page.locator("[data-map-sheet]")).to_be_hidden()


def middle(page: Page) -> tuple[float, float]:
    box = page.locator("[data-map]").bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def set_points(page: Page, *moves: str) -> None:
    """A point under the cross, then one after each move of the map by arrow key."""
    page.locator("[data-place]").click()
    for key in moves:
        page.locator("[data-map]").focus()
        page.keyboard.press(key)
        page.wait_for_timeout(400)  # the map glides
        page.locator("[data-place]").click()


@pytest.mark.parametrize("language", ["de", "ar"])
def test_points_a_line_and_an_area_are_shown_on_the_map(
    phone: BrowserContext, live_server: ServedApp, language: str
) -> None:
    asked = served_survey(live_server, f"karte-{language}")
    sign_in(phone, live_server, asked)
    page = phone.new_page()
    at_the_places(page, asked, language)
    show_on_map(page, "spot")
    axe(page)
    fits(page)
    for _ in range(6):
        page.locator("[data-zoom-in]").click()
    set_points(page, "ArrowRight")
    expect(page.locator(".survey-pin")).to_have_count(2)
    expect(page.locator("[data-shown-list] li")).to_have_count(2)
    page.locator("[data-undo-mark]").click()
    expect(page.locator(".survey-pin")).to_have_count(1)
    axe(page)
    closed(page)
    expect(page.locator('[data-marks="spot"] > li')).to_have_count(1)
    take(page, "spot.1.choice", "fav")
    fill(page, "spot.1.reason", "Hier ist es ruhig.")
    axe(page)

    show_on_map(page, "route")
    set_points(page, "ArrowRight", "ArrowDown")
    page.locator("[data-close-shape]").click()
    page.locator("[data-finish]").click()
    expect(page.locator(".survey-pin")).to_have_count(1)
    closed(page)

    show_on_map(page, "quarter")
    fingers = Fingers(page)
    expect(page.locator(".needle__map--draw")).to_be_visible()
    fingers.stroke(circle(middle(page), 70))
    expect(page.locator("[data-undo]")).to_be_enabled()
    page.locator("[data-place]").click()
    expect(page.locator(".survey-pin")).to_have_count(1)
    axe(page)
    closed(page)
    kept(page, "Polygon")
    page.reload()
    expect(page.locator("#survey[data-ready]")).to_have_count(1)
    expect(page.locator('[data-marks="quarter"] > li')).to_have_count(1)
    go_on(page)
    go_on(page)
    page.locator("[data-send]").click()
    page.wait_for_url("**/fertig")
    found = live_server.do(sitting_of, asked.participant_id)["contributions"]
    shapes = sorted((one["kind"], one["quality"], one["geometry"].split(" ")[0]) for one in found)
    assert shapes == [("felt_area", None, "POLYGON"), ("mark", "fav", "POINT"), ("mark", "way", "LINESTRING")]
    assert [one["text"] for one in found if one["quality"] == "fav"] == ["Hier ist es ruhig."]


def test_a_place_by_keys_alone(desktop: BrowserContext, live_server: ServedApp) -> None:
    asked = served_survey(live_server, "karte-tasten")
    sign_in(desktop, live_server, asked)
    page = desktop.new_page()
    at_the_places(page, asked)
    page.locator('[data-open-map="spot"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-map].leaflet-container")).to_be_visible()
    page.locator("[data-map]").focus()
    for _ in range(6):
        page.keyboard.press("+")
        page.wait_for_timeout(300)
    page.keyboard.press("Enter")
    expect(page.locator(".survey-pin")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("[data-map-sheet]")).to_be_hidden()
    expect(page.locator('[data-open-map="spot"]')).to_be_focused()
    expect(page.locator('[data-marks="spot"] > li')).to_have_count(1)


def test_the_back_button_closes_the_map_and_keeps_what_was_shown(
    small_phone: BrowserContext, live_server: ServedApp
) -> None:
    asked = served_survey(live_server, "karte-zurueck")
    sign_in(small_phone, live_server, asked)
    page = small_phone.new_page()
    at_the_places(page, asked)
    show_on_map(page, "spot")
    fits(page)
    for _ in range(6):
        page.locator("[data-zoom-in]").click()
    page.locator("[data-place]").click()
    expect(page.locator(".survey-pin")).to_have_count(1)
    page.go_back()
    expect(page.locator("[data-map-sheet]")).to_be_hidden()
    assert current(page) == "places"
    expect(page.locator('[data-marks="spot"] > li')).to_have_count(1)


def test_a_place_that_sounds_like_home_is_kept_coarsely(
    phone: BrowserContext, live_server: ServedApp
) -> None:
    asked = served_survey(live_server, "karte-zuhause")
    sign_in(phone, live_server, asked)
    page = phone.new_page()
    at_the_places(page, asked)
    show_on_map(page, "spot")
    for _ in range(6):
        page.locator("[data-zoom-in]").click()
    page.locator("[data-place]").click()
    expect(page.locator(".survey-pin")).to_have_count(1)
    closed(page)
    before = page.locator('[name="spot.1.geometry"]').input_value()
    take(page, "spot.1.choice", "fav")
    fill(page, "spot.1.reason", "Bei mir zu Hause")
    go_on(page)
    assert current(page) == "end"
    assert page.locator('[name="spot.1.geometry"]').input_value() != before
    go_on(page)
    page.locator("[data-send]").click()
    page.wait_for_url("**/fertig")
    [mark] = live_server.do(sitting_of, asked.participant_id)["contributions"]
    assert mark["precision"] == "approximate"
