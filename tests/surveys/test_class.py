"""A class answers a survey: pupils come in by the class code, the teacher's board knows counts only (E21)."""

from __future__ import annotations

from typing import Any

import pytest
from apiflask import APIFlask

from app.base.database import db, new_id, transaction
from app.contributions.class_mode import services
from app.contributions.class_mode.models import ClassSession
from app.contributions.class_mode.queries import tally
from app.contributions.services import withdraw_sitting
from app.participants.models import JoinCode
from app.participants.services import join
from app.surveys.services import record_answers
from tests.page_client import PageClient
from tests.surveys.factories import Asked, make_survey

WORDS = "Weil mich dort jemand verfolgt hat"


@pytest.fixture
def asked(app: APIFlask) -> Asked:
    with app.app_context():
        return make_survey(modes=["open", "school"])


@pytest.fixture
def lesson(app: APIFlask, asked: Asked) -> tuple[Any, str]:
    """Id of the lesson and the token of its board."""
    with app.app_context(), transaction():
        made = services.plan_lesson(
            process_id=asked.process_id, activity_id=asked.activity_id, label="8b", plan=45,
            permission="own_school", permission_note="Zusage vom 3.11.",
        )  # fmt: skip
        return made.id, services.give_board(lesson=made)


def stored(lesson_id: Any) -> ClassSession:
    found = db.session.get(ClassSession, lesson_id, populate_existing=True)
    assert found is not None
    return found


def pupils(asked: Asked, lesson_id: Any, number: int) -> list[tuple[Any, Any]]:
    """So many of the class answer; ids of person and sitting."""
    found = []
    with transaction():
        code_id = stored(lesson_id).join_code_id
        assert code_id is not None
        for _ in range(number):
            person = join(code_id=code_id, age_band="a12_13").participant
            sitting = new_id()
            record_answers(
                survey=asked.survey, submission_id=sitting, participant_id=person.id, language="de",
                raw={"school": "igs", "safe": "1", "why": WORDS},
            )  # fmt: skip
            found.append((person.id, sitting))
    return found


def test_a_pupil_comes_by_the_class_code_straight_to_the_survey(
    app: APIFlask, asked: Asked, lesson: tuple[Any, str]
) -> None:
    with app.app_context():
        code = db.session.get(JoinCode, stored(lesson[0]).join_code_id)
        assert code is not None
        typed = code.code
    phone = PageClient(app)
    assert phone.submit("/mitmachen", {"code": typed}, action="/mitmachen").location == "/mitmachen/angaben"
    assert phone.submit("/mitmachen/angaben", {"age_band": "a12_13"}).location == "/mitmachen/beleg"
    with phone.session_transaction() as kept:
        kept.pop("receipt_half")
    page = f"/verfahren/{asked.slug}/umfrage/umfrage"
    assert phone.get("/mitmachen/los").location == page
    assert phone.get(page).status_code == 200


def test_the_board_counts_answered_questionnaires_and_says_nothing_else(
    app: APIFlask, asked: Asked, lesson: tuple[Any, str]
) -> None:
    with app.app_context():
        people = pupils(asked, lesson[0], 6)
        with transaction():
            services.press(board_token=lesson[1], step="start")
            services.press(board_token=lesson[1], step="next")
            services.press(board_token=lesson[1], step="next")
    board = PageClient(app)
    board.submit(f"/klasse/{lesson[1]}")
    state = board.get("/klasse/stand.json").get_json()
    assert (state["joined"], state["arrived"], state["questions"]) == ("6", "6", [])
    assert "Beantwortet die Fragen" in state["call"]
    secrets = [WORDS, "igs", "a12_13", *(str(one) for pair in people for one in pair)]
    for url in ("/klasse", "/klasse/stand.json", "/klasse/karte.json", "/klasse/mappe"):
        text = board.get(url).get_data(as_text=True)
        assert [secret for secret in secrets if secret in text] == [], url
    page = board.get("/klasse").get_data(as_text=True)
    assert "Fragebögen angekommen" in page
    assert "Orte angekommen" not in page
    kit = board.get("/klasse/mappe").get_data(as_text=True)
    assert "beantworten die Schülerinnen und Schüler" in kit
    assert "Geheime Orte</dt>" not in kit


@pytest.mark.parametrize(("number", "said"), [(0, "0"), (4, "einige"), (5, "5")])
def test_small_numbers_are_said_roughly(
    app: APIFlask, asked: Asked, lesson: tuple[Any, str], number: int, said: str
) -> None:
    with app.test_request_context():
        pupils(asked, lesson[0], number)
        counts = tally(stored(lesson[0]))
        assert (counts.joined, counts.arrived, counts.questions) == (said, said, [])


def test_only_the_class_counts_and_only_what_was_not_taken_back(
    app: APIFlask, asked: Asked, lesson: tuple[Any, str]
) -> None:
    with app.test_request_context():
        people = pupils(asked, lesson[0], 6)
        with transaction():
            record_answers(
                survey=asked.survey, submission_id=new_id(), participant_id=asked.participant_id,
                language="de", raw={"school": "gym"},
            )  # fmt: skip
        assert tally(stored(lesson[0])).arrived == "6"
        with transaction():
            withdraw_sitting(participant_id=people[0][0], submission_id=people[0][1])
        counts = tally(stored(lesson[0]))
        assert (counts.joined, counts.arrived) == ("6", "5")
