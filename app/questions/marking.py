"""Marks of a map question made clean: identity, shape or described place, kind of place; follow-ups by a callback."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from app.base.words import clean_line
from app.questions.conditions import is_empty
from app.questions.content import Question
from app.questions.shapes import WrongShape, checked_geometry
from app.questions.values import NotSound, check_length, check_number, identity, key_value, unreadable
from app.questions.vocabulary import CODED, LONGEST_SHORT_TEXT, MOST_MARKS

CHOICE = "choice"
"""Under this name a coded mark says what kind of place it is."""
FollowUps = Callable[[Any, int, str], dict[str, Any]]
"""Makes the answers to the follow-ups of one mark clean; gets what was sent, the number of the mark, from 1, and the
kind of place that was chosen, "" without one."""


def marks_value(question: Question, raw: Any, follow_ups: FollowUps, seen: set[str]) -> list[dict[str, Any]]:
    """The marks in order, each `id`, `geometry` (or None), `place_text`, `answers`, and `choice` when coded.

    `seen` holds the ids of earlier marks of the sitting; a mark that comes again is taken once. Marks with nothing in
    them are left out. NotSound names marks by their number as sent.
    """
    if not isinstance(raw, list):
        raise unreadable()
    marks = []
    wrong: dict[str, str] = {}
    for number, one in enumerate(raw[: MOST_MARKS + 1], 1):
        try:
            mark = _mark(question, one, number, follow_ups)
        except NotSound as reason:
            wrong.update(
                {f"{number}{'.' + path if path else ''}": said for path, said in reason.messages.items()}
            )
            continue
        if mark and mark["id"] not in seen:
            seen.add(mark["id"])
            marks.append(mark)
    if wrong:
        raise NotSound(wrong)
    check_number(len(marks), question.least, question.most, MOST_MARKS)
    return marks


def _mark(question: Question, raw: Any, number: int, follow_ups: FollowUps) -> dict[str, Any] | None:
    if not isinstance(raw, dict):
        raise unreadable()
    place_text = raw.get("place_text") or ""
    if not isinstance(place_text, str):
        raise unreadable()
    place_text = clean_line(place_text)
    check_length(place_text, LONGEST_SHORT_TEXT)
    given = raw.get("answers")
    has_place = bool(place_text) or not is_empty(raw.get("geometry"))
    if not has_place:
        if not isinstance(given, dict) or all(is_empty(answer) for answer in given.values()):
            return None
        raise NotSound(_("Bitte zeig den Ort auf der Karte oder beschreib ihn."))
    mark: dict[str, Any] = {"id": identity(raw.get("id")), "geometry": None, "place_text": place_text}
    if not is_empty(raw.get("geometry")):
        try:
            mark["geometry"] = checked_geometry(raw["geometry"], question.of_kind.geometry)
        except WrongShape as reason:
            raise NotSound(str(reason)) from None
    if question.look == CODED:
        mark[CHOICE] = _kind_of_place(question, raw.get(CHOICE))
    mark["answers"] = follow_ups(given, number, mark.get(CHOICE, ""))
    return mark


def _kind_of_place(question: Question, raw: Any) -> str:
    if is_empty(raw):
        raise NotSound({CHOICE: _("Bitte wähle, was für ein Ort das ist.")})
    try:
        return key_value(question, raw)
    except NotSound as reason:
        raise NotSound({CHOICE: reason.messages[""]}) from None
