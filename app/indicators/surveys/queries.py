"""Reads surveys for counting: which questionnaire an activity asks, its published versions, and what was answered."""

from __future__ import annotations

from uuid import UUID

from app.contributions.sittings import files_by_question, said_by_question, sitting_answers
from app.indicators.surveys.naming import handle
from app.indicators.surveys.sheet import Survey
from app.indicators.surveys.ways import parts
from app.processes.channels import questionnaire_of
from app.processes.models import Activity
from app.processes.queries import activities_of
from app.questions.content import Questionnaire
from app.questions.models import PUBLISHED
from app.questions.queries import published_content, versions_of


def survey_activities(process_id: UUID) -> list[Activity]:
    """The activities of a process that ask a questionnaire, in the order they were made."""
    return [activity for activity in activities_of(process_id) if questionnaire_of(activity) is not None]


def surveys_of(process_id: UUID) -> tuple[Survey, ...]:
    """All surveys of a process with their answers, the drawn sample of a survey for itself."""
    found = (survey_from(activity) for activity in survey_activities(process_id))
    return tuple(part for survey in found for part in parts(survey))


def survey_from(activity: Activity) -> Survey:
    """One survey with all its answers."""
    files = files_by_question(activity.id)
    return Survey(
        handle=handle(activity.slug, activity.id),
        title=activity.title,
        versions=published_versions(activity),
        answers=sitting_answers(activity.id),
        said=said_by_question(activity.id) | {key: max(count, 1) for key, count in files.items()},
        files=files,
        slug=activity.slug,
    )


def published_versions(activity: Activity) -> dict[int, Questionnaire]:
    """The published contents of what an activity asks, by number; empty when it asks nothing."""
    questionnaire_id = questionnaire_of(activity)
    if questionnaire_id is None:
        return {}
    found = [one for one in versions_of(questionnaire_id) if one.state == PUBLISHED]
    return {one.number: published_content(one.id) for one in reversed(found)}
