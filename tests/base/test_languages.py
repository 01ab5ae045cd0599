"""Which language a page speaks: a choice, else the browser's wish, among what the page offers; else German."""

from __future__ import annotations

from typing import Any

import pytest
from apiflask import APIFlask
from flask_babel import gettext, ngettext

from app.base.database import transaction
from app.config import EASY, LANGUAGES, PARTICIPANT_LANGUAGES
from tests.base.test_answers import BROWSER
from tests.house.world import UNKNOWN_ID
from tests.page_checks import Page, text_of
from tests.page_client import PageClient
from tests.staff import make_area_set, make_process

EVERYBODY = (
    "/",
    "/mitmachen",
    "/weiter",
    "/verfahren/mein-viertel",
    "/datenschutz",
    "/barrierefreiheit",
    "/impressum",
)
"""Pages that people who take part see."""
OTHERS = ("/anmelden", "/verfahren/mein-viertel/ergebnisse")


@pytest.fixture
def process(app: APIFlask) -> Any:
    with app.app_context(), transaction():
        make_area_set()
        return make_process()


def language_of(client: PageClient, url: str, accept: str = "") -> str:
    page = client.get(url, headers=BROWSER | ({"Accept-Language": accept} if accept else {}))
    return page.get_data(as_text=True).split('<html lang="')[1].split('"')[0]


def page_of(client: PageClient, url: str) -> Page:
    return client.get(url).page  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", PARTICIPANT_LANGUAGES)
def test_pages_for_participants_speak_every_language(process: Any, client: PageClient, language: str) -> None:
    assert {language_of(client, url, language) for url in EVERYBODY} == {language}


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("uk", "de"),
        ("ar-EG,ar;q=0.9", "de"),
        ("tr,en;q=0.8,de;q=0.7", "en"),
        ("fr,de;q=0.9,en;q=0.5", "de"),
        ("en-GB", "en"),
    ],
)
def test_other_pages_fall_back_on_german_or_english(
    process: Any, client: PageClient, accept: str, expected: str
) -> None:
    assert {language_of(client, url, accept) for url in OTHERS} == {expected}


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", "de"),
        ("uk-UA", "uk"),
        ("ru_RU,de;q=0.9", "ru"),
        ("de,ar", "de"),
        ("ar;q=0,pl;q=0.5", "pl"),
        ("nl,ja;q=0.8", "de"),
        ("*", "de"),
        ("xx-<script>,fr;q=0.1", "fr"),
        ("de-simple,de;q=0.5", "de-simple"),
    ],
)
def test_the_browser_is_asked_in_its_own_order(client: PageClient, accept: str, expected: str) -> None:
    assert language_of(client, "/mitmachen", accept) == expected


def test_a_choice_is_kept_and_stays_when_staff_pages_cannot_follow(process: Any, client: PageClient) -> None:
    assert language_of(client, "/mitmachen?sprache=ar") == "ar"
    assert language_of(client, "/mitmachen", "pl") == "ar"
    assert language_of(client, "/anmelden", "en") == "en"
    assert language_of(client, "/") == "ar"


def test_the_choice_is_offered_where_it_can_be_followed(process: Any, client: PageClient) -> None:
    def offered(url: str) -> list[str | None]:
        links = page_of(client, url).all("a")
        return [link.get("hreflang") for link in links if link.get("hreflang")]

    assert offered("/mitmachen") == [EASY, *PARTICIPANT_LANGUAGES]
    assert offered("/anmelden") == list(LANGUAGES)
    names = [link for link in page_of(client, "/mitmachen").all("a") if link.get("hreflang") == "uk"]
    assert [text_of(link) for link in names] == ["Українська"]
    assert names[0].get("lang") == "uk"


def test_arabic_runs_from_right_to_left_and_words_of_staff_do_not(process: Any, client: PageClient) -> None:
    page = page_of(client, "/verfahren/mein-viertel?sprache=ar")
    assert page.root.get("dir") == "rtl"
    title = page.one("h1")[0]
    assert (title.get("lang"), title.get("dir")) == ("de", "auto")
    assert page_of(client, "/verfahren/mein-viertel?sprache=uk").root.get("dir") == "ltr"


def test_an_unknown_language_is_no_error(client: PageClient) -> None:
    assert language_of(client, "/mitmachen?sprache=tlh", "fr") == "fr"


def test_what_is_kept_for_one_language_is_not_given_in_another(process: Any, client: PageClient) -> None:
    for accept in ("ar", "uk", "ar", "uk", "de"):
        assert language_of(client, "/", accept) == accept


def test_the_api_answers_phones_in_their_language(client: PageClient) -> None:
    url = f"/api/contributions/{UNKNOWN_ID}"
    said = {
        language: client.delete(url, headers={"Accept-Language": language}).get_json()["message"]
        for language in PARTICIPANT_LANGUAGES
    }
    assert len(set(said.values())) == len(PARTICIPANT_LANGUAGES), said


def test_what_has_no_translation_is_said_in_german(app: APIFlask) -> None:
    with app.test_request_context("/mitmachen?sprache=ar"):
        assert gettext("Gibt es nirgends.") == "Gibt es nirgends."
        assert ngettext("%(num)s Ding", "%(num)s Dinge", 2) == "2 Dinge"
    with app.test_request_context("/anmelden?sprache=ar"):
        assert gettext("Abbrechen") == "Abbrechen"


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "أي أماكن"), (1, "مكان واحد"), (2, "مكانين"), (5, "5 أماكن"), (11, "11 مكانًا"), (100, "100 مكان")],
)
def test_arabic_counts_in_its_own_forms(app: APIFlask, number: int, words: str) -> None:
    with app.test_request_context("/mitmachen?sprache=ar"):
        said = ngettext("Du hast uns %(num)s Ort gezeigt.", "Du hast uns %(num)s Orte gezeigt.", number)
    assert words in said


def test_the_number_of_the_helpline_is_not_turned_round_in_arabic(app: APIFlask) -> None:
    """Two groups of digits with a plain space between them would change places in text from right to left."""
    text = (
        "Ruf an, es kostet nichts und niemand fragt nach deinem Namen: "
        "Nummer gegen Kummer 116 111. In Not: 110 oder 112."
    )
    with app.test_request_context("/mein?sprache=ar"):
        assert "116\N{NO-BREAK SPACE}111" in gettext(text)
