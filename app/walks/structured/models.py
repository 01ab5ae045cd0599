"""The grid of a structured walk and what was noted in it, until two notes of a field are compared."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import shapely
from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Base, Keyed, UtcDateTime, Versioned
from app.base.geometry import Geometry


class Segment(Keyed, Base):
    """A numbered piece of the area; `line` is WGS 84 or None for one that is described in words."""

    __tablename__ = "walk_segment"
    __table_args__ = (UniqueConstraint("activity_id", "number"),)

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("walk.activity_id", ondelete="CASCADE"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(200), default="")
    line: Mapped[shapely.Geometry | None] = mapped_column(Geometry)


class Slot(Keyed, Base):
    """A time at which all segments are visited."""

    __tablename__ = "walk_slot"

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("walk.activity_id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    label: Mapped[str] = mapped_column(String(80))


class BlindNote(Keyed, Versioned, Base):
    """What one staff member noted in one field of the grid; `answers` are codes by item (vocabulary.ITEMS).

    Once handed in it does not change. `submission_id` is its sitting in the record, made when the field is opened.
    """

    __tablename__ = "walk_blind_note"
    __table_args__ = (UniqueConstraint("segment_id", "slot_id", "user_id"),)

    segment_id: Mapped[UUID] = mapped_column(ForeignKey("walk_segment.id", ondelete="CASCADE"))
    slot_id: Mapped[UUID] = mapped_column(ForeignKey("walk_slot.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    text: Mapped[str] = mapped_column(Text, default="")
    handed_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    submission_id: Mapped[UUID | None]


class JointNote(Keyed, Versioned, Base):
    """What the noters of a field agreed on after they had compared."""

    __tablename__ = "walk_joint_note"
    __table_args__ = (UniqueConstraint("segment_id", "slot_id"),)

    segment_id: Mapped[UUID] = mapped_column(ForeignKey("walk_segment.id", ondelete="CASCADE"))
    slot_id: Mapped[UUID] = mapped_column(ForeignKey("walk_slot.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    written_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
