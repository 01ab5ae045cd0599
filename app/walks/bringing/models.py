"""Photos that staff bring in after a walk until they are entries, and the track that helps to place them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import shapely
from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Base, Keyed, UtcDateTime
from app.base.geometry import Geometry

WAITING, READY, REFUSED, RECORDED = "waiting", "ready", "refused", "recorded"


class Bringing(Base):
    """What is brought in to one walk.

    `track` is {"name", "kind", "segments", "notes"} as `gpx.read` gives it and goes once the photos are placed (E15);
    `offset` are seconds added to the times of the cameras. `team_id` is the participant whose entries the photos are,
    `group_id` the one who stands for the group on typed sheets.
    """

    __tablename__ = "walk_bringing"

    activity_id: Mapped[UUID] = mapped_column(
        ForeignKey("walk.activity_id", ondelete="CASCADE"), primary_key=True
    )
    track: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    track_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    offset: Mapped[float] = mapped_column(default=0.0)
    team_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("participant.id", ondelete="SET NULL"), index=True
    )
    group_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("participant.id", ondelete="SET NULL"), index=True
    )


class BroughtPhoto(Keyed, Base):
    """One photo of a camera; its id becomes that of its entry.

    `waiting` until the child has read it, `ready` to be confirmed, `refused` (`reason`: a code of
    `media.vocabulary.FAILURES`), `recorded`. `taken_at` and `found_place` stood in the file and are proposals only;
    `place` was set by hand, `stop_id` chosen, `is_between` says that it belongs to no stop; without both it belongs
    to the nearest one. What was proposed goes with the confirmation. `found` is what the child said of the pictures
    it made.
    """

    __tablename__ = "walk_brought_photo"
    __table_args__ = (
        UniqueConstraint("activity_id", "sha256"),
        CheckConstraint("state IN ('waiting','ready','refused','recorded')", name="state"),
    )

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("walk.activity_id", ondelete="CASCADE"))
    process_id: Mapped[UUID] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    file_name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(60))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10), default=WAITING)
    reason: Mapped[str] = mapped_column(String(40), default="")
    found: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    found_place: Mapped[shapely.Geometry | None] = mapped_column(Geometry)
    place: Mapped[shapely.Geometry | None] = mapped_column(Geometry)
    stop_id: Mapped[UUID | None] = mapped_column(ForeignKey("walk_stop.id", ondelete="SET NULL"), index=True)
    is_between: Mapped[bool] = mapped_column(default=False)
    text: Mapped[str] = mapped_column(Text, default="")
    uploaded_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
