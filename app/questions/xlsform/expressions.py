"""XPath as XLSForm writes it (`${age} > 12 and selected(${q}, 'a')`) read into our conditions.

A recursive descent over the subset of XPath 1.0 in docs/questions.md; the XLSForm reference (xlsform.org, "Form logic")
says what `${…}` and `.` mean. What has no counterpart is an Unsupported with a sentence, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from app.questions.content import Condition
from app.questions.patterns import compiled
from app.questions.vocabulary import DEEPEST_CONDITION
from app.questions.xlsform.compiling import Unsupported, compared, depth_of, is_answer, size_of, true_when

_LONGEST = 5000
_DEEPEST = 40
_MOST_PARTS = 600
_QUOTES = str.maketrans({"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "–": "-", "−": "-"})
_TOKEN = re.compile(
    r"""\s*(?:
    (?P<number>\d+(?:\.\d*)?|\.\d+)
    |(?P<text>'[^']*'|"[^"]*")
    |\$\{\s*(?P<reference>[^{}]*?)\s*\}
    |(?P<path>(?:current\(\)/)?(?:\.\./)+(?:[A-Za-z_][\w.-]*/)*[A-Za-z_][\w.-]*
        |(?:/[A-Za-z_][\w.-]*)+)
    |(?P<this>current\(\)/\.|\.(?![.\d]))
    |(?P<sign>!=|<=|>=|[=<>+*,()-])
    |(?P<name>[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)
    )""",
    re.VERBOSE,
)
_COMPARISONS = (("=", "!="), ("<", "<=", ">", ">="))


@dataclass(frozen=True)
class Named:
    """What `${name}` stands for: a question, a row of a matrix, or the expression of a calculation."""

    key: str = ""
    row: str = ""
    kind: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    calculation: str | None = None

    @property
    def answer(self) -> list[str]:
        return ["answer", self.key, self.row] if self.row else ["answer", self.key]


Lookup = Callable[[str], Named | None]


def read_condition(text: str, lookup: Lookup, this: Named | None = None) -> Condition | None:
    """The condition in an expression, None when it is always true; `this` is the question of a constraint.

    Unsupported says in a sentence what has no counterpart here.
    """
    reading = _Reading(text, lookup, this)
    part = true_when(reading.whole())
    if part is True:
        return None
    if part is False:
        return ["=", 1, 0]
    condition = part if isinstance(part, list) and not is_answer(part) and part != ["this"] else ["and", part]
    if depth_of(condition) > DEEPEST_CONDITION or size_of(condition) > _MOST_PARTS:
        raise Unsupported(_("Sie ist zu verschachtelt."))
    return condition


class _Reading:
    """One pass over one expression."""

    def __init__(self, text: str, lookup: Lookup, this: Named | None, depth: int = 0) -> None:
        self.tokens = _tokens(text)
        self.at = 0
        self.depth = depth
        self.lookup = lookup
        self.this = this
        self.known: dict[str, Named] = {}

    def whole(self) -> Any:
        part = self.either()
        if self.at < len(self.tokens):
            raise Unsupported(
                _("»%(sign)s« steht an einer unerwarteten Stelle.", sign=self.tokens[self.at][1])
            )
        return part

    def either(self) -> Any:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise Unsupported(_("Sie ist zu verschachtelt."))
        part = self.chained("or", lambda: self.chained("and", lambda: self.comparison(0)))
        self.depth -= 1
        return part

    def chained(self, word: str, inner: Callable[[], Any]) -> Any:
        parts = [inner()]
        while self.takes("name", word):
            parts.append(inner())
        return parts[0] if len(parts) == 1 else [word, *(true_when(part) for part in parts)]

    def comparison(self, level: int) -> Any:
        def inner() -> Any:
            return self.comparison(level + 1) if level + 1 < len(_COMPARISONS) else self.sum()

        part = inner()
        while sign := self.takes_any("sign", _COMPARISONS[level]):
            part = compared(sign, part, inner(), self.meaning)
        return part

    def sum(self) -> Any:
        part = self.product()
        while sign := self.takes_any("sign", ("+", "-")):
            part = [sign, _plain(part), _plain(self.product())]
        return part

    def product(self) -> Any:
        part = self.signed()
        while sign := self.takes_any("sign", ("*",)) or self.takes_any("name", ("div", "mod")):
            part = [sign, _plain(part), _plain(self.signed())]
        return part

    def signed(self) -> Any:
        if not self.takes("sign", "-"):
            return self.simple()
        self.depth += 1
        if self.depth > _DEEPEST:
            raise Unsupported(_("Sie ist zu verschachtelt."))
        part = self.signed()
        self.depth -= 1
        return (
            -part if isinstance(part, int | float) and not isinstance(part, bool) else ["-", 0, _plain(part)]
        )

    def simple(self) -> Any:
        if self.at >= len(self.tokens):
            raise Unsupported(_("Am Ende fehlt etwas."))
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            number = float(text)
            return int(number) if number.is_integer() else number
        if kind == "text":
            return text[1:-1]
        if kind in {"reference", "path"}:
            return self.referred(text if kind == "reference" else text.rpartition("/")[2])
        if kind == "this" and self.this is not None:
            return ["this"]
        if kind == "name" and self.takes("sign", "("):
            return self.called(text)
        if kind == "sign" and text == "(":
            part = self.either()
            self.needs(")")
            return part
        raise Unsupported(_("»%(sign)s« steht an einer unerwarteten Stelle.", sign=text))

    def referred(self, name: str) -> Any:
        found = self.lookup(name)
        if found is None:
            raise Unsupported(_("»%(name)s« ist keine Frage, die übernommen wurde.", name=name))
        if found.calculation is not None:
            inner = _Reading(found.calculation, self.lookup, None, self.depth + 1)
            part = inner.whole()
            self.known |= inner.known
            return part
        self.known[" ".join(found.answer)] = found
        return found.answer

    def called(self, name: str) -> Any:
        arguments = []
        if not self.takes("sign", ")"):
            arguments.append(self.either())
            while self.takes("sign", ","):
                arguments.append(self.either())
            self.needs(")")
        make = _FUNCTIONS.get((name, len(arguments)))
        if make is None:
            raise Unsupported(_("Die Funktion »%(name)s« gibt es hier nicht.", name=f"{name}()"))
        return make(self, *arguments)

    def meaning(self, part: Any) -> Named | None:
        """The question an answer belongs to."""
        if part == ["this"]:
            return self.this
        return self.known.get(" ".join(part))

    def takes(self, kind: str, text: str) -> bool:
        return bool(self.takes_any(kind, (text,)))

    def takes_any(self, kind: str, texts: tuple[str, ...]) -> str:
        if (
            self.at < len(self.tokens)
            and self.tokens[self.at][0] == kind
            and self.tokens[self.at][1] in texts
        ):
            self.at += 1
            return self.tokens[self.at - 1][1]
        return ""

    def needs(self, sign: str) -> None:
        if not self.takes("sign", sign):
            raise Unsupported(_("Es fehlt ein »%(sign)s«.", sign=sign))


def _tokens(text: str) -> list[tuple[str, str]]:
    if len(text) > _LONGEST:
        raise Unsupported(_("Sie ist zu lang."))
    try:
        return _cut(text.strip())
    except Unsupported:
        # Excel turns quotation marks round and hyphens into dashes while somebody types.
        return _cut(text.translate(_QUOTES).strip())


def _cut(text: str) -> list[tuple[str, str]]:
    tokens, at = [], 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None or found.lastgroup is None:
            raise Unsupported(
                _("»%(sign)s« steht an einer unerwarteten Stelle.", sign=text[at : at + 10].strip())
            )
        tokens.append((found.lastgroup, found[found.lastgroup]))
        at = found.end()
    return tokens


def _plain(part: Any) -> Any:
    """A part that stands where only values may."""
    if isinstance(part, list) and part[0] == "if":
        raise Unsupported(_("»if()« und »coalesce()« gehen nur in Vergleichen."))
    return part


def _selected(reading: _Reading, answer: Any, choice: Any) -> Any:
    if not isinstance(choice, str | int | float) or isinstance(choice, bool):
        raise Unsupported(_("»selected()« braucht eine feste Auswahl."))
    named = reading.meaning(answer) if isinstance(answer, list) else None
    key = str(choice).strip()
    return ["selected", _plain(answer), named.choices.get(key, key) if named else key]


def _matched(reading: _Reading, answer: Any, pattern: Any) -> Any:
    if not isinstance(pattern, str):
        raise Unsupported(_("»regex()« braucht ein festes Muster."))
    if compiled(pattern) is None:
        raise Unsupported(_("Das Muster »%(pattern)s« geht hier nicht.", pattern=pattern[:60]))
    return ["matches", _plain(answer), pattern]


def _chosen(reading: _Reading, condition: Any, first: Any, second: Any) -> Any:
    return ["if", true_when(condition), first, second]


def _first_filled(reading: _Reading, first: Any, second: Any) -> Any:
    return ["if", ["answered", _plain(first)], first, second]


def _same(reading: _Reading, part: Any) -> Any:
    return part


_FUNCTIONS: dict[tuple[str, int], Callable[..., Any]] = {
    ("selected", 2): _selected,
    ("count-selected", 1): lambda reading, part: ["count", _plain(part)],
    ("count", 1): lambda reading, part: ["count", _plain(part)],
    ("count-non-empty", 1): lambda reading, part: ["count", _plain(part)],
    ("string-length", 1): lambda reading, part: ["length", _plain(part)],
    ("regex", 2): _matched,
    ("not", 1): lambda reading, part: ["not", true_when(part)],
    ("boolean", 1): lambda reading, part: true_when(part),
    ("true", 0): lambda reading: True,
    ("false", 0): lambda reading: False,
    ("today", 0): lambda reading: ["today"],
    ("if", 3): _chosen,
    ("coalesce", 2): _first_filled,
    ("number", 1): _same,
    ("string", 1): _same,
    ("date", 1): _same,
}
