"""The watch and the looking tools find each thing they look for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask, Response, request
from playwright.sync_api import Browser

from tests.browser.looking import axe, fits
from tests.browser.served import serving
from tests.browser.watch import Watch

PAGE = """<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Probe</title>
<link rel="icon" href="data:,"><meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>Probe</h1>%s</main></body></html>"""
BODIES = {
    "gut": "<p>Alles ruhig.</p>",
    "konsole": "<script src='/static.js?console.error(%22aua%22)'></script>",
    "fehler": "<script src='/static.js?throw new Error(%22aua%22)'></script>",
    "fremd": "<img alt='' src='http://127.0.0.2:1/bild.png'>",
    "inline": "<p style='color: red'>Rot</p>",
    "fehlt": "<script src='/gibt-es-nicht.js'></script>",
    "breit": "<table><tr><td>" + "x" * 400 + "</td></tr></table>",
    "ohne-label": "<input name='code'>",
}


@pytest.fixture(scope="module")
def probe() -> Iterator[str]:
    """A server of small pages, each with one thing wrong."""
    app = Flask("probe")

    @app.get("/seite/<name>")
    def page(name: str) -> Response:
        policy = "default-src 'self'; img-src * data:"
        return Response(
            PAGE % BODIES[name], headers={"Content-Security-Policy": policy}, mimetype="text/html"
        )

    @app.get("/static.js")
    def script() -> Response:
        code = "console.error('aua')" if b"console" in request.query_string else "throw new Error('aua')"
        return Response(code, mimetype="text/javascript")

    with serving(lambda url: app) as (url, _):
        yield url


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("konsole", "console: aua"),
        ("fehler", "script: Error: aua"),
        ("fremd", "asked another host: http://127.0.0.2:1/bild.png"),
        ("inline", "policy violation: style-src-attr inline"),
        ("fehlt", "404 GET"),
    ],
)
def test_the_watch_hears_what_goes_wrong(browser: Browser, probe: str, name: str, fault: str) -> None:
    context = browser.new_context()
    watch = Watch(context, probe)
    context.new_page().goto(f"{probe}/seite/{name}")
    assert fault in "\n".join(watch.close())


def test_the_watch_lets_pass_what_the_test_names(browser: Browser, probe: str) -> None:
    context = browser.new_context()
    watch = Watch(context, probe)
    watch.allow(r"404 GET .*/gibt-es-nicht\.js")
    context.new_page().goto(f"{probe}/seite/fehlt")
    assert watch.close() == []


def test_a_good_page_is_quiet_even_when_looked_at(browser: Browser, probe: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 568})
    watch = Watch(context, probe)
    page = context.new_page()
    page.goto(f"{probe}/seite/gut")
    axe(page)
    fits(page)
    page.screenshot(caret="initial")
    assert watch.close() == []


def test_axe_and_width_find_their_faults(browser: Browser, probe: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 568})
    page = context.new_page()
    page.goto(f"{probe}/seite/ohne-label")
    with pytest.raises(AssertionError, match=r"label \(critical\)"):
        axe(page)
    page.goto(f"{probe}/seite/breit")
    with pytest.raises(AssertionError, match="px wide on a screen of 320 px"):
        fits(page)
    context.close()
