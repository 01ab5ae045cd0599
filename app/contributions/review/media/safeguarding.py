"""What safeguarding does with locked files (E13): list them, give them back to the desk, remove them for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from app.base.audit import note as audit
from app.base.database import db, leave_no_trace
from app.base.errors import NotFound
from app.contributions.media.models import Attachment
from app.contributions.media.services.removing import remove_files_of
from app.contributions.review.hand_overs import due_at, handed_over
from app.contributions.review.media.models import AttachmentDecision


@dataclass(frozen=True)
class Locked:
    """A locked file as safeguarding lists it; nobody else gets to it."""

    attachment: Attachment
    locked_at: datetime
    due_at: datetime
    is_handed_over: bool


def locked(process_id: UUID) -> list[Locked]:
    """Locked files of a process, the longest waiting first; those handed over come last."""
    rows = db.session.scalars(
        select(Attachment)
        .where(Attachment.process_id == process_id, Attachment.state == "locked")
        .order_by(Attachment.reviewed_at, Attachment.id)
    ).all()
    handed = handed_over([row.id for row in rows])
    found = [
        Locked(row, since, due_at(since), row.id in handed)
        for row in rows
        if (since := row.reviewed_at or row.announced_at)
    ]
    return sorted(found, key=lambda one: one.is_handed_over)


def locked_one(process_id: UUID, attachment_id: UUID) -> Attachment:
    """A locked file of this process, held until the commit; NotFound for every other one."""
    found = db.session.scalar(
        select(Attachment)
        .where(
            Attachment.id == attachment_id,
            Attachment.process_id == process_id,
            Attachment.state == "locked",
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound(_("Diese Datei gibt es hier nicht."))
    return found


def unlock(*, process_id: UUID, attachment_id: UUID, version: int | None, user_id: UUID | None) -> None:
    """Safeguarding saw nothing of the kind: the file goes back to the desk."""
    attachment = locked_one(process_id, attachment_id)
    attachment.expect_version(version)
    _decide(attachment, "in_review", user_id, "no_danger")


def destroy(*, process_id: UUID, attachment_id: UUID, version: int | None, user_id: UUID | None) -> None:
    """The file itself goes for good; that it was there, and why it was locked, remains."""
    attachment = locked_one(process_id, attachment_id)
    attachment.expect_version(version)
    remove_files_of(attachment)
    attachment.text, attachment.data, attachment.redactions = "", None, []
    leave_no_trace()
    _decide(attachment, "rejected", user_id, "destroyed")


def _decide(attachment: Attachment, state: str, user_id: UUID | None, reason: str) -> None:
    db.session.add(
        AttachmentDecision(
            attachment_id=attachment.id,
            user_id=user_id,
            from_state=attachment.state,
            to_state=state,
            reason=reason,
            # What safeguarding decides is not undone by the key of the desk.
            undone=True,
        )
    )
    attachment.state = state
    db.session.flush()
    audit(
        actor=user_id or "command",
        action=f"attachment.{reason}",
        object_kind="attachment",
        object_id=attachment.id,
    )
