"""The variables of a survey file: name, words in German and English, choices with their numbers, missing codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from flask_babel import gettext as _

from app.questions.content import Choice, Question, Questionnaire, Row
from app.questions.flat import YES
from app.questions.texts import said

DECLINED, NOT_ASKED, UNANSWERED = -9, -8, -7
MISSING = {DECLINED: "keine Angabe", NOT_ASKED: "nicht gefragt", UNANSWERED: "nicht beantwortet"}
"""User-missing codes; in files they stand instead of an answer."""
UNRANKED = -6
UNRANKED_WORDS = "nicht gereiht"
"""A choice without a place, of somebody who gave places to others."""
FAR = 1_000_000
"""Missing codes of a number that may itself be negative are moved down by this."""
LONGEST_NAME = 60
"""SPSS takes 64 bytes."""
SINGLE, TICK, PLACE, NUMBER, TEXT, FILES = "single", "tick", "place", "number", "text", "files"


@dataclass(frozen=True)
class Variable:
    """One column. `key` is the flat key; `codes` are the numbers of choice keys, `labels` the words of the numbers."""

    name: str
    key: str
    question: Question
    shape: str
    label_de: str
    label_en: str
    codes: dict[str, int] = field(default_factory=dict)
    labels_de: dict[int, str] = field(default_factory=dict)
    labels_en: dict[int, str] = field(default_factory=dict)
    shift: int = 0

    @property
    def missing(self) -> dict[int, str]:
        found = {code - self.shift: words for code, words in MISSING.items()}
        return found | {UNRANKED: UNRANKED_WORDS} if self.shape == PLACE else found


def variables_of(questionnaire: Questionnaire) -> list[Variable]:
    """All closed questions in order; sections that repeat are about things, words and marks have their own tables."""
    taken: set[str] = set()
    found = []
    for section in questionnaire.sections:
        if section.is_repeated:
            continue
        for question in section.questions:
            for key, shape, row, choice in _columns(question):
                found.append(_variable(_name(key, taken), key, question, shape, row, choice))
    return found


def _columns(question: Question) -> Iterator[tuple[str, str, Row | None, Choice | None]]:
    shape = question.of_kind.value
    if shape == "rows":
        yield from ((f"{question.key}.{row.key}", SINGLE, row, None) for row in question.rows)
    elif shape == "keys":
        one = PLACE if question.kind == "ranking" else TICK
        choices = [choice for choice in question.choices if not (one == TICK and choice.is_declined)]
        yield from ((f"{question.key}.{choice.key}", one, None, choice) for choice in choices)
    elif shape in {"key", "yes"}:
        yield question.key, SINGLE, None, None
    elif shape == "number":
        yield question.key, NUMBER, None, None
    elif shape == "files":
        yield question.key, FILES, None, None
    elif shape in {"date", "time"}:
        yield question.key, TEXT, None, None


def _variable(
    name: str, key: str, question: Question, shape: str, row: Row | None, choice: Choice | None
) -> Variable:
    part = row.label if row else choice.label if choice else {}
    part_key = row.key if row else choice.key if choice else ""
    words = {}
    for language in ("de", "en"):
        text = said(question.label, language) or question.key
        behind = said(part, language) or part_key
        words[language] = f"{text} – {behind}" if behind else text
    codes, german, english = _choices(question, shape)
    may_be_negative = shape == NUMBER and (question.least is None or question.least < 0)
    return Variable(
        name, key, question, shape, words["de"], words["en"], codes, german, english,
        shift=FAR if may_be_negative else 0,
    )  # fmt: skip


def _choices(question: Question, shape: str) -> tuple[dict[str, int], dict[int, str], dict[int, str]]:
    if shape == TICK:
        return {}, {0: "nein", 1: "ja"}, {0: "no", 1: "yes"}
    if shape != SINGLE:
        return {}, {}, {}
    if question.of_kind.value == "yes":
        return {YES: 1}, {0: "nein", 1: "ja"}, {0: "no", 1: "yes"}
    real = [choice for choice in question.choices if not choice.is_declined]
    codes = {choice.key: at for at, choice in enumerate(real, 1)}
    german = {codes[choice.key]: said(choice.label, "de") or choice.key for choice in real}
    english = {codes[choice.key]: said(choice.label, "en") or choice.key for choice in real}
    return codes, german, english


def _name(key: str, taken: set[str]) -> str:
    """A name every program accepts: letters, digits and underscores, a letter first, told apart whatever the case."""
    base = re.sub(r"[^A-Za-z0-9]+", "_", key).strip("_")[:LONGEST_NAME] or "q"
    base = base if base[0].isalpha() else f"q_{base}"
    base = f"{base}_" if base.upper() in _RESERVED else base
    name, number = base, 1
    while name.casefold() in taken:
        number += 1
        name = f"{base[: LONGEST_NAME - 4]}_{number}"
    taken.add(name.casefold())
    return name


_RESERVED = frozenset(
    "ALL AND BY EQ GE GT LE LT NE NOT OR TO WITH NR RAUM ALTER GESCHLECHT QUELLE FASSUNG GEWICHT".split()  # noqa: SIM905
)
"""Words SPSS keeps for itself, and our own columns about the person."""


def kind_label(variable: Variable) -> str:
    """The kind of question in words of the page."""
    text = str(variable.question.of_kind.label)
    if variable.shape == FILES:
        return _("%(kind)s (Anzahl der Dateien)", kind=text)
    return _("%(kind)s (Platz)", kind=text) if variable.shape == PLACE else text
