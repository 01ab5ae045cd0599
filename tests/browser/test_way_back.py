"""Going back while joining never meets the browser's own page of error; a map frame without a size waits for one."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.served import ServedApp
from tests.maps.factories import make_open_map

HIDDEN_FRAME = """() => new Promise((done) => {
  const frame = document.createElement('iframe');
  frame.style.display = 'none';
  frame.src = '/verfahren/zeig-dein-viertel/nadeln';
  frame.onload = () => setTimeout(done, 500);
  document.body.append(frame);
})"""
SHOWN = """() => Object.assign(document.querySelector('iframe').style,
  {display: 'block', width: '600px', height: '400px'})"""
ZOOM = "() => window[Object.keys(window).find((name) => name.startsWith('map_'))]?.getZoom() ?? -1"


@pytest.fixture(scope="module")
def code(live_server: ServedApp) -> str:
    return live_server.do(make_open_map)["typed"]


def test_back_from_the_receipt_leads_to_a_page_and_to_the_receipt_again(
    phone: BrowserContext, code: str
) -> None:
    page = phone.new_page()
    page.goto("/mitmachen")
    for typed in ("K7PM2RXA", code):
        page.get_by_label("Welcher Code").fill(typed)
        page.get_by_role("button", name="Weiter").tap()
        page.wait_for_load_state()
    page.wait_for_url("**/mitmachen/angaben")
    page.get_by_role("button", name="Los geht’s").tap()
    page.get_by_role("alert").first.wait_for()
    page.get_by_role("radio", name="14–15").check(force=True)
    page.get_by_role("button", name="Los geht’s").tap()
    page.wait_for_url("**/mitmachen/beleg")
    shown = page.locator("[data-receipt]").inner_text()
    page.go_back()
    expect(page.get_by_text("Du machst auf diesem Handy schon mit")).to_be_visible()
    page.get_by_role("link", name="Weitermachen", exact=True).tap()
    page.wait_for_url("**/mitmachen/beleg")
    assert page.locator("[data-receipt]").inner_text() == shown
    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.usefixtures("code")
def test_a_frame_that_is_shown_later_fits_its_map_then(desktop: BrowserContext) -> None:
    page = desktop.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto("/impressum")
    page.evaluate(HIDDEN_FRAME)
    frame = page.frames[1]
    before = frame.evaluate(ZOOM)
    page.evaluate(SHOWN)
    frame.wait_for_function(f"() => ({ZOOM})() > 8")
    assert before < 8, "control: it could not fit before"
    assert "NaN" not in frame.locator(".leaflet-map-pane").first.evaluate("pane => pane.outerHTML")
    assert faults == []
