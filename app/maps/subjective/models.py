"""Settings of an activity in which people draw their own map of where they live (B5)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.base.database import Base, Versioned
from app.processes.models import Activity

CHANNEL = "drawings"


class DrawingTask(Versioned, Base):
    """What is asked of the person who draws; `ratings` are codes of RATINGS offered as stickers in stage 3."""

    __tablename__ = "drawing_task"

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"), primary_key=True)
    intro: Mapped[str] = mapped_column(Text, default="")
    start_hint: Mapped[str] = mapped_column(Text, default="")
    second_hint: Mapped[str] = mapped_column(Text, default="")
    ask_narration: Mapped[bool] = mapped_column(default=True)
    ask_places: Mapped[bool] = mapped_column(default=True)
    ratings: Mapped[list[str]] = mapped_column(JSON, default=list)
    activity: Mapped[Activity] = relationship()
