"""Printed sheets, photographs of them, and the marks found or set on a photograph."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.base.database import Base, Keyed, Versioned
from app.processes.models import Activity


class PaperSheet(Keyed, Base):
    """One print job: `code` and the number of the copy stand in the QR code, nothing else.

    The middle (`center_x`, `center_y` in EPSG `crs`) and `scale` say what each point of the paper is on the ground;
    `layout` keeps the positions of marks and boxes in millimetres, so that old sheets outlive a change of the design;
    `words` keeps what is printed. `colours` says what a colour means: a `kind` of place or a `group` of people.
    """

    __tablename__ = "paper_sheet"
    __table_args__ = (CheckConstraint("colours IN ('kind','group')", name="colours"),)

    process_id: Mapped[UUID] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"), index=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    questions: Mapped[list[str]] = mapped_column(JSON)
    colours: Mapped[str] = mapped_column(String(6))
    legend: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    crs: Mapped[int]
    center_x: Mapped[float]
    center_y: Mapped[float]
    scale: Mapped[int]
    paper: Mapped[str] = mapped_column(String(2))
    landscape: Mapped[bool]
    copies: Mapped[int]
    layout: Mapped[dict[str, Any]] = mapped_column(JSON)
    words: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    activity: Mapped[Activity] = relationship()


class PaperPhoto(Versioned, Keyed, Base):
    """One photographed or scanned page, by the SHA-256 of its file and the page in it.

    `state`: `waiting` until it was read, `refused` with a `reason`, `ready` once it is straight, `recorded` when its
    marks are contributions. The straight picture has `width` by `height` pixels; its upper left corner lies at
    (`origin_x`, `origin_y`) in EPSG `crs`, a pixel is `pixel` units wide. `report` keeps what the reading measured.
    `legend` is used where there is no sheet (needle boards). `participants` are the people its marks were given to.
    """

    __tablename__ = "paper_photo"
    __table_args__ = (
        UniqueConstraint("activity_id", "sha256", "page"),
        CheckConstraint("kind IN ('sheet','board')", name="kind"),
        CheckConstraint("state IN ('waiting','refused','ready','recorded')", name="state"),
    )

    process_id: Mapped[UUID] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"))
    sheet_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("paper_sheet.id", ondelete="SET NULL"), index=True
    )
    copy: Mapped[int | None]
    kind: Mapped[str] = mapped_column(String(6), default="sheet")
    file_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    page: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    reason: Mapped[str] = mapped_column(Text, default="")
    width: Mapped[int | None]
    height: Mapped[int | None]
    crs: Mapped[int | None]
    origin_x: Mapped[float | None]
    origin_y: Mapped[float | None]
    pixel: Mapped[float | None]
    report: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    legend: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    question: Mapped[str] = mapped_column(String(40), default="")
    age_band: Mapped[str] = mapped_column(String(10), default="na")
    gender: Mapped[str] = mapped_column(String(4), default="na")
    is_group: Mapped[bool] = mapped_column(default=False)
    participants: Mapped[list[str]] = mapped_column(JSON, default=list)
    uploaded_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    sheet: Mapped[PaperSheet | None] = relationship()
    marks: Mapped[list[PaperMark]] = relationship(
        cascade="all, delete-orphan", order_by="PaperMark.number", passive_deletes=True
    )


class PaperMark(Keyed, Base):
    """A sticker or sign on a straight picture: pixels from its upper left corner, to be confirmed by a person.

    `ink` and `shape` are as found; `confidence` is between 0 and 1, None for a mark set by hand.
    `contribution_id` is what it was recorded as; no foreign key, because only `contributions` knows its tables.
    """

    __tablename__ = "paper_mark"
    __table_args__ = (CheckConstraint("state IN ('proposed','confirmed','dropped')", name="state"),)

    photo_id: Mapped[UUID] = mapped_column(ForeignKey("paper_photo.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    x: Mapped[float]
    y: Mapped[float]
    ink: Mapped[str] = mapped_column(String(10), default="")
    shape: Mapped[str] = mapped_column(String(10), default="")
    confidence: Mapped[float | None]
    state: Mapped[str] = mapped_column(String(10), default="proposed")
    question: Mapped[str] = mapped_column(String(40), default="")
    quality: Mapped[str] = mapped_column(String(20), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    contribution_id: Mapped[UUID | None]
