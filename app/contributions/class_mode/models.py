"""Lessons: which activity, whose code, how the lesson is divided, where its clock stands."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Base, Keyed, UtcDateTime


class ClassSession(Keyed, Base):
    """One lesson. Who joined by its code is its class; no list of names exists.

    `phases` are [key, minutes] pairs (`vocabulary.PHASES`). The clock of the phase that is on has run for
    `elapsed_seconds` and since `running_since`; `extra_seconds` were added to it. `permission` is the answer to E37;
    without one there is no code and nothing starts. The token of the board is stored as a hash.
    """

    __tablename__ = "class_session"
    __table_args__ = (
        CheckConstraint("plan IN (45,90)", name="plan"),
        CheckConstraint("permission IN ('asked','approved','own_school','exempt')", name="permission"),
    )

    process_id: Mapped[UUID] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"))
    join_code_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("join_code.id", ondelete="SET NULL"), index=True
    )
    label: Mapped[str] = mapped_column(String(120))
    plan: Mapped[int]
    phases: Mapped[list[tuple[str, int]]] = mapped_column(JSON)
    permission: Mapped[str] = mapped_column(String(12), default="asked")
    permission_note: Mapped[str] = mapped_column(String(300), default="")
    board_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    current_phase: Mapped[int] = mapped_column(default=0)
    elapsed_seconds: Mapped[int] = mapped_column(default=0)
    extra_seconds: Mapped[int] = mapped_column(default=0)
    running_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revealed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
