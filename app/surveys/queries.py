"""Reads of surveys: settings, what the recording path must know, the content people answer now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from app.base.database import db
from app.base.errors import NotFound
from app.base.prepared import Prepared
from app.base.shared_commit import known
from app.processes.models import Activity
from app.processes.queries import activity_by_slug
from app.questions.content import Questionnaire
from app.questions.queries import published_content
from app.surveys.models import CHANNEL, Survey

_SURVEY = Survey.__table__.c
_RULES = Prepared(
    select(_SURVEY.questionnaire_id, _SURVEY.modes).where(_SURVEY.activity_id == bindparam("activity_id"))
)


@dataclass(frozen=True)
class SurveyRules:
    """What a sitting has to keep."""

    questionnaire_id: UUID
    modes: frozenset[str]


def survey_by_slug(process_id: UUID, slug: str) -> Survey:
    """The survey of one activity; NotFound."""
    activity = activity_by_slug(process_id, slug)
    found = survey_of(activity.id) if activity.channel == CHANNEL else None
    if found is None:
        raise NotFound(_("Diese Umfrage gibt es nicht."))
    return found


def survey_of(activity_id: UUID) -> Survey | None:
    """The settings of an activity, or None when it is no survey."""
    query = select(Survey).where(Survey.activity_id == activity_id)
    return db.session.scalar(query.options(joinedload(Survey.activity), joinedload(Survey.questionnaire)))


def surveys_of(process_id: UUID) -> Sequence[Survey]:
    """All surveys of a process, in the order they were made."""
    query = select(Survey).join(Survey.activity).where(Activity.process_id == process_id)
    query = query.options(joinedload(Survey.activity), joinedload(Survey.questionnaire))
    return db.session.scalars(query.order_by(Activity.created_at, Activity.slug)).all()


def survey_rules(activity_id: UUID) -> SurveyRules | None:
    """What a sitting of this activity keeps, None when it is no survey; once in a shared transaction."""
    return known(("survey", activity_id), lambda: _read_rules(activity_id))


def _read_rules(activity_id: UUID) -> SurveyRules | None:
    row = _RULES.run({"activity_id": activity_id}).first()
    return None if row is None else SurveyRules(row.questionnaire_id, frozenset(row.modes))


def answered_content(survey: Survey) -> Questionnaire:
    """What people answer now; NotFound while nothing is published."""
    if survey.version_id is None:
        raise NotFound(_("Diese Umfrage ist noch nicht fertig."))
    return published_content(survey.version_id)
