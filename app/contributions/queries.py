"""Reads of the record for the stages above and for channels; pages of people and staff have their own files."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import bindparam, func, select

from app.base.database import db
from app.base.prepared import Prepared
from app.contributions.counted import counted as counted
from app.contributions.counted import counted_placements as counted_placements
from app.contributions.frames import frame as frame
from app.contributions.frames import placements as placements
from app.contributions.models import Attribute, Contribution, Submission
from app.contributions.vocabulary import COUNTED_STATES, DRAWN_KINDS

_QUESTION = (
    select(Attribute.value_text)
    .where(Attribute.contribution_id == Contribution.id, Attribute.key == "question")
    .scalar_subquery()
)
# The question is looked up for each of the person's marks; joined, SQLite would begin with everybody's answers.
_MARKS_BY_QUESTION = Prepared(
    select(_QUESTION.label("question"), func.count())
    .select_from(Submission)
    .join(Contribution, Contribution.submission_id == Submission.id)
    .where(
        Submission.activity_id == bindparam("activity_id"),
        Submission.participant_id == bindparam("participant_id"),
        Contribution.kind.in_(bindparam("kinds", expanding=True)),
        Contribution.state.in_(COUNTED_STATES),
        Contribution.id.not_in(bindparam("without", expanding=True)),
        _QUESTION.is_not(None),
    )
    .group_by("question")
    .order_by("question")
)


def marks_by_question(
    *,
    activity_id: UUID,
    participant_id: UUID,
    without: Collection[UUID] = (),
    kinds: Collection[str] = DRAWN_KINDS,
) -> dict[str, int]:
    """How many marks and drawings a participant has made for each question of an activity, for a channel's limit.

    `without` leaves out the contributions that are being written or corrected right now.
    """
    given = {
        "activity_id": activity_id,
        "participant_id": participant_id,
        "without": list(without),
        "kinds": list(kinds),
    }
    found = _MARKS_BY_QUESTION.run(given)
    return {question or "": count for question, count in found}


def is_own(*, contribution_id: UUID, participant_id: UUID, kind: str) -> bool:
    """Whether a contribution of this kind is the participant's own and still there."""
    query = (
        select(Contribution.id)
        .join(Submission, Contribution.submission_id == Submission.id)
        .where(
            Contribution.id == contribution_id,
            Contribution.kind == kind,
            Contribution.state != "withdrawn",
            Submission.participant_id == participant_id,
        )
    )
    return db.session.scalar(query) is not None


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


def has_more_than(most: int, process_id: UUID) -> bool:
    """Whether a process has more contributions of any state; asks for no more rows than it takes to know."""
    query = select(Contribution.id).where(Contribution.process_id == process_id).limit(most + 1).subquery()
    return (db.session.scalar(select(func.count()).select_from(query)) or 0) > most
