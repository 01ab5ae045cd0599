"""Whether a condition makes sense where it stands: its form, and what it may ask for there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _

from app.questions.conditions import ARITIES, named, parts
from app.questions.content import Condition, Question, Questionnaire, Section
from app.questions.faults import Fault
from app.questions.patterns import compiled
from app.questions.vocabulary import CODED, DEEPEST_CONDITION


class Reachable:
    """What a condition may ask for at one place: questions before it, in its own round or mark."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.all = {
            key for section in questionnaire.sections for key in (section.key, *_keys(section.questions))
        }
        self.questions: dict[str, Question | None] = {}
        self.blocked: set[str] = set()
        self.has_this: Question | None = None

    def _copy(self) -> Reachable:
        copy = object.__new__(Reachable)
        copy.all, copy.questions, copy.blocked = self.all, dict(self.questions), set(self.blocked)
        copy.has_this = None
        return copy

    def within(self, section: Section) -> Reachable:
        """Inside a section; in a shuffled one no question may ask for another."""
        copy = self._copy()
        if section.is_shuffled:
            copy.blocked |= {question.key for question in section.questions}
        return copy

    def beside(self, question: Question) -> Reachable:
        """Among the follow-ups of a question, which of a coded one may ask for the kind of place of their mark."""
        copy = self._copy()
        if question.look == CODED:
            copy.questions[question.key] = question
        return copy

    def with_this(self, question: Question) -> Reachable:
        """In the constraint of a question."""
        copy = self._copy()
        copy.has_this = question
        return copy

    def add(self, question: Question) -> None:
        self.questions[question.key] = question

    def pass_by(self, section: Section) -> None:
        """Behind a section: a repeated one can only be counted as a whole."""
        if section.is_repeated:
            self.questions[section.key] = None
        else:
            self.questions.update((question.key, question) for question in section.questions)


def _keys(questions: tuple[Question, ...]) -> Iterator[str]:
    for question in questions:
        yield question.key
        yield from _keys(question.followups)


def condition_faults(condition: Condition | None, path: str, reachable: Reachable) -> Iterator[Fault]:
    """What is wrong with one condition; each thing once."""
    if condition is None:
        return
    if not condition or _depth(condition) > DEEPEST_CONDITION:
        yield Fault(path, _("Diese Bedingung ist leer oder zu tief verschachtelt."))
        return
    for message in dict.fromkeys(_messages(condition, reachable)):
        yield Fault(path, message)


def _depth(part: Any) -> int:
    deepest, waiting = 0, [(part, 1)]
    while waiting:
        one, depth = waiting.pop()
        if isinstance(one, list):
            deepest = max(deepest, depth)
            waiting.extend((inner, depth + 1) for inner in one)
    return deepest


def _messages(condition: Condition, reachable: Reachable) -> Iterator[str]:
    understood = {id(part) for part in parts(condition)}
    waiting: list[Any] = [condition]
    while waiting:
        part = waiting.pop()
        if not isinstance(part, list):
            continue
        if id(part) not in understood:
            yield _("In der Bedingung steht etwas ohne Rechenzeichen.")
            continue
        yield from _form(part, reachable)
        waiting.extend(part[1:])
    for keys in sorted(named(condition)):
        yield from _reach(keys, reachable)


def _form(part: list[Any], reachable: Reachable) -> Iterator[str]:
    operator, *arguments = part
    if operator == "answer":
        if len(arguments) not in (1, 2) or not all(isinstance(argument, str) for argument in arguments):
            yield _("In der Bedingung fehlt der Kurzname einer Frage.")
    elif operator not in ARITIES:
        yield _("Das Rechenzeichen »%(operator)s« gibt es nicht.", operator=operator)
    elif len(arguments) != (max(1, len(arguments)) if ARITIES[operator] is None else ARITIES[operator]):
        yield _("Bei »%(operator)s« passt die Zahl der Angaben nicht.", operator=operator)
    elif operator == "this" and reachable.has_this is None:
        yield _("»this« gibt es nur in der Prüfung einer Antwort.")
    elif operator == "matches" and (not isinstance(arguments[1], str) or compiled(arguments[1]) is None):
        yield _("Dieses Muster verstehen wir nicht oder es ist zu aufwendig.")
    elif operator == "selected" and isinstance(arguments[1], str):
        yield from _choice(arguments, reachable)


def _choice(arguments: list[Any], reachable: Reachable) -> Iterator[str]:
    asked, choice = arguments
    question = None
    if asked == ["this"]:
        question = reachable.has_this
    elif isinstance(asked, list) and len(asked) == 2 and asked[0] == "answer":
        question = reachable.questions.get(str(asked[1]))
    if question is not None and question.choices and question.choice(choice) is None:
        yield _(
            "Die Antwort »%(choice)s« gibt es bei der Frage »%(key)s« nicht.", choice=choice, key=question.key
        )


def _reach(keys: tuple[str, ...], reachable: Reachable) -> Iterator[str]:
    key = keys[0]
    if key not in reachable.all:
        yield _("Die Bedingung fragt nach »%(key)s«, das gibt es nicht.", key=key)
    elif key in reachable.blocked:
        yield _("Die Bedingung fragt nach »%(key)s«, das mit ihr zusammen gemischt wird.", key=key)
    elif key not in reachable.questions:
        yield _("Die Bedingung fragt nach »%(key)s«, das hier noch nicht beantwortet ist.", key=key)
    elif len(keys) > 1:
        question = reachable.questions[key]
        if question is None or keys[1] not in {row.key for row in question.rows}:
            yield _("Die Zeile »%(row)s« gibt es bei »%(key)s« nicht.", row=keys[1], key=key)
