"""Odd addresses, numbers, names and hosts: a clear refusal, never an error of the server (R39, R42, R43)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from apiflask import APIFlask

from app.base.views import safe_next
from tests.house.world import ADMIN, ANONYMOUS, PARTICIPANT, UNKNOWN_ID, World, build, quiet
from tests.page_client import PageClient, values_of
from tests.staff import PASSWORD, make_user

pytestmark = pytest.mark.one_database

HUGE = "9" * 30
RESULTS = "/verfahren/eigen/ergebnisse"
DESK = "/verwaltung/verfahren/eigen/sichtung"
STRANGE_TIMES = ("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "gestern", "2026-01-01")
STRANGE_TEXTS = ("%00", "%ED%A0%80", "'%22--", "%25_%5C", "%E2%80%AE", "1_2_3", "a" * 2000)
ADDRESSES = [
    *(f"/?{name}=x" for name in ("endpoint", "_external", "_scheme", "_anchor", "self", "sprache", "slug")),
    "/mitmachen?endpoint=base.privacy",
    *(f"{RESULTS}?nummer={value}" for value in (HUGE, "-1", "0", "%00", "1e3")),
    *(f"{RESULTS}?seite={value}" for value in (HUGE, "-1", "%00")),
    *(f"{RESULTS}?kennzahl={value}" for value in STRANGE_TEXTS),
    *(f"{RESULTS}/{HUGE}/{part}" for part in ("csv", "karte", "karte.js", "xlsx")),
    *(f"/verfahren/{text}" for text in STRANGE_TEXTS),
    *(f"/m/{text}" for text in STRANGE_TEXTS),
    *(f"/einladung/{text}" for text in STRANGE_TEXTS),
    f"/kacheln/{HUGE}/0/0",
    f"/kacheln/3/{HUGE}/0",
    f"/static/dist/{'a' * 300}",
    "/static/dist/%00",
    "/static/..%2f..%2fconfig.py",
    "/static/dist/..%2f..%2f..%2fconfig.py",
    *(
        "/.git/config",
        "/.env",
        "/instance/secret_key",
        "/static/",
        "/static/dist/",
        "//evil.example/verwaltung",
    ),
]
STAFF_ADDRESSES = [
    *(f"{DESK}?nach={quote(f'1_{time}_{UNKNOWN_ID}', safe='')}" for time in STRANGE_TIMES),
    *(f"/api/verfahren/eigen/sichtung?seit={quote(time, safe='')}" for time in STRANGE_TIMES),
    *(
        f"{DESK}?{name}={text}"
        for name in ("stand", "art", "raum", "hinweis", "aktivitaet", "suche", "nach")
        for text in STRANGE_TEXTS
    ),
    f"/verwaltung/verfahren/eigen/veroeffentlichungen/{HUGE}",
    f"/verwaltung/verfahren/eigen/veroeffentlichungen/vergleich?von={HUGE}&bis={HUGE}",
    *(f"/verwaltung/verfahren/eigen/kennzahlen?raum={text}&kennzahl={text}" for text in STRANGE_TEXTS),
]
OFF_SITE = [
    *("//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "https:/evil.example"),
    *("javascript:alert(1)", "/\t/evil.example", "/\n/evil.example", "\t//evil.example", "", "evil.example"),
    *("http:evil.example", "///evil.example", "/\\/evil.example", "@evil.example", "/x\r\nSet-Cookie: a=b"),
]


@pytest.fixture
def world(app: APIFlask) -> Iterator[World]:
    built = build(app)
    with quiet(app):
        yield built


def test_no_odd_address_breaks_a_page(world: World) -> None:
    broken = []
    for person, addresses in ((ANONYMOUS, ADDRESSES), (PARTICIPANT, ADDRESSES), (ADMIN, STAFF_ADDRESSES)):
        for url in addresses:
            response = world.send(person, "GET", url, headers={"Accept-Encoding": "gzip"})
            if response.status_code >= 500:
                broken.append(f"{person} {url[:120]}: {response.status_code}")
    assert broken == []


@pytest.mark.parametrize("target", OFF_SITE)
def test_a_target_on_another_site_is_replaced(target: str) -> None:
    assert safe_next(target, "/verwaltung") == "/verwaltung"


def test_signing_in_leads_nowhere_else(app: APIFlask) -> None:
    with app.app_context():
        make_user("ada@example.org")
    for target in OFF_SITE:
        client = PageClient(app)
        for where in ("/anmelden", f"/anmelden?next={quote(target, safe='')}"):
            values = {"email": "ada@example.org", "password": PASSWORD, "next": target}
            page = client.get(where).page  # type: ignore[attr-defined]
            sent = {**values_of(page.form("/anmelden")), **values}
            answer = client.post(where, data=sent)
            assert answer.status_code in {302, 422, 429}
            assert re.match(r"/[^/\\]|$", answer.headers.get("Location", "")), (target, answer.location)
            client = PageClient(app)


FORGED = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Forwarded-Prefix": "/evil"}


def test_links_come_from_the_configuration_whatever_host_is_claimed(world: World) -> None:
    code = world.own.ids["code_id"]
    pages = {
        ANONYMOUS: ["/", "/mitmachen", "/anmelden", "/verwaltung", "/verfahren//eigen", "/static//x"],
        ADMIN: [f"/verwaltung/verfahren/eigen/zugang/{code}/{part}" for part in ("plakat", "karten")],
    }
    for headers in ({"Host": "evil.example"}, FORGED):
        for person, urls in pages.items():
            for url in urls:
                answer = world.send(person, "GET", url, headers=headers)
                assert answer.status_code < 500
                assert "evil" not in answer.get_data(as_text=True), url
                assert "evil" not in answer.headers.get("Location", ""), url


def test_other_verbs_are_refused(world: World) -> None:
    for method in ("TRACE", "TRACK", "PROPFIND", "DELETE", "PUT", "PATCH", "SEARCH"):
        for url in ("/", RESULTS, "/mein", "/api/public/eigen/points", "/verwaltung"):
            assert world.send(ADMIN, method, url).status_code == 405


def test_a_process_that_one_may_not_see_looks_like_one_that_does_not_exist(world: World) -> None:
    outsider = "staff without membership"
    for part in ("", "/team", "/sichtung", "/zugang", "/kennzahlen"):
        foreign, unknown = (
            world.send(outsider, "GET", f"/verwaltung/verfahren/{slug}{part}").get_data(as_text=True)
            for slug in ("fremd", "nie-da")
        )
        assert _blank(foreign) == _blank(unknown)


def _blank(html: str) -> str:
    return html.replace("fremd", "SLUG").replace("nie-da", "SLUG")
