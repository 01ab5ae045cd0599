"""Minutes of a walk: their state, their sections with every earlier text, and what those who walked say to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.base.database import Base, Keyed, UtcDateTime, Versioned


class Minutes(Keyed, Base):
    """The minutes of one walk; `serial` counts the links that were given out, the newest one opens them."""

    __tablename__ = "walk_minutes"
    __table_args__ = (CheckConstraint("state IN ('draft','sent','confirmed','published')", name="state"),)

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("walk.activity_id", ondelete="CASCADE"), unique=True)
    state: Mapped[str] = mapped_column(String(10), default="draft")
    serial: Mapped[int] = mapped_column(default=1)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_spoken: Mapped[bool] = mapped_column(default=False)
    sections: Mapped[list[MinutesSection]] = relationship(
        cascade="all, delete-orphan", order_by="MinutesSection.position", back_populates="minutes"
    )


class MinutesSection(Keyed, Versioned, Base):
    """One part of the minutes; `key` says which (`frame`, `stop:<id>`, `way`, `changes`, `top`, `questions`).

    `sources` are the lines that were drafted from the record: [text, ids of contributions and sittings]. `is_torn`:
    somebody took words back that staff had written anew, so that nobody but staff can take them out of the text.
    """

    __tablename__ = "walk_minutes_section"
    __table_args__ = (UniqueConstraint("minutes_id", "key"),)

    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("walk_minutes.id", ondelete="CASCADE"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(220))
    text: Mapped[str] = mapped_column(Text, default="")
    sources: Mapped[list[list[Any]]] = mapped_column(JSON, default=list)
    is_torn: Mapped[bool] = mapped_column(default=False)
    minutes: Mapped[Minutes] = relationship(back_populates="sections")


class MinutesRevision(Keyed, Base):
    """A text a section had; `version` is that of the section then, `user_id` None once the account is gone."""

    __tablename__ = "walk_minutes_revision"

    section_id: Mapped[UUID] = mapped_column(
        ForeignKey("walk_minutes_section.id", ondelete="CASCADE"), index=True
    )
    version: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)


class MinutesVoice(Keyed, Base):
    """What one of those who walked says to a section: it is right, or what is wrong with it.

    `speaker` tells repeats apart: a participant, or a keyed hash of what a browser with the link carries; no name.
    `section_version` is the text they read. Staff answer a correction, and say whether they took it over.
    """

    __tablename__ = "walk_minutes_voice"
    __table_args__ = (UniqueConstraint("section_id", "speaker"),)

    section_id: Mapped[UUID] = mapped_column(ForeignKey("walk_minutes_section.id", ondelete="CASCADE"))
    speaker: Mapped[str] = mapped_column(String(64))
    participant_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    section_version: Mapped[int]
    is_right: Mapped[bool]
    text: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    is_taken: Mapped[bool] = mapped_column(default=False)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
