"""What the media desk asks: how many wait, which comes next, what was decided last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from app.accounts.models import User
from app.base.database import db
from app.contributions.media.models import Attachment
from app.contributions.models import Contribution, Submission
from app.contributions.review.media.models import AttachmentDecision
from app.contributions.review.media.vocabulary import FIRST_YES
from app.participants.consents import is_consented


@dataclass(frozen=True)
class LastDecision:
    """The newest decision about an attachment that stands."""

    by: str
    user_id: UUID | None
    at: datetime
    reason: str
    note: str

    @property
    def waits_for_second(self) -> bool:
        return self.reason == FIRST_YES


@dataclass(frozen=True)
class Yeses:
    """Which consents the desk needs to know of, and nothing else of the person."""

    own: bool
    people: bool
    sound: bool
    words: bool


def waiting(process_id: UUID) -> int:
    """How many attachments wait to be looked at."""
    query = select(func.count()).select_from(Attachment).join(Contribution)
    return db.session.scalar(query.where(*_open(process_id))) or 0


def next_waiting(process_id: UUID, *, skip: Sequence[UUID] = ()) -> UUID | None:
    """The one that has waited longest, without those just seen."""
    query = (
        select(Attachment.id)
        .join(Contribution, Attachment.contribution_id == Contribution.id)
        .where(*_open(process_id), Attachment.id.not_in(skip))
        .order_by(Attachment.received_at, Attachment.id)
        .limit(1)
    )
    return db.session.scalar(query)


def last_decision(attachment_id: UUID) -> LastDecision | None:
    row = db.session.execute(
        select(AttachmentDecision, User.name, User.email)
        .outerjoin(User, User.id == AttachmentDecision.user_id)
        .where(
            AttachmentDecision.attachment_id == attachment_id,
            AttachmentDecision.undone.is_(False),
        )
        .order_by(AttachmentDecision.created_at.desc(), AttachmentDecision.id.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    made, name, email = row
    return LastDecision(name or email or "", made.user_id, made.created_at, made.reason, made.note)


def yeses_of(attachment: Attachment, said: Contribution, purpose: str) -> Yeses:
    """What the person who sent it said yes to; `purpose` is the one that lets it be shown."""
    owner = db.session.scalar(select(Submission.participant_id).where(Submission.id == said.submission_id))
    return Yeses(
        is_consented(owner, purpose, attachment.id),
        is_consented(owner, "photo_people", attachment.id),
        is_consented(owner, "audio_public", attachment.id),
        is_consented(owner, "quote", attachment.id),
    )


def _open(process_id: UUID) -> list[ColumnElement[bool]]:
    return [
        Attachment.process_id == process_id,
        Attachment.state == "in_review",
        Contribution.urgency < 2,
        Contribution.state.not_in(("draft", "withdrawn")),
    ]
