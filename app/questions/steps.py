"""The pages of a questionnaire for what has been answered so far: one for each section, or for each of its rounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.questions.answers import Checked
from app.questions.conditions import holds
from app.questions.content import Question, Questionnaire, Section
from app.questions.order import questions_in_order
from app.questions.vocabulary import MOST_REPEATS


@dataclass(frozen=True)
class Step:
    """One page. `number` is the round of a repeated section, from 1, else 0; `prefix` begins the paths."""

    section: Section
    number: int = 0
    prefix: str = ""
    questions: tuple[Question, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.section.key}.{self.number}" if self.number else self.section.key

    def is_of(self, path: str) -> bool:
        """Whether this page asks the question of a path, or a part of it."""
        if self.prefix:
            return path.startswith(self.prefix) or path == self.section.key
        keys = {question.key for question in self.section.questions}
        return path.split(".")[0] in keys


def steps(
    questionnaire: Questionnaire, found: Checked, raw: dict[str, Any], *, seed: str, today: str
) -> list[Step]:
    """The pages that are asked now, with the questions on them in the order of `seed`.

    `found` are the sound answers to `raw`; as on the phone, a condition sees what was answered before it.
    """
    before: dict[str, Any] = {}
    pages: list[Step] = []
    for section in questionnaire.sections:
        if not holds(section.relevant, before.get, today=today):
            continue
        if not section.is_repeated:
            asked = _asked(section.questions, found.answers, before, today)
            before.update(_own(section.questions, found.answers))
            if asked or not section.questions:
                pages.append(Step(section, questions=_ordered(section, asked, seed)))
            continue
        given = raw.get(section.key)
        count = max(section.least_repeats, len(given) if isinstance(given, list) else 0, 1)
        for number in range(1, min(count, section.most_repeats, MOST_REPEATS) + 1):
            answers = given[number - 1] if isinstance(given, list) and number <= len(given) else {}
            asked = _asked(section.questions, answers if isinstance(answers, dict) else {}, before, today)
            pages.append(Step(section, number, f"{section.key}.{number}.", _ordered(section, asked, seed)))
        if section.key in found.answers:
            before[section.key] = found.answers[section.key]
    return pages


def _asked(
    questions: tuple[Question, ...], sound: dict[str, Any], outside: dict[str, Any], today: str
) -> set[str]:
    own = {question.key for question in questions}
    kept: dict[str, Any] = {}
    asked = set()
    for question in questions:
        if holds(
            question.relevant, lambda key: kept.get(key) if key in own else outside.get(key), today=today
        ):
            asked.add(question.key)
            if question.key in sound:
                kept[question.key] = sound[question.key]
    return asked


def _own(questions: tuple[Question, ...], answers: dict[str, Any]) -> dict[str, Any]:
    return {question.key: answers[question.key] for question in questions if question.key in answers}


def _ordered(section: Section, asked: set[str], seed: str) -> tuple[Question, ...]:
    return tuple(question for question in questions_in_order(section, seed) if question.key in asked)
