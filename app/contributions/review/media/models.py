"""What was decided about attachments."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Base, Keyed


class AttachmentDecision(Keyed, Base):
    """What a moderator decided about one attachment, when and why; `undone` ones stay as a trace.

    `seal` is a hash of what was seen (boxes, people, words, sound): the first of two yeses counts only while the
    second person sees the same. `note` is the editor's reason for an exception (E12).
    """

    __tablename__ = "attachment_decision"

    attachment_id: Mapped[UUID] = mapped_column(ForeignKey("attachment.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    undone: Mapped[bool] = mapped_column(default=False)
    from_state: Mapped[str] = mapped_column(String(10))
    to_state: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(String(500), default="")
    seal: Mapped[str] = mapped_column(String(64), default="")
