"""Voices and drawings whose time is over go (E08); what was written of a voice stays."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.base.database import db, leave_no_trace
from app.base.retention import Due, Keeper, keep_for_a_time
from app.contributions.media import queries
from app.contributions.media.models import Attachment
from app.contributions.media.services.removing import remove_files_of
from app.contributions.media.vocabulary import EXPIRED, kept_for


def due(at: datetime, process_id: UUID | None) -> list[Due]:
    return [
        Due(one.received_at + kept_for(one.kind), one.kind, one.id, one.process_id)
        for one in queries.overdue(at, process_id)
        if one.received_at is not None
    ]


def expire(attachment_id: UUID, at: datetime) -> bool:
    """The file goes, and what is only about it. What was written of a voice stays, as it was decided; all else is over.

    False when it is not due any more, because its owner or safeguarding was faster.
    """
    found = db.session.scalar(
        select(Attachment)
        .where(Attachment.id == attachment_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None or not queries.is_overdue(found, at):
        return False
    remove_files_of(found)
    found.data, found.redactions, found.found_place, found.taken_at = None, [], None, None
    if not (found.kind == "audio" and found.text):
        found.state, found.reason, found.text = "rejected", EXPIRED, ""
    found.version += 1
    db.session.flush()
    leave_no_trace()
    return True


keep_for_a_time("media", Keeper(due, expire))
