"""Every route, walked from the URL map: declared, closed to strangers, and deaf to writes from other pages."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from app.base.access import access_of
from tests.page_client import PageClient, values_of

READS = {"GET", "HEAD", "OPTIONS"}
FILLERS = {"UUIDConverter": str(uuid.UUID(int=7)), "IntegerConverter": 7, "FloatConverter": 7.0}


def rules(app: Flask) -> Iterator[Rule]:
    yield from sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, sorted(rule.methods or ())))


def address(app: Flask, rule: Rule) -> str:
    """An address that matches the rule and names nothing that exists."""
    values = {
        name: FILLERS.get(type(kind).__name__) or min(getattr(kind, "items", ["gibt-es-nicht"]))
        for name, kind in rule._converters.items()
    }
    with app.test_request_context():
        built = rule.build(values)
    assert built is not None
    return built[1]


def write_routes(app: Flask) -> list[tuple[str, str]]:
    """(method, address) of everything that can change something."""
    return [
        (method, address(app, rule))
        for rule in rules(app)
        for method in sorted((rule.methods or set()) - READS)
    ]


def test_every_route_says_who_may_use_it(app: Flask) -> None:
    undecided = [rule.rule for rule in rules(app) if access_of(app, rule.endpoint) is None]
    assert undecided == []


def test_strangers_get_nothing_that_is_not_public(app: Flask, client: PageClient) -> None:
    closed = [
        rule for rule in rules(app) if (access := access_of(app, rule.endpoint)) and access.kind != "public"
    ]
    assert closed
    opened = []
    for rule in closed:
        if "GET" in (rule.methods or ()):
            status = client.get(address(app, rule)).status_code
            if 200 <= status < 300:
                opened.append(f"{rule.rule}: {status}")
    assert opened == []


def test_no_write_is_taken_from_another_site(app: Flask, client: PageClient) -> None:
    form = client.get("/anmelden").page.form("/anmelden")  # type: ignore[attr-defined]
    token = values_of(form)["csrf_token"]
    taken = []
    for method, url in write_routes(app):
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
            status = client.open(url, method=method, headers={"X-CSRFToken": token, **headers}).status_code
            if status != 403:
                taken.append(f"{method} {url} {headers}: {status}")
    assert taken == []


@pytest.mark.parametrize(
    "sent",
    [
        {"data": {"a": "b"}},
        {"data": {"csrf_token": "gefälscht"}},
        {"data": '{"a": 1}', "content_type": "text/plain"},
    ],
    ids=["no token", "foreign token", "text/plain"],
)
def test_no_write_is_taken_without_its_token(app: Flask, client: PageClient, sent: dict[str, object]) -> None:
    taken = []
    for method, url in write_routes(app):
        status = client.open(
            url, method=method, headers={"Sec-Fetch-Site": "same-origin"}, **sent
        ).status_code
        if status < 400:
            taken.append(f"{method} {url}: {status}")
    assert taken == []


def test_reading_an_address_that_only_writes_is_refused(app: Flask, client: PageClient) -> None:
    readable = {rule.rule for rule in rules(app) if "GET" in (rule.methods or ())}
    for rule in rules(app):
        if rule.rule not in readable:
            assert client.get(address(app, rule)).status_code == 405, rule.rule
