"""The questionnaires that come with the platform: sound, complete, short, spoken to the right people."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from app.areas.age_bands import AGE_BANDS
from app.contributions.vocabulary import COMPANY, QUALITIES, TIMES_OF_DAY, TRAVEL_MODES
from app.participants.vocabulary import GENDERS
from app.questions.answers import checked
from app.questions.content import Question
from app.questions.minutes import estimated_minutes
from app.questions.reading import to_json
from app.questions.shipped import SHIPPED
from app.questions.soundness import all_texts, faults, gaps
from tests.questions.week import TODAY

LANGUAGES = ("de", "de-simple", "en")
MINUTES = {
    "youth_quarter": 12, "parents_transition": 8, "event_feedback": 5, "dkbm_self_assessment": 20,
    "walk_stop_youth": 7, "walk_stop_seniors": 7,
}  # fmt: skip
FORMAL = re.compile(r"\b(Sie|Ihnen|Ihr|Ihre[nmrs]?)\b")
FAMILIAR = re.compile(r"\b([Dd]u|[Dd]ir|[Dd]ich|[Dd]eine?[nmrs]?)\b")
ADDRESS = {
    "youth_quarter": FAMILIAR, "walk_stop_youth": FAMILIAR, "parents_transition": FORMAL,
    "dkbm_self_assessment": FORMAL, "walk_stop_seniors": FORMAL,
}  # fmt: skip


def test_all_six_are_listed() -> None:
    files = {path.stem for path in Path("app/questions/shipped").glob("*.json")}

    assert set(SHIPPED) == files == set(MINUTES)


@pytest.mark.parametrize("code", SHIPPED)
def test_they_are_sound_and_complete(code: str) -> None:
    questionnaire = SHIPPED[code]()

    assert faults(questionnaire) == []
    assert questionnaire.languages == LANGUAGES
    assert gaps(questionnaire) == {}
    assert all(set(texts) == set(LANGUAGES) for _path, texts in all_texts(questionnaire) if texts)
    assert questionnaire.intro
    assert questionnaire.closing


@pytest.mark.parametrize("code", SHIPPED)
def test_the_files_are_as_they_would_be_written(code: str) -> None:
    text = Path(f"app/questions/shipped/{code}.json").read_text("utf-8")

    assert text == json.dumps(to_json(SHIPPED[code]()), ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("code", SHIPPED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_they_take_no_longer_than_they_may(code: str, language: str) -> None:
    assert estimated_minutes(SHIPPED[code](), language) <= MINUTES[code]


@pytest.mark.parametrize("code", SHIPPED)
def test_they_address_people_in_one_way(code: str) -> None:
    """du for young people, Sie for parents and professionals; where all are asked together, neither."""
    texts = [
        texts[code_]
        for _path, texts in all_texts(SHIPPED[code]())
        for code_ in LANGUAGES[:2]
        if code_ in texts
    ]
    fitting = ADDRESS.get(code)

    for form in (FORMAL, FAMILIAR):
        found = [text for text in texts if form.search(text)]
        assert bool(found) == (form is fitting), found[:3]


@pytest.mark.parametrize("code", SHIPPED)
def test_easy_language_is_no_copy_and_short(code: str) -> None:
    """Short sentences; whether it is easy is for its readers to say, not for a test."""
    for path, texts in all_texts(SHIPPED[code]()):
        sentences = re.split(r"[.!?:\n]", texts.get("de-simple", ""))
        assert max(len(sentence.split()) for sentence in sentences) <= 12, (path, texts)


def questions(code: str) -> dict[str, Question]:
    found = {}
    for question in SHIPPED[code]().questions():
        found |= {one.key: one for one in (question, *question.followups)}
    return found


@pytest.mark.parametrize("code", SHIPPED)
def test_bands_and_genders_have_the_codes_of_the_platform(code: str) -> None:
    asked = questions(code)
    for key, known in (("age_band", AGE_BANDS), ("gender", GENDERS)):
        if key in asked:
            assert {choice.key for choice in asked[key].choices} <= {*known, "na"}


def test_the_youth_survey_has_its_blocks_and_its_map_questions() -> None:
    survey = SHIPPED["youth_quarter"]()
    asked = questions("youth_quarter")

    assert [section.key for section in survey.sections] == [
        "places", "satisfied", "safety", "mobility", "offers", "map", "wishes", "say", "about",
    ]  # fmt: skip
    assert len(asked["satisfaction"].choices) == 5
    assert {"safety_day", "safety_dark", "age_band", "gender", "home_area"} <= set(asked)
    for key in ("fav_place", "avoid_place", "my_way"):
        assert asked[key].followups
    for key in ("fav_place", "avoid_place"):
        assert {choice.key for choice in asked[key].choices} <= set(QUALITIES)


def test_what_is_asked_of_marks_has_the_codes_of_marks() -> None:
    """So that the answers count as those of a needle map do (D09, D21)."""
    asked = questions("youth_quarter")
    for key, known in (("time_of_day", TIMES_OF_DAY), ("company", COMPANY), ("travel_mode", TRAVEL_MODES)):
        assert {choice.key for choice in asked[key].choices} <= set(known)


def test_the_feedback_form_feeds_indicator_d35() -> None:
    effect = questions("event_feedback")["perceived_effect"]

    assert effect.label["de"] == "Mein Beitrag hat etwas bewirkt."
    assert [choice.key for choice in effect.choices if not choice.is_declined] == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize("key", SHIPPED)
def test_nothing_of_this_is_an_answer(key: str) -> None:
    """Declined is only who does not want to say or cannot: the others belong to those of whom shares are taken."""
    several = [question for question in SHIPPED[key]().questions() if question.kind == "multiple"]
    assert {one.key for question in several for one in question.choices if one.is_declined} <= {"na"}


def test_the_guiding_questions_cover_seven_components() -> None:
    survey = SHIPPED["dkbm_self_assessment"]()
    components = [
        section for section in survey.sections if any(q.kind == "matrix" for q in section.questions)
    ]

    assert len(components) == 7
    for section in components:
        kinds = {question.key.removeprefix(f"{section.key}_") for question in section.questions}
        assert kinds == {"state", "answer", "evidence", "next_step", "owner", "due"}


def test_both_walks_ask_the_same_core() -> None:
    """So that the stops of two groups can be compared (D27)."""
    young, old = questions("walk_stop_youth"), questions("walk_stop_seniors")
    core = {
        "rating",
        "who",
        "time_of_day",
        "good",
        "disturbs",
        "reason",
        "needed",
        "photo",
        "voice",
        "exact_place",
    }

    assert core <= set(young) & set(old)
    assert young["rating"].choices == old["rating"].choices


@pytest.mark.parametrize("code", SHIPPED)
def test_nobody_has_to_say_much(code: str) -> None:
    """Answers are voluntary: at most the rating of a stop is asked for."""
    problems = checked(SHIPPED[code](), {}, "de", TODAY).problems

    assert set(problems) <= {"rating"}
