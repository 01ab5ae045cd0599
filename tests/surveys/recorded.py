"""What of a sitting is compared between the ways in: attributes and contributions, ids and times aside."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import shapely
from sqlalchemy import select

from app.base.database import db
from app.contributions.models import Attribute, Contribution, Submission, SubmissionAttribute


def count_sittings() -> int:
    """How many sittings there are, of whomever."""
    return len(db.session.scalars(select(Submission.id)).all())


def sitting_of(participant_id: UUID) -> dict[str, Any]:
    """Attributes of the only sitting of somebody, and its contributions in order."""
    submission = db.session.scalars(
        select(Submission).where(Submission.participant_id == participant_id)
    ).one()
    attributes = db.session.execute(
        select(SubmissionAttribute.key, SubmissionAttribute.value_text, SubmissionAttribute.value_number)
        .where(SubmissionAttribute.submission_id == submission.id)
        .order_by(SubmissionAttribute.key)
    )
    said = db.session.scalars(select(Contribution).where(Contribution.submission_id == submission.id))
    return {
        "language": submission.language,
        "channel": submission.channel,
        "source": submission.source,
        "attributes": [tuple(row) for row in attributes],
        "contributions": sorted((_contribution(one) for one in said), key=repr),
    }


def _contribution(one: Contribution) -> dict[str, Any]:
    attributes = db.session.execute(
        select(Attribute.key, Attribute.value_text, Attribute.value_number)
        .where(Attribute.contribution_id == one.id)
        .order_by(Attribute.key)
    )
    return {
        "kind": one.kind,
        "quality": one.quality,
        "valence": one.valence,
        "text": one.text,
        "place_text": one.place_text,
        "precision": one.precision,
        "geometry": None if one.geometry is None else shapely.to_wkt(one.geometry, 5),
        "attributes": [tuple(row) for row in attributes if row.key != "about"],
    }
