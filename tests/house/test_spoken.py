"""What the pages of people who take part really say has a translation, wherever the text comes from."""

from __future__ import annotations

from gettext import NullTranslations

import pytest
from apiflask import APIFlask
from flask_babel import get_domain

from app.base.i18n import spoken_languages
from tests.house.routes import address, methods, rules
from tests.house.world import ANONYMOUS, PARTICIPANT, World, build


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


def test_pages_that_do_not_exist_speak_every_language(app: APIFlask, untranslated: Untranslated) -> None:
    page = app.test_client().get("/gibt/es/nicht", headers={"Accept-Language": "ar"})
    assert (page.status_code, 'dir="rtl"' in page.get_data(as_text=True)) == (404, True)
    assert untranslated.texts == set()


def _is_for_participants(app: APIFlask, endpoint: str) -> bool:
    """As the application decides it, asked about a request to this endpoint."""
    with app.test_request_context("/") as context:
        context.request.url_rule = next(app.url_map.iter_rules(endpoint))
        return "ar" in spoken_languages()
