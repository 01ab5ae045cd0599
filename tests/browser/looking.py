"""What a test does with an open page besides using it: look at it with axe, measure it, keep a picture."""

from __future__ import annotations

import base64
import os
import re
import time
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Page

from tests.browser.pictures import reduced

ROOT = Path(__file__).resolve().parents[2]
VERDICT = re.compile(r"^\| `([a-z0-9-]+)` \| *`?([A-Za-z]*)`? *\| `([^`]+)` \| .{60,} \|$", re.M)
"""A row is a verdict only with a reason somebody can follow."""

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "EN-301-549", "best-practice"]


EXAMINE = """async ([tags, exclude, preload, verdicts]) => {
  if (!globalThis.axe) return null; // half a megabyte, that each document gets once
  const result = await axe.run({exclude}, {
    runOnly: {type: 'tag', values: tags}, resultTypes: ['violations', 'incomplete'], elementRef: true, preload});
  const reasons = (node) => [...node.any, ...node.all, ...node.none].map((check) => check.data?.messageKey ?? '');
  const isJudged = (rule, node) => verdicts.some((verdict) => verdict.rule === rule.id
    && (!verdict.reason || reasons(node).includes(verdict.reason)) && node.element?.matches(verdict.where));
  const told = (rule, node, what) => `${rule.id} (${what}): ${rule.help}\n      ${node.target} `
    + node.html.slice(0, 160);
  return [
    ...result.violations.flatMap((rule) => rule.nodes
      .filter((node) => node.element?.isConnected !== false) // a map drew its needles anew meanwhile
      .filter((node) => !(rule.id === 'target-size' && isJudged(rule, node)))
      .map((node) => told(rule, node, rule.impact))),
    ...result.incomplete.flatMap((rule) => rule.nodes
      .filter((node) => node.element?.isConnected !== false && !isJudged(rule, node))
      .map((node) => told(rule, node, `undecided: ${reasons(node).join(' ')}; write a verdict`))),
  ];
}"""
"""Runs axe; of what it cannot decide, only what docs/accessibility-verdicts.md does not judge comes back.

A verdict about `target-size` also covers a violation: axe does not know the exceptions of WCAG 2.5.8.
"""


RESTS = """() => document.getAnimations().every((one) => one.playState !== 'running'
  || one.effect?.getComputedTiming().iterations === Infinity)"""
"""Whether everything that fades or slides has arrived."""


@dataclass(frozen=True)
class Verdict:
    """One row of docs/accessibility-verdicts.md: axe's rule, its reason ("" for any), and a selector of where."""

    rule: str
    reason: str
    where: str


@cache
def verdicts() -> tuple[Verdict, ...]:
    rows = VERDICT.findall((ROOT / "docs/accessibility-verdicts.md").read_text(encoding="utf-8"))
    return tuple(Verdict(*row) for row in rows)


@cache
def _axe_source() -> str:
    return (ROOT / "node_modules/axe-core/axe.min.js").read_text()


def axe(page: Page, *, without: tuple[str, ...] = (), copies_styles: bool = True) -> None:
    """Fail with a readable list when axe-core finds a barrier. `without` names selectors of foreign content.

    axe copies inline styles to read them, which a strict policy notes: `copies_styles=False` for pages that have any.
    """
    asked = [
        TAGS,
        [[selector] for selector in without],
        copies_styles,
        [asdict(verdict) for verdict in verdicts()],
    ]
    found = _examined(page, asked)
    assert not found, f"axe on {page.url}:\n  - " + "\n  - ".join(found)


STANDS = "document.documentElement !== null && document.readyState !== 'loading'"
GONE = ("context was destroyed", "reading 'documentElement'")
"""How an evaluation ends whose page went on to the next one meanwhile."""


def _examined(page: Page, asked: list[Any], tries: int = 3) -> list[str]:
    """What axe finds on the page that stands after the last click; a click may still be on its way to it."""
    until(page, STANDS)
    try:
        # A colour half on its way to another one is nobody's colour.
        page.wait_for_function(RESTS)
        found: list[str] | None = page.evaluate(EXAMINE, asked)
        if found is None:
            page.evaluate(_axe_source())
            found = page.evaluate(EXAMINE, asked)
    except Error as error:
        if tries == 1 or not any(sign in str(error) for sign in GONE):
            raise
        return _examined(page, asked, tries - 1)
    assert found is not None, f"axe did not come to {page.url}"
    return found


def until(page: Page, condition: str, arg: object = None, *, seconds: float = 30) -> None:
    """Wait for a condition that is itself awaited, such as a look into a cache.

    `page.wait_for_function` takes the promise of an asynchronous function for its truth and goes on at once.
    """
    end = time.monotonic() + seconds
    while True:
        try:
            if page.evaluate(condition, arg):
                return
        except Error as error:
            if "context was destroyed" not in str(error):  # the page went on to another one meanwhile
                raise
        assert time.monotonic() < end, f"after {seconds:.0f} s still not: {condition}"
        page.wait_for_timeout(50)


def fits(page: Page) -> None:
    """Fail when the page is wider than the screen, so that a reader would have to scroll sideways (WCAG 1.4.10)."""
    # A page that was just asked for another one has no document for a moment.
    until(page, STANDS)
    width, screen = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert width <= screen, f"{page.url} is {width} px wide on a screen of {screen} px"


SMALL_TARGETS = """least => {
  const box = (one) => one.getBoundingClientRect();
  const isShown = (one) => one.checkVisibility({visibilityProperty: true}) && one.getClientRects().length
    && box(one).width > 1 && box(one).height > 1 && getComputedStyle(one).opacity !== '0';
  const isInText = (one) => getComputedStyle(one).display === 'inline'
    && one.parentElement.innerText.trim().length > one.innerText.trim().length;
  const card = (one) => one.closest('.card__title') && one.closest('.card--link'); // its link covers it
  const labelled = (one) => [one, card(one), ...(one.labels ?? [])].filter((each) => each && isShown(each)).map(box);
  return [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
    .filter((one) => !one.closest('[inert], .skip-link, .leaflet-control-attribution') && !isInText(one))
    .map((one) => [one, labelled(one)]).filter(([, boxes]) => boxes.length)
    .filter(([, boxes]) => {
      const wide = Math.max(...boxes.map((b) => b.right)) - Math.min(...boxes.map((b) => b.left));
      const high = Math.max(...boxes.map((b) => b.bottom)) - Math.min(...boxes.map((b) => b.top));
      return wide < least - 0.5 || high < least - 0.5;
    })
    .map(([one, [b]]) => `${Math.round(b.width)} x ${Math.round(b.height)}: ${one.outerHTML.slice(0, 140)}`);
}"""
"""What can be tapped and is smaller than `least` pixels; a choice and its label are one, links in text are free."""


def targets(page: Page, least: int = 44) -> None:
    """Fail when something on a page for participants is too small for a thumb."""
    found: list[str] = page.evaluate(SMALL_TARGETS, least)
    assert not found, f"too small for a thumb on {page.url}:\n  - " + "\n  - ".join(found)


SIDE_BY_SIDE = """<!doctype html><html lang="de"><title>Streifzug</title><style>
body {{ margin: 0; padding: 40px; display: flex; gap: 40px; align-items: center; background: #e9edf5 }}
img {{ display: block; border-radius: 10px; box-shadow: 0 6px 24px rgb(20 30 60 / 28%) }}
img:first-child {{ inline-size: 316px; border: 9px solid #14171f; border-radius: 38px }}
img:last-child {{ inline-size: 1000px }}
</style>{pictures}</html>"""


def compose(page: Page, name: str, parts: tuple[str, ...]) -> None:
    """One picture of several kept before, side by side: a phone first, then a screen. Like `screenshot`, on demand."""
    folder, browser = ROOT / "docs/images", page.context.browser
    if os.environ.get("STREIFZUG_SCREENSHOTS") != "1" or browser is None:
        return
    sources = [base64.b64encode((folder / f"{part}.png").read_bytes()).decode() for part in parts]
    pictures = "".join(f'<img alt="" src="data:image/png;base64,{source}">' for source in sources)
    sheet = browser.new_page(viewport={"width": 1454, "height": 810})
    sheet.set_content(SIDE_BY_SIDE.format(pictures=pictures))
    (folder / f"{name}.png").write_bytes(reduced(browser, sheet.screenshot()))
    sheet.close()


def screenshot(page: Page, name: str, *, whole: bool = False) -> None:
    """Keep a picture of the page as docs/images/<name>.png, only when STREIFZUG_SCREENSHOTS=1."""
    if os.environ.get("STREIFZUG_SCREENSHOTS") == "1":
        folder = ROOT / "docs/images"
        folder.mkdir(parents=True, exist_ok=True)
        page.wait_for_timeout(800)  # sheets slide and tiles fade; a picture of half the way helps nobody
        picture = page.screenshot(full_page=whole, caret="initial")
        browser = page.context.browser
        assert browser is not None
        (folder / f"{name}.png").write_bytes(reduced(browser, picture))
