"""Observation sheets that were printed and given out, so that what comes back can be told apart and typed in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Base, Keyed, UtcDateTime


class ObservationSheet(Keyed, Base):
    """One sheet of paper: `number` counts in its walk, `code` is unique in the house and stands beside it.

    `given_to` is a task or a group, never a name; `returned_at` says that the paper is back.
    """

    __tablename__ = "walk_sheet"
    __table_args__ = (UniqueConstraint("activity_id", "number"),)

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("walk.activity_id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    code: Mapped[str] = mapped_column(String(10), unique=True)
    given_to: Mapped[str] = mapped_column(String(120), default="")
    returned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
