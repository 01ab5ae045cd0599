"""What a test does with an open page besides using it: look at it with axe, measure it, keep a picture."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "EN-301-549", "best-practice"]


@cache
def _axe_source() -> str:
    return (ROOT / "node_modules/axe-core/axe.min.js").read_text()


def axe(page: Page, *, without: tuple[str, ...] = ()) -> None:
    """Fail with a readable list when axe-core finds a barrier. `without` names selectors of foreign content."""
    page.evaluate(_axe_source())
    result: dict[str, Any] = page.evaluate(
        "([tags, exclude]) => axe.run({exclude}, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})",
        [TAGS, [[selector] for selector in without]],
    )
    found = [
        f"{rule['id']} ({rule['impact']}): {rule['help']}\n      {node['target']} {node['html'][:160]}"
        for rule in result["violations"]
        for node in rule["nodes"]
    ]
    assert not found, f"axe on {page.url}:\n  - " + "\n  - ".join(found)


def fits(page: Page) -> None:
    """Fail when the page is wider than the screen, so that a reader would have to scroll sideways (WCAG 1.4.10)."""
    width, screen = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert width <= screen, f"{page.url} is {width} px wide on a screen of {screen} px"


def screenshot(page: Page, name: str, *, whole: bool = False) -> None:
    """Keep a picture of the page as docs/images/<name>.png, only when STREIFZUG_SCREENSHOTS=1."""
    if os.environ.get("STREIFZUG_SCREENSHOTS") == "1":
        folder = ROOT / "docs/images"
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}.png", full_page=whole, caret="initial")
