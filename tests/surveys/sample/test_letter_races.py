"""Many at once with letters: one code lets one person in, and different codes do not wait for each other in a ring."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from apiflask import APIFlask
from sqlalchemy import func, select

from app.base.database import db, transaction
from app.participants.models import Participant
from app.surveys.sample import joining
from app.surveys.sample.models import SurveyCode
from app.surveys.sample.queries import hash_of
from app.surveys.sample.services import make_letters
from app.surveys.services import survey_of
from tests.contributions.test_races import together
from tests.surveys.factories import Asked, make_survey

PARALLEL = 8


def prepared(app: APIFlask) -> tuple[Asked, list[str]]:
    with app.app_context():
        asked = make_survey(modes=["sample"])
        with transaction():
            _batch, letters = make_letters(survey=asked.survey, number=PARALLEL)
        return asked, [hash_of(letter.code) for letter in letters]


def come(app: APIFlask, asked: Asked, code_hash: str) -> str:
    with app.app_context(), transaction():
        survey = survey_of(asked.activity_id)
        assert survey is not None
        joining.join_by_letter(survey=survey, code_hash=code_hash)
        return "in"


def people(app: APIFlask) -> int:
    with app.app_context():
        return (db.session.scalar(select(func.count()).select_from(Participant)) or 0) - 1


def outcome(result: Any) -> str:
    return result if isinstance(result, str) else type(result).__name__


def test_one_code_at_once_lets_one_person_in(app: APIFlask) -> None:
    asked, hashes = prepared(app)
    found = together(PARALLEL, lambda _i: come(app, asked, hashes[0]))
    assert Counter(map(outcome, found)) == {"in": 1, "UsedLetter": PARALLEL - 1}
    assert people(app) == 1


def test_all_letters_at_once_come_in(app: APIFlask) -> None:
    asked, hashes = prepared(app)
    found = together(PARALLEL, lambda i: come(app, asked, hashes[i]))
    assert Counter(map(outcome, found)) == {"in": PARALLEL}
    with app.app_context():
        assert db.session.scalar(select(func.count(SurveyCode.used_on))) == PARALLEL


def test_without_the_lock_a_code_would_let_several_in(app: APIFlask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control, on the database where writers run beside each other."""
    asked, hashes = prepared(app)
    with app.app_context():
        if db.engine.dialect.name != "postgresql":
            pytest.skip("SQLite lets one writer in at a time")
    monkeypatch.setattr(joining, "lock_letters", lambda _activity_id: None)
    found: Counter[str] = Counter()
    for code_hash in hashes:
        found += Counter(
            map(outcome, together(PARALLEL, lambda _i, one=code_hash: come(app, asked, one)))  # type: ignore[misc]
        )
    assert found["in"] > PARALLEL
