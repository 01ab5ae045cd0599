"""How long a questionnaire takes: an estimate for those who write it and those who are asked.

The rule is this project's own rule of thumb, not a measurement: everything said is read once at 150 words a minute
(slow for an adult, so that younger people and second languages are served), and each question takes some seconds
more to think and to tap. What a condition hides counts as half, a repeated section as often as it is asked at least,
but once. A pretest with real people says more.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from app.questions.content import Question, Questionnaire, Section
from app.questions.texts import Texts, said

WORDS_PER_MINUTE = 150
MOST_CHOICES_READ = 12
"""Nobody reads a list of four hundred streets."""
SECONDS = {
    "text": 15, "longtext": 45, "single": 4, "multiple": 6, "scale": 4, "ranking": 5, "matrix": 4, "number": 6,
    "date": 8, "time": 8, "consent": 4, "note": 0, "photo": 40, "audio": 45,
    "point": 25, "line": 40, "freehand": 40, "polygon": 40,
}  # fmt: skip
"""Seconds to answer: of a matrix for each row, of a ranking for each choice, of a map question for one mark."""


def estimated_minutes(questionnaire: Questionnaire, language: str = "de") -> int:
    """Whole minutes, rounded up; at least 1."""
    seconds = _reading((questionnaire.title, questionnaire.intro, questionnaire.closing), language)
    seconds += sum(_of_section(section, language) for section in questionnaire.sections)
    return max(1, math.ceil(seconds / 60))


def _of_section(section: Section, language: str) -> float:
    seconds = _reading((section.title, section.text), language)
    seconds += sum(_of_question(question, language) for question in section.questions)
    return seconds * max(1, section.least_repeats) * (0.5 if section.relevant else 1)


def _of_question(question: Question, language: str) -> float:
    choices = question.choices[:MOST_CHOICES_READ]
    texts = [question.label, question.hint, *(choice.label for choice in choices)]
    texts += [row.label for row in question.rows]
    times = {"matrix": len(question.rows), "ranking": len(choices)}.get(question.kind, 1)
    seconds = _reading(texts, language) + SECONDS.get(question.kind, 0) * times
    seconds += sum(_of_question(followup, language) for followup in question.followups)
    return seconds * (0.5 if question.relevant else 1)


def _reading(texts: Iterable[Texts], language: str) -> float:
    return sum(len(said(one, language).split()) for one in texts) * 60 / WORDS_PER_MINUTE
