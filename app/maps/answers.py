"""Answers about a pin: as attributes of its record, as raw answers of the engine, and whether they are sound.

A pin is recorded as it always was: its kind, place and words as columns, closed answers as attributes. What somebody
writes to a further question is a contribution of its own (`survey_text`) that names the pin in `about`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.contributions.drafts import ContributionDraft
from app.maps.asked import MapQuestion
from app.maps.naming import TEXT, TITLE, VERSION
from app.questions.answers import checked
from app.questions.content import Question
from app.questions.flat import YES, marks
from app.questions.vocabulary import FREE_TEXT_KINDS, OTHER

WORDS = "survey_text"
OF_METHOD = ("question", "home_end", VERSION)
"""Attributes of a pin that no question asks for."""
_PLACE = "."
"""Stands for a place: whether there is one, and where it may be, is a rule of the map and not of its questions."""


@dataclass(frozen=True)
class Answered:
    """What was answered about one pin. `attributes` by their names, `words` of further questions by theirs.

    `problems` are sentences by the path of a follow-up below its mark, `shown` the keys of all that are asked.
    """

    text: str = ""
    title: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    shown: tuple[str, ...] = ()


def answered(question: MapQuestion, raw: Mapping[str, Any], quality: str | None, language: str) -> Answered:
    """What raw answers to the follow-ups of one pin mean; `quality` is its kind."""
    sheet = question.sheet(quality)
    mark = {"id": _ID, "place_text": _PLACE, "choice": quality, "answers": dict(raw)}
    found = checked(sheet, {question.key: [mark]}, language)
    start = f"{question.key}.1."
    problems = {path.removeprefix(start): said for path, said in found.problems.items()}
    shown = tuple(path.removeprefix(start) for path in found.shown if path.startswith(start))
    made = marks(sheet, found.answers)
    if not made:
        return Answered(problems=problems, shown=shown)
    named = question.named
    words = {named(key): text for key, text in made[0].words}
    return Answered(
        text=words.pop(TEXT, ""),
        title=words.pop(TITLE, ""),
        attributes={named(key): _written(value) for key, value in made[0].closed},
        words=words,
        problems=problems,
        shown=shown,
    )


_ID = "00000000-0000-7000-8000-000000000000"


def raw_of(question: MapQuestion, said: ContributionDraft, words: Mapping[str, str]) -> dict[str, Any]:
    """The recorded answers about a pin as raw answers; `words` are those of further questions, by name."""
    given = {**said.attributes, **words, TEXT: said.text, TITLE: said.title}
    raw: dict[str, Any] = {}
    for name, one in question.by_name.items():
        raw[one.key] = _raw(one, name, given)
        if other := given.get(f"{name}.{OTHER}"):
            raw[f"{one.key}.{OTHER}"] = other
    return raw


def _raw(one: Question, name: str, given: Mapping[str, str]) -> Any:
    shape = one.of_kind.value
    if shape == "yes":
        return given.get(name) == YES
    if shape == "rows":
        found = {row.key: given.get(f"{name}.{row.key}", "") for row in one.rows}
        return {row: choice for row, choice in found.items() if choice}
    if shape == "keys":
        taken = [choice.key for choice in one.choices if given.get(f"{name}.{choice.key}")]
        if one.kind == "ranking":
            taken.sort(key=lambda key: _place_of(given[f"{name}.{key}"]))
        return taken
    return given.get(name, "")


def _place_of(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 5 else 0


def word_questions(question: MapQuestion) -> Iterator[tuple[str, Question]]:
    """Names under which further words to a pin are recorded, with their question."""
    for name, one in question.by_name.items():
        if one.kind in FREE_TEXT_KINDS and name not in (TEXT, TITLE):
            yield name, one
        if any(choice.takes_words for choice in one.choices):
            yield f"{name}.{OTHER}", one


def _written(value: str | int | float) -> str:
    """Numbers as they are written in tables: 3, not 3.0."""
    return value if isinstance(value, str) else f"{value:.15g}"
