"""Everything by keyboard: going from one thing to the next by Tab, choosing, typing; nothing is clicked or focused."""

from __future__ import annotations

import re

from playwright.sync_api import Page

MOST = 90
"""So often Tab is pressed before something counts as out of reach; no page of ours has so many things to reach."""

NAMED = """() => {
  const one = document.activeElement;
  const labels = [...(one.labels ?? [])].map((label) => label.innerText);
  const ids = (one.getAttribute("aria-labelledby") ?? "").split(" ");
  const named = ids.map((id) => document.getElementById(id)?.innerText);
  const text = one.matches("a, button, summary") ? one.innerText : "";
  const said = [one.getAttribute("aria-label"), ...named, ...labels, text].find((words) => words?.trim());
  return [one.type ?? one.localName, (said ?? "").trim().replace(/\\s+/g, " ")];
}"""
"""What a person hears of where they are: its kind, and its name."""

SHOWN = """() => {
  const box = document.activeElement.getBoundingClientRect();
  const isOwn = document.activeElement.type === "radio" || document.activeElement.type === "checkbox";
  return isOwn || (box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth);
}"""
"""Whether what has the focus can be seen (WCAG 2.4.11); small boxes are drawn by their labels."""


def where(page: Page) -> tuple[str, str]:
    kind, name = page.evaluate(NAMED)
    return str(kind), str(name)


def reach(page: Page, name: str, *, key: str = "Tab", kind: str = "") -> None:
    """Press Tab until the thing with this name (a pattern) has the focus."""
    passed = []
    for _ in range(MOST):
        found, said = where(page)
        if re.search(name, said) and kind in ("", found):
            page.wait_for_function(SHOWN, timeout=3000)  # pages may glide there
            return
        passed.append(said)
        page.keyboard.press(key)
    raise AssertionError(f"no key leads to {name!r} on {page.url}; passed were {passed}")


def press(page: Page, name: str, *, key: str = "Enter") -> None:
    """Go to a button or link and use it."""
    reach(page, name)
    page.keyboard.press(key)


def choose(page: Page, name: str) -> None:
    """Go to a group of choices and take the one with this name, by arrows as in any group."""
    for _ in range(MOST):
        kind, said = where(page)
        if kind == "radio" and re.search(name, said):
            page.keyboard.press("Space")
            return
        page.keyboard.press("ArrowDown" if kind == "radio" else "Tab")
    raise AssertionError(f"no key leads to the choice {name!r} on {page.url}")


def write(page: Page, name: str, text: str) -> None:
    """Go to a field and write, in place of what stands there."""
    reach(page, name)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
