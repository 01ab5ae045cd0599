"""The second step of an upload: how many bytes are here for sure; with the last one a job begins to decode."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import update

from app.base import jobs
from app.base.database import db, now
from app.base.errors import Conflict
from app.contributions.media import queries
from app.contributions.media.models import Attachment
from app.contributions.media.queries import READ, Standing


def receive(*, attachment_id: UUID, participant_id: UUID, received: int) -> Standing:
    """Say that the first `received` bytes lie on the disk; the caller holds the incoming file.

    With the last byte (the caller has compared the SHA-256) the file is read in the background. NotFound, Conflict
    when it has been read or taken back meanwhile.
    """
    found = queries.own_attachment(attachment_id, participant_id)
    is_whole = received == found.size
    values: dict[str, Any] = {"received": received}
    if is_whole:
        values |= {"state": "received", "received_at": now()}
    done = db.session.execute(
        update(Attachment)
        .where(Attachment.id == attachment_id, Attachment.state == "pending")
        .values(values)
        .execution_options(synchronize_session=False)
    )
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(_("Diese Datei ist schon angekommen oder zurückgenommen."), field="state")
    if is_whole:
        start_reading(found)
    db.session.expire(found)
    return Standing(attachment_id, "received" if is_whole else "pending", received)


def start_reading(attachment: Attachment) -> None:
    """Let a worker decode an attachment whose bytes are all here."""
    jobs.start(
        kind=READ,
        title=_("Datei eines Beitrags lesen"),
        arguments={"attachment": str(attachment.id)},
        user_id=None,
        process_id=attachment.process_id,
    )
