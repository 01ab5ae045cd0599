"""Reads of drawing activities: their settings, and how many maps a person has sent."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.base.database import db
from app.base.errors import NotFound
from app.base.i18n import current_language
from app.contributions.own import OwnContribution, own
from app.maps.subjective.models import CHANNEL, DrawingTask
from app.maps.subjective.template import KNOWN
from app.processes.queries import activity_by_slug
from app.processes.wordings import ORIGINAL, Said, said


def task_by_slug(process_id: UUID, slug: str) -> DrawingTask:
    """The settings of one drawing activity; NotFound."""
    activity = activity_by_slug(process_id, slug)
    found = task_of(activity.id) if activity.channel == CHANNEL else None
    if found is None:
        raise NotFound(_("Diese Aktivität gibt es nicht."))
    return found


def task_of(activity_id: UUID) -> DrawingTask | None:
    """The settings of an activity, or None when nothing is drawn in it."""
    query = select(DrawingTask).where(DrawingTask.activity_id == activity_id)
    return db.session.scalar(query.options(joinedload(DrawingTask.activity)))


def own_maps(*, activity_id: UUID, participant_id: UUID) -> list[OwnContribution]:
    """The subjective maps a person has sent to an activity, newest first, without withdrawn ones."""
    return [
        found for found in own(participant_id, activity_id) if found.contribution.kind == "subjective_map"
    ]


def words_of(task: DrawingTask, field: str) -> Said:
    """What staff wrote in a column, or the text of a new activity, in the reader's language."""
    text = getattr(task, field)
    found = said(task.activity.process_id, task.activity_id, field, text)
    if found.language == ORIGINAL and text in KNOWN:
        return Said(_(text), current_language())
    return found
