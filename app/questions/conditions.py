"""Conditions: when a question is asked and when an answer is accepted; the same rules as `assets/conditions.js`.

`docs/questions.md` lists the forms. Nothing here fails: what makes no sense is empty, and empty is false. Which
conditions make sense says `soundness.py`. `tests/questions/conditions.json` holds both languages to the same results.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from app.questions.content import Condition
from app.questions.patterns import matches
from app.questions.vocabulary import DEEPEST_CONDITION

AnswerOf = Callable[[str], Any]
"""The sound answer of a question by its key, None when there is none or it is hidden."""

COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
ARITHMETIC = ("+", "-", "*", "div", "mod")
_NUMBER = re.compile(r"[ \t\n\r]*-?([0-9]+(\.[0-9]*)?|\.[0-9]+)[ \t\n\r]*")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK = re.compile(r"[0-9]{2}:[0-9]{2}")


def holds(condition: Condition | None, answer_of: AnswerOf, this: Any = None, today: str = "") -> bool:
    """Whether a condition is true; no condition is. `today` is a date such as `2026-11-30`."""
    return condition is None or truth(value_of(condition, answer_of, this, today))


def value_of(part: Any, answer_of: AnswerOf, this: Any = None, today: str = "") -> Any:
    """The value of a condition or of a part of one: text, number, boolean, list, mapping, or None for empty."""
    return _Reading(answer_of, this, today).value(part, 1)


def mentioned(condition: Condition | None) -> set[str]:
    """The keys of all questions and sections a condition asks for."""
    return {keys[0] for keys in named(condition)}


def named(condition: Condition | None) -> set[tuple[str, ...]]:
    """What a condition asks for: `(question,)` or `(question, row)`."""
    return {
        tuple(str(key) for key in part[1:3]) for part in parts(condition) if part[0] == "answer" and part[1:]
    }


def parts(condition: Any) -> Iterator[list[Any]]:
    """Every list in a condition that names an operator, itself first."""
    waiting = [condition]
    while waiting:
        part = waiting.pop()
        if isinstance(part, list) and part:
            if isinstance(part[0], str):
                yield part
            waiting.extend(part)


def is_empty(value: Any) -> bool:
    """Nothing answered; the number 0 is an answer."""
    return value is None or value is False or (isinstance(value, (str, list, tuple, dict)) and not value)


def truth(value: Any) -> bool:
    return not is_empty(value) and value != 0


def number_of(value: Any) -> float | None:
    """A value as a number, as XPath 1.0 reads it; None when it is none. True is 1, an empty text is no number."""
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, str):
        value = value if _NUMBER.fullmatch(value) else None
    if isinstance(value, (str, int, float)):
        try:
            number = float(value)
        except OverflowError:
            return None
        return number if math.isfinite(number) else None
    return None


def text_of(value: Any) -> str:
    """A value as text, numbers as they are written plainly; lists and mappings have none."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return _number_text(number_of(value))
    return value if isinstance(value, str) else ""


def _number_text(number: float | None) -> str:
    """The shortest text of a number, as browsers write it; none beyond what they write without an exponent."""
    if number is None or number == 0:
        return "" if number is None else "0"
    if not 1e-6 <= abs(number) < 1e21:
        return ""
    text = format(Decimal(repr(number)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


class _Reading:
    """One evaluation."""

    def __init__(self, answer_of: AnswerOf, this: Any, today: str) -> None:
        self.answer_of = answer_of
        self.this = this
        self.today = today

    def value(self, part: Any, depth: int) -> Any:
        if not isinstance(part, list):
            return part
        if not part or not isinstance(part[0], str) or depth > DEEPEST_CONDITION:
            return None
        operator, *arguments = part
        if operator == "answer":
            return self._answer(arguments)
        if operator == "this":
            return self.this
        if operator == "today":
            return self.today
        values = [self.value(argument, depth + 1) for argument in arguments]
        if operator in {"and", "or"}:
            return (all if operator == "and" else any)(truth(value) for value in values)
        if len(values) != _ARITY.get(operator):
            return None
        return _OPERATORS[operator](*values)

    def _answer(self, arguments: list[Any]) -> Any:
        if not arguments or not all(isinstance(argument, str) for argument in arguments):
            return None
        value = self.answer_of(arguments[0])
        if len(arguments) == 1:
            return value
        return value.get(arguments[1]) if isinstance(value, Mapping) else None


def _equal(left: Any, right: Any) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return truth(left) == truth(right)
    first, second = number_of(left), number_of(right)
    if first is not None and second is not None:
        return first == second
    return text_of(left) == text_of(right)


def _ordered(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def comparing(left: Any, right: Any) -> bool:
        first, second = number_of(left), number_of(right)
        if first is not None and second is not None:
            return compare(first, second)
        if not isinstance(left, str) or not isinstance(right, str):
            return False
        shapes = [shape for shape in (_DAY, _CLOCK) if shape.fullmatch(left) and shape.fullmatch(right)]
        return bool(shapes) and compare(left, right)

    return comparing


def _selected(taken: Any, choice: Any) -> bool:
    wanted = text_of(choice)
    if isinstance(taken, (list, tuple)):
        return any(isinstance(one, str) and one == wanted for one in taken)
    return isinstance(taken, str) and taken != "" and taken == wanted


def _count(value: Any) -> int:
    if is_empty(value):
        return 0
    return len(value) if isinstance(value, (list, tuple, Mapping)) else 1


def _computed(compute: Callable[[float, float], float]) -> Callable[[Any, Any], float | None]:
    """Numbers in, a number out; empty when one is missing or the result is none (division by zero, too large)."""

    def computing(left: Any, right: Any) -> float | None:
        first, second = number_of(left), number_of(right)
        if first is None or second is None:
            return None
        try:
            result = compute(first, second)
        except (ArithmeticError, ValueError):
            return None
        return result if math.isfinite(result) else None

    return computing


_OPERATORS: dict[str, Callable[..., Any]] = {
    "not": lambda value: not truth(value),
    "=": _equal,
    "!=": lambda left, right: not _equal(left, right),
    "<": _ordered(lambda left, right: left < right),
    "<=": _ordered(lambda left, right: left <= right),
    ">": _ordered(lambda left, right: left > right),
    ">=": _ordered(lambda left, right: left >= right),
    "selected": _selected,
    "count": _count,
    "length": lambda value: len(text_of(value)),
    "answered": lambda value: not is_empty(value),
    "matches": lambda value, pattern: matches(text_of(value), text_of(pattern)),
    "+": _computed(lambda left, right: left + right),
    "-": _computed(lambda left, right: left - right),
    "*": _computed(lambda left, right: left * right),
    "div": _computed(lambda left, right: left / right),
    "mod": _computed(math.fmod),
}
_ARITY = {name: 1 if name in {"not", "count", "length", "answered"} else 2 for name in _OPERATORS}
ARITIES: Mapping[str, int | None] = {**_ARITY, "and": None, "or": None, "this": 0, "today": 0}
"""How many arguments each operator takes (None: any number, from one); `answer` takes one or two keys."""
