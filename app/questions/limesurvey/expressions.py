"""LimeSurvey's relevance equations of simple form as our conditions.

Source: the manual's page on expressions (ExpressionScript). Read are comparisons of an answer with a constant,
`is_empty`, `and`, `or`, `not` and brackets; everything else is Unsupported and named by the caller.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from app.questions.content import Condition
from app.questions.xlsform.compiling import Unsupported

_TOKEN = re.compile(
    r"\s*(?:(?P<text>\"[^\"]*\"|'[^']*')|(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_][A-Za-z0-9_.]*)"
    r"|(?P<sign>==|!=|<=|>=|&&|\|\||[=<>!(),-]))"
)
_COMPARES = {
    "==": "=", "=": "=", "eq": "=", "!=": "!=", "ne": "!=", "<": "<", "lt": "<", "<=": "<=", "le": "<=", ">": ">",
    "gt": ">", ">=": ">=", "ge": ">=",
}  # fmt: skip
_SUFFIXES = (".NAOK", ".shown", ".value", ".code")
_DEEPEST = 12
LONGEST = 2000


@dataclass(frozen=True)
class Named:
    """What a name of LimeSurvey stands for: an answer, and the keys of its choices by their codes.

    With `choice` it is whether this one of several was taken, which LimeSurvey writes as "Y".
    """

    answer: list[Any]
    choices: Mapping[str, str] = field(default_factory=dict)
    choice: str = ""
    is_known: bool = True


def condition_of(text: str, named: Callable[[str], Named | None]) -> Condition | None:
    """The condition, None for one that always holds; Unsupported says why it cannot be read."""
    if text.strip() in {"", "1"}:
        return None
    if len(text) > LONGEST:
        raise Unsupported(_("Sie ist zu lang."))
    reader = _Reader(_tokens(text), named)
    found = reader.either(0)
    if reader.rest:
        raise Unsupported(_("»%(part)s« ist hier unbekannt.", part=reader.rest[0][1]))
    return found


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    text = text.strip()
    if text.startswith("{") and text.endswith("}"):
        text = text[1:-1]
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None:
            raise Unsupported(_("»%(part)s« ist hier unbekannt.", part=text[at:].strip()[:20]))
        found.append((str(match.lastgroup), match[match.lastgroup or 0]))
        at = match.end()
    return found


class _Reader:
    """Recursive descent: or, and, not, comparison."""

    def __init__(self, tokens: list[tuple[str, str]], named: Callable[[str], Named | None]) -> None:
        self.rest, self._named = tokens, named

    def either(self, depth: int) -> Condition:
        return self._joined("or", ("||", "or"), lambda: self._both(depth), depth)

    def _both(self, depth: int) -> Condition:
        return self._joined("and", ("&&", "and"), lambda: self._not(depth), depth)

    def _joined(
        self, operator: str, words: tuple[str, ...], part: Callable[[], Condition], depth: int
    ) -> Condition:
        if depth > _DEEPEST:
            raise Unsupported(_("Sie ist zu verschachtelt."))
        parts = [part()]
        while self._next() in words:
            self.rest.pop(0)
            parts.append(part())
        return parts[0] if len(parts) == 1 else [operator, *parts]

    def _not(self, depth: int) -> Condition:
        if self._next() in {"!", "not"}:
            self.rest.pop(0)
            return ["not", self._not(depth + 1) if depth < _DEEPEST else self._too_deep()]
        if self._next() == "(":
            self.rest.pop(0)
            found = self.either(depth + 1)
            self._expect(")")
            return found
        if self._next() == "is_empty":
            self.rest.pop(0)
            self._expect("(")
            named = self._name()
            self._expect(")")
            return ["not", _answered(named)]
        return self._comparison()

    def _comparison(self) -> Condition:
        left = self._operand()
        sign = _COMPARES.get(self._next())
        if sign is None:
            if isinstance(left, Named):
                return _answered(left)
            raise Unsupported(_("Ein Vergleich fehlt."))
        self.rest.pop(0)
        right = self._operand()
        if isinstance(left, Named) and not isinstance(right, Named):
            return _compared(sign, left, right)
        if isinstance(right, Named) and not isinstance(left, Named):
            return _compared({"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(sign, sign), right, left)
        if isinstance(left, Named) and isinstance(right, Named) and not (left.choice or right.choice):
            return [sign, left.answer, right.answer]
        raise Unsupported(_("Verglichen wird nur mit einer Antwort."))

    def _operand(self) -> Named | str | float:
        kind, text = self.rest[0] if self.rest else ("", "")
        if kind == "name":
            return self._name()
        is_negative = text == "-"
        if is_negative:
            self.rest.pop(0)
            kind, text = self.rest[0] if self.rest else ("", "")
        if kind == "number":
            self.rest.pop(0)
            return -float(text) if is_negative else float(text)
        if kind == "text" and not is_negative:
            self.rest.pop(0)
            return text[1:-1]
        raise Unsupported(_("Sie ist unvollständig."))

    def _name(self) -> Named:
        kind, text = self.rest.pop(0) if self.rest else ("", "")
        if kind != "name":
            raise Unsupported(_("Hier fehlt der Name einer Frage."))
        if self._next() == "(":
            raise Unsupported(_("Die Funktion »%(name)s« gibt es hier nicht.", name=text))
        plain = next((text.removesuffix(end) for end in _SUFFIXES if text.endswith(end)), text)
        found = self._named(plain)
        if found is None:
            raise Unsupported(
                _("»%(name)s« ist keine Frage, die davor steht und übernommen wurde.", name=plain)
            )
        return found

    def _expect(self, sign: str) -> None:
        if self._next() != sign:
            raise Unsupported(_("»%(sign)s« fehlt.", sign=sign))
        self.rest.pop(0)

    def _next(self) -> str:
        return self.rest[0][1] if self.rest and self.rest[0][0] != "text" else ""

    def _too_deep(self) -> Condition:
        raise Unsupported(_("Sie ist zu verschachtelt."))


def _answered(named: Named) -> Condition:
    return ["selected", named.answer, named.choice] if named.choice else ["answered", named.answer]


def _compared(sign: str, named: Named, value: str | float) -> Condition:
    if named.choice:
        return _of_tick(sign, named, value)
    if value == "":
        if sign not in {"=", "!="}:
            raise Unsupported(_("Größer und kleiner gibt es nur mit Zahlen."))
        return ["answered", named.answer] if sign == "!=" else ["not", ["answered", named.answer]]
    if not named.choices:
        return [sign, named.answer, value]
    code = value if isinstance(value, str) else f"{value:.15g}"
    if sign in {"=", "!="}:
        if code not in named.choices:
            raise Unsupported(_("Die Antwort »%(code)s« gibt es nicht.", code=code))
        return [sign, named.answer, named.choices[code]]
    if any(key != own for own, key in named.choices.items()):
        raise Unsupported(_("Größer und kleiner gibt es nur, wenn die Antworten Zahlen sind."))
    return [sign, named.answer, float(code) if code.replace(".", "", 1).isdigit() else code]


def _of_tick(sign: str, named: Named, value: str | float) -> Condition:
    """`Q1_SQ001.NAOK == "Y"`: a choice of several was taken; "" and "N" say it was not."""
    if sign not in {"=", "!="} or value not in {"Y", "N", ""}:
        raise Unsupported(_("Ein Kreuz ist nur »Y« oder leer."))
    taken: Condition = ["selected", named.answer, named.choice]
    return taken if (value == "Y") == (sign == "=") else ["not", taken]
