"""Least and most: plain numbers here, clauses of a constraint in XLSForm."""

from __future__ import annotations

from typing import Any

from app.questions.content import Condition, Question
from app.questions.vocabulary import LONGEST_TEXT

_SUBJECTS: dict[str, Any] = {
    "number": ["this"],
    "text": ["length", ["this"]],
    "longtext": ["length", ["this"]],
    "multiple": ["count", ["this"]],
    "ranking": ["count", ["this"]],
}


def with_bounds(question: Question) -> Condition | None:
    """The constraint of a question with its bounds as first clauses."""
    clauses: list[Any] = []
    subject = _SUBJECTS.get(question.kind)
    if subject is not None:
        clauses = [
            [sign, subject, bound]
            for sign, bound in ((">=", question.least), ("<=", question.most))
            if bound is not None
        ]
    if question.constraint is not None:
        clauses.append(question.constraint)
    return clauses[0] if len(clauses) == 1 else ["and", *clauses] if clauses else None


def has_bounds(question: Question) -> bool:
    """True when least or most become clauses."""
    return question.kind in _SUBJECTS and (question.least is not None or question.most is not None)


def without_bounds(
    kind: str, constraint: Condition | None, *, is_whole: bool = False, number_of_choices: int = 0
) -> tuple[float | None, float | None, Condition | None]:
    """Least, most and what is left of a constraint; also from `. > 0` where numbers are whole.

    A bound that cannot be one here (more choices than there are) stays a clause.
    """
    highest = {"multiple": number_of_choices, "ranking": number_of_choices}.get(kind, LONGEST_TEXT)
    subject = _SUBJECTS.get(kind)
    if subject is None or constraint is None:
        return None, None, constraint
    found: dict[str, float] = {}
    left: list[Any] = []
    for clause in constraint[1:] if constraint[0] == "and" else [constraint]:
        sign, bound = _bound(clause, subject, is_whole or kind != "number")
        is_sound = kind == "number" or (bound == int(bound) and (sign == "<=") <= bound <= highest)
        if sign and sign not in found and is_sound:
            found[sign] = bound
        else:
            left.append(clause)
    rest = None if not left else left[0] if len(left) == 1 and isinstance(left[0], list) else ["and", *left]
    return found.get(">="), found.get("<="), rest if found else constraint


def _bound(clause: Any, subject: Any, is_whole: bool) -> tuple[str, float]:
    if not isinstance(clause, list) or len(clause) != 3 or clause[1] != subject:
        return "", 0
    sign, _subject, bound = clause
    if isinstance(bound, bool) or not isinstance(bound, int | float):
        return "", 0
    if sign in {">=", "<="}:
        return sign, bound
    if sign in {">", "<"} and is_whole and bound == int(bound):
        return f"{sign}=", bound + 1 if sign == ">" else bound - 1
    return "", 0
