"""Conditions in plain words: told as a sentence, and made of simple rules that staff can choose.

A rule is "this question, this comparison, this value"; several are joined by "all" or "any". A condition that came
from a file may be more than that: it can be told, kept or removed here, but not taken apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.questions.content import Condition, Question, Questionnaire
from app.questions.editor.edits import all_questions
from app.questions.texts import said

ALL, ANY = "and", "or"
THIS = "this"
OPERATORS = {
    "is": _l("ist"),
    "is_not": _l("ist nicht"),
    "answered": _l("ist beantwortet"),
    "open": _l("ist nicht beantwortet"),
    "at_least": _l("ist mindestens"),
    "at_most": _l("ist höchstens"),
    "more": _l("ist mehr als"),
    "less": _l("ist weniger als"),
}
_ORDERS = {">=": "at_least", "<=": "at_most", ">": "more", "<": "less"}
_ORDER_OF = {name: sign for sign, name in _ORDERS.items()}
WITHOUT_VALUE = ("answered", "open")


@dataclass(frozen=True)
class Rule:
    """`asked` is a question's key, `question.row` of a matrix, or `this`; `value` a choice's key, number or text."""

    asked: str
    operator: str
    value: str | float = ""


@dataclass(frozen=True)
class Rules:
    """Rules joined by `and` or `or`."""

    joined: str
    rules: tuple[Rule, ...]


def condition_of(rules: Rules, content: Questionnaire, this: Question | None = None) -> Condition | None:
    """The condition these rules mean; None without any rule."""
    made = [_made(rule, content, this) for rule in rules.rules]
    if not made:
        return None
    return made[0] if len(made) == 1 else [rules.joined, *made]


def rules_of(condition: Condition | None) -> Rules | None:
    """The rules a condition is made of; None when it is more than simple rules."""
    if condition is None:
        return Rules(ALL, ())
    joined, parts = (condition[0], condition[1:]) if condition[:1] in ([ALL], [ANY]) else (ALL, [condition])
    found = [_rule(part) for part in parts]
    rules = tuple(rule for rule in found if rule is not None)
    return Rules(joined, rules) if len(rules) == len(found) else None


def _made(rule: Rule, content: Questionnaire, this: Question | None) -> Condition:
    asked = _subject(rule.asked)
    if rule.operator in WITHOUT_VALUE:
        answered: Condition = ["answered", asked]
        return answered if rule.operator == "answered" else ["not", answered]
    if rule.operator in _ORDER_OF:
        return [_ORDER_OF[rule.operator], asked, rule.value]
    question = this if rule.asked == THIS else _question(content, rule.asked)
    takes_several = question is not None and question.of_kind.value == "keys"
    same: Condition = ["selected" if takes_several else "=", asked, rule.value]
    return same if rule.operator == "is" else ["not", same]


def _subject(asked: str) -> Condition:
    if asked == THIS:
        return [THIS]
    question, _dot, row = asked.partition(".")
    return ["answer", question, row] if row else ["answer", question]


def _rule(part: Any) -> Rule | None:
    if not isinstance(part, list) or not part:
        return None
    operator, *arguments = part
    if operator == "not" and len(arguments) == 1:
        inner = _rule(arguments[0])
        opposite = {"is": "is_not", "answered": "open"}.get(inner.operator) if inner else None
        return Rule(inner.asked, opposite, inner.value) if inner and opposite else None
    asked = _asked(arguments[0]) if arguments else None
    if asked is None:
        return None
    if operator == "answered" and len(arguments) == 1:
        return Rule(asked, "answered")
    names = {"=": "is", "selected": "is", "!=": "is_not"} | _ORDERS
    if operator in names and len(arguments) == 2 and isinstance(arguments[1], (str, int, float)):
        return Rule(asked, names[operator], arguments[1])
    return None


def _asked(part: Any) -> str | None:
    if part == [THIS]:
        return THIS
    if isinstance(part, list) and part[:1] == ["answer"] and len(part) in (2, 3):
        return ".".join(str(key) for key in part[1:])
    return None


def _question(content: Questionnaire, asked: str) -> Question | None:
    key = asked.partition(".")[0]
    return next((question for question in all_questions(content) if question.key == key), None)


def told(condition: Condition | None, content: Questionnaire, language: str = "") -> str:
    """The condition as a phrase in the reader's language, such as »Wie alt bist du?« ist »12–13«.

    Questions and choices are named in `language`, else in the one staff write in.
    """
    spoken = language or content.languages[0]
    return "" if condition is None else _told(condition, content, spoken, is_inner=False)


def _told(part: Any, content: Questionnaire, language: str, *, is_inner: bool) -> str:
    if not isinstance(part, list) or not part:
        return _value(part)
    rule = _rule(part)
    if rule is not None:
        return _rule_told(rule, content, language)
    operator, *arguments = part
    if operator in (ALL, ANY):
        word = _(" und ") if operator == ALL else _(" oder ")
        text = word.join(_told(one, content, language, is_inner=True) for one in arguments)
        return f"({text})" if is_inner and len(arguments) > 1 else text
    asked = _asked(part)
    if asked is not None:
        return _name(asked, content, language)
    inner = [_told(one, content, language, is_inner=True) for one in arguments]
    return _called(str(operator), inner)


def _called(operator: str, inner: Sequence[str]) -> str:
    words = {
        "not": _("nicht (%(inner)s)"),
        "count": _("Zahl der Angaben bei %(inner)s"),
        "length": _("Länge von %(inner)s"),
        "answered": _("%(inner)s ist beantwortet"),
        "today": _("heute"),
    }
    if operator in words:
        return words[operator] % {"inner": ", ".join(inner)}
    if operator == "matches":
        return _("%(text)s passt zum Muster %(pattern)s", text=inner[0], pattern=inner[1])
    sign = {"div": "÷", "*": "×", "-": "−"}.get(operator, operator)
    return f" {sign} ".join(inner)


def _rule_told(rule: Rule, content: Questionnaire, language: str) -> str:
    words = f"{_name(rule.asked, content, language)} {OPERATORS[rule.operator]}"
    if rule.operator in WITHOUT_VALUE:
        return words
    question = _question(content, rule.asked)
    choice = question.choice(str(rule.value)) if question else None
    value = (
        f"»{said(choice.label, language, content.languages[0]) or choice.key}«"
        if choice
        else _value(rule.value)
    )
    return f"{words} {value}"


def _name(asked: str, content: Questionnaire, language: str) -> str:
    if asked == THIS:
        return _("diese Antwort")
    question = _question(content, asked)
    if question is None:
        return f"»{asked}«"
    first = content.languages[0]
    row = next((row for row in question.rows if row.key == asked.partition(".")[2]), None)
    label = said(question.label, language, first) or question.key
    return f"»{label}: {said(row.label, language, first)}«" if row else f"»{label}«"


def _value(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    return str(value) if isinstance(value, int) else f"»{value}«"
