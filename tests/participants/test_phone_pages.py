"""Pages about the phone itself: what it may keep and of whom, and what it needs to put us on its home screen."""

from __future__ import annotations

import pytest
from apiflask import APIFlask

from app.base.database import transaction
from app.base.town import town
from app.participants.keeping import HEADER
from tests.page_client import PageClient
from tests.participants.factories import make_code, make_process

PAGES = ("/mitmachen/handy", "/mitmachen/ohne-netz")


@pytest.fixture
def typed(app: APIFlask) -> str:
    with app.app_context(), transaction():
        return make_code(make_process()).code


def test_pages_are_kept_for_their_person_only(client: PageClient, typed: str) -> None:
    for address in PAGES:
        answer = client.get(address)
        assert HEADER not in answer.headers, "of nobody, nothing is kept"
        assert answer.headers["Cache-Control"] == "no-store"
    assert 'rel="manifest"' not in client.get("/mitmachen").text
    client.submit("/mitmachen", {"code": typed})
    client.submit("/mitmachen/angaben", {"age_band": "a14_15"})
    owner = client.get("/api/teilnahme").get_json()["participant"]
    for address in PAGES:
        assert client.get(address).headers[HEADER] == owner
    assert HEADER not in client.get("/mein").headers
    assert HEADER not in client.get("/mitmachen/abmelden").headers


def test_the_manifest_speaks_the_language_and_has_our_icons(client: PageClient) -> None:
    answer = client.get("/mitmachen/app.webmanifest?sprache=ar")
    said = answer.get_json(force=True)
    assert answer.mimetype == "application/manifest+json"
    assert (said["lang"], said["dir"], said["scope"], said["display"]) == ("ar", "rtl", "/", "standalone")
    assert {icon["purpose"] for icon in said["icons"]} == {"any", "maskable"}
    for icon in said["icons"]:
        with client.get(icon["src"]) as picture:
            assert picture.mimetype == "image/png"
            width = int.from_bytes(picture.data[16:20], "big")
        assert icon["sizes"] == f"{width}x{width}"


def test_the_town_file_names_town_and_colours() -> None:
    assert town(is_demo=False).name == ""
    assert town(is_demo=True).name == "Ellerbrück"
    assert town(is_demo=True).accent == town(is_demo=False).accent == "#b3400a"


def test_the_worker_is_ours_and_never_kept(client: PageClient) -> None:
    with client.get("/sw.js") as answer:
        assert answer.status_code == 200
        assert answer.mimetype == "text/javascript"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]
