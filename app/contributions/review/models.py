"""What safeguarding handed over to whom."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Base, Keyed, UtcDateTime


class HandOver(Keyed, Base):
    """One line of the log of safeguarding (E19): what went to which place, by whom; kept apart from all other logs.

    `object_id` names the contribution or attachment without a foreign key: the line stays when the thing is erased.
    """

    __tablename__ = "hand_over"

    process_id: Mapped[UUID] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    object_id: Mapped[UUID] = mapped_column(index=True)
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    recipient: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(String(500), default="")
    handed_over_at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
