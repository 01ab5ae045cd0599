"""The questionnaire cases of `cases/`: what is sent becomes exactly the record that is written there."""

from __future__ import annotations

from typing import Any

import pytest
from apiflask import APIFlask

from app.questions.answers import checked
from app.questions.flat import Mark, flat, marks, words
from app.questions.reading import from_json, to_json
from tests.questions.tables import Case, cases
from tests.questions.week import TODAY

ALL = cases()


def test_there_are_enough_cases() -> None:
    assert len(ALL) >= 45
    assert len({case.name for case in ALL}) == len(ALL)


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_the_record_is_as_written(built_app: APIFlask, case: Case) -> None:
    questionnaire = case.questionnaire
    with built_app.app_context():
        found = checked(questionnaire, case.raw, "de", TODAY)
        again = checked(questionnaire, found.answers, "de", TODAY)

    assert flat(questionnaire, found.answers) == case.closed
    assert words(questionnaire, found.answers) == case.words
    assert {
        f"{mark.question}.{mark.number}": said(mark) for mark in marks(questionnaire, found.answers)
    } == case.marks
    assert found.problems.keys() == case.problems.keys()
    for path, part in case.problems.items():
        assert part in found.problems[path]
    assert again.answers == found.answers
    assert from_json(to_json(questionnaire)) == questionnaire


def said(mark: Mark) -> dict[str, Any]:
    """What a mark has, as cases write it."""
    has = {
        "geometry": mark.geometry and mark.geometry["type"],
        "place_text": mark.place_text,
        "choice": mark.choice,
        "closed": dict(mark.closed),
        "words": dict(mark.words),
        "files": [file for _, file in mark.files],
    }
    return {name: value for name, value in has.items() if value}
