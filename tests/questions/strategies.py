"""Random JSON, conditions, questionnaires and answers for tests of what must always hold."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from hypothesis import strategies as st

from app.questions.content import Choice, Question, Questionnaire, Row, Section
from app.questions.vocabulary import CODED, KINDS, MAP_KINDS

ASKED = ("q1", "q2", "q3", "s0", "nobody")
CHOICES = ("a", "b", "other", "none")
ROWS = ("r1", "r2")
IDS = ["0b6f7f62-6a0e-4f0e-9b1c-0d6d6f1f0a01", "0B6F7F62-6A0E-4F0E-9B1C-0D6D6F1F0A02", "no-id"]
WORDS = st.sampled_from(
    ["", "a", "b", "r1", " Halle ", "12,5", "7", "2026-11-30", "18:30", "1.", "-0", "ß\n🚲"]
)
NUMBERS = st.one_of(
    st.integers(-20, 20), st.floats(-1e9, 1e9), st.sampled_from([0.1, 1e300, 1e-9, 123456789012345680000])
)
SCALARS = st.one_of(st.none(), st.booleans(), NUMBERS, WORDS, st.text(max_size=8))


@cache
def json_values() -> st.SearchStrategy[Any]:
    """Any JSON, with a liking for words that mean something."""
    return st.recursive(
        SCALARS,
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(WORDS | st.sampled_from(["id", "geometry", "answers", "q1"]), inner, max_size=4)
        ),
        max_leaves=8,
    )


@cache
def conditions(keys: tuple[str, ...] = ("a", "b", "c")) -> st.SearchStrategy[Any]:
    """Conditions that make sense in their form; patterns stand in the table of cases."""
    leaves = st.one_of(
        st.booleans(), NUMBERS, WORDS, st.sampled_from(keys).map(lambda key: ["answer", key]),
        st.sampled_from(keys).map(lambda key: ["answer", key, "r1"]), st.just(["this"]), st.just(["today"]),
    )  # fmt: skip
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.tuples(st.sampled_from(["not", "count", "length", "answered"]), inner).map(list),
            st.tuples(
                st.sampled_from(
                    ["=", "!=", "<", "<=", ">", ">=", "selected", "+", "-", "*", "div", "mod", "and", "or"]
                ),
                inner,
                inner,
            ).map(list),
        ),
        max_leaves=6,
    )


MAYBE = st.none() | conditions(ASKED).filter(lambda one: isinstance(one, list))


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    """Questionnaires of any kinds of questions; conditions may ask for what comes later or does not exist."""
    keys = iter(f"q{number}" for number in range(1, 100))
    sections = []
    for number in range(draw(st.integers(1, 3))):
        most = draw(st.integers(1, 3))
        questions = draw(st.lists(st.sampled_from(list(KINDS)), min_size=1, max_size=4))
        sections.append(
            Section(
                f"s{number}",
                relevant=draw(MAYBE),
                least_repeats=draw(st.integers(0, most)) if most > 1 else 1,
                most_repeats=most,
                questions=tuple(draw(_questions(kind, keys, may_follow=True)) for kind in questions),
            )
        )
    return Questionnaire(sections=tuple(sections))


@st.composite
def _questions(draw: st.DrawFn, kind: str, keys: Iterator[str], may_follow: bool) -> Question:
    least, most = draw(st.none() | st.integers(0, 2)), draw(st.none() | st.integers(2, 5))
    followups: tuple[Question, ...] = ()
    key = next(keys)
    if kind in MAP_KINDS and may_follow:
        wanted = draw(st.lists(st.sampled_from(["text", "single", "multiple", "photo"]), max_size=2))
        followups = tuple(draw(_questions(one, keys, may_follow=False)) for one in wanted)
    has_choices = KINDS[kind].has_choices or kind in MAP_KINDS
    is_answer = draw(st.booleans())
    return Question(
        key,
        kind,
        look=draw(st.sampled_from(["", CODED])) if kind in MAP_KINDS else "",
        is_required=draw(st.booleans()),
        choices=tuple(
            Choice(one, {}, "", one == "other", one == "none" and not is_answer, one == "none" and is_answer)
            for one in CHOICES
            if has_choices
        ),
        rows=tuple(Row(row) for row in ROWS if kind == "matrix"),
        least=least,
        most=most,
        step=draw(st.sampled_from([None, None, 1, 0.5, 1e-320])),
        relevant=draw(MAYBE),
        constraint=draw(MAYBE),
        followups=followups,
    )


POSITIONS = st.tuples(st.floats(-181, 181), st.floats(-86, 86)).map(list)
GEOMETRIES = st.one_of(
    st.none(),
    st.builds(lambda at: {"type": "Point", "coordinates": at}, POSITIONS),
    st.builds(lambda at: {"type": "LineString", "coordinates": at}, st.lists(POSITIONS, max_size=3)),
    st.builds(lambda at: {"type": "Polygon", "coordinates": [at]}, st.lists(POSITIONS, max_size=4)),
    st.builds(
        lambda kind, at: {"type": kind, "coordinates": at}, st.sampled_from(["Point", "Blob"]), json_values()
    ),
)


@st.composite
def raw_answers(draw: st.DrawFn, questionnaire: Questionnaire) -> dict[str, Any]:
    """Answers that mostly fit the questions, and some that do not."""
    raw: dict[str, Any] = {}
    for section in questionnaire.sections:
        if section.is_repeated:
            raw[section.key] = [draw(_answers(section.questions)) for _ in range(draw(st.integers(0, 4)))]
        else:
            raw |= draw(_answers(section.questions))
    return raw


FITTING = {
    "keys": st.lists(st.sampled_from(CHOICES), max_size=4),
    "rows": st.dictionaries(st.sampled_from(ROWS), st.sampled_from(CHOICES)),
    "number": NUMBERS,
    "yes": st.booleans(),
    "files": st.lists(st.sampled_from(IDS), max_size=3),
    "key": st.sampled_from(CHOICES),
}
OTHER_WORDS = WORDS | json_values()
ODD = st.integers(0, 5).map(lambda number: number == 0)


@st.composite
def _answers(draw: st.DrawFn, questions: tuple[Question, ...]) -> dict[str, Any]:
    raw: dict[str, Any] = {}
    for question in questions:
        shape = KINDS[question.kind].value
        if draw(ODD):
            raw[question.key] = draw(json_values())
        elif shape == "marks":
            raw[question.key] = [draw(_marks(question.followups)) for _ in range(draw(st.integers(0, 2)))]
        else:
            raw[question.key] = draw(FITTING.get(shape, WORDS))
        if question.choices:
            raw[f"{question.key}.other"] = draw(OTHER_WORDS)
    return raw


@st.composite
def _marks(draw: st.DrawFn, followups: tuple[Question, ...]) -> dict[str, Any]:
    return {
        "id": draw(st.sampled_from(IDS)),
        "geometry": draw(GEOMETRIES),
        "place_text": draw(WORDS),
        "choice": draw(st.sampled_from(CHOICES)),
        "answers": draw(_answers(followups)),
    }
