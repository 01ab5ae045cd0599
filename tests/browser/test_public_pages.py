"""Every page that anybody can open is quiet, fits each screen and has no barrier that axe can find."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.looking import axe, fits

PAGES = ["/", "/mitmachen", "/weiter", "/anmelden", "/datenschutz", "/barrierefreiheit", "/impressum"]


@pytest.fixture(params=["phone", "small_phone", "desktop"])
def visitor(request: pytest.FixtureRequest) -> BrowserContext:
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("path", PAGES)
def test_public_page(visitor: BrowserContext, path: str) -> None:
    page = visitor.new_page()
    page.goto(path)
    axe(page)
    fits(page)


@pytest.mark.parametrize("path", PAGES)
def test_public_page_in_english(phone: BrowserContext, path: str) -> None:
    page = phone.new_page()
    page.goto(f"{path}?sprache=en")
    assert page.locator("html").get_attribute("lang") == "en"
    axe(page)
    fits(page)


def test_a_page_that_is_not_there(visitor: BrowserContext) -> None:
    visitor.watch.allow(r"404 GET .*/gibt-es-nicht")  # type: ignore[attr-defined]
    page = visitor.new_page()
    answer = page.goto("/gibt-es-nicht")
    assert answer is not None
    assert answer.status == 404
    axe(page)
    fits(page)


@pytest.mark.parametrize("path", ["/mitmachen", "/weiter", "/anmelden"])
def test_a_form_sent_empty(phone: BrowserContext, path: str) -> None:
    """The browser's own check is switched off, so that the server's answer is looked at."""
    page = phone.new_page()
    page.goto(path)
    page.locator("main form").first.evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
    page.wait_for_load_state()
    page.get_by_role("alert").first.wait_for()
    axe(page)
    fits(page)


def test_text_at_twice_the_size_still_fits(desktop: BrowserContext) -> None:
    """WCAG 1.4.10: 1280 px at 400 % is a window of 320 px; the skip link is the first stop of the keyboard."""
    page = desktop.new_page()
    page.set_viewport_size({"width": 320, "height": 225})
    for path in PAGES:
        page.goto(path)
        fits(page)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#main", path


def test_forced_colours_keep_every_page_readable(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.emulate_media(forced_colors="active")
    for path in PAGES:
        page.goto(path)
        axe(page)
