"""Reads of the closed answers of whole sittings: for counting, for a channel's rules, for the person who gave them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import pandas as pd
from flask_babel import gettext as _
from sqlalchemy import and_, bindparam, func, select

from app.base.database import db
from app.base.errors import NotFound
from app.base.prepared import Prepared
from app.contributions.media.models import Attachment
from app.contributions.media.vocabulary import ARRIVED_STATES
from app.contributions.models import Attribute, Contribution, Submission, SubmissionAttribute
from app.participants.models import Participant
from app.processes.models import Activity

ANSWER_COLUMNS = (
    "submission_id", "person_key", "key", "value_text", "value_number", "received_at", "source", "language",
    "age_band", "gender", "home_area_set", "home_area_code",
)  # fmt: skip
_ANSWERED = Prepared(
    select(Submission.id)
    .where(
        Submission.activity_id == bindparam("activity_id"),
        Submission.participant_id == bindparam("participant_id"),
        Submission.id != bindparam("without"),
        select(SubmissionAttribute.key).where(SubmissionAttribute.submission_id == Submission.id).exists(),
    )
    .limit(1)
)


def answered_values(activity_ids: Collection[UUID], key: str) -> set[str]:
    """All texts that sittings of these activities gave to one key."""
    query = (
        select(SubmissionAttribute.value_text)
        .join(Submission, SubmissionAttribute.submission_id == Submission.id)
        .where(Submission.activity_id.in_(activity_ids), SubmissionAttribute.key == key)
        .distinct()
        .order_by(SubmissionAttribute.value_text)
    )
    return {value for value in db.session.scalars(query) if value is not None}


def sitting_answers(activity_id: UUID) -> pd.DataFrame:
    """One row for each closed answer of each sitting, in the order of ANSWER_COLUMNS, ordered by time, id and key.

    `value_text` is None for a number, `value_number` nan for a text; `received_at` is UTC; `age_band`, `gender`
    and the home are None where nobody's profile belongs to the sitting. Sittings stand in the order of `received_at`.
    """
    query = (
        select(
            Submission.id.label("submission_id"),
            Submission.person_key,
            SubmissionAttribute.key,
            SubmissionAttribute.value_text,
            SubmissionAttribute.value_number,
            Submission.received_at,
            Submission.source,
            Submission.language,
            Participant.age_band,
            Participant.gender,
            Participant.home_area_set,
            Participant.home_area_code,
        )
        .join_from(Submission, SubmissionAttribute, SubmissionAttribute.submission_id == Submission.id)
        .outerjoin(Participant, Submission.participant_id == Participant.id)
        .where(Submission.activity_id == activity_id)
        .order_by(Submission.received_at, Submission.id, SubmissionAttribute.key)
    )
    rows = db.session.connection().execute(query).all()
    columns: list[Any] = list(zip(*rows, strict=True)) if rows else [()] * len(ANSWER_COLUMNS)
    table = pd.DataFrame(
        {
            name: pd.Series(list(values), dtype=object)
            for name, values in zip(ANSWER_COLUMNS, columns, strict=True)
        }
    )
    table["value_number"] = table["value_number"].astype(float)
    table["received_at"] = pd.to_datetime(table["received_at"], utc=True)
    return table


def said_by_question(activity_id: UUID) -> dict[tuple[UUID, str], int]:
    """How many words, marks and files each sitting gave to each question, by (submission_id, flat key).

    What was taken back was not said; what was rejected was, so that nobody seems to have left a question out.
    """
    query = (
        select(Submission.id, Attribute.value_text, func.count())
        .join_from(Submission, Contribution, Contribution.submission_id == Submission.id)
        .join(Attribute, and_(Attribute.contribution_id == Contribution.id, Attribute.key == "question"))
        .where(Submission.activity_id == activity_id, Contribution.state != "withdrawn")
        .group_by(Submission.id, Attribute.value_text)
        .order_by(Submission.id, Attribute.value_text)
    )
    return {(sitting, key or ""): count for sitting, key, count in db.session.execute(query).tuples()}


def files_by_question(activity_id: UUID) -> dict[tuple[UUID, str], int]:
    """How many photos and recordings of each sitting have arrived, by (submission_id, flat key of the question).

    Only of questions that ask for files; those about a mark belong to the mark. What was taken back is not there, what
    could not be opened neither.
    """
    query = (
        select(Submission.id, Attribute.value_text, func.count(Attachment.id))
        .join_from(Submission, Contribution, Contribution.submission_id == Submission.id)
        .join(Attribute, and_(Attribute.contribution_id == Contribution.id, Attribute.key == "question"))
        .outerjoin(
            Attachment,
            and_(Attachment.contribution_id == Contribution.id, Attachment.state.in_(ARRIVED_STATES)),
        )
        .where(
            Submission.activity_id == activity_id,
            Contribution.state != "withdrawn",
            Contribution.kind.in_(("photo", "narration")),
        )
        .group_by(Submission.id, Attribute.value_text)
        .order_by(Submission.id, Attribute.value_text)
    )
    return {(sitting, key or ""): count for sitting, key, count in db.session.execute(query).tuples()}


def answers_stand(process_id: UUID) -> tuple[int, datetime | None, datetime | None]:
    """How many closed answers a process holds, and when the first and the last of their sittings arrived (UTC)."""
    query = (
        select(func.count(), func.min(Submission.received_at), func.max(Submission.received_at))
        .join_from(Submission, SubmissionAttribute, SubmissionAttribute.submission_id == Submission.id)
        .where(Submission.process_id == process_id)
    )
    count, first, last = db.session.execute(query).one()
    return count, first, last


def has_answered(*, activity_id: UUID, participant_id: UUID, without: UUID) -> bool:
    """Whether a participant has a sitting with answers in this activity; one that was taken back is none.

    `without` leaves out the sitting that is being written right now.
    """
    given = {"activity_id": activity_id, "participant_id": participant_id, "without": without}
    return _ANSWERED.run(given).first() is not None


@dataclass(frozen=True)
class OwnSitting:
    """The closed answers of one own sitting, by flat key."""

    id: UUID
    activity_id: UUID | None
    title: str
    received_at: datetime
    language: str
    channel: str = ""
    answers: dict[str, str | float] = field(default_factory=dict)
    device_time: datetime | None = None

    def as_json(self) -> dict[str, Any]:
        """As the download gives it."""
        return {
            "id": str(self.id),
            "activity": self.title,
            "received_at": self.received_at.isoformat(),
            "language": self.language,
            "answers": self.answers,
        }


def own_sittings(participant_id: UUID) -> list[OwnSitting]:
    """A participant's sittings with answers, newest first; those taken back have none and are left out."""
    query = (
        select(Submission, Activity.title, SubmissionAttribute)
        .join_from(Submission, SubmissionAttribute, SubmissionAttribute.submission_id == Submission.id)
        .outerjoin(Activity, Submission.activity_id == Activity.id)
        .where(Submission.participant_id == participant_id)
        .order_by(Submission.received_at.desc(), Submission.id, SubmissionAttribute.key)
    )
    found: dict[UUID, OwnSitting] = {}
    for sitting, title, answer in db.session.execute(query):
        one = found.setdefault(
            sitting.id,
            OwnSitting(
                sitting.id,
                sitting.activity_id,
                title or "",
                sitting.received_at,
                sitting.language,
                sitting.channel,
                device_time=sitting.device_time,
            ),
        )
        one.answers[answer.key] = answer.value_number if answer.value_text is None else answer.value_text
    return list(found.values())


def own_sitting(participant_id: UUID, submission_id: UUID) -> OwnSitting:
    """One own sitting with answers; NotFound for foreign, unknown and taken back ones alike."""
    found = next((one for one in own_sittings(participant_id) if one.id == submission_id), None)
    if found is None:
        raise NotFound(_("Diese Antworten gibt es nicht oder sie sind nicht von dir."))
    return found
