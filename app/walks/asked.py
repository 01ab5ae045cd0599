"""Questions at a stop: what of the walk's questionnaire is asked there, and sound answers as an entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from app.base.errors import DomainError, NotFound, Problems
from app.base.i18n import current_language
from app.contributions.drafts import ContributionDraft, SubmissionDraft
from app.questions.answers import checked
from app.questions.content import Question, Questionnaire
from app.questions.flat import flat, words
from app.questions.queries import published_content, published_id
from app.walks.identity import part_id

QUESTIONS = "questions"
VERSION = "_version"
"""Attribute of a sitting: number of the version that was answered. No question has such a key."""
WORDS = "survey_text"
LARGEST_NUMBER = 1_000_000


def at_a_stop(content: Questionnaire) -> Questionnaire:
    """What is asked at a stop: places and files are noted as entries of their own, and nothing is asked in rounds."""
    sections = (
        replace(section, questions=tuple(one for one in section.questions if _fits(one)))
        for section in content.sections
        if not section.is_repeated
    )
    return replace(content, sections=tuple(section for section in sections if section.questions))


def _fits(question: Question) -> bool:
    return not question.of_kind.geometry and question.of_kind.value != "files"


def answered(
    sitting: SubmissionDraft, raw: Mapping[str, Any], questionnaire_id: UUID | None
) -> SubmissionDraft:
    """The sitting with what `raw` (version, answers, quote) says; NotFound for a version nobody published.

    Problems names the path of each answer that does not fit. Closed answers are attributes by their flat key, behind
    `q.` where an entry has one of that name.
    """
    number = _number(raw.get("version"))
    version_id = published_id(questionnaire_id, number) if questionnaire_id and number else None
    if version_id is None:
        raise NotFound(_("Diese Fassung des Fragebogens gibt es nicht."), field="version")
    content = at_a_stop(published_content(version_id))
    found = checked(content, raw.get("answers"), current_language())
    if found.problems:
        raise Problems(_("Bitte prüf deine Antworten noch einmal."), found.problems)
    if not found.answers:
        raise DomainError(_("Es ist noch nichts eingetragen."), field="answers")
    facts: dict[str, str | float] = {**sitting.attributes, VERSION: float(number)}
    for key, value in flat(content, found.answers):
        facts[f"q.{key}" if key in sitting.attributes else key] = (
            value if isinstance(value, str) else float(value)
        )
    quote = raw.get("quote")
    stop = {key: str(sitting.attributes[key]) for key in ("stop",) if key in sitting.attributes}
    said = [
        ContributionDraft(
            id=part_id(sitting.id, key),
            kind=WORDS,
            text=text,
            quote=quote[:20] if isinstance(quote, str) else "",
            attributes={"question": key, **stop},
        )
        for key, text in words(content, found.answers)
    ]
    return replace(sitting, attributes=facts, contributions=said)


def _number(given: Any) -> int:
    """A number of a version, 0 for anything else."""
    is_number = isinstance(given, int) and not isinstance(given, bool) and 0 < given < LARGEST_NUMBER
    return given if is_number else 0
