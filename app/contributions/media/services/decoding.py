"""The third step: what the child made of a file becomes the attachment; the original goes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import shapely
from sqlalchemy import select

from app.base.database import db
from app.contributions.media.models import Attachment
from app.contributions.media.places import is_near
from app.contributions.media.processing import Found
from app.contributions.media.services.removing import remove_files_later
from app.contributions.models import Contribution

PLACELESS = "photo"
"""A contribution that is nothing but its photos stands nowhere: nobody is asked for the place in them."""


def decoded(*, attachment_id: UUID, found: Found, digests: Mapping[str, str]) -> bool:
    """Name the stored files in the row; False when it was taken back meanwhile, and nothing changes.

    `digests` by role as in `Found.files`. Without a blurred version the whole may be shown once it is released.
    """
    attachment = _waiting(attachment_id)
    if attachment is None:
        return False
    attachment.digest, attachment.preview = digests["whole"], digests.get("preview")
    attachment.public_digest = digests.get("public", attachment.digest)
    attachment.public_preview = digests.get("public_preview", attachment.preview)
    attachment.width, attachment.height, attachment.duration = found.width, found.height, found.duration
    attachment.redactions = list(found.redactions)
    attachment.taken_at = datetime.fromisoformat(found.taken_at) if found.taken_at else None
    if found.data is not None:
        attachment.data = {**(attachment.data or {}), **found.data}
    said = db.session.get_one(Contribution, attachment.contribution_id)
    if found.place is not None and said.kind != PLACELESS:
        place = shapely.Point(found.place)
        attachment.found_place = place if is_near(place, attachment.process_id, said.geometry) else None
    attachment.state, attachment.version = "in_review", attachment.version + 1
    remove_files_later((), [attachment_id])
    db.session.flush()
    return True


def refused(*, attachment_id: UUID, reason: str) -> None:
    """Say that a file is none we can show; its bytes go."""
    attachment = _waiting(attachment_id)
    if attachment is not None:
        attachment.state, attachment.reason = "failed", reason
        attachment.version += 1
        remove_files_later((), [attachment_id])
        db.session.flush()


def _waiting(attachment_id: UUID) -> Attachment | None:
    query = select(Attachment).where(Attachment.id == attachment_id, Attachment.state == "received")
    return db.session.scalar(query.with_for_update().execution_options(populate_existing=True))
