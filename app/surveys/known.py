"""What somebody has said on joining is not asked for a second time: it stands in the questions already."""

from __future__ import annotations

from typing import Any

from app.participants.models import Participant
from app.questions.content import Questionnaire

ASKED_ON_JOINING = ("age_band", "gender")
"""Keys of questions that mean the same as the attribute of a participant, with its codes (C2) as choices."""


def known_answers(person: Participant, content: Questionnaire) -> dict[str, Any]:
    """Raw answers to begin with; they can be changed, and count only when they are sent."""
    known: dict[str, Any] = {}
    for section in content.sections:
        for question in section.questions if not section.is_repeated else ():
            code = getattr(person, question.key) if question.key in ASKED_ON_JOINING else None
            choice = question.choice(code) if code and question.kind == "single" else None
            if choice is not None and not choice.is_declined and code != "na":
                known[question.key] = code
    return known
