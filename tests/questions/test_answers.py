"""What must hold for every questionnaire and all answers, however odd."""

from __future__ import annotations

import json
from typing import Any

import pytest
from apiflask import APIFlask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.questions.answers import checked
from app.questions.content import Choice, Question, Questionnaire, Section
from app.questions.flat import files, flat, marks, words
from app.questions.reading import from_json, to_json
from app.questions.vocabulary import MOST_MARKS
from tests.questions.in_node import in_node
from tests.questions.strategies import json_values, questionnaires, raw_answers
from tests.questions.tables import cases, form
from tests.questions.week import TODAY

often = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)


@pytest.fixture
def spoken(built_app: APIFlask) -> Any:
    with built_app.app_context():
        yield


@often
@given(st.data())
def test_checking_holds_what_it_promises(spoken: None, data: st.DataObject) -> None:
    questionnaire = data.draw(questionnaires())
    raw = data.draw(raw_answers(questionnaire))

    found = checked(questionnaire, raw, "de", TODAY)
    again = checked(questionnaire, found.answers, "de", TODAY)

    assert again.answers == found.answers
    assert json.loads(json.dumps(found.answers, allow_nan=False)) == found.answers
    assert from_json(to_json(questionnaire)) == questionnaire
    keys = [key for key, _ in flat(questionnaire, found.answers) + words(questionnaire, found.answers)]
    keys += [key for key, _ in files(questionnaire, found.answers)]
    keys += [f"{mark.question}.{mark.number}.{key}" for mark in marks(questionnaire, found.answers)
             for key, _ in mark.closed + mark.words]  # fmt: skip
    assert {asked(key, questionnaire) for key in keys} <= {asked(path, questionnaire) for path in found.shown}
    assert {asked(path, questionnaire) for path in found.problems} <= {
        *(asked(path, questionnaire) for path in found.shown),
        *(section.key for section in questionnaire.sections),
    }


def asked(path: str, questionnaire: Questionnaire) -> str:
    """The question a path or flat key belongs to, a follow-up by itself."""
    known = {question.key for question in questionnaire.questions()}
    known |= {inner.key for question in questionnaire.questions() for inner in question.followups}
    return next((part for part in reversed(path.split(".")) if part in known), path)


@often
@given(questionnaires(), json_values())
def test_any_json_can_be_sent(spoken: None, questionnaire: Questionnaire, raw: Any) -> None:
    found = checked(questionnaire, raw, "xx", TODAY)
    assert all(found.problems.values())
    keys = [question.key for question in questionnaire.questions()]
    found = checked(questionnaire, dict.fromkeys(keys, raw), "de", TODAY)
    assert checked(questionnaire, found.answers, "de", TODAY).answers == found.answers


def test_the_phone_asks_the_same_questions(spoken: None) -> None:
    """For answers without problems: the phone does not check them."""
    drawn = [(case.questionnaire, case.raw) for case in cases() if not case.problems]

    @often
    @given(st.data())
    def gather(data: st.DataObject) -> None:
        questionnaire = data.draw(questionnaires())
        drawn.append((questionnaire, data.draw(raw_answers(questionnaire))))

    gather()
    sound = []
    for questionnaire, raw in drawn:
        answers = checked(questionnaire, raw, "de", TODAY).answers
        again = checked(questionnaire, answers, "de", TODAY)
        if not again.problems:
            sound.append((questionnaire, answers, again))
    found = in_node(
        'const { shown } = await import("@/shown.js"); return data.map(([form, raw, day]) => shown(form, raw, day));',
        [[to_json(questionnaire), answers, TODAY.isoformat()] for questionnaire, answers, _ in sound],
    )
    assert len(sound) > len(cases()) / 2
    for (questionnaire, answers, again), phone in zip(sound, found, strict=True):
        assert phone["paths"] == list(again.shown), (questionnaire, answers)
        assert phone["answers"] == again.answers, questionnaire


def test_messages_speak_the_language_of_the_reader(spoken: None) -> None:
    questionnaire = Questionnaire(
        sections=(
            Section("s", questions=(
                Question("age", "number", constraint=["<", ["this"], 22],
                         constraint_message={"de": "Nur bis 21.", "tr": "En fazla 21."}),
                Question("bus", "single", choices=(Choice("yes"),), is_required=True),
            )),
        )
    )  # fmt: skip
    said = {
        language: checked(questionnaire, {"age": 30}, language, TODAY).problems
        for language in ("de", "tr", "fr")
    }
    assert said["de"]["age"] == "Nur bis 21."
    assert said["tr"]["age"] == "En fazla 21."
    assert said["fr"]["age"] == "Nur bis 21."
    assert len({problems["bus"] for problems in said.values()}) == 3


def test_a_hundred_thousand_marks_are_not_read(spoken: None) -> None:
    sent = [{"place_text": f"{number}", "id": f"{number:032x}"} for number in range(100_000)]
    found = checked(form("point | spots"), {"spots": sent}, "de", TODAY)
    assert found.answers == {}
    assert str(MOST_MARKS) in found.problems["spots"]
