"""A recorded sheet and a second entry of it as fields that can be compared (E32)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.contributions.drafts import SubmissionDraft
from app.contributions.own import own
from app.contributions.sittings import own_sittings
from app.surveys.answering import answered
from app.surveys.drafts import VERSION, WAY
from app.surveys.models import CHANNEL, Survey
from app.surveys.paper.models import SurveySheet
from app.surveys.paper.plan import AGE, GENDER
from app.surveys.paper.queries import person_of
from app.surveys.queries import SurveyRules

_SKIPPED = {"question", "about"}
_NO_ANSWERS = {VERSION, WAY}


def first_entry(sheet: SurveySheet) -> dict[str, str]:
    """What the record holds, by flat key; of a place its words, kind and follow-ups."""
    person = person_of(sheet)
    found = {AGE: person.age_band, GENDER: person.gender}
    for sitting in own_sittings(person.id):
        found |= {key: _plain(value) for key, value in sitting.answers.items() if key not in _NO_ANSWERS}
    numbers: dict[str, int] = {}
    said = [one for one in own(person.id) if one.contribution.submission_id == sheet.submission_id]
    for one in said:
        words = one.contribution
        found |= _said(numbers, one.attributes, words.text, words.place_text, words.quality)
    return found


def second_entry(
    survey: Survey, sheet: SurveySheet, raw: dict[str, Any], person: Mapping[str, str]
) -> dict[str, str]:
    """The same fields from what was typed; UnsoundAnswers with the path of each problem."""
    sitting = SubmissionDraft(
        id=sheet.submission_id,
        process_id=survey.activity.process_id,
        activity_id=survey.activity_id,
        participant_id=sheet.participant_id,
        person_key=str(sheet.participant_id),
        channel=CHANNEL,
        source="paper",
        language=sheet.run.language,
    )
    rules = SurveyRules(survey.questionnaire_id, frozenset(survey.modes))
    made = answered(rules, sitting, number=sheet.run.asked.number, raw=raw, language=sheet.run.language)
    found = {AGE: person[AGE], GENDER: person[GENDER]}
    found |= {key: _plain(value) for key, value in made.attributes.items() if key not in _NO_ANSWERS}
    numbers: dict[str, int] = {}
    for draft in made.contributions:
        found |= _said(numbers, draft.attributes, draft.text, draft.place_text, draft.quality)
    return found


def _said(
    numbers: dict[str, int], attributes: Mapping[str, Any], text: str, place: str, quality: str | None
) -> dict[str, str]:
    """Fields of one contribution; several of one question are numbered in their order."""
    question = str(attributes.get("question", ""))
    numbers[question] = numbers.get(question, 0) + 1
    key = question if numbers[question] == 1 else f"{question}.{numbers[question]}"
    values = {f"{key}.{name}": str(value) for name, value in attributes.items() if name not in _SKIPPED}
    named = {f"{key}.text": text, f"{key}.place": place, f"{key}.kind": quality or ""}
    return {name: value for name, value in {**values, **named}.items() if value}


def _plain(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.15g}"
