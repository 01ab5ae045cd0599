"""Questions at a stop: sound answers become an entry of the walk, and what fits no stop is not asked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from app.base.database import db, new_id
from app.contributions.models import Attribute, Contribution, SubmissionAttribute
from app.walks.asked import at_a_stop
from app.walks.identity import part_id
from tests.contributions.phones import Phone
from tests.walks.factories import ASKED, Walking, make_walking
from tests.walks.test_walk_pages import config, send, told


@pytest.fixture
def walking(app: APIFlask) -> Walking:
    with app.app_context():
        return make_walking(asked=ASKED)


@pytest.fixture
def phone(app: APIFlask, walking: Walking) -> Phone:
    return Phone(app, walking.youths[0])


def entry(walking: Walking, answers: dict[str, Any], version: Any = 1) -> dict[str, Any]:
    return {
        "what": "questions",
        "stop": str(walking.stops[1]),
        "version": version,
        "answers": answers,
        "quote": "2026-11-30",
    }


def attributes_of(app: APIFlask, submission_id: UUID) -> dict[str, str | float | None]:
    query = select(SubmissionAttribute).where(SubmissionAttribute.submission_id == submission_id)
    with app.app_context():
        return {
            one.key: one.value_number if one.value_text is None else one.value_text
            for one in db.session.scalars(query)
        }


def test_answers_are_attributes_and_words_of_one_entry(app: APIFlask, phone: Phone, walking: Walking) -> None:
    answers = {"safe": "no", "why": "Kein Licht", "stop": "4", "spot": [{"place_text": "hier"}]}
    identity = send(phone, walking, entry(walking, answers))
    stop = str(walking.stops[1])
    assert attributes_of(app, identity) == {
        "what": "questions", "device": "group", "stop": stop, "_version": 1.0, "safe": "no", "q.stop": 4.0,
    }  # fmt: skip
    with app.app_context():
        (said,) = db.session.scalars(select(Contribution).where(Contribution.submission_id == identity))
        found = dict(
            db.session.execute(
                select(Attribute.key, Attribute.value_text).where(Attribute.contribution_id == said.id)
            )
            .tuples()
            .all()
        )
        assert (said.id, said.kind, said.text) == (part_id(identity, "why"), "survey_text", "Kein Licht")
    assert found == {"question": "why", "stop": stop}
    (back,) = told(app, walking, 2)
    assert back["answers"] == {"what": "questions", "stop": stop, "version": 1}


def test_what_a_condition_hides_is_not_recorded(app: APIFlask, phone: Phone, walking: Walking) -> None:
    identity = send(phone, walking, entry(walking, {"safe": "yes", "why": "Kein Licht"}))
    with app.app_context():
        query = select(Contribution.id).where(Contribution.submission_id == identity)
        assert db.session.scalars(query).all() == []


@pytest.mark.parametrize(
    ("answers", "version", "status", "field"),
    [
        ({}, 1, 422, "safe"),
        ({"safe": "maybe"}, 1, 422, "safe"),
        ({"safe": "yes", "stop": "viele"}, 1, 422, "stop"),
        ({"safe": "yes"}, 2, 404, "version"),
        ({"safe": "yes"}, "eins", 404, "version"),
        ("safe", 1, 422, ""),
    ],
)
def test_what_does_not_fit_is_named(
    phone: Phone, walking: Walking, answers: Any, version: Any, status: int, field: str
) -> None:
    body = {"activity": str(walking.activity_id), "answers": entry(walking, answers, version)}
    answer = phone.put(new_id(), body)
    assert (answer.status_code, answer.get_json().get("field", "")) == (status, field)


def test_a_walk_that_asks_nothing_takes_no_answers(app: APIFlask) -> None:
    with app.app_context():
        silent = make_walking("ohne-fragen")
    phone = Phone(app, silent.youths[0])
    body = {"activity": str(silent.activity_id), "answers": entry(silent, {"safe": "yes"})}
    assert phone.put(new_id(), body).status_code == 404
    assert config(phone, silent)["asked"] is None


def test_places_and_files_are_not_asked_at_a_stop(phone: Phone, walking: Walking) -> None:
    assert [question.key for question in at_a_stop(ASKED).questions()] == ["safe", "why", "stop"]
    asked = config(phone, walking)["asked"]
    assert asked["version"] == 1
    text = phone.client.get(walking.address).get_data(as_text=True)
    assert "Ist es hier sicher?" in text
    assert "Wo genau?" not in text
