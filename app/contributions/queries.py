"""Reads of the record for the stages above and for channels; pages of people and staff have their own files."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, select

from app.base.database import db
from app.contributions.frames import frame as frame
from app.contributions.frames import placements as placements
from app.contributions.models import Attribute, Contribution, Submission
from app.contributions.vocabulary import COUNTED_STATES


def marks_by_question(
    *, activity_id: UUID, participant_id: UUID, without: Collection[UUID] = ()
) -> dict[str, int]:
    """How many marks a participant has set for each question of an activity, for a channel's limit.

    `without` leaves out the contributions that are being written or corrected right now.
    """
    query = (
        select(Attribute.value_text, func.count())
        .join(Contribution, Attribute.contribution_id == Contribution.id)
        .join(Submission, Contribution.submission_id == Submission.id)
        .where(
            Submission.activity_id == activity_id,
            Submission.participant_id == participant_id,
            Contribution.kind == "mark",
            Contribution.state.in_(COUNTED_STATES),
            Contribution.id.not_in(list(without)),
            Attribute.key == "question",
        )
        .group_by(Attribute.value_text)
        .order_by(Attribute.value_text)
    )
    return {question or "": count for question, count in db.session.execute(query)}


def counts(process_id: UUID) -> tuple[int, int]:
    """Counted contributions and the distinct persons behind them in a process, for overviews of the staff."""
    query = (
        select(func.count(), func.count(Submission.person_key.distinct()))
        .select_from(Contribution)
        .join(Submission, Contribution.submission_id == Submission.id)
        .where(Contribution.process_id == process_id, Contribution.state.in_(COUNTED_STATES))
    )
    row = db.session.execute(query).one()
    return row[0], row[1]
