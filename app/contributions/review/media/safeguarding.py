"""Safeguarding: locked files (E13), when each task is due (E19), and the log of what was handed over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select, update

from app.accounts.models import User
from app.base.audit import note as audit
from app.base.database import db, leave_no_trace, now
from app.base.errors import DomainError, NotFound
from app.contributions.media.models import Attachment
from app.contributions.media.services.removing import remove_files_later
from app.contributions.review.media.models import AttachmentDecision, HandOver
from app.contributions.review.media.vocabulary import LONGEST_NOTE, RECIPIENTS
from app.contributions.words import clean

_SATURDAY = 5


@dataclass(frozen=True)
class Locked:
    """A locked file as safeguarding lists it; nobody else gets to it."""

    attachment: Attachment
    locked_at: datetime
    due_at: datetime
    is_overdue: bool
    is_handed_over: bool


def due_at(since: datetime) -> datetime:
    """The end of the next working day after `since` (E19); holidays differ by Land and are not known here."""
    zone = ZoneInfo(current_app.config["BABEL_DEFAULT_TIMEZONE"])
    day: date = since.astimezone(zone).date() + timedelta(days=1)
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=zone)


def locked(process_id: UUID) -> list[Locked]:
    """Locked files of a process, the longest waiting first; those handed over come last."""
    rows = db.session.scalars(
        select(Attachment)
        .where(Attachment.process_id == process_id, Attachment.state == "locked")
        .order_by(Attachment.reviewed_at, Attachment.id)
    ).all()
    handed = handed_over([row.id for row in rows])
    at = now()
    found = [
        Locked(row, since, due_at(since), at > due_at(since) and row.id not in handed, row.id in handed)
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


def log_hand_over(
    *, process_id: UUID, object_id: UUID, user_id: UUID | None, recipient: str, note: str = ""
) -> HandOver:
    """Write to the log of safeguarding that something went to `recipient` (a key of RECIPIENTS)."""
    if recipient not in RECIPIENTS:
        raise DomainError(_("Bitte wählen Sie, an wen Sie übergeben haben."), field="recipient")
    line = HandOver(
        process_id=process_id,
        object_id=object_id,
        user_id=user_id,
        recipient=recipient,
        note=clean(note)[:LONGEST_NOTE],
        handed_over_at=now(),
    )
    db.session.add(line)
    db.session.flush()
    return line


def take_back_hand_over(object_ids: Sequence[UUID]) -> None:
    """A hand-over was noted by mistake: its line stays and says so."""
    standing = (HandOver.object_id.in_(object_ids), HandOver.taken_back_at.is_(None))
    db.session.execute(update(HandOver).where(*standing).values(taken_back_at=now()))


def handed_over(object_ids: Sequence[UUID]) -> set[UUID]:
    """Which of these were handed over."""
    query = select(HandOver.object_id).where(
        HandOver.object_id.in_(object_ids), HandOver.taken_back_at.is_(None)
    )
    return set(db.session.scalars(query))


def log_of(process_id: UUID) -> list[tuple[HandOver, str]]:
    """The log of a process with the names of those who handed over, newest first."""
    rows = db.session.execute(
        select(HandOver, User.name, User.email)
        .outerjoin(User, User.id == HandOver.user_id)
        .where(HandOver.process_id == process_id)
        .order_by(HandOver.handed_over_at.desc(), HandOver.id.desc())
    )
    return [(line, name or email or "") for line, name, email in rows]


def unlock(*, process_id: UUID, attachment_id: UUID, version: int | None, user_id: UUID | None) -> None:
    """Safeguarding saw nothing of the kind: the file goes back to the desk."""
    attachment = locked_one(process_id, attachment_id)
    attachment.expect_version(version)
    _decide(attachment, "in_review", user_id, "no_danger")


def destroy(*, process_id: UUID, attachment_id: UUID, version: int | None, user_id: UUID | None) -> None:
    """The file itself goes for good; that it was there, and why it was locked, remains."""
    attachment = locked_one(process_id, attachment_id)
    attachment.expect_version(version)
    names = ("digest", "preview", "public_digest", "public_preview")
    remove_files_later([getattr(attachment, name) for name in names])
    for name in names:
        setattr(attachment, name, None)
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
