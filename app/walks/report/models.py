"""The report of a walk: only its introduction and whether it is out; all else is read from what was released."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Base, UtcDateTime, Versioned


class WalkReport(Versioned, Base):
    """`intro` is plain language of staff; `published_at` is None while nobody but staff sees it."""

    __tablename__ = "walk_report"

    activity_id: Mapped[UUID] = mapped_column(
        ForeignKey("walk.activity_id", ondelete="CASCADE"), primary_key=True
    )
    intro: Mapped[str] = mapped_column(Text, default="")
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
