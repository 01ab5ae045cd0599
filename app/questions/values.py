"""One raw answer made clean, by kind: text, number, date, time, consent, choices, files.

Each function gets the question and what was sent (never empty) and gives the clean value, empty when nothing is
left of it. What is wrong is raised as NotSound, with sentences for the person who answers.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date, time
from typing import Any
from uuid import UUID

from flask_babel import format_decimal
from flask_babel import gettext as _

from app.base.words import clean, clean_line
from app.questions.content import Question
from app.questions.vocabulary import (
    LARGEST_NUMBER,
    LONGEST_SHORT_TEXT,
    LONGEST_TEXT,
    MOST_FILES,
)

_SPACE = re.compile(r"\s+")
_DECIMAL = re.compile(r"[+-]?\d{1,20}([.,٫]\d{1,20})?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(\.\d{3}){1,6},\d{1,20}")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_GERMAN_DAY = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})")
_CLOCK = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})(?::[0-9]{2})?(?: Uhr)?")


class NotSound(Exception):
    """Why an answer cannot be taken: sentences by the path below the question, "" for the question itself."""

    def __init__(self, messages: str | dict[str, str]) -> None:
        super().__init__(messages)
        self.messages = {"": messages} if isinstance(messages, str) else messages


def unreadable() -> NotSound:
    return NotSound(_("Diese Antwort konnten wir nicht lesen."))


def text_value(question: Question, raw: Any) -> str:
    """Words, on one line for a short text."""
    if not isinstance(raw, str):
        raise unreadable()
    is_long = question.kind == "longtext"
    text = clean(raw) if is_long else clean_line(raw)
    limit = LONGEST_TEXT if is_long else LONGEST_SHORT_TEXT
    check_length(text, limit if question.most is None else min(limit, int(question.most)))
    if text and question.least is not None and len(text) < question.least:
        raise NotSound(
            _(
                "Der Text ist zu kurz: %(length)s Zeichen, mindestens %(limit)s.",
                length=len(text),
                limit=int(question.least),
            )
        )
    return text


def check_length(text: str, limit: int) -> None:
    if len(text) > limit:
        message = _(
            "Der Text ist zu lang: %(length)s Zeichen, höchstens %(limit)s.", length=len(text), limit=limit
        )
        raise NotSound(message)


def number_value(question: Question, raw: Any) -> float:
    """A number, whole ones as int; a decimal comma and digits of other scripts are read too."""
    number = _number(raw)
    if number is None or not abs(number) <= LARGEST_NUMBER:
        raise NotSound(_("Bitte gib eine Zahl ein."))
    if question.step is not None and question.step > 0:
        _check_step(number, question.step, question.least or 0)
    if question.least is not None and number < question.least:
        raise NotSound(_("Bitte gib eine Zahl ab %(least)s ein.", least=format_decimal(question.least)))
    if question.most is not None and number > question.most:
        raise NotSound(_("Bitte gib eine Zahl bis %(most)s ein.", most=format_decimal(question.most)))
    return int(number) if number == int(number) else number


def _number(raw: Any) -> float | None:
    if isinstance(raw, bool):
        return None
    if isinstance(raw, (int, float)):
        try:
            number = float(raw)
        except OverflowError:
            return None
        return number if math.isfinite(number) else None
    text = _SPACE.sub("", raw) if isinstance(raw, str) else ""
    if _GROUPED.fullmatch(text):
        text = text.replace(".", "")
    return float(text.replace(",", ".").replace("٫", ".")) if _DECIMAL.fullmatch(text) else None


def _check_step(number: float, step: float, start: float) -> None:
    places = (number - start) / step
    if not math.isfinite(places) or math.isclose(places, round(places), rel_tol=1e-9, abs_tol=1e-9):
        return
    if step == 1:
        raise NotSound(_("Bitte gib eine ganze Zahl ein."))
    raise NotSound(_("Bitte gib die Zahl in Schritten von %(step)s ein.", step=format_decimal(step)))


def date_value(_question: Question, raw: Any) -> str:
    """A day as `2026-11-30`; `30.11.2026` is read too."""
    text = clean_line(raw) if isinstance(raw, str) else ""
    german = _GERMAN_DAY.fullmatch(text)
    try:
        found = german.group(3, 2, 1) if german else _parts(_DAY, text)
        year, month, day = (int(part) for part in found)
        return date(year, month, day).isoformat()
    except (ValueError, TypeError):
        raise NotSound(_("Bitte gib ein Datum ein, zum Beispiel 24.12.2026.")) from None


def time_value(_question: Question, raw: Any) -> str:
    """A time of day as `18:30`."""
    text = clean_line(raw) if isinstance(raw, str) else ""
    try:
        hour, minute = (int(part) for part in _parts(_CLOCK, text))
        return time(hour, minute).strftime("%H:%M")
    except (ValueError, TypeError):
        raise NotSound(_("Bitte gib eine Uhrzeit ein, zum Beispiel 18:30.")) from None


def _parts(shape: re.Pattern[str], text: str) -> tuple[str, ...]:
    found = shape.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return found.groups()


def yes_value(_question: Question, raw: Any) -> bool:
    if raw is not True:
        raise unreadable()
    return True


def files_value(question: Question, raw: Any) -> list[str]:
    """Ids of attachments, each once."""
    if not isinstance(raw, list):
        raise unreadable()
    files = list(dict.fromkeys(identity(one) for one in raw))
    check_number(len(files), question.least, question.most, MOST_FILES[question.kind])
    return files


def identity(raw: Any) -> str:
    """A UUID in its usual form."""
    try:
        return str(UUID(raw if isinstance(raw, str) else ""))
    except ValueError:
        raise unreadable() from None


def check_number(number: int, least: float | None, most: float | None, limit: int) -> None:
    """How many files, marks or rounds are possible."""
    highest = limit if most is None else min(limit, int(most))
    if number > highest:
        raise NotSound(_("Möglich sind hier höchstens %(limit)s.", limit=highest))
    if number and least is not None and number < least:
        raise NotSound(_("Nötig sind hier mindestens %(limit)s.", limit=int(least)))


def key_value(question: Question, raw: Any) -> str:
    """The key of one choice."""
    if not isinstance(raw, str):
        raise unreadable()
    if question.choice(raw) is None:
        raise NotSound(_("Diese Antwort steht nicht zur Auswahl."))
    return raw


def keys_value(question: Question, raw: Any) -> list[str]:
    """Keys of choices, each once: in the question's order, for a ranking in the person's.

    A declined choice stands alone: who says "keine Angabe" has not said the rest; so does an exclusive one.
    """
    if not isinstance(raw, list):
        raise unreadable()
    taken = list(dict.fromkeys(key_value(question, one) for one in raw))
    for choice in question.choices:
        if choice.stands_alone and choice.key in taken:
            return [choice.key]
    if question.most is not None and len(taken) > question.most:
        raise NotSound(_("Bitte wähle höchstens %(limit)s aus.", limit=int(question.most)))
    if taken and question.least is not None and len(taken) < question.least:
        raise NotSound(_("Bitte wähle mindestens %(limit)s aus.", limit=int(question.least)))
    if question.kind == "ranking":
        return taken
    return [choice.key for choice in question.choices if choice.key in taken]


def rows_value(question: Question, raw: Any) -> dict[str, str]:
    """The choice of each row that has one; a required question needs them all."""
    if not isinstance(raw, dict):
        raise unreadable()
    taken: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for row in question.rows:
        given = raw.get(row.key)
        try:
            if given is not None and given != "":
                taken[row.key] = key_value(question, given)
            elif question.is_required:
                wrong[row.key] = _("Bitte beantworte auch diese Zeile.")
        except NotSound as reason:
            wrong[row.key] = reason.messages[""]
    if wrong:
        raise NotSound(wrong)
    return taken


VALUES: dict[str, Callable[[Question, Any], Any]] = {
    "text": text_value,
    "key": key_value,
    "keys": keys_value,
    "rows": rows_value,
    "number": number_value,
    "date": date_value,
    "time": time_value,
    "yes": yes_value,
    "files": files_value,
}
"""By the shape of the raw answer (`Kind.value`); marks have a file of their own."""
