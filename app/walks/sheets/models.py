"""Observation sheets that came back: the number printed on each, and the entries that were made of it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Base, Keyed


class TypedSheet(Keyed, Base):
    """One entry of a sheet, as printed: sheet `number`, `entry` on it (7.2). What was typed stands in the record only.

    `words_id` and `hands_id` are the ids of its entries; empty for a part that was left empty.
    """

    __tablename__ = "walk_typed_sheet"
    __table_args__ = (UniqueConstraint("activity_id", "number", "entry"),)

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("walk.activity_id", ondelete="CASCADE"))
    number: Mapped[int]
    entry: Mapped[int] = mapped_column(default=1)
    words_id: Mapped[UUID | None]
    hands_id: Mapped[UUID | None]
    entered_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)

    @property
    def label(self) -> str:
        return f"{self.number}.{self.entry}"
