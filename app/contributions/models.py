"""The shared record: one sitting (Submission), its utterances and places (Contribution), closed answers, placements.

Words follow REFI-QDA: Submission = Case, Contribution = Source, Attribute = Variable. Only this package imports
these tables; others ask `queries` or `public`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import shapely
from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.base.database import Base, Keyed, UtcDateTime, Versioned, new_id, now
from app.base.geometry import Geometry

LONGEST_SITTING_KEY = 130
"""Characters of a flat key: `section.round.question.choice` with keys of 40."""


class Submission(Base):
    """One sitting of one person or group. `id` is made on the phone (UUIDv7).

    `content_hash` tells a repeat from a clash. `person_key` counts persons: the participant's id, or a keyed hash
    from an imported file. `source` is online, late (waited on a phone and came after the end) or import. `import_id`
    names the import without a foreign key: adding one would rebuild the table.
    """

    __tablename__ = "submission"
    __table_args__ = (
        Index("ix_submission_process_id_received_at", "process_id", "received_at"),
        Index("ix_submission_activity_id", "activity_id"),
        Index(
            "ix_submission_import_id",
            "import_id",
            sqlite_where=text("import_id IS NOT NULL"),
            postgresql_where=text("import_id IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    process_id: Mapped[UUID] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"))
    activity_id: Mapped[UUID | None] = mapped_column(ForeignKey("activity.id", ondelete="SET NULL"))
    participant_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("participant.id", ondelete="SET NULL"), index=True
    )
    person_key: Mapped[str] = mapped_column(String(64), index=True)
    channel: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(20), default="online")
    language: Mapped[str] = mapped_column(String(12), default="de")
    content_hash: Mapped[str] = mapped_column(String(64))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    device_time: Mapped[datetime | None] = mapped_column(UtcDateTime)
    import_key: Mapped[str | None] = mapped_column(String(80), index=True)
    import_id: Mapped[UUID | None]


class Contribution(Versioned, Base):
    """One utterance or place. `text` is what was said, `released_text` what may be read by others.

    `geometry` is WGS 84; `cell_100m` the INSPIRE id of a point's 100 m cell; `state` is C2 contribution_status.
    `flags` are hints for review, `urgency` orders the queue by them: 2 danger, 1 personal data, 0 none.
    """

    __tablename__ = "contribution"
    __table_args__ = (
        Index(
            "ix_contribution_process_id_state_urgency_quality", "process_id", "state", "urgency", "quality"
        ),
        CheckConstraint(
            "state IN ('draft','submitted','in_review','released','internal','redacted','rejected_rules',"
            "'withdrawn','answered')",
            name="state",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id", ondelete="CASCADE"), index=True)
    process_id: Mapped[UUID] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20))
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(300), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    quality: Mapped[str | None] = mapped_column(String(20))
    valence: Mapped[str | None] = mapped_column(String(5))
    geometry: Mapped[shapely.Geometry | None] = mapped_column(Geometry)
    place_text: Mapped[str] = mapped_column(String(300), default="")
    precision: Mapped[str] = mapped_column(String(12), default="exact")
    cell_100m: Mapped[str | None] = mapped_column(String(40), index=True)
    is_secret: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(16), default="submitted")
    released_text: Mapped[str | None] = mapped_column(Text)
    flags: Mapped[list[str]] = mapped_column(JSON, default=list)
    urgency: Mapped[int] = mapped_column(default=0)
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submission: Mapped[Submission] = relationship()


class ContributionImport(Keyed, Base):
    """One file that was brought in. Its rows are drafts until `publishing`; `cancelled` ones leave no rows behind.

    Counts are rows of the file; `heartbeat_at` moves while somebody works on it, so that an abandoned one is noticed.
    """

    __tablename__ = "contribution_import"
    __table_args__ = (
        CheckConstraint("state IN ('reading','staged','publishing','done','cancelled')", name="state"),
    )

    process_id: Mapped[UUID] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    file_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    row_count: Mapped[int] = mapped_column(default=0)
    new_count: Mapped[int] = mapped_column(default=0)
    unchanged_count: Mapped[int] = mapped_column(default=0)
    skipped_count: Mapped[int] = mapped_column(default=0)
    source: Mapped[str] = mapped_column(String(300), default="")
    licence: Mapped[str] = mapped_column(String(40), default="")
    state: Mapped[str] = mapped_column(String(12), default="reading")
    heartbeat_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ImportMapping(Base):
    """What the columns of a kind of file mean, as somebody decided last; `signature` is a hash of its headings."""

    __tablename__ = "import_mapping"

    signature: Mapped[str] = mapped_column(String(64), primary_key=True)
    choices: Mapped[dict[str, Any]] = mapped_column(JSON)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Attribute(Base):
    """One closed answer or fact about a contribution, e.g. time_of_day = dark."""

    __tablename__ = "attribute"
    __table_args__ = (Index("ix_attribute_key_value_text", "key", "value_text"),)

    contribution_id: Mapped[UUID] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True
    )
    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    value_text: Mapped[str | None] = mapped_column(String(200))
    value_number: Mapped[float | None]
    unit: Mapped[str | None] = mapped_column(String(20))


class SubmissionAttribute(Base):
    """One closed answer of a whole sitting, such as one of a survey; `key` is its flat key (docs/questions.md).

    Exactly one of the values is set. It is nobody's utterance and is not reviewed: it leaves the house as a figure.
    """

    __tablename__ = "submission_attribute"
    __table_args__ = ({"sqlite_with_rowid": False},)

    submission_id: Mapped[UUID] = mapped_column(
        ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True
    )
    key: Mapped[str] = mapped_column(String(LONGEST_SITTING_KEY), primary_key=True)
    value_text: Mapped[str | None] = mapped_column(String(200))
    value_number: Mapped[float | None]


class SearchText(Base):
    """The words of a contribution as they are compared (`searching.folded`); without words there is no row."""

    __tablename__ = "search_text"
    __table_args__ = ({"sqlite_with_rowid": False},)

    contribution_id: Mapped[UUID] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True
    )
    words: Mapped[str] = mapped_column(Text)


class Placement(Base):
    """Where a contribution lies in one vintage; `area_id` is null when it lies outside every area."""

    __tablename__ = "placement"
    __table_args__ = (Index("ix_placement_area_set_id_area_id", "area_set_id", "area_id"),)

    contribution_id: Mapped[UUID] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True
    )
    area_set_id: Mapped[UUID] = mapped_column(ForeignKey("area_set.id", ondelete="CASCADE"), primary_key=True)
    area_id: Mapped[UUID | None] = mapped_column(ForeignKey("area.id", ondelete="CASCADE"))


class ReviewDecision(Keyed, Base):
    """What a moderator decided, when and why; the words themselves stay in the contribution.

    Decisions made with one click share a `batch`, so that they can be undone together; `undone` ones stay as a trace.
    """

    __tablename__ = "review_decision"

    contribution_id: Mapped[UUID] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), index=True
    )
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    batch: Mapped[UUID] = mapped_column(default=new_id, index=True)
    undone: Mapped[bool] = mapped_column(default=False)
    from_state: Mapped[str] = mapped_column(String(16))
    to_state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(String(500), default="")


class PointLayer(Base):
    """All points of a process as the staff see them, or as everybody may; `version` is another with each change.

    New points alone do not change the version for the staff: the newest point tells of them.
    """

    __tablename__ = "point_layer"
    __table_args__ = (UniqueConstraint("process_id", "is_public"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    process_id: Mapped[UUID] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"))
    is_public: Mapped[bool]
    version: Mapped[int] = mapped_column(default=1)


class PointIndex(Base):
    """Where contributions lie, ordered by Morton key (`points.morton`), with all that a tile shows of them.

    Kept by `points.index` with each write. A public row has the rounded place of `public`, never the exact one.
    """

    __tablename__ = "point_index"
    __table_args__ = (
        UniqueConstraint("contribution_id", "layer_id"),
        Index(
            "ix_point_index_layer_id_z24",
            *("layer_id", "z24", "lon", "lat", "valence", "quality", "state", "urgency"),
        ),
    )

    number: Mapped[int] = mapped_column(BigInteger().with_variant(Integer(), "sqlite"), primary_key=True)
    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    layer_id: Mapped[int] = mapped_column(ForeignKey("point_layer.id", ondelete="CASCADE"))
    z24: Mapped[int] = mapped_column(BigInteger)
    lon: Mapped[float]
    lat: Mapped[float]
    valence: Mapped[str | None] = mapped_column(String(5))
    quality: Mapped[str | None] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(16))
    urgency: Mapped[int]
