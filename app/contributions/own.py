"""What a participant sees of their own contributions: the list, one of them, the download of everything."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import shapely
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from app.base.database import db
from app.base.errors import NotFound
from app.contributions.flags import DANGER
from app.contributions.media.models import Attachment
from app.contributions.media.own import as_json as attachment_json
from app.contributions.media.queries import attachments_of
from app.contributions.models import Attribute, Contribution, ReviewDecision, Submission
from app.contributions.review.reasons import REASONS
from app.contributions.rounding import VALENCES
from app.contributions.sittings import own_sittings
from app.contributions.vocabulary import PUBLIC_STATES
from app.contributions.words import full_text
from app.participants.consents import yes_of
from app.participants.models import Participant
from app.processes.channels import channels

OWN_STATES = {
    "draft": _l("noch nicht abgeschickt"),
    "submitted": _l("angekommen"),
    "in_review": _l("wird gerade gelesen"),
    "released": _l("für alle sichtbar"),
    "internal": _l("nur für das Planungsteam"),
    "redacted": _l("gekürzt für alle sichtbar"),
    "rejected_rules": _l("nicht freigegeben"),
    "withdrawn": _l("zurückgenommen"),
    "answered": _l("beantwortet"),
}


@dataclass(frozen=True)
class OwnContribution:
    """One own contribution; `state_text` in words for young people, `reason` why it was not released.

    `quote` is the wording of the yes to showing exactly these words, empty without one.
    """

    contribution: Contribution
    activity_id: UUID | None
    received_at: datetime
    language: str
    attributes: dict[str, str]
    reason: str
    attachments: list[Attachment] = field(default_factory=list)
    quote: str = ""

    @property
    def id(self) -> UUID:
        return self.contribution.id

    @property
    def quality(self) -> str | None:
        return self.contribution.quality

    @property
    def question(self) -> str | None:
        """Key of the question it answers, None outside of campaigns."""
        return self.attributes.get("question")

    @property
    def text(self) -> str:
        return self.contribution.text

    @property
    def title(self) -> str:
        return self.contribution.title

    @property
    def place_text(self) -> str:
        return self.contribution.place_text

    @property
    def is_secret(self) -> bool:
        return self.contribution.is_secret

    @property
    def state(self) -> str:
        return self.contribution.state

    @property
    def state_text(self) -> str:
        said = self.contribution
        if said.state in ("released", "redacted") and said.kind == "mark" and said.valence not in VALENCES:
            return _("gelesen, andere sehen nur eine Zahl")
        text = str(OWN_STATES[said.state])
        if self.contribution.state == "rejected_rules" and self.reason:
            return _("%(state)s, weil: %(reason)s", state=text, reason=self.reason)
        return text

    @property
    def shown_text(self) -> str | None:
        """What everybody reads of it, when that is not all one said; None otherwise."""
        said = self.contribution
        is_public = said.state in PUBLIC_STATES and said.released_text is not None
        return (
            said.released_text
            if is_public and said.released_text != full_text(said.title, said.text)
            else None
        )

    @property
    def may_change(self) -> bool:
        return self.contribution.state not in {"withdrawn", "draft"}

    def as_json(self) -> dict[str, Any]:
        """All one said, as the API and the download give it; geometry as GeoJSON."""
        said = self.contribution
        return {
            "id": str(said.id),
            "kind": said.kind,
            "quality": said.quality,
            "text": said.text,
            "title": said.title,
            "place_text": said.place_text,
            "geometry": None if said.geometry is None else shapely.geometry.mapping(said.geometry),
            "precision": said.precision,
            "is_secret": said.is_secret,
            "quote": self.quote,
            "attributes": self.attributes,
            "state": said.state,
            "state_text": self.state_text,
            "version": said.version,
        }


def own(participant_id: UUID, activity_id: UUID | None = None) -> list[OwnContribution]:
    """Everything a participant said (in one activity), newest first; withdrawn ones are left out for an activity."""
    query = _own_query(participant_id)
    if activity_id is not None:
        query = query.where(Submission.activity_id == activity_id, Contribution.state != "withdrawn")
    return _with_details(query)


def own_one(participant_id: UUID, contribution_id: UUID) -> OwnContribution:
    """One own contribution; NotFound for foreign, unknown and withdrawn ones alike."""
    query = _own_query(participant_id).where(
        Contribution.id == contribution_id, Contribution.state != "withdrawn"
    )
    found = _with_details(query)
    if not found:
        raise NotFound(_("Diesen Beitrag gibt es nicht oder er ist nicht von dir."))
    return found[0]


def own_data(participant: Participant) -> dict[str, Any]:
    """Everything stored about a participant: the profile and all that was said, for the download."""
    return {
        "participant": {
            "id": str(participant.id),
            "age_band": participant.age_band,
            "gender": participant.gender,
            "role": participant.role,
            "home_area_set": participant.home_area_set,
            "home_area_code": participant.home_area_code,
            "joined_on": participant.joined_on.isoformat(),
        },
        "contributions": [
            {
                **found.as_json(),
                "received_at": found.received_at.isoformat(),
                "language": found.language,
                "media": [attachment_json(one) for one in found.attachments],
            }
            for found in own(participant.id)
        ],
        "answers": [found.as_json() for found in own_sittings(participant.id)],
        "unsent": [one for channel in channels().values() for one in channel.unsent(participant.id)],
    }


def needs_help(contributions: list[OwnContribution]) -> bool:
    """True when something a person wrote sounds like danger, so that the page offers help first (E19)."""
    return any(DANGER in own.contribution.flags for own in contributions)


def _own_query(participant_id: UUID) -> Select[Any]:
    return (
        select(Contribution, Submission.activity_id, Submission.received_at, Submission.language)
        .join(Submission, Contribution.submission_id == Submission.id)
        .where(Submission.participant_id == participant_id)
        .order_by(Submission.received_at.desc(), Contribution.position, Contribution.id)
    )


def _with_details(query: Select[Any]) -> list[OwnContribution]:
    rows = db.session.execute(query).all()
    ids = [row.Contribution.id for row in rows]
    attributes: dict[UUID, dict[str, str]] = {}
    answers = select(Attribute).where(Attribute.contribution_id.in_(ids)).order_by(Attribute.key)
    for answer in db.session.scalars(answers):
        attributes.setdefault(answer.contribution_id, {})[answer.key] = answer.value_text or ""
    reasons: dict[UUID, str] = {}
    decisions = (
        select(ReviewDecision.contribution_id, ReviewDecision.reason)
        .where(ReviewDecision.contribution_id.in_(ids), ReviewDecision.to_state == "rejected_rules")
        .order_by(ReviewDecision.created_at, ReviewDecision.id)
    )
    for contribution_id, reason in db.session.execute(decisions):
        reasons[contribution_id] = str(REASONS.get(reason, ""))
    attachments, quotes = attachments_of(ids), yes_of("quote", ids)
    return [
        OwnContribution(
            row.Contribution,
            row.activity_id,
            row.received_at,
            row.language,
            attributes.get(row.Contribution.id, {}),
            reasons.get(row.Contribution.id, ""),
            attachments.get(row.Contribution.id, []),
            quotes.get(row.Contribution.id, ""),
        )
        for row in rows
    ]
