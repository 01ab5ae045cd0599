"""The dataset: sources, licences, imported observations and frozen releases, in the tidy columns of D4."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, Date, Float, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from app.base.database import Base, Keyed, UtcDateTime

KEY_COLUMNS = (
    "indicator_id",
    "indicator_version",
    "area_set",
    "area_id",
    "area_vintage",
    "period_start",
    "period_end",
    "ref",
    "age_group",
    "gender",
    "role",
    "time_of_day",
)
COLUMNS = (
    *KEY_COLUMNS,
    "value",
    "unit",
    "numerator",
    "denominator",
    "n_persons",
    "ci_low",
    "ci_high",
    "obs_status",
    "conf_status",
    "source_id",
    "licence_id",
    "quality_note",
    "codebook_version",
    "questionnaire_version",
    "computed_at",
    "pipeline_version",
)
"""`indicator_values.csv` (D4), in this order; the first twelve are the key, a total is `all`, never empty."""


class ObservationColumns:
    """Mixin with the columns of D4, so that imported and frozen rows cannot drift apart."""

    indicator_id: Mapped[str] = mapped_column(String(120))
    indicator_version: Mapped[str] = mapped_column(String(10), default="1")
    area_set: Mapped[str] = mapped_column(String(80))
    area_id: Mapped[str] = mapped_column(String(80))
    area_vintage: Mapped[str] = mapped_column(String(10))
    period_start: Mapped[date] = mapped_column(Date)
    period_end: Mapped[date] = mapped_column(Date)
    ref: Mapped[str] = mapped_column(String(10))
    age_group: Mapped[str] = mapped_column(String(10), default="all")
    gender: Mapped[str] = mapped_column(String(4), default="all")
    role: Mapped[str] = mapped_column(String(30), default="all")
    time_of_day: Mapped[str] = mapped_column(String(12), default="all")
    value: Mapped[float | None] = mapped_column(Float)
    unit: Mapped[str] = mapped_column(String(20))
    numerator: Mapped[float | None] = mapped_column(Float)
    denominator: Mapped[float | None] = mapped_column(Float)
    n_persons: Mapped[int | None] = mapped_column(Integer)
    ci_low: Mapped[float | None] = mapped_column(Float)
    ci_high: Mapped[float | None] = mapped_column(Float)
    obs_status: Mapped[str] = mapped_column(String(1), default="A")
    conf_status: Mapped[str] = mapped_column(String(1), default="F")
    source_id: Mapped[str] = mapped_column(String(80), default="")
    licence_id: Mapped[str] = mapped_column(String(40), default="")
    quality_note: Mapped[str] = mapped_column(String(500), default="")
    codebook_version: Mapped[str] = mapped_column(String(20), default="")
    questionnaire_version: Mapped[str] = mapped_column(String(20), default="")
    computed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    pipeline_version: Mapped[str] = mapped_column(String(20), default="")


class Source(Base):
    """Where numbers come from (provider, method, period); `id` is the source_id of D4."""

    __tablename__ = "source"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    provider: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(300))
    method: Mapped[str] = mapped_column(String(500), default="")
    contact: Mapped[str] = mapped_column(String(200), default="")
    update_cycle: Mapped[str] = mapped_column(String(80), default="")
    licence_id: Mapped[str] = mapped_column(String(40), default="")


class Observation(Keyed, ObservationColumns, Base):
    """An imported value of a classic indicator (K01 …), installation-wide."""

    __tablename__ = "observation"

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[UniqueConstraint, ...]:
        return (UniqueConstraint(*KEY_COLUMNS, name="uq_observation_key"),)


class ExternalIndicator(Keyed, Base):
    """An indicator of the town that others compute; its id in tables is `code` (X01 …), `ref` place or residence.

    What is not public is imported as internal (N) and stays in the house.
    """

    __tablename__ = "external_indicator"

    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    meaning: Mapped[str] = mapped_column(String(500), default="")
    unit: Mapped[str] = mapped_column(String(20))
    ref: Mapped[str] = mapped_column(String(10))
    is_public: Mapped[bool] = mapped_column(default=False)


class Release(Keyed, Base):
    """A frozen, numbered dataset of a process; approved by two different persons (E36), never changed afterwards."""

    __tablename__ = "release"

    number: Mapped[int] = mapped_column(unique=True)
    process_id: Mapped[UUID] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(200), default="")
    area_sets: Mapped[list[str]] = mapped_column(JSON, default=list)
    approved_first_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    approved_second_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    frozen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    content_hash: Mapped[str] = mapped_column(String(64))
    previous_id: Mapped[UUID | None] = mapped_column(ForeignKey("release.id", ondelete="SET NULL"))
    rule: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)
    note: Mapped[str] = mapped_column(String(1000), default="")


class ReleaseProposal(Keyed, Base):
    """A release waiting for its second approval; gone once frozen or refused."""

    __tablename__ = "release_proposal"

    process_id: Mapped[UUID] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(String(1000), default="")
    area_sets: Mapped[list[str]] = mapped_column(JSON, default=list)
    content_hash: Mapped[str] = mapped_column(String(64))


class ReleaseRow(ObservationColumns, Base):
    """One row of a release, exactly as it may leave the house (suppressed cells are empty)."""

    __tablename__ = "release_row"

    release_id: Mapped[UUID] = mapped_column(ForeignKey("release.id", ondelete="CASCADE"), primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True)
