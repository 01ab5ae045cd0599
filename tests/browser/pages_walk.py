"""Opening every page of the product as one person, and what is looked at on each of three screens."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page

from app.base.access import Access, access_of
from app.demo.process import CODE
from tests.browser import installations
from tests.browser.all_pages import (
    ADMIN,
    ELSEWHERE,
    FILES,
    FRAMES,
    PAGES,
    PARTICIPANT,
    STEPS,
    TWO_STEPS,
    VISITOR,
    address,
    rules,
)
from tests.browser.conftest import ContextMaker
from tests.browser.looking import axe, fits, targets
from tests.browser.served import ServedApp, served_app
from tests.staff import PASSWORD

SIZES = ((1280, 900), (390, 844), (320, 568))
READ = (1280, 320)
"""Where axe reads a page that is built like none before it, and where the others are measured as well."""

BUILD = """() => {
  const pane = document.querySelector('.leaflet-marker-pane');
  const build = (one) => {
    const own = [one.tagName, one.className?.baseVal ?? one.className, one.getAttribute('role'),
      one.getAttribute('type'), one.hidden, one.hasAttribute('aria-label'), one.hasAttribute('aria-labelledby')];
    const inner = [...one.children].map(build);
    return `${own}(${inner.filter((each, at) => each !== inner[at - 1]).join()})`;
  };
  const isForYoung = document.body.matches('.participant');
  return {build: build(document.body), pins: pane && pane.innerHTML, isForYoung};
}"""
"""Elements, classes and roles of a page without its words, repeated rows once; the pins of its map; whom it is for."""


@contextmanager
def installation(folder: Path, kind: str) -> Iterator[ServedApp]:
    """A served installation of KIND, `empty` or `filled`, that knows what can be opened in it."""
    with served_app(folder, town=kind == "filled", DEMO="1" if kind == "filled" else "") as served:
        served.app.extensions["things"] = served.do(getattr(installations, kind))
        served.app.extensions["examined"] = set()
        yield served


def walk(new_context: ContextMaker, server: ServedApp, person: str) -> None:
    """Open all that PERSON may open. axe reads what is built in a way that nobody before them has seen."""
    things, examined = (server.app.extensions[name] for name in ("things", "examined"))
    context = new_context(viewport={"width": 1280, "height": 900})
    context.watch.allow(r"NotSameOrigin \(.*/favicon\.ico\)")  # type: ignore[attr-defined]
    page = arrive(context, server, person)
    seen, faults = 0, []
    for rule in rules(server.app):
        if not may_open(access_of(server.app, rule.endpoint), person):
            continue
        url = address(server.app, rule, things)
        if (
            url is None
            or rule.endpoint in {**STEPS, **ELSEWHERE}
            or (rule.endpoint == "security.login" and person == ADMIN)
        ):
            continue
        if rule.endpoint in FILES:
            faults += wrong_file(page, url, FILES[rule.endpoint])
            continue
        answer = page.goto(url)
        seen += 1
        if answer is None or answer.status != 200:
            faults.append(f"{url} answers {answer and answer.status}")
        elif rule.endpoint in PAGES and urlsplit(page.url).path != urlsplit(url).path:
            faults.append(f"{url} leads to {page.url}")
        alone = rule.endpoint in FRAMES
        faults += barriers(page, examined, of=rule.endpoint, copies_styles=not alone)
    assert not faults, "\n".join(faults)
    assert seen >= 5


def walk_the_way_in(new_context: ContextMaker, server: ServedApp) -> None:
    """The steps of signing in and of joining, which no address leads to."""
    page = new_context().new_page()
    sign_in(page, TWO_STEPS)
    faults = barriers(page)
    with page.expect_navigation():
        page.get_by_role("link", name="Telefon nicht da?").click()
    faults += barriers(page)
    if "code_id" in server.app.extensions["things"]:
        page = new_context().new_page()
        page.goto("/mitmachen")
        page.get_by_label("Welcher Code").fill(CODE)
        # Without its style sheet, which is on its way for a moment, a page looks different.
        with page.expect_navigation():
            page.get_by_role("button", name="Weiter").click()
        faults += barriers(page)
        page.get_by_role("radio", name="10–11").check(force=True)
        with page.expect_navigation():
            page.get_by_role("button", name="Los geht’s").click()
        faults += barriers(page)
    assert not faults, "\n".join(faults)


def may_open(access: Access | None, person: str) -> bool:
    """Public pages look alike for all staff; the administrator stands for them there."""
    assert access is not None
    if access.kind == "public":
        return person in {VISITOR, PARTICIPANT, ADMIN}
    if access.kind == "participant":
        return person == PARTICIPANT
    if person in {VISITOR, PARTICIPANT}:
        return False
    if access.kind == "admin":
        return person == ADMIN
    return person == ADMIN or not access.roles or person in access.roles


def arrive(context: BrowserContext, server: ServedApp, person: str) -> Page:
    page = context.new_page()
    if person == PARTICIPANT:
        name, token = server.app.config["PARTICIPANT_COOKIE_NAME"], server.app.extensions["things"]["session"]
        context.add_cookies([{"name": name, "value": token, "url": server.url}])
    elif person != VISITOR:
        sign_in(page, person)
    return page


def sign_in(page: Page, person: str) -> None:
    page.goto("/anmelden")
    page.get_by_label("E-Mail-Adresse").fill(f"{person}@example.org")
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.wait_for_load_state()


def barriers(
    page: Page, examined: set[tuple[str, int, str]] | None = None, *, of: str = "", copies_styles: bool = True
) -> list[str]:
    """What the width says on each of three screens; axe unless a page of that kind was EXAMINED.

    axe reads pages for people who take part at both ends, all others where they are opened.
    A page that is built like one before it is not measured again between the two ends. The first screen is the one
    on which the page before ended, so half of all pages are opened on a phone.
    """
    found, known = [], set() if examined is None else examined
    screen = page.viewport_size
    sizes = SIZES if screen is None or screen["width"] == SIZES[0][0] else SIZES[::-1]
    is_new = False
    for width, height in sizes:
        if width not in READ and not is_new:
            continue
        page.set_viewport_size({"width": width, "height": height})
        try:
            fits(page)
            seen = settled(page)
            if seen["isForYoung"]:
                targets(page)
            kind = (of, width, hashlib.sha256(seen["build"].encode()).hexdigest())
            if width in READ and kind not in known and (seen["isForYoung"] or not is_new):
                known.add(kind)
                is_new = True
                axe(page, copies_styles=copies_styles)
        except AssertionError as error:
            found.append(f"{width} px: {error}")
    return found


def settled(page: Page) -> dict[str, Any]:
    """How the page is built once it rests: a map draws its rings anew for another screen, and axe needs them."""
    before, now = None, page.evaluate(BUILD)
    for _ in range(20):
        if now["pins"] is None or now["pins"] == before:
            break
        page.wait_for_timeout(250)
        before, now = now["pins"], page.evaluate(BUILD)
    return now  # type: ignore[no-any-return]


def wrong_file(page: Page, url: str, wanted: str) -> list[str]:
    answer = page.request.get(url, headers={"Range": "bytes=0-99"})
    found: Any = answer.headers.get("content-type", "").split(";")[0]
    if not wanted:
        return []
    return [] if answer.ok and found == wanted else [f"{url} answers {answer.status} {found}, not {wanted}"]
