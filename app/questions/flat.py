"""What sound answers become in the record: closed answers by flat keys, free words, marks and files.

The table "Records" in `docs/questions.md` says how each kind is written. All functions take answers as `checked`
gives them and follow the order of the questionnaire.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from app.questions.content import Question, Questionnaire
from app.questions.marking import CHOICE
from app.questions.vocabulary import FREE_TEXT_KINDS, OTHER

Value = str | int | float
YES = "yes"


@dataclass(frozen=True)
class Mark:
    """One mark. `question` is the flat key of its question, `number` its place in it, from 1.

    `geometry` is GeoJSON (WGS 84) or None, then `place_text` describes the place. `choice` is the kind of place of a
    coded question. `closed`, `words` and `files` are its follow-ups, by their flat keys within the mark.
    """

    question: str
    number: int
    id: str
    kind: str
    geometry: dict[str, Any] | None
    place_text: str = ""
    choice: str = ""
    closed: list[tuple[str, Value]] = field(default_factory=list)
    words: list[tuple[str, str]] = field(default_factory=list)
    files: list[tuple[str, str]] = field(default_factory=list)


def flat(questionnaire: Questionnaire, answers: dict[str, Any]) -> list[tuple[str, Value]]:
    """The closed answers: pairs of flat key and value."""
    return [pair for found in _answered(questionnaire, answers) for pair in _closed(*found)]


def words(questionnaire: Questionnaire, answers: dict[str, Any]) -> list[tuple[str, str]]:
    """The free texts, own words of choices too: pairs of flat key and text."""
    return [pair for found in _answered(questionnaire, answers) for pair in _words(*found)]


def files(questionnaire: Questionnaire, answers: dict[str, Any]) -> list[tuple[str, str]]:
    """Photos and recordings outside of marks: pairs of flat key and attachment id."""
    return [pair for found in _answered(questionnaire, answers) for pair in _files(*found)]


def marks(questionnaire: Questionnaire, answers: dict[str, Any]) -> list[Mark]:
    """All marks with their follow-ups."""
    return [
        _mark(prefix, question, number, mark)
        for prefix, question, given in _answered(questionnaire, answers)
        if question.of_kind.value == "marks"
        for number, mark in enumerate(given.get(question.key) or [], 1)
    ]


Answered = tuple[str, Question, dict[str, Any]]
"""Prefix of the flat key, question, and the answers it stands in."""


def _answered(questionnaire: Questionnaire, answers: dict[str, Any]) -> Iterator[Answered]:
    for section in questionnaire.sections:
        if not section.is_repeated:
            yield from _of(section.questions, answers, "")
            continue
        for number, one in enumerate(answers.get(section.key) or [], 1):
            yield from _of(section.questions, one, f"{section.key}.{number}.")


def _of(questions: tuple[Question, ...], answers: dict[str, Any], prefix: str) -> Iterator[Answered]:
    for question in questions:
        if question.key in answers:
            yield prefix, question, answers


def _closed(prefix: str, question: Question, answers: dict[str, Any]) -> list[tuple[str, Value]]:
    key, value, shape = f"{prefix}{question.key}", answers[question.key], question.of_kind.value
    if shape in {"key", "date", "time", "number"}:
        return [(key, value)]
    if shape == "yes":
        return [(key, YES)]
    if shape == "keys":
        is_ranked = question.kind == "ranking"
        return [(f"{key}.{choice}", place if is_ranked else 1) for place, choice in enumerate(value, 1)]
    if shape == "rows":
        return [(f"{key}.{row}", choice) for row, choice in value.items()]
    return []


def _words(prefix: str, question: Question, answers: dict[str, Any]) -> list[tuple[str, str]]:
    key = f"{prefix}{question.key}"
    if question.kind in FREE_TEXT_KINDS:
        return [(key, answers[question.key])]
    other = answers.get(f"{question.key}.{OTHER}")
    return [(f"{key}.{OTHER}", other)] if other else []


def _files(prefix: str, question: Question, answers: dict[str, Any]) -> list[tuple[str, str]]:
    is_files = question.of_kind.value == "files"
    return [(f"{prefix}{question.key}", file) for file in answers[question.key]] if is_files else []


def _mark(prefix: str, question: Question, number: int, mark: dict[str, Any]) -> Mark:
    found = list(_of(question.followups, mark["answers"], ""))
    return Mark(
        question=f"{prefix}{question.key}",
        number=number,
        id=mark["id"],
        kind=question.kind,
        geometry=mark["geometry"],
        place_text=mark["place_text"],
        choice=mark.get(CHOICE, ""),
        closed=[pair for one in found for pair in _closed(*one)],
        words=[pair for one in found for pair in _words(*one)],
        files=[pair for one in found for pair in _files(*one)],
    )
