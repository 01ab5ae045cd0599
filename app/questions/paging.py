"""What is asked on a page: the sections whose condition holds, and the questions that may still be asked there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from app.questions.answers import town_date
from app.questions.conditions import AnswerOf, holds, mentioned
from app.questions.content import Question, Questionnaire, Section


def asked_sections(
    questionnaire: Questionnaire, answers: Mapping[str, Any], today: date | None = None
) -> list[Section]:
    """The sections that are asked, after these sound answers."""
    day = (today or town_date()).isoformat()
    return [section for section in questionnaire.sections if holds(section.relevant, answers.get, today=day)]


def possible(
    questions: Iterable[Question], answer_of: AnswerOf, open_keys: set[str], today: str
) -> list[Question]:
    """The questions that a page without script has to show.

    Whether a question that depends on others of the same page (`open_keys`) is asked is not known yet, so it is shown;
    when it turns out hidden, its answer is not kept.
    """
    return [
        question
        for question in questions
        if mentioned(question.relevant) & open_keys or holds(question.relevant, answer_of, today=today)
    ]
