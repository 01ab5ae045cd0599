"""From typed signs to raw answers: the numbers of ticked boxes, and words as they stand on the sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from flask_babel import gettext as _

from app.questions.marking import CHOICE
from app.questions.vocabulary import OTHER
from app.surveys.paper.plan import AGE, GENDER, Item, Option, Part

_SEPARATORS = re.compile(r"[\s,;.+]+")


@dataclass(frozen=True)
class Typed:
    """Raw answers as a phone would send them, what the sheet says of the person, and problems by field."""

    raw: dict[str, Any]
    person: dict[str, str]
    problems: dict[str, str]


@dataclass(frozen=True)
class Field:
    """One field of the page for typing; `name` is the path of the answer, also of its problems."""

    name: str
    label: str
    options: tuple[Option, ...] = ()
    is_several: bool = False
    is_long: bool = False
    hint: str = ""


def fields_of(item: Item) -> Iterator[Field]:
    """The fields of one question in the order of the sheet."""
    if item.shape == "rows":
        for row, label in item.rows:
            yield Field(f"{item.path}.{row}", label, item.options)
    elif item.shape == "marks":
        for number, followups in enumerate(item.places, 1):
            yield Field(f"{item.path}.{number}", _("%(number)s. Ort", number=number), is_long=True)
            if item.options:
                name = f"{item.path}.{number}.{CHOICE}"
                yield Field(name, _("%(number)s. Ort: Art", number=number), item.options)
            for followup in followups:
                for field in fields_of(followup):
                    label = _("%(number)s. Ort: %(label)s", number=number, label=field.label)
                    yield Field(field.name, label, field.options, field.is_several, field.is_long)
    elif item.shape:
        is_several = item.shape in {"keys", "ranking"}
        hint = _("1 = ja") if item.shape == "yes" else ""
        yield Field(item.path, item.label, item.options, is_several, item.shape == "longtext", hint)
        if any(option.takes_words for option in item.options):
            yield Field(f"{item.path}.{OTHER}", _("Eigene Worte"))


def typed(parts: list[Part], sent: Mapping[str, str], sitting: UUID) -> Typed:
    """What `sent` says, by the names of the fields; ids of places follow from the sitting's."""
    reader = _Reader(sent, sitting)
    raw: dict[str, Any] = {}
    person: dict[str, str] = {}
    for part in parts:
        into: dict[str, Any] = {}
        for item in part.items:
            reader.read(item, into)
        if part.key == "_person":
            person = {AGE: into.get(AGE) or "na", GENDER: into.get(GENDER) or "na"}
        elif part.number:
            raw.setdefault(part.key, []).append(into)
        else:
            raw.update(into)
    return Typed(raw, person, reader.problems)


class _Reader:
    def __init__(self, sent: Mapping[str, str], sitting: UUID) -> None:
        self.sent = sent
        self.sitting = sitting
        self.problems: dict[str, str] = {}

    def text(self, name: str) -> str:
        return self.sent.get(name, "").strip()

    def read(self, item: Item, into: dict[str, Any]) -> None:
        """Put the answer to one question under its key."""
        if item.shape == "rows":
            found = {row: self.one(f"{item.path}.{row}", item.options) for row, _label in item.rows}
            into[item.key] = {row: choice for row, choice in found.items() if choice}
        elif item.shape == "marks":
            marks = [self.mark(item, number) for number in range(1, len(item.places) + 1)]
            while marks and not marks[-1]:
                marks.pop()  # the numbers of those before stay, for their problems
            into[item.key] = [mark or {} for mark in marks]
        elif item.shape == "key":
            into[item.key] = self.one(item.path, item.options)
        elif item.shape in {"keys", "ranking"}:
            into[item.key] = self.several(item.path, item.options)
        elif item.shape == "yes":
            into[item.key] = self.text(item.path) in {"1", "x", "X", "j", "J"}
        elif item.shape:
            into[item.key] = self.text(item.path)
        if any(option.takes_words for option in item.options):
            into[f"{item.key}.{OTHER}"] = self.text(f"{item.path}.{OTHER}")

    def mark(self, item: Item, number: int) -> dict[str, Any]:
        path = f"{item.path}.{number}"
        answers: dict[str, Any] = {}
        for followup in item.places[number - 1]:
            self.read(followup, answers)
        place, choice = self.text(path), self.one(f"{path}.{CHOICE}", item.options)
        if not place and not choice and not any(answers.values()):
            return {}
        mark = {"id": str(uuid5(self.sitting, path)), "place_text": place, "answers": answers}
        return mark | ({CHOICE: choice} if choice else {})

    def one(self, name: str, options: tuple[Option, ...]) -> str:
        found = self.several(name, options)
        if len(found) > 1:
            self.problems[name] = _("Hier gilt nur ein Kreuz. Bitte eine Zahl eintippen.")
            return ""
        return found[0] if found else ""

    def several(self, name: str, options: tuple[Option, ...]) -> list[str]:
        by_number = {str(option.number): option.key for option in options}
        signs = [sign for sign in _SEPARATORS.split(self.text(name)) if sign]
        if signs and not all(sign in by_number for sign in signs):
            self.problems[name] = _(
                "Diese Nummer gibt es hier nicht. Möglich ist 1 bis %(max)s.", max=len(options)
            )
            return []
        return list(dict.fromkeys(by_number[sign] for sign in signs))
