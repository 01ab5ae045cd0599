"""The survey of the demo town: every sitting is sound, the same each time, and the needles stay what they were."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from apiflask import APIFlask

from app.areas.queries import set_at
from app.base.database import transaction
from app.contributions.queries import frame, sitting_answers
from app.demo.load import load_process, load_town, load_voices
from app.demo.load_survey import load_survey
from app.demo.process import AREA_SET, CAMPAIGN, SURVEY, SURVEY_CODE
from app.demo.survey_answers import ANSWERED, survey_answers
from app.indicators import preview
from app.participants.queries import normalised_code
from app.processes.queries import activity_by_slug, is_open, today
from app.surveys.queries import survey_by_slug
from tests.conftest import empty_database


@pytest.fixture(scope="module")
def loaded(built_app: APIFlask) -> Iterator[Any]:
    """Plain counts before and after, how many sittings came, and the process."""
    with built_app.app_context():
        empty_database()
        with transaction():
            load_town()
            process = load_process()
            load_voices(process, activity_by_slug(process.id, CAMPAIGN))
        before = preview.unprotected(process, set_at(AREA_SET))
        with transaction():
            count = load_survey(process)
        yield before, preview.unprotected(process, set_at(AREA_SET)), count, process.id


def test_dozens_answered_and_each_is_one_person(loaded: Any) -> None:
    _before, _after, count, process_id = loaded
    survey = survey_by_slug(process_id, SURVEY)
    assert is_open(survey.activity, today())
    table = sitting_answers(survey.activity_id)
    assert count == ANSWERED == table["submission_id"].nunique() == table["person_key"].nunique()
    bands = table[table["key"] == "age_band"]
    assert (bands["value_text"] == bands["age_band"]).all()
    assert set(table[table["key"] == "_version"]["value_number"]) == {1.0}
    assert set(table["language"]) == {"de", "de-simple", "en"}
    for key in ("satisfaction", "safety_dark", "place_use.park", "offer_use.sports_club", "say_influence"):
        answered = table[table["key"] == key]
        assert 40 < len(answered) < ANSWERED, key
        assert answered["value_text"].nunique() >= 3, key


def test_words_and_ways_came_too_and_no_count_of_places_changed(loaded: Any) -> None:
    before, after, _count, process_id = loaded
    said = frame(process_id)
    kinds = said[said["question"].isin(["wish_text", "place_other", "missing_line", "my_way"])]
    assert kinds["question"].value_counts().min() >= 5
    keys = ["indicator_id", "area_id", "age_group"]
    values = ["value", "numerator", "denominator", "n_persons"]
    places = after[after["indicator_id"].isin(before["indicator_id"])].reset_index(drop=True)
    assert len(places) < len(after)  # the rest are the answers themselves
    assert before.reset_index(drop=True)[keys + values].equals(places[keys + values])


def test_the_answers_are_the_same_on_every_call() -> None:
    first = survey_answers()
    survey_answers.cache_clear()
    assert survey_answers() == first


def test_the_code_is_read_as_it_is_written() -> None:
    assert normalised_code(SURVEY_CODE) == SURVEY_CODE
