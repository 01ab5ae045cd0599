"""From what a phone or a form sends to a sitting that can be recorded: version, sound answers, drafts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from app.base.errors import DomainError, NotFound, Problems
from app.base.i18n import current_language
from app.contributions.drafts import SubmissionDraft
from app.processes.standing import Standing
from app.questions.answers import checked
from app.questions.queries import published_content, published_id
from app.surveys.drafts import filled
from app.surveys.queries import SurveyRules, survey_rules
from app.surveys.ways import way_of

LARGEST_NUMBER = 1_000_000


class UnsoundAnswers(Problems):
    """Answers that do not fit their questions; `problems` maps the path of each to a sentence for the person."""

    def __init__(self, problems: Mapping[str, object]) -> None:
        super().__init__(_("Bitte prüf deine Antworten noch einmal."), problems)


class UnknownVersion(NotFound):
    """Nobody published the version somebody says to have answered."""

    def __init__(self) -> None:
        super().__init__(_("Diese Fassung des Fragebogens gibt es nicht."), field="version")


def answered(
    rules: SurveyRules,
    sitting: SubmissionDraft,
    *,
    number: Any,
    raw: Any,
    quote: str = "",
    language: str = "",
    way: str = "",
) -> SubmissionDraft:
    """The sitting filled with `raw` answers to version `number`; UnknownVersion, UnsoundAnswers with the paths.

    `way` is how it came. Sentences are in `language`, or in that of the page. Nothing answered at all is refused like
    an empty sitting.
    """
    version_id = published_id(rules.questionnaire_id, number) if _is_number(number) else None
    if version_id is None:
        raise UnknownVersion
    questionnaire = published_content(version_id)
    found = checked(questionnaire, raw, language or current_language())
    if found.problems:
        raise UnsoundAnswers(found.problems)
    if not found.answers:
        raise DomainError(_("Es ist noch nichts eingetragen."), field="answers")
    return filled(sitting, questionnaire, number, found.answers, quote, way)


def _is_number(number: Any) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and 0 < number < LARGEST_NUMBER


def read_answers(standing: Standing, body: Mapping[str, Any], sitting: SubmissionDraft) -> SubmissionDraft:
    """The hook of the channel: what stands in the body of a phone as a sitting (`Channel.read_answers`)."""
    rules = survey_rules(standing.id)
    if rules is None:
        raise NotFound(_("Diese Umfrage gibt es nicht."))
    if sitting.contributions or sitting.attributes:
        raise DomainError(_("Diese Angaben kennen wir nicht."), field="contributions")
    return answered(
        rules,
        sitting,
        number=body.get("version"),
        raw=body["answers"],
        quote=body.get("quote") or "",
        # Asked here and not while it is recorded: then another request may be writing for this one.
        way=way_of(standing.id, sitting.participant_id),
    )
