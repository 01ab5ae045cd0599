"""Attachments of contributions, from the first byte that arrived to what others may see; files that wait for theirs."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import shapely
from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Base, UtcDateTime, Versioned, now
from app.base.geometry import Geometry


class Attachment(Versioned, Base):
    """One photo, voice note, drawing or scan; `id` is made on the phone (UUIDv7).

    What was announced (`media_type`, `size` in bytes, `sha256`) never changes; `received` says how many bytes have
    come. `state`: `pending` until the last byte is there, `received` until the child has decoded it, `in_review`
    until somebody has looked at it, then `released`, `internal`, `rejected` or `locked` (E13: for safeguarding only);
    `failed` when it is no readable file (`reason` says why), `withdrawn` when its owner took it back.
    The digests (SHA-256) name stored files: `digest` the re-encoded whole without metadata, `preview` a small picture
    of it, `public_digest` and `public_preview` what others may see, with `redactions` blurred. Sizes are pixels of
    the whole, `duration` seconds. `found_place` (WGS 84) was in the file and waits for a yes or no of its owner.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        CheckConstraint("kind IN ('photo','audio','drawing','scan')", name="kind"),
        CheckConstraint(
            "state IN ('pending','received','in_review','released','internal','rejected','locked','failed',"
            "'withdrawn')",
            name="state",
        ),
        CheckConstraint("received BETWEEN 0 AND size", name="received"),
        Index("ix_attachment_process_id_state", "process_id", "state"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    contribution_id: Mapped[UUID] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), index=True
    )
    process_id: Mapped[UUID] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(10))
    position: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(10), default="pending")
    media_type: Mapped[str] = mapped_column(String(60))
    size: Mapped[int]
    received: Mapped[int] = mapped_column(default=0)
    sha256: Mapped[str] = mapped_column(String(64))
    announced_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    digest: Mapped[str | None] = mapped_column(String(64), index=True)
    preview: Mapped[str | None] = mapped_column(String(64), index=True)
    public_digest: Mapped[str | None] = mapped_column(String(64), index=True)
    public_preview: Mapped[str | None] = mapped_column(String(64), index=True)
    width: Mapped[int | None]
    height: Mapped[int | None]
    duration: Mapped[float | None]
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    found_place: Mapped[shapely.Geometry | None] = mapped_column(Geometry)
    text: Mapped[str] = mapped_column(Text, default="")
    data: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    redactions: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    has_people: Mapped[bool | None]
    reason: Mapped[str] = mapped_column(String(40), default="")
    reviewed_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class WaitingFile(Base):
    """A photo or recording of answers that are not sent yet; it becomes an attachment of the same `id` when they are.

    `submission_id` is the sitting they will be, `digest` (SHA-256) names the stored file: already made anew from
    pixels or samples. `text`, `data` and `consents` (purpose and text version) are what comes with an attachment.
    """

    __tablename__ = "waiting_file"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), index=True)
    submission_id: Mapped[UUID] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(10))
    media_type: Mapped[str] = mapped_column(String(60))
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64), index=True)
    text: Mapped[str] = mapped_column(Text, default="")
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    consents: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
