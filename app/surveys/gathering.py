"""From the fields of a form to raw answers: names are paths (`q`, `q.row`, `child.2.age`, `spot.1.reason`)."""

from __future__ import annotations

import json
from typing import Any

from werkzeug.datastructures import MultiDict

from app.questions.content import Question, Section
from app.questions.vocabulary import CODED, MOST_MARKS, MOST_REPEATS, OTHER

Form = MultiDict[str, str]


def gathered(questions: tuple[Question, ...], form: Form, prefix: str = "") -> dict[str, Any]:
    """Raw answers (docs/questions.md) to questions whose fields stand below `prefix`; unanswered ones are left out."""
    raw: dict[str, Any] = {}
    for question in questions:
        name = f"{prefix}{question.key}"
        value = _value(question, form, name)
        if value not in (None, "", [], {}, False):
            raw[question.key] = value
        words = form.get(f"{name}.{OTHER}", "")
        if words and any(choice.takes_words for choice in question.choices):
            raw[f"{question.key}.{OTHER}"] = words
    return raw


def rounds(section: Section, form: Form) -> int:
    """How many rounds of a repeated section the form has fields of."""
    return _highest(form, f"{section.key}.", MOST_REPEATS)


def _value(question: Question, form: Form, name: str) -> Any:
    shape = question.of_kind.value
    if shape in {"text", "number", "date", "time", "key"}:
        return form.get(name, "")
    if shape == "yes":
        return form.get(name) == "yes"
    if question.kind == "ranking":
        return _ranking(question, form, name)
    if shape in {"keys", "files"}:
        return [one for one in form.getlist(name) if one]
    if shape == "rows":
        given = {row.key: form.get(f"{name}.{row.key}", "") for row in question.rows}
        return {key: choice for key, choice in given.items() if choice}
    return _marks(question, form, name) if shape == "marks" else None


def _ranking(question: Question, form: Form, name: str) -> list[str]:
    """The choices that got a place, in its order; of two on one place the earlier comes first."""
    places = {choice.key: form.get(f"{name}.{choice.key}", "") for choice in question.choices}
    ranked = [key for key, place in places.items() if place.isdecimal()]
    return sorted(ranked, key=lambda key: int(places[key][:4]))


def _marks(question: Question, form: Form, name: str) -> list[dict[str, Any]]:
    marks = []
    for number in range(1, _highest(form, f"{name}.", MOST_MARKS) + 1):
        at = f"{name}.{number}."
        mark: dict[str, Any] = {
            "geometry": _geometry(form.get(f"{at}geometry", "")),
            "place_text": form.get(f"{at}place_text", ""),
            "answers": gathered(question.followups, form, at),
        }
        choice = form.get(f"{at}choice", "") if question.look == CODED else ""
        if mark["geometry"] is None and not mark["place_text"].strip() and not mark["answers"] and not choice:
            continue
        marks.append({"id": form.get(f"{at}id", ""), **mark, **({"choice": choice} if choice else {})})
    return marks


def _geometry(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        return text


def _highest(form: Form, start: str, most: int) -> int:
    """The highest number that follows `start` in the names of fields."""
    found = (name[len(start) :].partition(".")[0] for name in form if name.startswith(start))
    return max((min(int(one), most) for one in found if one.isdecimal() and len(one) < 4), default=0)
