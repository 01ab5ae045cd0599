"""Lets a test call our browser modules as they stand in the source, on any page of ours."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, Route

ROOT = Path(__file__).resolve().parents[2]
PREFIX = "/static/quellen/"
LIBRARIES = {"idb-keyval": "node_modules/idb-keyval/dist/index.js"}


def offer_sources(page: Page) -> None:
    """`import("/static/quellen/app/base/assets/outbox.js")` works on this page from now on."""
    page.route(f"**{PREFIX}**", _source)


def _source(route: Route) -> None:
    text = (ROOT / route.request.url.split(PREFIX)[1]).read_text(encoding="utf-8")
    for name, path in LIBRARIES.items():
        text = text.replace(f'"{name}"', f'"{PREFIX}{path}"')
    route.fulfill(body=text, content_type="text/javascript")
