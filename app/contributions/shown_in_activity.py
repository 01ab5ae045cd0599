"""The way out for one activity whose places everybody knows: released words and photos, in no order (E18)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.base.database import db
from app.contributions.exhibition import photos_of
from app.contributions.flags import DANGER
from app.contributions.models import Attribute, Contribution, Submission
from app.contributions.vocabulary import PUBLIC_STATES


@dataclass(frozen=True)
class ShownThere:
    """Released words, the digest of a released photo or both; `attributes` are its closed answers.

    `sitting` is for matching only and is never shown: it would tell what was said together.
    """

    sitting: UUID
    kind: str
    text: str
    photo: str
    attributes: dict[str, str]


def shown_in(activity_id: UUID) -> list[ShownThere]:
    """What everybody may read and see, by kind and words, so that what one person said does not stand together.

    No places (those of marks leave by `public`), nothing secret, nothing that hints at danger.
    """
    query = (
        select(Contribution)
        .join(Submission, Contribution.submission_id == Submission.id)
        .where(
            Submission.activity_id == activity_id,
            Contribution.kind != "mark",
            Contribution.state.in_(PUBLIC_STATES),
            Contribution.is_secret.is_(False),
        )
        .order_by(Contribution.id)
    )
    found = [one for one in db.session.scalars(query) if DANGER not in one.flags]
    answers: dict[UUID, dict[str, str]] = {one.id: {} for one in found}
    rows = select(Attribute).where(Attribute.contribution_id.in_(answers)).order_by(Attribute.key)
    for answer in db.session.scalars(rows):
        answers[answer.contribution_id][answer.key] = answer.value_text or ""
    photos = photos_of(list(answers))
    shown = [
        ShownThere(
            one.submission_id, one.kind, one.released_text or "", photos.get(one.id, ""), answers[one.id]
        )
        for one in found
    ]
    return sorted(
        (one for one in shown if one.text or one.photo), key=lambda one: (one.kind, one.text, one.photo)
    )


def shown_words(contribution_ids: list[UUID]) -> dict[UUID, str]:
    """The released words of those of these that have some and may be read by everybody."""
    query = select(Contribution.id, Contribution.released_text, Contribution.flags).where(
        Contribution.id.in_(contribution_ids),
        Contribution.state.in_(PUBLIC_STATES),
        Contribution.is_secret.is_(False),
        Contribution.released_text.is_not(None),
    )
    rows = db.session.execute(query.order_by(Contribution.id)).all() if contribution_ids else []
    return {row.id: row.released_text for row in rows if row.released_text and DANGER not in row.flags}
