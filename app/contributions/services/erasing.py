"""Erasure (Art. 17 GDPR, E07): everything a participant said goes; the protocol shows only that it happened."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select

from app.areas.holding import hold_areas
from app.base.audit import note
from app.base.database import db, leave_no_trace
from app.contributions.media.services import erase_attachments, forget_waiting
from app.contributions.models import (
    Attribute,
    Contribution,
    Placement,
    PointIndex,
    ReviewDecision,
    Submission,
    SubmissionAttribute,
)
from app.contributions.points import index
from app.processes.channels import forget_copies


def erase_participant(*, participant_id: UUID) -> int:
    """Delete all submissions of a participant with words, places, answers, files and decisions; returns how many
    contributions went (answers of a whole sitting are none). Calling it again changes nothing."""
    hold_areas()
    submissions = select(Submission.id).where(Submission.participant_id == participant_id)
    contributions = select(Contribution.id).where(Contribution.submission_id.in_(submissions))
    gone = db.session.scalar(select(func.count()).select_from(contributions.subquery())) or 0
    processes = db.session.scalars(
        select(Submission.process_id).where(Submission.participant_id == participant_id).distinct()
    ).all()
    _forget_copies(participant_id)
    erase_attachments(contributions)
    forget_waiting(participant_id)
    for table in (Attribute, Placement, PointIndex, ReviewDecision):
        db.session.execute(delete(table).where(table.contribution_id.in_(contributions)))
    db.session.execute(delete(SubmissionAttribute).where(SubmissionAttribute.submission_id.in_(submissions)))
    db.session.execute(delete(Contribution).where(Contribution.submission_id.in_(submissions)))
    result: Any = db.session.execute(delete(Submission).where(Submission.participant_id == participant_id))
    index.touch(processes)
    leave_no_trace()
    if result.rowcount:
        note(
            actor="participant",
            action="contributions.erase",
            object_kind="participant",
            object_id=participant_id,
        )
    return gone


def _forget_copies(participant_id: UUID) -> None:
    """Tell the channels which of a person's contributions and sittings go, by activity."""
    query = (
        select(Submission.activity_id, Submission.id, Contribution.id.label("contribution_id"))
        .outerjoin(Contribution, Contribution.submission_id == Submission.id)
        .where(Submission.participant_id == participant_id, Submission.activity_id.is_not(None))
        .order_by(Submission.id, Contribution.id)
    )
    said: dict[UUID, set[UUID]] = {}
    for activity_id, submission_id, contribution_id in db.session.execute(query):
        said.setdefault(activity_id, set()).update(key for key in (submission_id, contribution_id) if key)
    forget_copies(said)
