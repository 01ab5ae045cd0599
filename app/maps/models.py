"""Needle campaigns (Nadelmethode, B4): one question at a time, each with its pin kinds and its limit."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.base.database import Base, Keyed, Versioned
from app.processes.models import Activity

CHANNEL = "maps"
PHOTO = ("none", "offered", "first")
"""Whether a question asks for a photo: not at all, beside the words, or before the place."""
NEEDLE, FELT_AREA, WAY = "needle", "felt_area", "way"
TASKS = (NEEDLE, FELT_AREA, WAY)
"""What a question asks to do on the map: set needles, draw one's own quarter (B16), draw a way."""


class NeedleCampaign(Versioned, Base):
    """The map settings of one activity; centre in WGS 84, zoom levels as Leaflet counts them."""

    __tablename__ = "needle_campaign"

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"), primary_key=True)
    intro: Mapped[str] = mapped_column(Text, default="")
    center_lon: Mapped[float]
    center_lat: Mapped[float]
    zoom: Mapped[int] = mapped_column(default=14)
    min_pin_zoom: Mapped[int] = mapped_column(default=15)
    reveal: Mapped[bool] = mapped_column(default=True)
    activity: Mapped[Activity] = relationship()
    questions: Mapped[list[NeedleQuestion]] = relationship(
        cascade="all, delete-orphan", order_by="NeedleQuestion.position", passive_deletes=True
    )


class NeedleQuestion(Keyed, Base):
    """One question; `qualities` are the C2 pin kinds offered, `max_pins` the limit for each person (B4: 3).

    `task` says what is done on the map: `needle` sets points, `felt_area` draws one's own quarter (B16), `way` a way.
    `ask_photo` is one of PHOTO: half sentences with a photo each ("Hier bin ich gern, weil …", B6) ask for it `first`.
    """

    __tablename__ = "needle_question"

    campaign_id: Mapped[UUID] = mapped_column(
        ForeignKey("needle_campaign.activity_id", ondelete="CASCADE"), index=True
    )
    key: Mapped[str] = mapped_column(String(40))
    position: Mapped[int] = mapped_column(default=0)
    task: Mapped[str] = mapped_column(String(12), default=NEEDLE)
    text: Mapped[str] = mapped_column(String(300))
    qualities: Mapped[list[str]] = mapped_column(JSON, default=list)
    max_pins: Mapped[int] = mapped_column(default=3)
    ask_time: Mapped[bool] = mapped_column(default=True)
    ask_company: Mapped[bool] = mapped_column(default=True)
    ask_photo: Mapped[str] = mapped_column(String(10), default="offered")
    ask_voice: Mapped[bool] = mapped_column(default=True)
