"""A photo that staff brought in: read by the child before, it becomes the attachment of a contribution at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from app.base.database import after_commit, db, now
from app.base.errors import NotFound
from app.contributions.media.models import Attachment
from app.contributions.media.processing import Found
from app.contributions.media.services.removing import remove_unnamed
from app.contributions.media.store import Kept, store
from app.contributions.models import Contribution
from app.participants.services import record_consent


@dataclass(frozen=True)
class Original:
    """What came, which is not kept: announced type, bytes, SHA-256."""

    media_type: str
    size: int
    sha256: str


def keep_pictures(folder: Path, found: Found) -> dict[str, Kept]:
    """Copy the pictures of a photo into the store, by role; outside of any transaction, as it waits for the disk."""
    return {role: store().keep(folder / name) for role, name in found.files().items()}


def give_up(kept: Mapping[str, Kept]) -> None:
    """No row named them after all."""
    store().let_go(list(kept.values()))
    remove_unnamed(one.digest for one in kept.values())


def adopt(
    *,
    attachment_id: UUID,
    contribution_id: UUID,
    participant_id: UUID,
    original: Original,
    found: Found,
    kept: Mapping[str, Kept],
    text_version: str,
) -> None:
    """Name kept pictures as a photo of a contribution that waits for review, with the yes to showing it (E12).

    Limits of one participant do not hold: staff answer for a whole walk. What stood in the file of place and time is
    not kept a second time. The claims go with the commit. DomainError when the yes is not enough.
    """
    process_id = db.session.scalar(
        select(Contribution.process_id).where(
            Contribution.id == contribution_id, Contribution.state != "withdrawn"
        )
    )
    if process_id is None:
        raise NotFound("no such contribution")
    at = now()
    record_consent(
        participant_id=participant_id, purpose="photo", text_version=text_version, subject_id=attachment_id
    )
    digests = {role: one.digest for role, one in kept.items()}
    db.session.add(
        Attachment(
            id=attachment_id,
            contribution_id=contribution_id,
            process_id=process_id,
            kind="photo",
            state="in_review",
            media_type=original.media_type,
            size=original.size,
            received=original.size,
            sha256=original.sha256,
            announced_at=at,
            received_at=at,
            digest=digests["whole"],
            preview=digests.get("preview"),
            public_digest=digests.get("public", digests["whole"]),
            public_preview=digests.get("public_preview", digests.get("preview")),
            width=found.width,
            height=found.height,
            redactions=list(found.redactions),
        )
    )
    db.session.flush()
    after_commit(lambda: store().let_go(list(kept.values())))
