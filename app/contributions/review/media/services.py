"""What moderators decide about attachments: release, keep inside, reject, lock; take back one's last click."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from app.base.audit import note as audit
from app.base.database import db, leave_no_trace, now
from app.base.errors import DomainError, NotAllowed, NotFound
from app.contributions.media.models import Attachment
from app.contributions.media.queries import in_process
from app.contributions.media.services.redacting import Blurred, redact
from app.contributions.models import Contribution, Submission
from app.contributions.review.media.models import AttachmentDecision
from app.contributions.review.media.vocabulary import (
    EXCEPTIONS,
    FIRST_YES,
    LOCKED,
    LONGEST_NOTE,
    LONGEST_TRANSCRIPT,
    REJECTED,
    SHORTEST_NOTE,
)
from app.contributions.words import clean
from app.participants.consents import is_consented

DECIDED = ("in_review", "released", "internal", "rejected")
"""States a moderator may decide from; what is still arriving, taken back or locked is out of reach."""

SHOWN_BY = {"photo": "photo", "scan": "drawing", "drawing": "drawing"}
"""The purpose whose yes lets a picture be shown to everybody."""


@dataclass(frozen=True)
class Seen:
    """What a moderator says of one attachment beside the decision.

    `has_people`: somebody can be recognised as the picture is now. `exception`: key of EXCEPTIONS with its `note`.
    `text`: transcript as all may read it. `with_sound`: also the voice itself is to be heard by all. `boxes`: what is
    to be blurred from now on, None to leave it; `made`: those boxes blurred already, outside of the transaction.
    """

    has_people: bool | None = None
    exception: str = ""
    note: str = ""
    text: str = ""
    with_sound: bool = False
    boxes: Sequence[dict[str, Any]] | None = None
    made: Blurred | None = None


def release(
    *, process_id: UUID, attachment_id: UUID, version: int | None, user_id: UUID | None, seen: Seen
) -> Attachment:
    """Let everybody see a picture as it is blurred now, or read a transcript, or hear a voice.

    People who can be recognised, and voices, need two different persons: after the first yes it waits for the second.
    NotAllowed for secret places, danger and missing consents (E12); DomainError when something is not said.
    """
    attachment, said, owner = _held(process_id, attachment_id, version)
    if said.is_secret or said.urgency == 2:
        raise NotAllowed(_("Zu einem geheimen oder gefährlichen Ort wird nichts freigegeben."))
    if attachment.kind != "audio" and seen.has_people is None:
        raise DomainError(_("Bitte sagen Sie, ob man Menschen erkennen kann."), field="has_people")
    _apply(attachment, seen)
    if attachment.kind == "audio":
        _check_audio(attachment, owner, seen)
    else:
        _check_picture(attachment, owner, seen)
    seal = _seal(attachment, seen)
    first = _first_yes(attachment.id)
    is_first = (seen.has_people or seen.with_sound) and (
        first is None or first.user_id in (None, user_id) or first.seal != seal
    )
    if attachment.kind == "audio":
        attachment.public_digest = attachment.digest if seen.with_sound else None
    elif attachment.public_digest is None:
        attachment.public_digest, attachment.public_preview = attachment.digest, attachment.preview
    if is_first:
        # What was public until now is not: else one person's yes would show what two have to see.
        return _decided(attachment, "in_review", user_id, FIRST_YES, note=seen.note, seal=seal)
    return _decided(attachment, "released", user_id, seen.exception, note=seen.note, seal=seal)


def keep_internal(
    *, process_id: UUID, attachment_id: UUID, version: int | None, user_id: UUID | None, seen: Seen
) -> Attachment:
    """Only the team sees or hears it."""
    attachment, _said, _owner = _held(process_id, attachment_id, version)
    _apply(attachment, seen)
    return _decided(attachment, "internal", user_id)


def save(
    *, process_id: UUID, attachment_id: UUID, version: int | None, user_id: UUID | None, seen: Seen
) -> Attachment:
    """Keep what was written or blurred; the decision comes later. What was public is looked at again first."""
    attachment, _said, _owner = _held(process_id, attachment_id, version)
    _apply(attachment, seen)
    return _decided(attachment, "in_review", user_id)


def reject(
    *, process_id: UUID, attachment_id: UUID, version: int | None, user_id: UUID | None, reason: str
) -> Attachment:
    """Keep it from everybody; its owner reads why. A reason of LOCKED (E13) locks the file for safeguarding."""
    if reason not in REJECTED and reason not in LOCKED:
        raise DomainError(_("Bitte wählen Sie einen Grund."), field="reason")
    attachment, _said, _owner = _held(process_id, attachment_id, version)
    is_locked = reason in LOCKED
    if is_locked:
        audit(
            actor=user_id or "command",
            action="attachment.lock",
            object_kind="attachment",
            object_id=attachment_id,
        )
    return _decided(attachment, "locked" if is_locked else "rejected", user_id, reason)


def undo(*, process_id: UUID, user_id: UUID) -> Attachment:
    """Take back one's own last decision about an attachment; NotFound when there is none.

    What somebody else or its owner changed since stays as it is. Boxes and words stay as they were written.
    """
    last = last_of(process_id, user_id)
    if last is None:
        raise NotFound(_("Es gibt nichts mehr rückgängig zu machen."))
    last.undone = True
    attachment = db.session.get_one(
        Attachment, last.attachment_id, populate_existing=True, with_for_update=True
    )
    if attachment.state == last.to_state:
        # Never straight back to everybody: consents and boxes may have changed since.
        attachment.state = "in_review" if last.from_state == "released" else last.from_state
        attachment.reason = ""
        attachment.version += 1
    db.session.flush()
    audit(actor=user_id, action="review.undo", object_kind="attachment", object_id=attachment.id)
    return attachment


def last_of(process_id: UUID, user_id: UUID) -> AttachmentDecision | None:
    """One's own last decision in this process that was not taken back; only safeguarding unlocks (E13)."""
    query = (
        select(AttachmentDecision)
        .join(Attachment, Attachment.id == AttachmentDecision.attachment_id)
        .where(
            Attachment.process_id == process_id,
            AttachmentDecision.user_id == user_id,
            AttachmentDecision.undone.is_(False),
            AttachmentDecision.to_state != "locked",
        )
        .order_by(AttachmentDecision.created_at.desc(), AttachmentDecision.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def _held(
    process_id: UUID, attachment_id: UUID, version: int | None
) -> tuple[Attachment, Contribution, UUID | None]:
    """The attachment, locked until the commit, its contribution and owner; NotFound, Conflict."""
    db.session.execute(
        select(Attachment)
        .where(Attachment.id == attachment_id, Attachment.process_id == process_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    attachment, said = in_process(attachment_id, process_id)
    if attachment.state not in DECIDED or said.urgency == 2:
        raise NotFound(_("Diese Datei gibt es hier nicht."))
    attachment.expect_version(version)
    owner = db.session.scalar(select(Submission.participant_id).where(Submission.id == said.submission_id))
    return attachment, said, owner


def _apply(attachment: Attachment, seen: Seen) -> None:
    text = clean(seen.text)
    if len(text) > LONGEST_TRANSCRIPT:
        raise DomainError(_("Der Text ist zu lang."), field="text")
    if attachment.kind == "audio":
        if text != attachment.text:
            leave_no_trace()
        attachment.text = text
        return
    attachment.has_people = seen.has_people
    if seen.boxes is not None and is_other(seen.boxes, attachment.redactions):
        redact(attachment, seen.boxes, seen.made)


def is_other(boxes: Sequence[dict[str, Any]], known: Sequence[dict[str, Any]]) -> bool:
    """The boxes differ by more than the rounding of a form."""
    return [_rounded(box) for box in boxes] != [_rounded(box) for box in known]


def _rounded(box: dict[str, Any]) -> list[float]:
    return [round(float(box[side]), 3) for side in ("x", "y", "w", "h")]


def _check_picture(attachment: Attachment, owner: UUID | None, seen: Seen) -> None:
    if not is_consented(owner, SHOWN_BY[attachment.kind], attachment.id):
        raise NotAllowed(
            _("Dazu fehlt das Ja der Person, die es geschickt hat. Es bleibt intern."), field="consent"
        )
    if not seen.has_people or is_consented(owner, "photo_people", attachment.id):
        return
    if seen.exception not in EXCEPTIONS:
        message = _(
            "Man erkennt Menschen, und ihr Ja fehlt. Machen Sie sie unscharf, oder nennen Sie eine Ausnahme."
        )
        raise NotAllowed(message, field="exception")
    if not SHORTEST_NOTE <= len(clean(seen.note)) <= LONGEST_NOTE:
        raise DomainError(_("Bitte begründen Sie die Ausnahme in einem Satz."), field="note")


def _check_audio(attachment: Attachment, owner: UUID | None, seen: Seen) -> None:
    if not is_consented(owner, "audio", attachment.id):
        raise NotAllowed(
            _("Dazu fehlt das Ja der Person, die es geschickt hat. Es bleibt intern."), field="consent"
        )
    if attachment.text and not is_consented(owner, "quote", attachment.id):
        raise NotAllowed(
            _("Die Worte darf das Team nur mit einem eigenen Ja zeigen. Es fehlt, also bleibt es intern."),
            field="consent",
        )
    if seen.with_sound and not is_consented(owner, "audio_public", attachment.id):
        raise NotAllowed(_("Die Stimme darf nicht alle erreichen: Dieses Ja fehlt."), field="with_sound")
    if not seen.with_sound and not attachment.text:
        raise DomainError(_("Bitte schreiben Sie auf, was gesagt wird."), field="text")


def _seal(attachment: Attachment, seen: Seen) -> str:
    shown = [attachment.redactions, seen.has_people, seen.exception, attachment.text, seen.with_sound]
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()


def _first_yes(attachment_id: UUID) -> AttachmentDecision | None:
    """The newest decision, when it is a first yes that still stands."""
    newest = db.session.scalar(
        select(AttachmentDecision)
        .where(AttachmentDecision.attachment_id == attachment_id, AttachmentDecision.undone.is_(False))
        .order_by(AttachmentDecision.created_at.desc(), AttachmentDecision.id.desc())
        .limit(1)
    )
    return newest if newest is not None and newest.reason == FIRST_YES else None


def _decided(
    attachment: Attachment,
    state: str,
    user_id: UUID | None,
    reason: str = "",
    *,
    note: str = "",
    seal: str = "",
) -> Attachment:
    before = attachment.state
    attachment.state = state
    attachment.reason = reason if state in {"rejected", "locked"} else ""
    attachment.reviewed_by, attachment.reviewed_at = user_id, now()
    db.session.add(
        AttachmentDecision(
            attachment_id=attachment.id,
            user_id=user_id,
            from_state=before,
            to_state=state,
            reason=reason,
            note=clean(note)[:LONGEST_NOTE],
            seal=seal,
        )
    )
    db.session.flush()
    return attachment
