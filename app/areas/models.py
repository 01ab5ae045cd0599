"""Raumgliederungen: area sets with vintages, their areas and the people who live in them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

import shapely
from sqlalchemy import JSON, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.base.database import Base, Keyed, UtcDateTime
from app.base.geometry import Geometry


class AreaSet(Keyed, Base):
    """One vintage of a Raumgliederung. `name` stays the same over its vintages, `valid_from` tells them apart.

    The four counts are what the last partition check found (tolerance 1 m²); None = never checked. `content_hash`
    follows every change of the shapes, `file_hash` stays that of the file once they were changed here.
    `parent_set` names the Raumgliederung that the areas' `parent_code` belongs to.
    """

    __tablename__ = "area_set"
    __table_args__ = (UniqueConstraint("name", "valid_from"),)

    name: Mapped[str] = mapped_column(String(80), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    stage: Mapped[int] = mapped_column(default=1)
    source: Mapped[str] = mapped_column(String(300), default="")
    crs: Mapped[str] = mapped_column(String(40), default="")
    content_hash: Mapped[str] = mapped_column(String(64))
    file_hash: Mapped[str | None] = mapped_column(String(64))
    parent_set: Mapped[str | None] = mapped_column(String(80))
    gap_count: Mapped[int | None]
    gap_m2: Mapped[float | None]
    overlap_count: Mapped[int | None]
    overlap_m2: Mapped[float | None]
    areas: Mapped[list[Area]] = relationship(
        back_populates="area_set", cascade="all, delete-orphan", order_by="Area.code", passive_deletes=True
    )

    @property
    def vintage(self) -> str:
        """The vintage as it is written in tables: the ISO date it is valid from."""
        return self.valid_from.isoformat()


class Area(Keyed, Base):
    """One Raum of a vintage; `code` is its area_id in every export. `area_m2` is measured in its ETRS89 / UTM zone."""

    __tablename__ = "area"
    __table_args__ = (UniqueConstraint("area_set_id", "code"),)

    area_set_id: Mapped[UUID] = mapped_column(ForeignKey("area_set.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(40), default="")
    parent_code: Mapped[str | None] = mapped_column(String(80))
    geometry: Mapped[shapely.Geometry] = mapped_column(Geometry)
    area_m2: Mapped[float]
    area_set: Mapped[AreaSet] = relationship(back_populates="areas")


class PopulationCount(Keyed, Base):
    """Bezugsbevölkerung: residents of an area by age band and sex at a reference date (`all` = not split).

    The rows of one area and date never count a person twice, so their sum is the total.
    """

    __tablename__ = "population_count"
    __table_args__ = (UniqueConstraint("area_id", "reference_date", "age_band", "sex"),)

    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id", ondelete="CASCADE"), index=True)
    reference_date: Mapped[date]
    age_band: Mapped[str] = mapped_column(String(10))
    sex: Mapped[str] = mapped_column(String(3), default="all")
    count: Mapped[int] = mapped_column(Integer)
    source: Mapped[str] = mapped_column(String(300), default="")
    obs_status: Mapped[str] = mapped_column(String(1), default="A")
    quality_note: Mapped[str] = mapped_column(String(300), default="")


class Delivery(Keyed, Base):
    """A table of numbers as it was taken over: one version of what a source says about a period, never changed.

    `subject` is `population` or an indicator_id; set and vintage are names, so that history outlives a replaced set.
    `rows` hold what was stored, `about` what a person was told (notes, differences, withheld cells).
    """

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint(
            "subject",
            "area_set",
            "area_vintage",
            "period_start",
            "period_end",
            "version",
            name="uq_delivery_version",
        ),
    )

    subject: Mapped[str] = mapped_column(String(120))
    area_set: Mapped[str] = mapped_column(String(80))
    area_vintage: Mapped[str] = mapped_column(String(10))
    period_start: Mapped[date]
    period_end: Mapped[date]
    version: Mapped[int]
    source: Mapped[str] = mapped_column(String(300), default="")
    file_name: Mapped[str] = mapped_column(String(200), default="")
    content_hash: Mapped[str] = mapped_column(String(64))
    rows: Mapped[list[list[object]]] = mapped_column(JSON)
    about: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)
    actor: Mapped[str] = mapped_column(String(64), default="command")


class AreaAlias(Keyed, Base):
    """How a source writes an area, confirmed by a person once; an empty code means: no area of this set."""

    __tablename__ = "area_alias"
    __table_args__ = (UniqueConstraint("area_set", "source", "text"),)

    area_set: Mapped[str] = mapped_column(String(80))
    source: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(String(300))
    area_code: Mapped[str] = mapped_column(String(80))
    actor: Mapped[str] = mapped_column(String(64), default="command")


class AreaChange(Keyed, Base):
    """One confirmed change of a vintage made here: a repair of its partition, or its place in a hierarchy.

    `steps` say what was done at which place, `sizes` the m² of each changed area before and after, `placements` how
    many places of contributions moved with it. What was undone stays as a trace.
    """

    __tablename__ = "area_change"

    area_set_id: Mapped[UUID] = mapped_column(ForeignKey("area_set.id", ondelete="CASCADE"), index=True)
    actor: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(20))
    before_hash: Mapped[str] = mapped_column(String(64))
    after_hash: Mapped[str] = mapped_column(String(64))
    steps: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    sizes: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    placements: Mapped[int] = mapped_column(default=0)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by: Mapped[str | None] = mapped_column(String(64))
    shapes: Mapped[list[AreaChangeShape]] = relationship(cascade="all, delete-orphan", passive_deletes=True)


class AreaChangeShape(Keyed, Base):
    """A shape that belongs to a change: of an area before it (`code`), or of a gap that is right (`code` empty)."""

    __tablename__ = "area_change_shape"

    change_id: Mapped[UUID] = mapped_column(ForeignKey("area_change.id", ondelete="CASCADE"), index=True)
    code: Mapped[str] = mapped_column(String(80), default="")
    geometry: Mapped[shapely.Geometry] = mapped_column(Geometry)
