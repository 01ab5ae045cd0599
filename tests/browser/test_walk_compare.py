"""Sister walks of the demo town side by side: signs, distance and words, the map of what is contested."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, expect

from app.demo.load_walks import load_walks
from app.demo.process import SLUG
from app.demo.walks import W1
from app.processes.queries import process_by_slug
from tests.browser.conftest import PHONE, ContextMaker
from tests.browser.ellerbrueck import DESK, looked, served_town, sign_in
from tests.browser.looking import screenshot
from tests.browser.served import ServedApp


@pytest.fixture(scope="module")
def live_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApp]:
    with served_town(tmp_path_factory.mktemp("town")) as served:
        yield served


def walked() -> None:
    load_walks(process_by_slug(SLUG))


def test_a_moderator_compares_two_groups(
    desktop: BrowserContext, new_context: ContextMaker, live_server: ServedApp
) -> None:
    live_server.do(walked)
    page = sign_in(desktop, "moderation")
    page.goto(f"{DESK}/spaziergang/{W1.slug}")
    page.get_by_role("link", name="Mit den anderen auf diesem Weg vergleichen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vergleich: Lindenhof")
    expect(page.get_by_text("3 von 6 Halten mit demselben Vorzeichen, 50 %")).to_be_visible()
    row = page.get_by_role("row").filter(has_text="Lindenplatz, Mauer")
    expect(row).to_contain_text("-46,6")
    expect(row).to_contain_text("0,703")
    expect(page.locator("[data-conflict-map][data-ready]")).to_be_visible()
    expect(page.locator(".walk-stop--contested").first).to_be_visible()
    looked(page)
    screenshot(page, "walk-compare")
    page.get_by_role("link", name="2 Lindenplatz, Mauer").first.click()
    expect(page.locator("#stop-2")).to_be_in_viewport()

    phone = sign_in(new_context(**PHONE), "moderation")
    phone.goto(page.url.split("#")[0])
    expect(phone.locator("[data-conflict-map][data-ready]")).to_be_visible()
    looked(phone)
