"""A served app and a real Chromium; every page that is opened must stay quiet, on our own host and free of errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from tests.browser.chromium import executable
from tests.browser.served import ServedApp, served_app
from tests.browser.watch import Watch

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=de-DE",
    # A microphone that beeps, and nobody who has to allow it; without it there would be none at all.
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
]
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
SMALL_PHONE = {**PHONE, "viewport": {"width": 320, "height": 568}}
DESKTOP = {"viewport": {"width": 1280, "height": 900}}

ContextMaker = Callable[..., BrowserContext]
expect.set_options(timeout=15_000)  # small machines that do something else besides


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder runs in a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without windows, as `chromium.executable` finds it."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def live_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApp]:
    """The real application on an empty SQLite database of its own, served on a free port of this machine."""
    with served_app(tmp_path_factory.mktemp("served")) as served:
        yield served


@pytest.fixture
def new_context(browser: Browser, live_server: ServedApp) -> Iterator[ContextMaker]:
    """Make browser contexts (separate visitors); at the end of the test all of them must have stayed quiet."""
    watches: list[Watch] = []

    def make(url: str = live_server.url, **options: object) -> BrowserContext:
        # What a test answers itself would pass by the service worker; tests of it allow it.
        options.setdefault("service_workers", "block")
        context = browser.new_context(base_url=url, locale="de-DE", **options)  # type: ignore[arg-type]
        context.set_default_timeout(30_000)
        watches.append(Watch(context, url))
        return context

    yield make
    faults = [fault for watch in watches for fault in watch.close()]
    assert not faults, "The browser complained:\n  - " + "\n  - ".join(faults)


@pytest.fixture
def phone(new_context: ContextMaker) -> BrowserContext:
    """A common phone, 390 × 844, with touch."""
    return new_context(**PHONE)


@pytest.fixture
def small_phone(new_context: ContextMaker) -> BrowserContext:
    """The smallest phone that everything must fit, 320 × 568, with touch."""
    return new_context(**SMALL_PHONE)


@pytest.fixture
def desktop(new_context: ContextMaker) -> BrowserContext:
    """An office screen, 1280 × 900."""
    return new_context(**DESKTOP)
