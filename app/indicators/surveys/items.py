"""The closed items of a questionnaire: what is counted one by one, a row of a matrix for itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.questions.content import Choice, Question, Questionnaire, Row, Section
from app.questions.flat import YES

SHARES = ("single", "scale", "multiple", "matrix", "ranking", "consent")
CLOSED = (*SHARES, "number")
_YES = Choice(YES)


@dataclass(frozen=True)
class Item:
    """One thing answered: `key` is its flat key, `choices` what may be said, without those that decline."""

    key: str
    section: Section
    question: Question
    row: Row | None = None

    @property
    def choices(self) -> tuple[Choice, ...]:
        if self.question.kind == "consent":
            return (_YES,)
        return tuple(choice for choice in self.question.choices if not choice.is_declined)

    @property
    def declining(self) -> tuple[Choice, ...]:
        return tuple(choice for choice in self.question.choices if choice.is_declined)

    @property
    def is_conditional(self) -> bool:
        return self.question.relevant is not None or self.section.relevant is not None


def items_of(questionnaire: Questionnaire) -> Iterator[Item]:
    """All closed items in order. Sections that repeat are about things and not about persons: files have them."""
    for section in questionnaire.sections:
        if section.is_repeated:
            continue
        for question in section.questions:
            if question.kind == "matrix":
                yield from (
                    Item(f"{question.key}.{row.key}", section, question, row) for row in question.rows
                )
            elif question.kind in CLOSED:
                yield Item(question.key, section, question)


def section_of(questionnaire: Questionnaire, key: str) -> Section | None:
    """The section a question stands in."""
    return next(
        (one for one in questionnaire.sections if any(found.key == key for found in one.questions)), None
    )


def is_same(first: Question, second: Question) -> bool:
    """Whether answers to both may be counted together: keys, kind and choices are equal; wording may be mended."""
    return _shape(first) == _shape(second)


def _shape(question: Question) -> tuple[object, ...]:
    return (
        question.key,
        question.kind,
        {choice.key for choice in question.choices},
        {row.key for row in question.rows},
    )
