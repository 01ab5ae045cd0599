"""What was said in one activity, for the channel's own pages of the team: words and answers, never a person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from app.base.database import db
from app.contributions.flags import DANGER
from app.contributions.models import Attribute, Contribution, Submission
from app.contributions.vocabulary import COUNTED_STATES


@dataclass(frozen=True)
class SaidThere:
    """One contribution without whoever said it; `attributes` are its closed answers."""

    id: UUID
    kind: str
    title: str
    text: str
    attributes: dict[str, str] = field(default_factory=dict)


def said_in(activity_id: UUID, kinds: Collection[str]) -> list[SaidThere]:
    """What counts and hints at no danger (E19: that is for safeguarding alone), in the order of arrival."""
    query = (
        select(Contribution)
        .join(Submission, Contribution.submission_id == Submission.id)
        .where(
            Submission.activity_id == activity_id,
            Contribution.kind.in_(kinds),
            Contribution.state.in_(COUNTED_STATES),
        )
        .order_by(Submission.received_at, Contribution.position, Contribution.id)
    )
    found = [one for one in db.session.scalars(query) if DANGER not in one.flags]
    answers: dict[UUID, dict[str, str]] = {one.id: {} for one in found}
    rows = select(Attribute).where(Attribute.contribution_id.in_(answers)).order_by(Attribute.key)
    for answer in db.session.scalars(rows):
        answers[answer.contribution_id][answer.key] = answer.value_text or ""
    return [SaidThere(one.id, one.kind, one.title, one.text, answers[one.id]) for one in found]
