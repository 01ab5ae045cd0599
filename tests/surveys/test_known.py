"""What was said on joining stands in a survey's own questions, and counts only when it is sent."""

from __future__ import annotations

import json
from typing import Any

import pytest
from apiflask import APIFlask

from app.participants.services import join_direct
from app.questions.content import Choice, Question, Questionnaire, Section
from app.surveys.known import known_answers
from app.surveys.unsent import draft_of
from tests.page_client import PageClient
from tests.surveys.factories import Asked, make_survey

HERE = "/verfahren/zeig-dein-viertel/umfrage/umfrage"
AGES = ("a12_13", "a14_15", "na")


def _about(**more: Any) -> Questionnaire:
    ages = tuple(Choice(key, {"de": key}, is_declined=key == "na") for key in AGES)
    age = Question("age_band", "single", {"de": "Wie alt bist du?"}, choices=ages)
    return Questionnaire(sections=(Section("about", questions=(age,), **more),))


@pytest.fixture
def asked(app: APIFlask) -> Asked:
    with app.app_context():
        return make_survey(_about())


@pytest.fixture
def page(app: APIFlask, client: PageClient, asked: Asked) -> PageClient:
    client.set_cookie(app.config["PARTICIPANT_COOKIE_NAME"], asked.session_token)
    return client


def taken(page: PageClient) -> list[str | None]:
    found = page.get(f"{HERE}?seite=1").page  # type: ignore[attr-defined]
    return [one.get("value") for one in found.all("input") if one.get("checked") is not None]


def test_the_age_stands_there_and_can_be_changed(app: APIFlask, page: PageClient, asked: Asked) -> None:
    whole = page.get(HERE).page  # type: ignore[attr-defined]
    config = next(one.get("data-config") for one in whole.all("div") if one.get("id") == "survey")
    assert json.loads(config)["known"] == {"age_band": "a14_15"}
    assert taken(page) == ["a14_15"]
    with app.app_context():
        assert draft_of(asked.participant_id, asked.activity_id) is None, "looking keeps nothing"
    page.submit(f"{HERE}?seite=1", {"age_band": "a12_13", "go": "next"})
    assert taken(page) == ["a12_13"]


def test_what_is_not_known_or_means_something_else_is_asked(app: APIFlask, asked: Asked) -> None:
    with app.app_context():
        young = join_direct(process_id=asked.process_id, age_band="a06_09").participant
        silent = join_direct(process_id=asked.process_id, age_band="na").participant
        known = join_direct(process_id=asked.process_id, age_band="a12_13").participant
        assert known_answers(young, _about()) == {}, "no choice of this question"
        assert known_answers(silent, _about()) == {}
        assert known_answers(known, _about()) == {"age_band": "a12_13"}
        assert known_answers(known, _about(most_repeats=3)) == {}, "the age of a child, not of the person"
