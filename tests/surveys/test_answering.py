"""People answer a survey page by page without a script: forward, back, with problems, once."""

from __future__ import annotations

import json
from typing import Any

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from app.base.database import db, transaction
from app.contributions.models import Contribution
from app.contributions.queries import sitting_answers
from app.participants.models import Consent
from app.participants.services import join_direct
from app.processes.services import close_activity
from app.questions.content import Choice, Question, Questionnaire, Section
from app.surveys.services import update_survey
from tests.contributions.desk import DANGER
from tests.contributions.test_own_pages import signed_in
from tests.page_client import PageClient
from tests.surveys.factories import Asked, make_survey

PAGE = "/verfahren/zeig-dein-viertel/umfrage/umfrage"
CONTENT = Questionnaire(
    title={"de": "Wie lebst du hier?", "en": "How do you live here?"},
    intro={"de": "Drei Seiten."},
    languages=("de", "en"),
    sections=(
        Section(
            "you",
            {"de": "Du"},
            questions=(
                Question(
                    "safe", "single", {"de": "Wie sicher?"}, is_required=True,
                    choices=(Choice("yes", {"de": "Sehr"}), Choice("no", {"de": "Gar nicht"})),
                ),
                Question("minutes", "number", {"de": "Wie lange brauchst du?"}, most=180),
            ),
        ),
        Section(
            "dark", {"de": "Im Dunkeln"}, relevant=["=", ["answer", "safe"], "no"],
            questions=(Question("why", "longtext", {"de": "Warum?"}),),
        ),
        Section("end", {"de": "Zum Schluss"}, questions=(Question("wish", "text", {"de": "Dein Wunsch?"}),)),
    ),
)  # fmt: skip


@pytest.fixture
def asked(app: APIFlask) -> Asked:
    with app.app_context():
        return make_survey(CONTENT, closing="Im Herbst hörst du von uns.")


@pytest.fixture
def mine(app: APIFlask, asked: Asked) -> PageClient:
    return signed_in(app, asked.session_token)


def send(client: PageClient, page: Any, **values: str) -> Any:
    """What the page's form would send, with these answers."""
    hidden = {
        element.get("name"): element.get("value") or ""
        for element in page.all("input")
        if element.get("type") == "hidden" and element.get("name") != "csrf_token"
    }
    token = next(e.get("value") for e in page.all("input") if e.get("name") == "csrf_token")
    return client.post(PAGE, data={"go": "next", **hidden, **values, "csrf_token": token})


def test_one_section_after_the_other_becomes_one_sitting(
    app: APIFlask, asked: Asked, mine: PageClient
) -> None:
    first = mine.get(PAGE).page  # type: ignore[attr-defined]
    assert first.h1 == "Wie lebst du hier?"
    assert "Drei Seiten." in first.text
    second = send(mine, first, **{"q-safe": "no", "q-minutes": "12,5"}).page
    assert "Im Dunkeln" in second.text
    third = send(mine, second, **{"q-why": "Weil kein Licht ist.", "quote": "y"}).page
    assert "Abschicken" in third.text
    sent = send(mine, third, **{"q-wish": "Lampen", "quote": "y"})
    assert sent.location == f"{PAGE}/danke"
    page = mine.get(sent.location).page  # type: ignore[attr-defined]
    assert "Im Herbst hörst du von uns." in page.text
    with app.app_context():
        table = sitting_answers(asked.activity_id)
        assert dict(zip(table["key"], table["value_text"], strict=True))["safe"] == "no"
        assert table[table["key"] == "minutes"]["value_number"].tolist() == [12.5]
        texts = db.session.scalars(select(Contribution.text).order_by(Contribution.text)).all()
        assert texts == ["Lampen", "Weil kein Licht ist."]
        assert len(db.session.scalars(select(Consent).where(Consent.purpose == "quote")).all()) == 2
    assert "Jugendbefragung" in mine.get("/mein").page.text  # type: ignore[attr-defined]


def test_a_section_whose_condition_does_not_hold_is_left_out(mine: PageClient) -> None:
    page = send(mine, mine.get(PAGE).page, **{"q-safe": "yes"}).page  # type: ignore[attr-defined]
    assert "Zum Schluss" in page.text
    assert "Seite 2 von 2" in page.text


def test_problems_stand_at_their_field_and_nothing_typed_is_lost(mine: PageClient) -> None:
    answer = send(mine, mine.get(PAGE).page, **{"q-minutes": "500"})  # type: ignore[attr-defined]
    assert answer.status_code == 422
    assert "Bitte beantworte diese Frage." in answer.page.text
    assert "500" in [element.get("value") for element in answer.page.all("input")]


def test_going_back_keeps_what_was_said(mine: PageClient) -> None:
    second = send(mine, mine.get(PAGE).page, **{"q-safe": "no", "q-minutes": "7"}).page  # type: ignore[attr-defined]
    first = send(mine, second, **{"q-why": "Darum", "go": "back"}).page
    fields = {element.get("name"): element.get("value") for element in first.all("input")}
    assert fields["q-minutes"] == "7"
    again = send(mine, first, **{"q-safe": "no", "q-minutes": "8"}).page
    assert "Darum" in "".join(element.text or "" for element in again.all("textarea"))


def test_nothing_is_recorded_before_the_last_page(app: APIFlask, asked: Asked, mine: PageClient) -> None:
    send(mine, mine.get(PAGE).page, **{"q-safe": "no"})  # type: ignore[attr-defined]
    with app.app_context():
        assert len(sitting_answers(asked.activity_id)) == 0
    assert mine.get(f"{PAGE}/danke").location == PAGE


def test_sending_twice_records_once_and_who_comes_back_is_thanked(
    app: APIFlask, asked: Asked, mine: PageClient
) -> None:
    last = send(mine, mine.get(PAGE).page, **{"q-safe": "yes"}).page  # type: ignore[attr-defined]
    for _ in range(2):
        assert send(mine, last, **{"q-wish": "Mehr Bänke"}).location == f"{PAGE}/danke"
    assert mine.get(PAGE).location == f"{PAGE}/danke"
    with app.app_context():
        assert sitting_answers(asked.activity_id)["submission_id"].nunique() == 1


@pytest.mark.parametrize("answers", ["", "x", "[1]", "{", '{"safe": {"a": []}}', "9" * 5000, "[" * 50_000])
def test_what_travels_in_the_page_may_be_anything(mine: PageClient, answers: str) -> None:
    page = mine.get(PAGE).page  # type: ignore[attr-defined]
    assert send(mine, page, **{"answers": answers, "q-safe": "yes"}).status_code in {200, 422}
    for spoilt in ({"sitting": "x"}, {"number": "99"}, {"number": "-1"}, {"section": "none"}):
        assert send(mine, page, **{**spoilt, "q-safe": "yes"}).status_code == 200


def test_answers_that_were_forged_into_the_page_are_checked(
    app: APIFlask, asked: Asked, mine: PageClient
) -> None:
    last = send(mine, mine.get(PAGE).page, **{"q-safe": "yes"}).page  # type: ignore[attr-defined]
    forged = json.dumps({"safe": "maybe", "minutes": 900, "_version": 7})
    answer = send(mine, last, answers=forged, **{"q-wish": "x"})
    assert answer.status_code == 422
    assert "Bitte beantworte diese Frage." in answer.page.text
    with app.app_context():
        assert len(sitting_answers(asked.activity_id)) == 0


def test_words_that_sound_like_danger_bring_help(mine: PageClient) -> None:
    last = send(mine, mine.get(PAGE).page, **{"q-safe": "yes"}).page  # type: ignore[attr-defined]
    sent = send(mine, last, **{"q-wish": DANGER})
    assert "116 111" in mine.get(sent.location).page.text  # type: ignore[attr-defined]


def test_the_survey_speaks_the_languages_it_has(mine: PageClient) -> None:
    mine.get("/mitmachen?sprache=en")
    page = mine.get(PAGE).page  # type: ignore[attr-defined]
    assert page.h1 == "How do you live here?"


def test_a_closed_survey_says_so_and_strangers_see_none(
    app: APIFlask, asked: Asked, mine: PageClient
) -> None:
    with app.app_context(), transaction():
        update_survey(activity_id=asked.activity_id, title="Umfrage", modes=["open"], closing="")
        close_activity(activity_id=asked.activity_id)
    assert "Hier kann man gerade nicht mitmachen." in mine.get(PAGE).page.text  # type: ignore[attr-defined]
    with app.app_context(), transaction():
        other = make_survey(slug="anderswo")
        stranger = join_direct(process_id=other.process_id, age_band="a14_15").session_token
    assert signed_in(app, stranger).get(PAGE).status_code == 404
    assert PageClient(app).get(PAGE).location == "/mitmachen"
