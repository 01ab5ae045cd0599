"""The order of shuffled choices, rows and questions from a seed, the same on phone (`assets/order.js`) and server.

The seed is the id of the sitting, so that one person sees one order on every page. Each thing gets a number from seed
and key (FNV-1a, Fowler, Noll and Vo; mixed by the finaliser of MurmurHash3, Appleby), and the numbers are sorted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from app.questions.content import Choice, Question, Row, Section

Thing = TypeVar("Thing", Choice, Row, Question)
_BITS = 0xFFFFFFFF


def choices_in_order(question: Question, seed: str) -> tuple[Choice, ...]:
    """Choices that take own words or stand alone stay at the end, those of a matrix where they are."""
    if not question.is_shuffled or question.rows:
        return question.choices
    return _shuffled(
        question.choices, f"{seed}/{question.key}", lambda choice: choice.takes_words or choice.stands_alone
    )


def rows_in_order(question: Question, seed: str) -> tuple[Row, ...]:
    return _shuffled(question.rows, f"{seed}/{question.key}") if question.is_shuffled else question.rows


def questions_in_order(section: Section, seed: str) -> tuple[Question, ...]:
    """Notes go to the end: in a shuffled section they belong to no question."""
    if not section.is_shuffled:
        return section.questions
    return _shuffled(section.questions, f"{seed}/{section.key}", lambda question: question.kind == "note")


def _shuffled(
    things: Sequence[Thing], seed: str, is_pinned: Callable[[Thing], bool] = lambda _thing: False
) -> tuple[Thing, ...]:
    loose: list[Thing] = [thing for thing in things if not is_pinned(thing)]
    pinned: list[Thing] = [thing for thing in things if is_pinned(thing)]
    return tuple(sorted(loose, key=lambda thing: number_of(f"{seed}/{thing.key}")) + pinned)


def number_of(text: str) -> int:
    """An evenly spread number of 32 bits."""
    number = 0x811C9DC5
    for byte in text.encode():
        number = (number ^ byte) * 0x01000193 & _BITS
    number = (number ^ number >> 16) * 0x85EBCA6B & _BITS
    number = (number ^ number >> 13) * 0xC2B2AE35 & _BITS
    return number ^ number >> 16
