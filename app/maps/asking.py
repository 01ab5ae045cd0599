"""The follow-ups of a map question as fields of a page: names are paths, below PIN on the page without a script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.base.i18n import current_language
from app.maps.naming import recorded_as
from app.maps.speaking import spoken_question
from app.participants.models import Participant
from app.questions.content import Question, Questionnaire
from app.questions.forms import QuestionsForm, form_of
from app.questions.saying import Saying

ALONE = "alone_allowed"
PIN = "pin."


def asks_alone(person: Participant) -> bool:
    """Whether somebody is asked if they may go alone: from 10 to 15 years (D21)."""
    return person.age_band in {"a10_11", "a12_13", "a14_15"}


def asked_of(person: Participant, followups: Iterable[Question]) -> list[Question]:
    """Those follow-ups that this person is asked, photo and voice apart."""
    return [
        one
        for one in followups
        if one.of_kind.value != "files" and (asks_alone(person) or recorded_as(one) != ALONE)
    ]


def fields_of(
    followups: Iterable[Question],
    sent: Any = None,
    answers: Mapping[str, Any] | None = None,
    *,
    prefix: str,
) -> QuestionsForm:
    """Their fields, with the words of the page's language; `sent` is a form that came in."""
    saying = Saying(Questionnaire(), current_language())
    asking = form_of([spoken_question(one) for one in followups], saying)
    return asking(sent, answers, prefix=prefix)
