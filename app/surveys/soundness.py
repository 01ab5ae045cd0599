"""What makes a questionnaire unfit for a survey although it is sound: answers that the record could not keep."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from flask_babel import gettext as _

from app.base.errors import Problems
from app.contributions.checks import LONGEST_ATTRIBUTE_KEY, MOST_ATTRIBUTES
from app.contributions.followups import RESERVED
from app.contributions.vocabulary import CLOSED_ANSWERS
from app.questions.content import Question, Questionnaire
from app.questions.queries import content_of, draft_of


def unfit(questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    """Path and sentence of each thing that a survey cannot keep; only follow-ups of marks can be so."""
    for question in questionnaire.questions():
        if sum(_most_of(followup) for followup in question.followups) >= MOST_ATTRIBUTES:
            yield question.key, _("Zu jedem Ort werden zu viele Antworten gefragt.")
        for followup in question.followups:
            path = f"{question.key}.{followup.key}"
            words = CLOSED_ANSWERS.get(followup.key)
            if followup.key in RESERVED:
                yield path, _("Dieser Name ist vergeben. Bitte nehmen Sie einen anderen.")
            elif words is not None and {choice.key for choice in followup.choices} - set(words):
                yield (
                    path,
                    _(
                        "Unter diesem Namen sind andere Antworten üblich: %(words)s.",
                        words=", ".join(words),
                    ),
                )
            elif any(len(f"{followup.key}.{key}") > LONGEST_ATTRIBUTE_KEY for key in _parts(followup)):
                yield path, _("Dieser Name ist zu lang für eine Nachfrage.")


def refuse_unfit(questionnaire_id: UUID) -> None:
    """Problems when the draft of a questionnaire has something a survey cannot keep."""
    draft = draft_of(questionnaire_id)
    found = dict(unfit(content_of(draft))) if draft is not None else {}
    if found:
        raise Problems(_("Dieser Fragebogen passt so nicht zu einer Umfrage."), found)


def _parts(question: Question) -> list[str]:
    return [*(choice.key for choice in question.choices), *(row.key for row in question.rows)]


def _most_of(question: Question) -> int:
    """How many attributes the answers to one follow-up can be."""
    return {"keys": len(question.choices), "rows": len(question.rows)}.get(question.of_kind.value, 1)
