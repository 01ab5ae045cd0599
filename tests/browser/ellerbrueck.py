"""The demo town on a served app, and signing in as one of its staff."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from app.demo.process import SLUG
from app.demo.staff import PASSWORD
from tests.browser.looking import axe, fits
from tests.browser.served import ServedApp, served_app

DESK = f"/verwaltung/verfahren/{SLUG}"
RESULTS = f"/verfahren/{SLUG}/ergebnisse"


@contextmanager
def served_town(data: Path) -> Iterator[ServedApp]:
    """Ellerbrück on a free port, as `script/demo` serves it."""
    with served_app(data, town=True, DEMO="1") as served:
        yield served


def sign_in(context: BrowserContext, name: str) -> Page:
    """A new tab in which `name`@ellerbrueck.example has signed in and sees the dashboard."""
    page = context.new_page()
    page.goto("/anmelden")
    page.get_by_label("E-Mail-Adresse").fill(f"{name}@ellerbrueck.example")
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Verfahren")
    return page


def looked(page: Page) -> None:
    """No barrier that axe can find, nothing wider than the screen."""
    axe(page)
    fits(page)
