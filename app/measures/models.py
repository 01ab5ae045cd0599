"""Proposals: what staff understood from contributions, and what was decided about it, in public words."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.base.database import Base, Keyed, UtcDateTime, Versioned


class Proposal(Keyed, Versioned, Base):
    """One proposal. `text` is public words of staff, never a quote; `theme` is free text, `area_code` a Raum of the
    process's first Raumgliederung.

    `decision` names who decided where and when. Answered means `answered_at` is set: the answer is public then.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        CheckConstraint("status IN ('open','check','adopted','deferred','declined','merged')", name="status"),
        CheckConstraint(
            "status NOT IN ('deferred','declined') OR (reason_code <> '' AND length(answer_text) >= 40)",
            name="reason",
        ),
        Index("ix_proposal_process_id_status", "process_id", "status"),
    )

    process_id: Mapped[UUID] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(Text)
    theme: Mapped[str] = mapped_column(String(120), default="")
    area_code: Mapped[str] = mapped_column(String(80), default="")
    status: Mapped[str] = mapped_column(String(10), default="open")
    answer_text: Mapped[str] = mapped_column(Text, default="")
    reason_code: Mapped[str] = mapped_column(String(20), default="")
    decision: Mapped[str] = mapped_column(String(300), default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    origins: Mapped[list[ProposalOrigin]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="ProposalOrigin.contribution_id"
    )


class ProposalOrigin(Base):
    """A contribution a proposal was made of; it goes with the contribution, and the proposal stays."""

    __tablename__ = "proposal_origin"

    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("proposal.id", ondelete="CASCADE"), primary_key=True)
    contribution_id: Mapped[UUID] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True, index=True
    )
