"""A walk: the trail that sister walks share with its stops and notes, and one group's date on it.

What is said on the way is no table of this package: every note, rating and photo is a sitting of the record.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import shapely
from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.base.database import Base, Keyed, UtcDateTime, Versioned
from app.base.geometry import Geometry
from app.processes.models import Activity
from app.questions.models import KeptQuestionnaire, QuestionnaireVersion

CHANNEL = "walks"


class Trail(Keyed, Versioned, Base):
    """A route with its stops. Sister walks and walks in other years share it, to be compared stop by stop.

    `route` is the planned LineString, WGS 84, drawn by staff (E15).
    """

    __tablename__ = "walk_trail"

    process_id: Mapped[UUID] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    route: Mapped[shapely.Geometry | None] = mapped_column(Geometry)
    slope_hint: Mapped[str] = mapped_column(Text, default="")
    stops: Mapped[list[Stop]] = relationship(
        cascade="all, delete-orphan", order_by="Stop.position", back_populates="trail"
    )
    notes: Mapped[list[TrailNote]] = relationship(cascade="all, delete-orphan", order_by="TrailNote.position")


class Stop(Keyed, Base):
    """A place where the group stays for some minutes; `position` counts from 1, `prompts` are lines asked there.

    A stop of which something was said is not deleted but left out (`is_dropped`).
    """

    __tablename__ = "walk_stop"

    trail_id: Mapped[UUID] = mapped_column(ForeignKey("walk_trail.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    point: Mapped[shapely.Geometry | None] = mapped_column(Geometry)
    place_text: Mapped[str] = mapped_column(String(300), default="")
    prompts: Mapped[str] = mapped_column(Text, default="")
    minutes: Mapped[int] = mapped_column(default=6)
    is_dropped: Mapped[bool] = mapped_column(default=False)
    trail: Mapped[Trail] = relationship(back_populates="stops")


class TrailNote(Keyed, Base):
    """A bench, a toilet, steps beside the route; `kind` is a code of NOTES."""

    __tablename__ = "walk_trail_note"

    trail_id: Mapped[UUID] = mapped_column(ForeignKey("walk_trail.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    point: Mapped[shapely.Geometry | None] = mapped_column(Geometry)
    text: Mapped[str] = mapped_column(String(200), default="")


class Walk(Versioned, Base):
    """One group's walk on a trail.

    `focus` is its one question; `group_role` a role and `group_bands` age bands of C2 that describe the group as a
    whole; `walked` the route as it was walked, drawn by staff afterwards; `calendar_sequence` counts the changes that
    people with an invitation must hear of (RFC 5545 SEQUENCE). `dropped_rain_at` is a rain date that
    calendars may still hold. `materials` has a thing on each line, with "[x] "
    before what is packed. What is announced may be read by everybody: where, when, how far.
    """

    __tablename__ = "walk"

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"), primary_key=True)
    trail_id: Mapped[UUID] = mapped_column(ForeignKey("walk_trail.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(12), default="walk")
    focus: Mapped[str] = mapped_column(String(300), default="")
    audience: Mapped[str] = mapped_column(String(14), default="homogeneous")
    group_label: Mapped[str] = mapped_column(String(120), default="")
    group_role: Mapped[str] = mapped_column(String(30), default="youth")
    group_bands: Mapped[list[str]] = mapped_column(JSON, default=list)
    starts_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    rain_starts_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    dropped_rain_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    meeting_point: Mapped[str] = mapped_column(String(300), default="")
    accessibility: Mapped[str] = mapped_column(Text, default="")
    materials: Mapped[str] = mapped_column(Text, default="")
    expected_persons: Mapped[int | None]
    is_announced: Mapped[bool] = mapped_column(default=False)
    questionnaire_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("questionnaire.id", ondelete="SET NULL"), index=True
    )
    version_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("questionnaire_version.id", ondelete="SET NULL"), index=True
    )
    walked: Mapped[shapely.Geometry | None] = mapped_column(Geometry)
    held_on: Mapped[datetime | None] = mapped_column(UtcDateTime)
    persons: Mapped[int | None]
    calendar_sequence: Mapped[int] = mapped_column(default=0)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    activity: Mapped[Activity] = relationship()
    trail: Mapped[Trail] = relationship()
    questionnaire: Mapped[KeptQuestionnaire | None] = relationship()
    asked: Mapped[QuestionnaireVersion | None] = relationship()
    crew: Mapped[list[CrewMember]] = relationship(
        cascade="all, delete-orphan", order_by="CrewMember.position"
    )
    invitations: Mapped[list[GroupInvitation]] = relationship(
        cascade="all, delete-orphan", order_by="GroupInvitation.position"
    )


class CrewMember(Keyed, Base):
    """A task on the walk; `who` is a function or an office, never more than is on the door."""

    __tablename__ = "walk_crew_member"

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("walk.activity_id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    function: Mapped[str] = mapped_column(String(12))
    who: Mapped[str] = mapped_column(String(120), default="")


class GroupInvitation(Keyed, Base):
    """How many of a stakeholder group were asked and came, in numbers; addresses are kept elsewhere."""

    __tablename__ = "walk_invitation"
    __table_args__ = (CheckConstraint("invited >= 0 AND came >= 0", name="counts"),)

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("walk.activity_id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    group_role: Mapped[str] = mapped_column(String(30))
    label: Mapped[str] = mapped_column(String(120), default="")
    invited: Mapped[int] = mapped_column(default=0)
    came: Mapped[int] = mapped_column(default=0)


class WalkCode(Base):
    """A code of this walk and what a device that joins with it is for: `recorder` or `group` (DEVICES)."""

    __tablename__ = "walk_code"

    join_code_id: Mapped[UUID] = mapped_column(
        ForeignKey("join_code.id", ondelete="CASCADE"), primary_key=True
    )
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("walk.activity_id", ondelete="CASCADE"), index=True)
    device: Mapped[str] = mapped_column(String(10))
