"""Beteiligungsverfahren, their activities, and which staff do what in them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.base.database import Base, Keyed, UtcDateTime, Versioned


class Process(Keyed, Versioned, Base):
    """One Beteiligungsverfahren; `status` is draft, open or closed. It cannot open while E33's fields are empty."""

    __tablename__ = "process"

    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    aim: Mapped[str] = mapped_column(Text, default="")
    decision_scope: Mapped[str] = mapped_column(Text, default="")
    participation_level: Mapped[str] = mapped_column(String(20), default="")
    target_groups: Mapped[str] = mapped_column(Text, default="")
    results_use: Mapped[str] = mapped_column(Text, default="")
    responsible: Mapped[str] = mapped_column(String(200), default="")
    contact: Mapped[str] = mapped_column(String(200), default="")
    status: Mapped[str] = mapped_column(String(10), default="draft", index=True)
    period_start: Mapped[date | None]
    period_end: Mapped[date | None]
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    area_sets: Mapped[list[ProcessAreaSet]] = relationship(
        cascade="all, delete-orphan", order_by="ProcessAreaSet.position", lazy="selectin"
    )

    @property
    def area_set_names(self) -> list[str]:
        """Names of the Raumgliederungen it is counted in; the first is where people say they live."""
        return [entry.area_set_name for entry in self.area_sets]


class ProcessAreaSet(Base):
    """A Raumgliederung, by name and so in all its vintages, used by a process."""

    __tablename__ = "process_area_set"

    process_id: Mapped[UUID] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), primary_key=True)
    area_set_name: Mapped[str] = mapped_column(String(80), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)


class Membership(Keyed, Base):
    """A staff member's role in one process; roles are listed in app.processes.roles."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("process_id", "user_id", "role"),)

    process_id: Mapped[UUID] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(20))


class Activity(Keyed, Versioned, Base):
    """Something people can do in a process, offered by one channel; `status` is draft, open or closed.

    `closed_at` is when staff ended it; what still waited on phones is taken for some days from then on.
    """

    __tablename__ = "activity"
    __table_args__ = (UniqueConstraint("process_id", "slug"),)

    process_id: Mapped[UUID] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    channel: Mapped[str] = mapped_column(String(20))
    slug: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[str] = mapped_column(String(10), default="draft")
    opens_on: Mapped[date | None]
    closes_on: Mapped[date | None]
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    languages: Mapped[list[str]] = mapped_column(JSON, default=lambda: ["de"])
    process: Mapped[Process] = relationship()


class ProcessNotice(Keyed, Base):
    """A public note: what was changed about an open process and why (E33: a change needs a public note)."""

    __tablename__ = "process_notice"

    process_id: Mapped[UUID] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)


class ResultsReturn(Keyed, Versioned, Base):
    """An event at which people hear what became of what they said (A21, B21), for one activity or the whole process.

    It is `held_on` the day staff say it took place, with how many `came`; a process cannot close without one (C5).
    """

    __tablename__ = "results_return"
    __table_args__ = (CheckConstraint("came >= 0", name="came"),)

    process_id: Mapped[UUID] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    activity_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("activity.id", ondelete="SET NULL"), index=True
    )
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    place: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text, default="")
    held_on: Mapped[date | None]
    came: Mapped[int | None]
    activity: Mapped[Activity | None] = relationship()


class Wording(Base):
    """What staff wrote for participants, said in another language; the German original stands where it always stood.

    `object_id` is the process, an activity or something of a channel, `field` the name of its column.
    """

    __tablename__ = "wording"
    __table_args__ = (Index("ix_wording_process_id_language", "process_id", "language"),)

    object_id: Mapped[UUID] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(String(30), primary_key=True)
    language: Mapped[str] = mapped_column(String(12), primary_key=True)
    process_id: Mapped[UUID] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(Text)
