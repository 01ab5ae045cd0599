"""Questionnaires go to JSON and back unchanged; what has not their shape is refused with the place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from apiflask import APIFlask
from hypothesis import given

from app.questions.content import Choice, Question, Questionnaire, Row, Section
from app.questions.reading import MalformedQuestionnaire, fingerprint, from_json, to_json
from tests.questions.strategies import json_values

WHOLE = Questionnaire(
    title={"de": "Umfrage", "en": "Survey"}, intro={"de": "Hallo"}, closing={"de": "Danke"}, languages=("de", "en"),
    sections=(
        Section("kids", {"de": "Kinder"}, {"de": "Je Kind"}, relevant=["answered", ["answer", "x"]], is_shuffled=True,
                least_repeats=0, most_repeats=3, questions=(
                    Question("age", "number", {"de": "Alter"}, {"de": "in Jahren"}, pictogram="t-pin", is_required=True,
                             least=0, most=17.5, step=0.5, constraint=["<", ["this"], 18],
                             constraint_message={"de": "unter 18"}),
                    Question("way", "matrix", look="", is_shuffled=True, rows=(Row("r", {"de": "Reihe"}),),
                             choices=(Choice("a", {"de": "A"}, "q-fav", True, True), Choice("b"))),
                    Question("spot", "point", look="coded", followups=(Question("why", "text"),)),
                )),
    ),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _spoken(built_app: APIFlask) -> Iterator[None]:
    with built_app.app_context():
        yield


def test_there_and_back() -> None:
    assert from_json(to_json(WHOLE)) == WHOLE


def test_defaults_and_empty_texts_are_left_out() -> None:
    plain = Questionnaire(
        title={"en": "", "de": "Umfrage"}, sections=(Section("s", questions=(Question("q", "text"),)),)
    )
    assert to_json(plain) == {
        "title": {"de": "Umfrage"},
        "sections": [{"key": "s", "questions": [{"key": "q", "kind": "text"}]}],
    }
    assert to_json(Questionnaire()) == {}


def test_the_fingerprint_follows_the_content_and_nothing_else() -> None:
    same = from_json(dict(reversed(to_json(WHOLE).items())))
    written = to_json(WHOLE)
    written["sections"][0]["questions"][0]["least"] = 0.0
    assert fingerprint(same) == fingerprint(WHOLE) == fingerprint(from_json(written))
    written["sections"][0]["questions"][0]["least"] = 1
    assert fingerprint(from_json(written)) != fingerprint(WHOLE)
    assert len(fingerprint(Questionnaire())) == 64


def tower(depth: int) -> dict[str, Any]:
    question: dict[str, Any] = {"key": "q", "kind": "point"}
    for _ in range(depth):
        question = {"key": "q", "kind": "point", "followups": [question]}
    return question


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ([], ""),
        ({"name": "x"}, "name"),
        ({"title": "Umfrage"}, "title"),
        ({"title": {"de": 5}}, "title.de"),
        ({"languages": "de"}, "languages"),
        ({"sections": {}}, "sections"),
        ({"sections": [{}]}, "sections.0.key"),
        ({"sections": [{"key": 5}]}, "sections.0.key"),
        ({"sections": [{"key": "s", "most_repeats": 1.5}]}, "sections.0.most_repeats"),
        ({"sections": [{"key": "s", "is_shuffled": 1}]}, "sections.0.is_shuffled"),
        ({"sections": [{"key": "s", "relevant": "yes"}]}, "sections.0.relevant"),
        ({"sections": [{"key": "s", "relevant": ["=", {}]}]}, "sections.0.relevant.1"),
        ({"sections": [{"key": "s", "relevant": ["=", float("nan")]}]}, "sections.0.relevant.1"),
        ({"sections": [{"key": "s", "questions": [{"key": "q"}]}]}, "sections.0.questions.0.kind"),
        (
            {"sections": [{"key": "s", "questions": [tower(3) | {"least": "1"}]}]},
            "sections.0.questions.0.least",
        ),
        (
            {"sections": [{"key": "s", "questions": [tower(500)]}]},
            "sections.0.questions.0" + ".followups.0" * 4,
        ),
    ],
)
def test_what_has_not_the_shape_is_refused(data: Any, path: str) -> None:
    with pytest.raises(MalformedQuestionnaire) as refused:
        from_json(data)
    assert refused.value.field == path
    assert refused.value.status == 422


@given(json_values())
def test_no_json_breaks_the_reader(data: Any) -> None:
    for one in (
        data,
        {"sections": [{"key": "s", "questions": [{"key": "q", "kind": "text", "relevant": data}]}]},
    ):
        try:
            found = from_json(one)
        except MalformedQuestionnaire:
            continue
        assert from_json(to_json(found)) == found
