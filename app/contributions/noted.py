"""What was noted in one activity, sitting by sitting, for its channel's pages of the team: words and answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import shapely
from sqlalchemy import select

from app.base.database import db
from app.contributions.flags import DANGER
from app.contributions.media.models import Attachment
from app.contributions.media.queries import attachments_of
from app.contributions.models import Attribute, Contribution, Submission, SubmissionAttribute
from app.contributions.vocabulary import COUNTED_STATES, PUBLIC_STATES

_LATEST, _EARLIEST = timedelta(days=1), timedelta(days=60)
"""A device's time counts when it lies so long before its words arrived, or so little after; else that of the server."""


@dataclass(frozen=True)
class NotedPhoto:
    """A photo of a contribution; `digest` names the file everybody may open, empty while it is for the team only."""

    id: UUID
    digest: str
    is_for_team: bool


@dataclass(frozen=True)
class NotedWords:
    """One contribution of a sitting; `attributes` are its closed answers, `geometry` is WGS 84.

    `released_text` is what everybody may read of it, empty before review and without words.
    """

    id: UUID
    kind: str
    title: str
    text: str
    valence: str | None
    geometry: shapely.Geometry | None
    is_secret: bool
    released_text: str
    attributes: dict[str, str]
    photos: list[NotedPhoto]


@dataclass(frozen=True)
class Noted:
    """One sitting with its own closed answers; `at` is when it was noted on the device, UTC."""

    id: UUID
    at: datetime
    facts: dict[str, str | float] = field(default_factory=dict)
    said: list[NotedWords] = field(default_factory=list)


def noted_in(activity_id: UUID) -> list[Noted]:
    """All sittings in the order they were noted, with what counts and hints at no danger (E19).

    Sittings of which nothing is left are not there: taken back, rejected, or handed to safeguarding.
    """
    sittings = select(Submission).where(Submission.activity_id == activity_id)
    found = {one.id: Noted(one.id, _moment(one)) for one in db.session.scalars(sittings)}
    mine = select(Submission.id).where(Submission.activity_id == activity_id)
    facts = select(SubmissionAttribute).where(SubmissionAttribute.submission_id.in_(mine))
    for fact in db.session.scalars(facts.order_by(SubmissionAttribute.key)):
        value = fact.value_text if fact.value_text is not None else fact.value_number
        if value is not None:
            found[fact.submission_id].facts[fact.key] = value
    said = select(Contribution).where(Contribution.submission_id.in_(mine))
    rows = db.session.scalars(said.order_by(Contribution.position, Contribution.id)).all()
    speaking = {one.submission_id for one in rows}
    kept = [one for one in rows if one.state in COUNTED_STATES and DANGER not in one.flags]
    answers: dict[UUID, dict[str, str]] = {one.id: {} for one in kept}
    for answer in db.session.scalars(select(Attribute).where(Attribute.contribution_id.in_(answers))):
        answers[answer.contribution_id][answer.key] = answer.value_text or ""
    photos = attachments_of(list(answers))
    for one in kept:
        found[one.submission_id].said.append(_words(one, answers[one.id], photos.get(one.id, [])))
    left = [one for one in found.values() if one.said or (one.facts and one.id not in speaking)]
    return sorted(left, key=lambda one: (one.at, one.id))


def _words(one: Contribution, answers: dict[str, str], attachments: list[Attachment]) -> NotedWords:
    return NotedWords(
        id=one.id,
        kind=one.kind,
        title=one.title,
        text=one.text,
        valence=one.valence,
        geometry=one.geometry,
        is_secret=one.is_secret,
        released_text=one.released_text or "" if one.state in PUBLIC_STATES else "",
        attributes=answers,
        photos=[
            NotedPhoto(
                photo.id,
                photo.public_digest or "" if photo.state == "released" and not one.is_secret else "",
                photo.state in ("in_review", "internal", "released"),
            )
            for photo in attachments
            if photo.kind == "photo" and photo.state in ("in_review", "internal", "released")
        ],
    )


def _moment(sitting: Submission) -> datetime:
    told, received = sitting.device_time, sitting.received_at
    return told if told and received - _EARLIEST < told < received + _LATEST else received
