"""Somebody's answers, told back in words: own ones only, each question in the words of the version answered."""

from __future__ import annotations

from typing import Any

from apiflask import APIFlask

from app.base.database import new_id, transaction
from app.contributions.own import own
from app.contributions.sittings import own_sittings
from app.questions.content import Choice, Question, Questionnaire, Section
from app.surveys.services import record_answers
from app.surveys.telling import told
from tests.page_client import PageClient
from tests.surveys.factories import CONTENT, Asked, make_survey

RAW: dict[str, Any] = {
    "school": "other",
    "school.other": "Waldschule",
    "likes": ["park", "pool"],
    "minutes": 12.5,
    "safe": "1",
    "trust": {"police": "yes"},
    "order": ["foot", "bus"],
    "day": "2026-11-20",
    "agree": True,
    "why": "Weil es dunkel ist.",
    "child": [{"age": 4}, {"age": 9, "wish": "Ein Baumhaus"}],
    "spot": [{"id": str(new_id()), "choice": "fav", "place_text": "Bach", "answers": {"reason": "Ruhig"}}],
}


def _record(asked: Asked, raw: dict[str, Any]) -> None:
    with transaction():
        record_answers(
            survey=asked.survey,
            submission_id=new_id(),
            participant_id=asked.participant_id,
            language="de",
            raw=raw,
        )


def test_every_kind_of_answer_is_told_in_words(app: APIFlask) -> None:
    with app.app_context():
        asked = make_survey()
        _record(asked, RAW)
        with app.test_request_context():
            (sitting,) = own_sittings(asked.participant_id)
            said = own(asked.participant_id)
            found = told(asked.activity_id, sitting, said)
    assert found.answers == [
        ("Welche Schule?", "other, Waldschule"),
        ("Was magst du?", "park, pool"),
        ("Wie lange brauchst du?", "12,5"),
        ("Wie sicher?", "1"),
        ("Wem vertraust du?", "Polizei: yes"),
        ("Was zuerst?", "foot, bus"),
        ("Wann?", "20.11.2026"),
        ("Ich bin einverstanden.", "Ja"),
        ("Warum?", "Weil es dunkel ist."),
        ("Wie alt?", "4"),
        ("Wie alt?", "9"),
        ("Was wünscht es sich?", "Ein Baumhaus"),
        ("Wo bist du gern?", "Ort 1: fav, Bach"),
    ]
    asked_about = {one.text: found.questions[one.id] for one in said}
    assert asked_about["Ein Baumhaus"] == "Was wünscht es sich?"
    assert asked_about["Ruhig"] == "Wo bist du gern?"


def test_piped_answers_are_in_their_places_and_nobody_else_reads_them(app: APIFlask) -> None:
    questions = (
        Question("way", "single", {"de": "Wie kommst du?"}, choices=(Choice("bus", {"de": "mit dem Bus"}),)),
        Question("why", "text", {"de": "Warum {way}?"}),
    )
    content = Questionnaire(
        title={"de": "Wege"}, sections=(Section("one", {"de": "Eins"}, questions=questions),)
    )
    with app.app_context():
        mine, other = make_survey(content), make_survey(CONTENT, slug="andere")
        _record(mine, {"way": "bus", "why": "Es ist weit."})
    for asked, is_mine in ((mine, True), (other, False)):
        client = PageClient(app)
        client.set_cookie(app.config["PARTICIPANT_COOKIE_NAME"], asked.session_token)
        page = client.get("/mein").text
        assert ("Warum mit dem Bus?" in page) is is_mine
        assert ("Es ist weit." in page) is is_mine
        assert ("Weitermachen" in page) is False
