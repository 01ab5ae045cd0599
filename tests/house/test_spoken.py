"""What the pages of people who take part really say has a translation, wherever the text comes from."""

from __future__ import annotations

from gettext import NullTranslations

import pytest
from apiflask import APIFlask
from flask_babel import get_domain, gettext

from app.base.i18n import spoken_languages
from tests.house.routes import address, methods, rules
from tests.house.world import ANONYMOUS, PARTICIPANT, World, build
from tests.page_client import PageClient


class Untranslated(NullTranslations):
    """Stands behind a catalogue and notes what was asked for in vain."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: set[str] = set()

    def gettext(self, message: str) -> str:
        self.texts.add(message)
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self.texts.add(msgid1)
        return super().ngettext(msgid1, msgid2, n)


@pytest.fixture
def untranslated(app: APIFlask, monkeypatch: pytest.MonkeyPatch) -> Untranslated:
    noted = Untranslated()
    with app.test_request_context("/mitmachen?sprache=ar"):
        catalogue = get_domain().get_translations()
        monkeypatch.setattr(catalogue, "_fallback", noted)
        assert gettext("Gibt es nirgends.") in noted.texts
    noted.texts.clear()
    return noted


@pytest.fixture
def world(app: APIFlask) -> World:
    return build(app)


def test_no_page_for_participants_says_anything_without_a_translation(
    app: APIFlask, world: World, untranslated: Untranslated
) -> None:
    seen = 0
    for wanted in ("GET", "POST"):
        for rule in rules(app):
            if wanted not in methods(rule) or not _is_for_participants(app, rule.endpoint):
                continue
            for whose in ("own", "unknown"):
                url = address(world, rule, whose)
                for person in (PARTICIPANT, ANONYMOUS) if url else ():
                    answer = world.send(person, wanted, url, headers={"Accept-Language": "ar"})
                    assert answer.status_code < 500, url
                    seen += answer.mimetype == "text/html" and 'lang="ar"' in answer.get_data(as_text=True)
    assert seen > 40
    assert untranslated.texts == set()


def test_joining_says_nothing_without_a_translation(
    world: World, client: PageClient, untranslated: Untranslated
) -> None:
    """The steps between the code and the map, with everything left out and wrong on the way."""
    token = world.own.ids["token"]["participants"]
    assert 'lang="ar"' in client.get(f"/m/{token}?sprache=ar").get_data(as_text=True)
    for url, wrong in (
        ("/mitmachen", {"code": "K7PM 2RXA"}),
        ("/weiter", {"receipt": "K7PM-2RXA-Q4TN-HB6E"}),
    ):
        assert client.submit(url, {}).status_code == 422
        assert client.submit(url, wrong).status_code == 422
    assert client.submit(f"/m/{token}", {}).location == "/mitmachen/angaben"
    assert client.submit("/mitmachen/angaben", {}).status_code == 422
    assert client.submit("/mitmachen/angaben", {"age_band": "a12_13"}).location == "/mitmachen/beleg"
    for url in ("/mitmachen/beleg", "/start", "/mein", "/verfahren/eigen/karte/karte-eigen"):
        client.get(url, follow_redirects=True)
    assert untranslated.texts == set()


def test_pages_that_do_not_exist_speak_every_language(app: APIFlask, untranslated: Untranslated) -> None:
    page = app.test_client().get("/gibt/es/nicht", headers={"Accept-Language": "ar"})
    assert (page.status_code, 'dir="rtl"' in page.get_data(as_text=True)) == (404, True)
    assert untranslated.texts == set()


def _is_for_participants(app: APIFlask, endpoint: str) -> bool:
    """As the application decides it, asked about a request to this endpoint."""
    with app.test_request_context("/") as context:
        context.request.url_rule = next(app.url_map.iter_rules(endpoint))
        return "ar" in spoken_languages()
