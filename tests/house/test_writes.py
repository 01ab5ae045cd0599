"""R36 and R37: no write without our own page behind it, none by reading, none of what a form does not ask for."""

from __future__ import annotations

import json
import re
from collections import Counter, deque
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit
from uuid import UUID
from xml.etree.ElementTree import Element

import pytest
from apiflask import APIFlask
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from app.base.access import Access, access_of
from app.base.database import db
from tests.house.routes import address, rules, writes
from tests.house.smuggled import SMUGGLED, SMUGGLED_ID, SMUGGLED_TEXT
from tests.house.world import (
    ADMIN,
    ANONYMOUS,
    PARTICIPANT,
    World,
    build,
    database_rows,
    nothing_stays,
    quiet,
)
from tests.page_checks import Page, method_of
from tests.page_client import values_of

FILLED = {
    "title": "Neuer Titel",
    "slug": "neues-verfahren",
    "email": "neu@example.org",
    "name": "Neu",
    "roles": ["viewer"],
    "label": "Klasse 8a",
    "text": "Ein Satz.",
}
"""What a person would write into a form that is empty; the fields of other forms keep what their page gave them."""

CHANGING = (datetime, date, UUID, bytes)
SECRETS = re.compile(r"[0-9a-f]{32,64}$|\$argon2|[A-Z0-9]{8}$|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
OF_CHANCE = {("point_layer", "version"), ("point_index", "number"), ("participant_session", "receipt_half")}
OF_CHANCE |= {("walk_sheet", "code")}
VARIANTS = 5
"""How many addresses of one route are followed: both processes, a filter; more of them write nothing new."""


@pytest.fixture
def world(app: APIFlask) -> World:
    return build(app)


@pytest.fixture
def write_routes(world: World) -> list[tuple[str, str, str]]:
    """(person who may, method, address) of every write route, in our own process."""
    found = []
    for rule in rules(world.app):
        access = access_of(world.app, rule.endpoint) or Access("nobody")
        person = {"participant": PARTICIPANT, "public": ANONYMOUS, "nobody": ANONYMOUS}.get(
            access.kind, ADMIN
        )
        found += [(person, method, url) for method in writes(rule) if (url := _own_address(world, rule))]
    return found


def _own_address(world: World, rule: Any) -> str | None:
    try:
        return address(world, rule, "own")
    except KeyError:  # reported by tests/house/test_access.py
        return None


@pytest.mark.one_database
def test_writes_need_a_token_of_their_own_session(
    world: World, write_routes: list[tuple[str, str, str]]
) -> None:
    before, faults = _rows(world), []
    for person, method, url in write_routes:
        body: dict[str, Any] = {"json": {}} if url.startswith("/api/") else {"data": {}}
        stranger = world.tokens[ADMIN if person != ADMIN else ANONYMOUS]
        answers = {
            "without a token": world.send(person, method, url, token=None, **body),
            "with a made-up token": world.send(person, method, url, token="made-up", **body),
            "with a stranger's token": world.send(person, method, url, token=stranger, **body),
        }
        faults += [
            f"{method} {url} {how}: {r.status_code}" for how, r in answers.items() if r.status_code != 400
        ]
    assert "\n".join(faults) == ""
    assert _rows(world) == before


@pytest.mark.one_database
def test_writes_must_come_from_our_own_pages(world: World, write_routes: list[tuple[str, str, str]]) -> None:
    before, faults = _rows(world), []
    for person, method, url in write_routes:
        for headers in (
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
        ):
            response = world.send(person, method, url, headers=headers)
            text = response.get_data(as_text=True)
            if response.status_code != 403 or "kam nicht von unserer eigenen Seite" not in text:
                faults.append(f"{method} {url} with {headers}: {response.status_code}")
    assert "\n".join(faults) == ""
    assert _rows(world) == before


@pytest.mark.one_database
def test_writes_refuse_plain_text(world: World, write_routes: list[tuple[str, str, str]]) -> None:
    """A form of another site can send text/plain that reads like JSON, but not our header."""
    before, faults = _rows(world), []
    for person, method, url in write_routes:
        body = json.dumps({"csrf_token": world.tokens[person], "contributions": []})
        plain = {"data": body, "content_type": "text/plain"}
        response = world.send(person, method, url, token=None, **plain)
        if response.status_code not in {400, 415}:
            faults.append(f"{method} {url} as text/plain: {response.status_code}")
        if url.startswith("/api/") and method != "DELETE":  # a DELETE has no body to mistake
            response = world.send(person, method, url, **plain)
            if response.status_code != 415:
                faults.append(f"{method} {url} as text/plain with a token: {response.status_code}")
    assert "\n".join(faults) == ""
    assert _rows(world) == before


@pytest.mark.one_database
def test_write_only_routes_do_not_answer_get(world: World) -> None:
    faults = []
    for rule in rules(world.app):
        if "GET" in (rule.methods or set()) or (url := _own_address(world, rule)) is None:
            continue
        has_page = any(
            other.rule == rule.rule and "GET" in (other.methods or set()) for other in rules(world.app)
        )
        response = world.send(ADMIN, "GET", url)
        if not has_page and response.status_code not in {404, 405}:
            faults.append(f"GET {url}: {response.status_code}")
    assert "\n".join(faults) == ""


def test_reading_every_linked_page_changes_nothing(world: World) -> None:
    before = _rows(world)
    seen = {person: len(list(_crawl(world, person))) for person in (ANONYMOUS, PARTICIPANT, ADMIN)}
    assert min(seen.values()) >= 6, seen
    assert seen[ADMIN] > seen[ANONYMOUS]
    assert _rows(world) == before


@pytest.mark.one_database
def test_forms_take_only_what_they_ask_for(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each form of each page, once as a person would send it and once with 25 keys more: the same result."""
    assert len(SMUGGLED) == 25
    forms = {
        (person, _endpoint(world, url), _endpoint(world, form.get("action") or url), _button(form)): (
            url,
            form,
        )
        for person in (ANONYMOUS, PARTICIPANT, ADMIN)
        for url, page in _crawl(world, person)
        for form in page.all("form")
        if method_of(form) == "post"
    }
    states: list[dict[str, list[tuple[Any, ...]]]] = []
    with world.app.app_context():
        first = _as_they_are(db.session())
    before = _masked(first)
    nothing_stays(monkeypatch, seen=lambda session: states.append(_as_they_are(session)))
    faults, written = [], 0
    with quiet(world.app):
        for (person, *_), (url, form) in forms.items():
            target = urljoin(url, form.get("action") or url)
            names = {field.get("name") for field in form.iter() if field.get("name")}
            fields = {**values_of(form), **{name: text for name, text in FILLED.items() if name in names}}
            fields.pop("csrf_token", None)
            extra = {name: value for name, value in SMUGGLED.items() if name not in names}
            results = []
            for data in (fields, {**fields, **extra}):
                states.clear()
                response = world.send(person, "POST", target, data=data)
                after = _masked(states[-1], first, before) if states else before
                results.append((response.status_code, after))
            written += results[0][1] != before
            if results[0] != results[1]:
                faults.append(f"{url} -> {target}: {_difference(*results)}")
            if SMUGGLED_ID in str(results[1][1]) or SMUGGLED_TEXT in str(results[1][1]):
                faults.append(f"{url} -> {target}: a smuggled value is in the database")
    assert "\n".join(faults) == ""
    assert written >= 10, f"only {written} of {len(forms)} forms wrote something"


def _crawl(world: World, person: str) -> Iterator[tuple[str, Page]]:
    """Every page this person reaches by links from the start pages, each address once."""
    starts = ("/", "/verwaltung", "/mein")
    waiting, known, variants = deque(starts), set(starts), Counter[str | None]()
    while waiting:
        url = waiting.popleft()
        response = world.send(person, "GET", url, token=None)
        assert response.status_code < 500, f"GET {url} as {person}: {response.status_code}"
        page = Page(response.get_data(as_text=True)) if response.mimetype == "text/html" else None
        for target in _targets(response, page, url):
            endpoint = _endpoint(world, target)
            if target not in known and variants[endpoint] < VARIANTS:
                known.add(target)
                variants[endpoint] += 1
                waiting.append(target)
        if page and response.status_code == 200:
            yield url, page


def _targets(response: TestResponse, page: Page | None, url: str) -> Iterator[str]:
    addresses = [response.headers.get("Location", "")]
    if page:
        addresses += [link.get("href", "") for link in page.all("a")]
        addresses += [frame.get("src", "") for frame in page.all("iframe", "img", "script")]
    for found in filter(None, addresses):
        parts = urlsplit(urljoin(url, found))
        if not parts.netloc and parts.scheme == "" and not parts.path.startswith(("/static/", "/kacheln/")):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def _endpoint(world: World, url: str) -> str | None:
    for method in ("GET", "POST"):
        try:
            return str(world.app.url_map.bind("localhost").match(urlsplit(url).path, method=method)[0])
        except HTTPException:
            continue
    return None


def _button(form: Element) -> str:
    return ",".join(field.get("value", "") for field in form.iter("input") if field.get("type") == "hidden")[
        -40:
    ]


def _rows(world: World) -> dict[str, list[tuple[Any, ...]]]:
    with world.app.app_context():
        session: Session = db.session()
        try:
            return database_rows(session)
        finally:
            session.rollback()


def _as_they_are(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """Every row in the order the database gives; only what the last commit of a request left is read closely."""
    return {
        table.name: [tuple(row) for row in session.execute(table.select())]
        for table in db.metadata.sorted_tables
    }


def _masked(
    rows: dict[str, list[tuple[Any, ...]]],
    first: dict[str, list[tuple[Any, ...]]] | None = None,
    masked: dict[str, list[str]] | None = None,
) -> dict[str, list[str]]:
    """Rows without what is new at every write: ids, times, hashes, codes. Smuggled values stay visible.

    Tables that are as they were FIRST are not worked through again; that state comes with what it became, MASKED.
    """
    first, masked = first or {}, masked or {}
    kept = {
        name: [place for place, key in enumerate(table.columns.keys()) if (name, key) not in OF_CHANCE]
        for name, table in db.metadata.tables.items()
    }
    return {
        name: masked[name]
        if name in masked and found == first[name]
        else sorted(str([_mask(row[place]) for place in kept[name]]) for row in found)
        for name, found in rows.items()
    }


def _mask(value: Any) -> Any:
    if str(value) == SMUGGLED_ID or (isinstance(value, datetime) and value.year in {1999, 2999}):
        return value
    if isinstance(value, CHANGING) or (isinstance(value, str) and SECRETS.match(value)):
        return type(value).__name__
    return value


def _difference(plain: tuple[int, dict[str, list[str]]], more: tuple[int, dict[str, list[str]]]) -> str:
    tables = [name for name in plain[1] if plain[1][name] != more[1][name]]
    return f"status {plain[0]} and {more[0]}, other rows in {tables}"
