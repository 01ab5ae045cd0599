"""Small steps from parsed XPath to our conditions: comparisons with choices, and what `if()` means in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from flask_babel import gettext as _

_LARGEST = 5000


class Unsupported(Exception):
    """An expression cannot be said on the other side; the text is a sentence for people."""


class Meaning(Protocol):
    """What is known of the question behind an answer."""

    @property
    def kind(self) -> str: ...

    @property
    def choices(self) -> Mapping[str, str]: ...


def is_answer(part: Any) -> bool:
    return isinstance(part, list) and part[:1] == ["answer"]


def true_when(part: Any) -> Any:
    """A part that stands where true or false is meant, without `if`."""
    if isinstance(part, list) and part[0] == "if":
        _too_large(part)
        _if, condition, first, second = part
        return [
            "or",
            ["and", condition, true_when(first)],
            ["and", ["not", condition], true_when(second)],
        ]
    return part


def compared(sign: str, left: Any, right: Any, meaning: Callable[[Any], Meaning | None]) -> Any:
    """A comparison; `if` in it becomes two comparisons, and choices get the keys they have here."""
    for one, other, is_left in ((left, right, True), (right, left, False)):
        if isinstance(one, list) and one[0] == "if":
            _too_large(one)
            _if, condition, first, second = one

            def with_it(part: Any, other: Any = other, is_left: bool = is_left) -> Any:
                return (
                    compared(sign, part, other, meaning) if is_left else compared(sign, other, part, meaning)
                )

            return ["or", ["and", condition, with_it(first)], ["and", ["not", condition], with_it(second)]]
    for one, other in ((left, right), (right, left)):
        known = meaning(one) if is_answer(one) or one == ["this"] else None
        if sign in {"=", "!="} and other == "" and isinstance(other, str):
            return ["answered", one] if sign == "!=" else ["not", ["answered", one]]
        if known is not None and sign in {"=", "!="} and isinstance(other, str | int | float):
            special = _with_choice(one, other, known)
            if special is not None:
                return special if sign == "=" else ["not", special]
            if isinstance(other, str) and other in known.choices:
                key = known.choices[other]
                return [sign, one, key] if one is left else [sign, key, one]
    return [sign, left, right]


def _with_choice(answer: Any, choice: str | int | float, known: Meaning) -> Any:
    """`${q} = 'a'` where the answer here is no plain text: several choices, or a yes."""
    if known.kind in {"multiple", "ranking"} and not isinstance(choice, bool):
        key = known.choices.get(str(choice), str(choice))
        return ["and", ["selected", answer, key], ["=", ["count", answer], 1]]
    if known.kind == "consent" and choice == "OK":
        return ["answered", answer]
    return None


def depth_of(part: Any) -> int:
    return 1 + max((depth_of(one) for one in part), default=0) if isinstance(part, list) else 0


def size_of(part: Any) -> int:
    return 1 + sum(size_of(one) for one in part) if isinstance(part, list) else 1


def _too_large(part: Any) -> None:
    if size_of(part) > _LARGEST:
        raise Unsupported(_("Sie ist zu verschachtelt."))
