"""Decoding in the background: a job for each file, and every hour whatever was left lying."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from app.base import jobs
from app.base.database import db, transaction
from app.contributions.media import incoming, processing
from app.contributions.media.models import Attachment
from app.contributions.media.queries import READ
from app.contributions.media.services import decoded, refused, remove_unnamed, tidy
from app.contributions.media.store import store


@jobs.task(READ)
def read(job: jobs.JobHandle) -> dict[str, Any]:
    """Decode one attachment. A fault of ours ends the job, and `tidy` begins another one later."""
    attachment_id = UUID(job.arguments["attachment"])
    attachment = db.session.get(Attachment, attachment_id)
    path = incoming.path_of(attachment_id)
    if attachment is None or attachment.state != "received" or not path.is_file():
        return {}
    try:
        found = processing.process(path, kind=attachment.kind, folder=job.folder, data=attachment.data)
    except processing.Refused as refusal:
        with transaction():
            refused(attachment_id=attachment_id, reason=refusal.reason)
        return {"refused": refusal.reason}
    kept = {role: store().keep(job.folder / name) for role, name in found.files().items()}
    digests = {role: one.digest for role, one in kept.items()}
    with transaction():
        is_named = decoded(attachment_id=attachment_id, found=found, digests=digests)
    store().let_go(list(kept.values()))
    if not is_named:
        remove_unnamed(digests.values())
    return {}


@jobs.upkeep
def tidy_up() -> None:
    tidy()
