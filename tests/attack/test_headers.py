"""R41 and R55: every page of every kind of person has the strict policy, and no cookie is set before joining."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from app.base.access import access_of
from app.config import Settings
from tests.house.routes import address, rules
from tests.house.world import ADMIN, ANONYMOUS, PARTICIPANT, World, build, quiet
from tests.page_checks import policy_faults

pytestmark = pytest.mark.one_database

PUBLIC = [
    *("/", "/datenschutz", "/barrierefreiheit", "/impressum", "/gesund", "/api/openapi.json"),
    *("/verfahren/eigen", "/verfahren/eigen/ergebnisse", "/verfahren/eigen/ergebnisse/1/csv"),
    *("/verfahren/eigen/ergebnisse/1/karte", "/verfahren/eigen/ergebnisse/1/karte.js"),
    *("/verfahren/eigen/nadeln", "/verfahren/eigen/nadeln.js", "/api/public/eigen/points"),
    *("/kacheln/orte.json", "/gibt-es-nicht", "/verfahren/gibt-es-nicht", "/verfahren/eigen?sprache=xx"),
]
STRICT = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
    "form-action": "'self'",
    "style-src": "'self'",
}
FORM = "application/x-www-form-urlencoded"
FRAMES = ("atlas.map_frame", "atlas.needle_frame")


@pytest.fixture
def world(app: APIFlask) -> Iterator[World]:
    built = build(app)
    with quiet(app):
        yield built


def test_every_page_has_the_strict_policy(world: World) -> None:
    faults = []
    for rule in rules(world.app):
        if "GET" not in (rule.methods or ()):
            continue
        for person in (ANONYMOUS, PARTICIPANT, ADMIN):
            for whose in ("own", "unknown"):
                if url := address(world, rule, whose):
                    answer = world.send(person, "GET", url)
                    framed = rule.endpoint in FRAMES and answer.status_code == 200
                    faults += [f"{person} {url}: {fault}" for fault in _faults(answer, framed)]
    assert faults == []


def test_error_pages_have_it_too(world: World) -> None:
    asked = (
        (ANONYMOUS, "GET", "/gibt-es-nicht", 404, {}),
        (ANONYMOUS, "POST", "/", 405, {}),
        (ANONYMOUS, "POST", "/mitmachen", 400, {"token": None}),
        ("viewer", "GET", "/verwaltung/personen", 403, {}),
        (ANONYMOUS, "POST", "/mitmachen", 413, {"data": {"code": "x" * 300_000}}),
        (ANONYMOUS, "POST", "/mitmachen", 413, {"data": "a&" * 150_000, "content_type": FORM, "token": None}),
    )
    for person, method, url, status, sent in asked:
        answer = world.send(person, method, url, **sent)
        assert answer.status_code == status
        assert list(_faults(answer, framed=False)) == []


def test_an_error_of_our_own_shows_nothing_of_the_inside(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> str:
        raise RuntimeError("Innenleben /srv/geheim")

    broken.access = access_of(world.app, "base.privacy")  # type: ignore[attr-defined]
    monkeypatch.setitem(world.app.view_functions, "base.privacy", broken)
    answer = world.send(ANONYMOUS, "GET", "/datenschutz")
    assert answer.status_code == 500
    assert "Innenleben" not in answer.get_data(as_text=True)
    assert "Traceback" not in answer.get_data(as_text=True)
    assert list(_faults(answer, framed=False)) == []


def test_public_pages_set_no_cookie(world: World) -> None:
    visitor = FlaskClient(world.app, world.app.response_class, use_cookies=True)
    for url in PUBLIC:
        assert visitor.get(url).headers.getlist("Set-Cookie") == [], url


def test_the_language_is_kept_only_when_somebody_chose_it(world: World) -> None:
    visitor = FlaskClient(world.app, world.app.response_class, use_cookies=True)
    assert visitor.get("/?sprache=xx").headers.getlist("Set-Cookie") == []
    kept = visitor.get("/?sprache=en").headers.getlist("Set-Cookie")
    assert [cookie.split(";")[0] for cookie in kept] == ["sprache=en"]


def test_cookies_are_closed_to_scripts_and_other_sites(tmp_path: Path) -> None:
    """On https they carry the `__Host-` prefix (RFC 6265bis): only this host, only encrypted, no wider path."""
    app = create_app(
        Settings.from_environment(
            {
                "STREIFZUG_DATA": str(tmp_path),
                "SECRET_KEY": "only-for-tests-" * 4,
                "BASE_URL": "https://stadt.example",
            }
        )
    )
    visitor = FlaskClient(app, app.response_class, use_cookies=True)
    answer = visitor.get("/anmelden?sprache=en", base_url="https://stadt.example")
    cookies = answer.headers.getlist("Set-Cookie")
    assert len(cookies) == 2
    for cookie in cookies:
        name, parts = cookie.split("=")[0], {part.strip().lower() for part in cookie.split(";")[1:]}
        assert name.startswith("__Host-")
        assert {"secure", "httponly", "path=/", "samesite=lax"} <= parts
        assert not any(part.startswith("domain") for part in parts)
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def _faults(answer: TestResponse, framed: bool) -> Iterator[str]:
    if answer.mimetype != "text/html":
        if answer.headers.get("X-Content-Type-Options") != "nosniff":
            yield "X-Content-Type-Options is not nosniff"
        return
    policy = answer.headers.get("Content-Security-Policy", "")
    parts = {part.split()[0]: " ".join(part.split()[1:]) for part in policy.split(";") if part.split()}
    if framed:
        # The map frame is sandboxed without an origin; folium's style rules carry the nonce.
        if parts.get("sandbox") != "allow-scripts" or parts.get("frame-ancestors") != "'self'":
            yield f"the frame is not closed: {policy}"
        return
    yield from policy_faults(answer.headers)
    for name, wanted in STRICT.items():
        if parts.get(name) != wanted:
            yield f"{name} is {parts.get(name)}, not {wanted}"
    if parts.get("script-src", "").split()[:1] != ["'self'"] or len(parts.get("script-src", "").split()) > 2:
        yield f"script-src is {parts.get('script-src')}"
    if answer.headers.get("X-Frame-Options") != "DENY":
        yield "X-Frame-Options is not DENY"
