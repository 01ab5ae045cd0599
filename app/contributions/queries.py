"""Reads of the record for the stages above and for channels; pages of people and staff have their own files."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import bindparam, func, select

from app.areas.locator import locator_for
from app.areas.models import Area
from app.base.database import db
from app.base.prepared import Prepared
from app.contributions.counted import counted as counted
from app.contributions.counted import counted_placements as counted_placements
from app.contributions.frames import frame as frame
from app.contributions.frames import placements as placements
from app.contributions.models import Attribute, Contribution, Placement, Submission
from app.contributions.shapes import points_of
from app.contributions.sittings import has_answered as has_answered
from app.contributions.sittings import sitting_answers as sitting_answers
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


def area_codes(contribution_ids: Collection[UUID], area_set_id: UUID) -> dict[UUID, str]:
    """In which area of a vintage each of these lies; those outside and without a place are left out."""
    placed = (
        select(Placement.contribution_id, Area.code)
        .outerjoin(Area, Placement.area_id == Area.id)
        .where(Placement.area_set_id == area_set_id, Placement.contribution_id.in_(contribution_ids))
    )
    found = dict(db.session.execute(placed).tuples().all())
    waiting = select(Contribution.id, Contribution.geometry).where(
        Contribution.id.in_(contribution_ids),
        Contribution.id.not_in(found),
        Contribution.geometry.is_not(None),
    )
    late = db.session.execute(waiting).all()
    if late:
        locator = locator_for(area_set_id)
        names = select(Area.id, Area.code).where(Area.area_set_id == area_set_id)
        codes = dict(db.session.execute(names).tuples().all())
        where = locator.locate_many(*points_of([row.geometry for row in late])).tolist()
        found |= {
            row.id: codes[locator.area_ids[index]]
            for row, index in zip(late, where, strict=True)
            if index >= 0
        }
    return {key: code for key, code in found.items() if code}


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


def states_of(contribution_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The state of each of these contributions that exists."""
    query = select(Contribution.id, Contribution.state).where(Contribution.id.in_(contribution_ids))
    return dict(row._tuple() for row in db.session.execute(query.order_by(Contribution.id)))
