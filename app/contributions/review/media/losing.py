"""A yes is gone: what rested on it is hidden in the same transaction, and its bytes are removed after it (E06)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from app.contributions.media.models import Attachment
from app.contributions.media.queries import of_participant
from app.contributions.media.services import take_back
from app.contributions.media.vocabulary import NEEDS_CONSENT
from app.contributions.review.media.services import SHOWN_BY
from app.participants.consents import is_consented


def hide_without_consent(participant_ids: Sequence[UUID]) -> None:
    """Take back what may not even be kept now, and look again at what may not be shown now."""
    for participant_id in participant_ids:
        # Whoever decides just now holds the row and has asked for the yes before: one of the two sees the other.
        for attachment in of_participant(participant_id, lock=True):
            if attachment.state in {"withdrawn", "locked"}:
                continue
            needed = NEEDS_CONSENT.get(attachment.kind)
            if needed and not is_consented(participant_id, needed, attachment.id):
                take_back(attachment_id=attachment.id, participant_id=participant_id)
            elif attachment.state == "released" and not _may_be_shown(attachment, participant_id):
                attachment.state = "in_review"
                attachment.version += 1


def _may_be_shown(attachment: Attachment, participant_id: UUID) -> bool:
    needed = [SHOWN_BY[attachment.kind]] if attachment.kind in SHOWN_BY else ["audio"]
    if attachment.has_people:
        needed.append("photo_people")
    if attachment.kind == "audio" and attachment.public_digest is not None:
        needed.append("audio_public")
    if attachment.kind == "audio" and attachment.text:
        needed.append("quote")
    return all(is_consented(participant_id, purpose, attachment.id) for purpose in needed)
