"""The verdicts on what axe cannot decide are read, are reasons, and let nothing new pass."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.looking import ROOT, axe, verdicts


def test_every_row_of_the_table_is_a_verdict() -> None:
    table = (ROOT / "docs/accessibility-verdicts.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `", table, flags=re.M)
    assert len(rows) == len(verdicts()) >= 10
    assert len(set(verdicts())) == len(verdicts())


def test_what_nobody_judged_fails(desktop: BrowserContext) -> None:
    """The control: words on a picture, which axe cannot decide, in a place without a verdict."""
    page = desktop.new_page()
    page.goto("/impressum")
    page.evaluate(
        "() => { const words = document.querySelector('main p');"
        " words.style.backgroundImage = 'linear-gradient(#fff, #000)'; }"
    )
    with pytest.raises(AssertionError, match="color-contrast .undecided: bgGradient; write a verdict"):
        axe(page)
