"""Piped text: `{q}` in a label, hint or section text is replaced by the answer of `q` in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from app.questions.conditions import text_of
from app.questions.content import Question, Questionnaire
from app.questions.texts import said
from app.questions.vocabulary import OTHER

_PLACE = re.compile(r"\{([a-zA-Z][a-zA-Z0-9_]*)\}")


def piped(text: str, questionnaire: Questionnaire, answers: Mapping[str, Any], language: str) -> str:
    """The text with sound answers in place; braces that name no question stay as they are."""

    def answer(found: re.Match[str]) -> str:
        question = questionnaire.question(found[1])
        return found[0] if question is None else in_words(question, answers, language)

    return _PLACE.sub(answer, text)


def in_words(question: Question, answers: Mapping[str, Any], language: str) -> str:
    """An answer as people say it: choices by their labels or own words, several with commas; empty without one."""
    value = answers.get(question.key)
    other = answers.get(f"{question.key}.{OTHER}")
    shape = question.of_kind.value
    if shape in {"key", "keys"}:
        taken = [question.choice(str(key)) for key in (value if isinstance(value, list) else [value])]
        return ", ".join(
            str(other) if choice.takes_words and other else said(choice.label, language)
            for choice in taken
            if choice is not None
        )
    if shape == "date" and isinstance(value, str):
        return ".".join(str(int(part)) for part in reversed(value.split("-")))
    if shape == "number":
        return text_of(value) if language == "en" else text_of(value).replace(".", ",")
    return value if shape in {"text", "time"} and isinstance(value, str) else ""
