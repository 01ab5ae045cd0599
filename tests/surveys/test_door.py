"""A survey through the door of phones: what is answered, refused in words, repeated, and what helps at once."""

from __future__ import annotations

from typing import Any

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from app.base.database import db, new_id, transaction
from app.contributions.models import Contribution, Submission, SubmissionAttribute
from app.participants.services import join_direct
from tests.contributions.desk import DANGER
from tests.contributions.phones import Phone
from tests.surveys.factories import Asked, make_survey


@pytest.fixture
def asked(app: APIFlask) -> Asked:
    with app.app_context():
        return make_survey()


@pytest.fixture
def phone(app: APIFlask, asked: Asked) -> Phone:
    return Phone(app, asked.session_token)


def body(asked: Asked, answers: Any, **values: Any) -> dict[str, Any]:
    return {"activity": str(asked.activity_id), "language": "de", "version": 1, "answers": answers, **values}


def test_a_phone_sends_raw_answers_once(app: APIFlask, asked: Asked, phone: Phone) -> None:
    sitting, sent = new_id(), body(asked, {"safe": "1", "why": "Weil.", "minutes": 5})
    answers = [phone.put(sitting, sent) for _ in range(2)]
    assert [(one.status_code, one.get_json()) for one in answers] == [
        (201, {"id": str(sitting), "state": "received"}),
        (200, {"id": str(sitting), "state": "received"}),
    ]
    assert phone.put(sitting, body(asked, {"safe": "2"})).status_code == 409
    with app.app_context():
        found = db.session.execute(
            select(SubmissionAttribute.key, SubmissionAttribute.value_text, SubmissionAttribute.value_number)
        )
        assert sorted(tuple(row) for row in found) == [
            ("_version", None, 1.0),
            ("_way", "open", None),
            ("minutes", None, 5.0),
            ("safe", "1", None),
        ]
        assert db.session.scalars(select(Contribution.text)).all() == ["Weil."]
        [stored] = db.session.scalars(select(Submission)).all()
        assert (stored.channel, stored.source, stored.participant_id) == (
            "surveys",
            "online",
            asked.participant_id,
        )


def test_what_does_not_fit_is_told_for_each_question(app: APIFlask, asked: Asked, phone: Phone) -> None:
    answer = phone.put(new_id(), body(asked, {"safe": "9", "minutes": "viel"}))
    assert answer.status_code == 422
    assert set(answer.get_json()["problems"]) == {"safe", "minutes"}
    assert answer.get_json()["field"] in {"safe", "minutes"}


@pytest.mark.parametrize("version", [None, 0, -1, 2, "1", 1.5, True, [], {}, 10**12])
def test_versions_that_nobody_published(asked: Asked, phone: Phone, version: Any) -> None:
    answer = phone.put(new_id(), body(asked, {"safe": "1"}, version=version))
    assert (answer.status_code, answer.get_json()["field"]) == (404, "version")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"answers": []}, "answers"),
        ({"answers": None}, "answers"),
        ({"answers": {}}, "answers"),
        ({"quote": "x" * 21}, "quote"),
        (
            {"contributions": [{"id": str(new_id()), "kind": "survey_text", "text": "Am Fragebogen vorbei"}]},
            "contributions",
        ),
    ],
)
def test_other_bodies_are_refused(asked: Asked, phone: Phone, changes: dict[str, Any], field: str) -> None:
    answer = phone.put(new_id(), {**body(asked, {"safe": "1"}), **changes})
    assert (answer.status_code, answer.get_json()["field"]) == (422, field)


def test_nothing_gets_into_a_survey_past_its_questionnaire(asked: Asked, phone: Phone) -> None:
    said = {"id": str(new_id()), "kind": "survey_text", "text": "Hallo", "attributes": {"question": "why"}}
    sent = {"activity": str(asked.activity_id), "language": "de", "contributions": [said]}
    assert phone.put(new_id(), sent).status_code == 422


def test_a_second_sitting_is_a_conflict(asked: Asked, phone: Phone) -> None:
    assert phone.put(new_id(), body(asked, {"safe": "1"})).status_code == 201
    assert phone.put(new_id(), body(asked, {"safe": "2"})).status_code == 409


def test_words_that_sound_like_danger_bring_help_at_once_and_again(asked: Asked, phone: Phone) -> None:
    sitting = new_id()
    for _ in range(2):
        answer = phone.put(sitting, body(asked, {"safe": "1", "why": DANGER}))
        assert answer.get_json()["help"]["numbers"]


def test_people_of_another_process_are_not_asked(app: APIFlask, asked: Asked) -> None:
    with app.app_context(), transaction():
        elsewhere = make_survey(slug="anderswo")
        stranger = join_direct(process_id=elsewhere.process_id, age_band="a14_15").session_token
    assert Phone(app, stranger).put(new_id(), body(asked, {"safe": "1"})).status_code == 404


@pytest.mark.parametrize("raw", [{"why": "\ud800", "safe": "1"}, {"safe": "1", "x": [[[{"y": None}]]]}])
def test_odd_bodies_are_read_or_refused_and_repeated(asked: Asked, phone: Phone, raw: dict[str, Any]) -> None:
    sitting = new_id()
    assert [phone.put(sitting, body(asked, raw)).status_code for _ in range(2)] == [201, 200]


def test_own_words_of_a_survey_can_be_corrected(app: APIFlask, asked: Asked, phone: Phone) -> None:
    assert phone.put(new_id(), body(asked, {"safe": "1", "why": "Weil."})).status_code == 201
    [mine] = phone.send("GET", f"/own/{asked.activity_id}").get_json()["contributions"]
    path = f"/contributions/{mine['id']}"
    changed = phone.send("PATCH", path, {"version": 1, "text": "Darum."})
    assert (changed.status_code, changed.get_json()["text"]) == (200, "Darum.")
    spot = {"type": "Point", "coordinates": [9.3, 52.7]}
    assert phone.send("PATCH", path, {"version": 2, "geometry": spot}).status_code == 422
