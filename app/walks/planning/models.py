"""Addresses of those who are invited to a walk, apart from everything else and for a short time only."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Base, Keyed

INVITATION = "invitation"


class WalkContact(Keyed, Base):
    """An e-mail address, sealed (`app.base.sealing`), and the function it belongs to; never a name.

    It serves its `purpose` only, is in no export and goes three months after the walk at the latest (E08).
    """

    __tablename__ = "walk_contact"

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("walk.activity_id", ondelete="CASCADE"), index=True)
    label: Mapped[str] = mapped_column(String(120), default="")
    sealed_address: Mapped[str] = mapped_column(Text)
    purpose: Mapped[str] = mapped_column(String(20), default=INVITATION)
