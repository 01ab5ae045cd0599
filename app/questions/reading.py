"""Questionnaires as JSON and back: as they are stored, sent to the phone and compared.

The names in JSON are the names of the fields in `content.py`; what has its default is left out. Only the shape is
looked at here. Whether a questionnaire makes sense says `soundness.py`.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from typing import Any

from flask_babel import gettext as _

from app.base.errors import DomainError
from app.questions.content import Choice, Condition, Question, Questionnaire, Row, Section
from app.questions.texts import Texts
from app.questions.vocabulary import DEEPEST_CONDITION

Reader = Callable[[Any, str], Any]
_DEEPEST_FOLLOWUPS = 3


class MalformedQuestionnaire(DomainError):
    """Not the shape of a questionnaire; `field` is the path to the first wrong place, such as `sections.0.key`."""

    def __init__(self, path: str) -> None:
        super().__init__(
            _("Der Fragebogen hat an der Stelle »%(path)s« nicht die erwartete Form.", path=path or "."),
            field=path,
        )


def from_json(data: Any) -> Questionnaire:
    """The questionnaire in parsed JSON; MalformedQuestionnaire with the path of what does not fit.

    Names nobody knows are refused, so that nothing is lost on the way. Empty texts are left out.
    """
    return _read(Questionnaire, data, "")


def to_json(questionnaire: Questionnaire) -> dict[str, Any]:
    """Plain JSON in the order of the fields; defaults and empty texts are left out."""
    return _written(questionnaire)


def fingerprint(questionnaire: Questionnaire) -> str:
    """SHA-256 (hexadecimal) of the canonical JSON: sorted names, no spaces, UTF-8."""
    text = json.dumps(to_json(questionnaire), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _read(kind: type[Any], data: Any, path: str) -> Any:
    if not isinstance(data, dict):
        raise MalformedQuestionnaire(path)
    known = {field.name: field for field in fields(kind)}
    for name in data:
        if name not in known:
            raise MalformedQuestionnaire(_inner(path, name))
    values = {}
    for name, field in known.items():
        if name in data:
            values[name] = _readers(kind)[name](data[name], _inner(path, name))
        elif _is_needed(field):
            raise MalformedQuestionnaire(_inner(path, name))
    return kind(**values)


def _is_needed(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _inner(path: str, name: object) -> str:
    return f"{path}.{name}" if path else str(name)


def _text(data: Any, path: str) -> str:
    if not isinstance(data, str):
        raise MalformedQuestionnaire(path)
    return data


def _flag(data: Any, path: str) -> bool:
    if not isinstance(data, bool):
        raise MalformedQuestionnaire(path)
    return data


def _whole(data: Any, path: str) -> int:
    number = _number(data, path)
    if number is None or number != int(number):
        raise MalformedQuestionnaire(path)
    return int(number)


def _number(data: Any, path: str) -> float | None:
    if data is None:
        return None
    if isinstance(data, bool) or not isinstance(data, (int, float)):
        raise MalformedQuestionnaire(path)
    try:
        is_usable = math.isfinite(data) and math.isfinite(float(data))
    except OverflowError:
        is_usable = False
    if not is_usable:
        raise MalformedQuestionnaire(path)
    return _plain_number(data)


def _plain_number(number: float) -> float:
    """2.0 is written as 2, so that equal questionnaires have equal fingerprints."""
    return int(number) if number == int(number) else number


def _texts(data: Any, path: str) -> Texts:
    if not isinstance(data, dict):
        raise MalformedQuestionnaire(path)
    return {language: text for language, text in sorted(data.items()) if _text(text, _inner(path, language))}


def _languages(data: Any, path: str) -> tuple[str, ...]:
    return _all_of(_text)(data, path)


def _condition(data: Any, path: str) -> Condition | None:
    if data is None:
        return None
    if not isinstance(data, list):
        raise MalformedQuestionnaire(path)
    return _part(data, path, 1)


def _part(data: Any, path: str, depth: int) -> Any:
    if isinstance(data, list) and depth <= DEEPEST_CONDITION:
        return [_part(one, _inner(path, at), depth + 1) for at, one in enumerate(data)]
    if isinstance(data, (str, bool)):
        return data
    if isinstance(data, (int, float)):
        return _number(data, path)
    raise MalformedQuestionnaire(path)


def _all_of(read: Reader) -> Reader:
    def reading(data: Any, path: str) -> tuple[Any, ...]:
        if not isinstance(data, (list, tuple)):
            raise MalformedQuestionnaire(path)
        return tuple(read(one, _inner(path, at)) for at, one in enumerate(data))

    return reading


def _one(kind: type[Any]) -> Reader:
    return lambda data, path: _read(kind, data, path)


def _followup(data: Any, path: str) -> Question:
    """Follow-ups of follow-ups are no fault of shape, but a tower of them would be endless work."""
    if path.count("followups") > _DEEPEST_FOLLOWUPS:
        raise MalformedQuestionnaire(path)
    question: Question = _read(Question, data, path)
    return question


_CHOICE: dict[str, Reader] = {
    "key": _text, "label": _texts, "pictogram": _text, "takes_words": _flag, "is_declined": _flag,
    "is_exclusive": _flag,
}  # fmt: skip
_ROW: dict[str, Reader] = {"key": _text, "label": _texts}
_QUESTION: dict[str, Reader] = {
    "key": _text, "kind": _text, "label": _texts, "hint": _texts, "pictogram": _text, "look": _text,
    "is_required": _flag, "is_shuffled": _flag, "choices": _all_of(_one(Choice)), "rows": _all_of(_one(Row)),
    "least": _number, "most": _number, "step": _number, "relevant": _condition, "constraint": _condition,
    "constraint_message": _texts, "followups": _all_of(_followup),
}  # fmt: skip
_SECTION: dict[str, Reader] = {
    "key": _text, "title": _texts, "text": _texts, "relevant": _condition, "is_shuffled": _flag,
    "least_repeats": _whole, "most_repeats": _whole, "questions": _all_of(_one(Question)),
}  # fmt: skip
_QUESTIONNAIRE: dict[str, Reader] = {
    "title": _texts, "intro": _texts, "closing": _texts, "languages": _languages,
    "sections": _all_of(_one(Section)),
}  # fmt: skip
_ALL: dict[type[Any], dict[str, Reader]] = {
    Choice: _CHOICE, Row: _ROW, Question: _QUESTION, Section: _SECTION, Questionnaire: _QUESTIONNAIRE,
}  # fmt: skip


def _readers(kind: type[Any]) -> dict[str, Reader]:
    return _ALL[kind]


def _written(thing: Any) -> dict[str, Any]:
    written = {}
    for field in fields(thing):
        value = getattr(thing, field.name)
        if isinstance(value, Mapping):
            value = {language: value[language] for language in sorted(value) if value[language]}
        default = field.default_factory() if field.default_factory is not MISSING else field.default
        if value is not None and value != default:
            written[field.name] = _plain(value)
    return written


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if type(value) in _ALL:
        return _written(value)
    if isinstance(value, float):
        return _plain_number(value)
    return value
