"""Reads about Raumgliederungen: sets, vintages, areas and the people who live in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

import pandas as pd
import shapely
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ScalarSelect, func, select

from app.areas.age_bands import AGE_BANDS
from app.areas.errors import listed
from app.areas.models import Area, AreaChange, AreaChangeShape, AreaSet, PopulationCount
from app.base.database import db
from app.base.errors import NotFound

POPULATION_COLUMNS = [
    "area_code",
    "age_band",
    "sex",
    "count",
    "reference_date",
    "obs_status",
    "quality_note",
]


@dataclass(frozen=True)
class AreaSetSummary:
    """One vintage in a list: how many areas, their total size (m²), residents at the newest date (None = unknown)."""

    area_set: AreaSet
    areas: int
    area_m2: float
    reference_date: date | None
    residents: int | None


class AreaSize(NamedTuple):
    """One area without its shape."""

    code: str
    name: str
    area_m2: float


def area_sets() -> list[AreaSet]:
    """Every vintage of every set, by name, newest vintage first."""
    return sorted(
        db.session.scalars(select(AreaSet)), key=lambda found: (found.name, -found.valid_from.toordinal())
    )


def vintages(name: str) -> list[AreaSet]:
    """All vintages of a set, newest first; empty when there is no such set."""
    return list(
        db.session.scalars(select(AreaSet).where(AreaSet.name == name).order_by(AreaSet.valid_from.desc()))
    )


def set_at(name: str, on: date | None = None) -> AreaSet:
    """The vintage valid on a day, by default the newest one; NotFound when there is none."""
    for found in vintages(name):
        if on is None or (found.valid_from <= on and (found.valid_to is None or on <= found.valid_to)):
            return found
    refuse_unknown_set(name)
    raise NotFound(_l("Diese Raumgliederung gilt nicht an diesem Tag."), field="set")


def refuse_unknown_set(name: str) -> None:
    """NotFound that lists the existing sets when none has this name."""
    names = list(db.session.scalars(select(AreaSet.name).distinct().order_by(AreaSet.name)))
    if not names:
        raise NotFound(_("Es gibt noch keine Raumgliederung."), field="set")
    if name not in names:
        raise NotFound(
            _(
                "Die Raumgliederung »%(name)s« gibt es nicht. Vorhanden: %(names)s",
                name=name,
                names=listed(names),
            ),
            field="set",
        )


def area_set_by_id(area_set_id: UUID) -> AreaSet:
    """One vintage by its key; NotFound."""
    found = db.session.get(AreaSet, area_set_id)
    if found is None:
        raise NotFound(_l("Diese Raumgliederung gibt es nicht."))
    return found


def areas_of(area_set_id: UUID) -> list[Area]:
    """The areas of a vintage with their shapes, ordered by code (by character, the same on both databases)."""
    found = db.session.scalars(select(Area).where(Area.area_set_id == area_set_id))
    return sorted(found, key=lambda area: area.code)


def holes_of(area_set_id: UUID) -> list[shapely.Geometry]:
    """The gaps (WGS 84) that somebody called right and nobody took back, oldest first."""
    query = (
        select(AreaChangeShape.geometry)
        .join(AreaChange)
        .where(
            AreaChange.area_set_id == area_set_id, AreaChange.undone_at.is_(None), AreaChangeShape.code == ""
        )
    )
    return list(db.session.scalars(query.order_by(AreaChangeShape.id)))


def sizes_of(area_set_id: UUID) -> list[AreaSize]:
    """Code, name and m² of the areas of a vintage, ordered by code; no shape is read for it."""
    query = select(Area.code, Area.name, Area.area_m2).where(Area.area_set_id == area_set_id)
    return sorted(AreaSize(*row) for row in db.session.execute(query))


def area_names(area_set_ids: Iterable[UUID]) -> dict[UUID, list[tuple[str, str]]]:
    """Code and name of the areas of each vintage, ordered by code; one query, and no shape is read for it."""
    wanted = list(area_set_ids)
    names: dict[UUID, list[tuple[str, str]]] = {area_set_id: [] for area_set_id in wanted}
    query = select(Area.area_set_id, Area.code, Area.name).where(Area.area_set_id.in_(wanted))
    for area_set_id, code, name in db.session.execute(query):
        names[area_set_id].append((code, name))
    return {area_set_id: sorted(found) for area_set_id, found in names.items()}


def population_frame(area_set_id: UUID) -> pd.DataFrame:
    """Residents of a vintage: one row for each area, age band, sex and reference date, in this order."""
    rows = db.session.execute(
        select(
            Area.code,
            PopulationCount.age_band,
            PopulationCount.sex,
            PopulationCount.count,
            PopulationCount.reference_date,
            PopulationCount.obs_status,
            PopulationCount.quality_note,
        )
        .join(Area, PopulationCount.area_id == Area.id)
        .where(Area.area_set_id == area_set_id)
    ).all()
    frame = pd.DataFrame([tuple(row) for row in rows], columns=POPULATION_COLUMNS)
    order = ["area_code", "age_band", "sex", "reference_date"]
    return frame.sort_values(order, ignore_index=True) if rows else frame


def stand_of(area_set_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Names and residents of each vintage as one short text, the same as long as all of them are the same."""
    counts = (PopulationCount.age_band, PopulationCount.sex, PopulationCount.count)
    notes = (PopulationCount.reference_date, PopulationCount.obs_status, PopulationCount.quality_note)
    query = select(Area.area_set_id, Area.code, *counts, *notes).join(
        Area, PopulationCount.area_id == Area.id
    )
    rows: dict[UUID, list[Any]] = {area_set_id: [] for area_set_id in area_set_ids}
    for area_set_id, *row in db.session.connection().execute(query.where(Area.area_set_id.in_(area_set_ids))):
        rows[area_set_id].append(tuple(row))
    names = area_names(area_set_ids)
    return {key: sha256(repr((names[key], sorted(rows[key]))).encode()).hexdigest() for key in rows}


def summaries() -> list[AreaSetSummary]:
    """Every vintage with its size and residents, in the order of `area_sets`; a fixed number of queries."""
    sizes = {
        row.area_set_id: (row.areas, row.area_m2)
        for row in db.session.execute(
            select(
                Area.area_set_id, func.count().label("areas"), func.sum(Area.area_m2).label("area_m2")
            ).group_by(Area.area_set_id)
        )
    }
    residents = _residents()
    return [
        AreaSetSummary(found, *sizes.get(found.id, (0, 0.0)), *residents.get(found.id, (None, None)))
        for found in area_sets()
    ]


def residents_by_area(area_set_id: UUID) -> dict[str, int]:
    """Residents at the newest reference date by area code, all ages and sexes; areas without counts are absent."""
    totals = (
        select(Area.code, func.sum(PopulationCount.count))
        .join(Area, PopulationCount.area_id == Area.id)
        .where(Area.area_set_id == area_set_id, PopulationCount.reference_date == _newest(area_set_id))
        .group_by(Area.code)
    )
    return {code: int(count) for code, count in sorted(db.session.execute(totals).tuples())}


def residents_by_band(area_set_id: UUID) -> tuple[date | None, dict[str, int]]:
    """The newest reference date and residents of the whole set by age band, youngest first."""
    day = PopulationCount.reference_date
    counts = (
        select(day, PopulationCount.age_band, func.sum(PopulationCount.count))
        .join(Area, PopulationCount.area_id == Area.id)
        .where(Area.area_set_id == area_set_id, day == _newest(area_set_id))
        .group_by(day, PopulationCount.age_band)
    )
    rows = db.session.execute(counts).tuples().all()
    totals = {band: int(count) for _day, band, count in rows}
    order = [*AGE_BANDS, "all"]
    return rows[0][0] if rows else None, {band: totals[band] for band in order if band in totals}


def _newest(area_set_id: UUID) -> ScalarSelect[date]:
    newest = select(func.max(PopulationCount.reference_date)).join(Area, PopulationCount.area_id == Area.id)
    return newest.where(Area.area_set_id == area_set_id).correlate(None).scalar_subquery()


def reference_structure(area_set: AreaSet) -> tuple[dict[str, float], str]:
    """The age structure of the town (age band to residents) and its name, to share out groups that do not fit.

    It is the newest of any set that was counted in bands, and never an estimate itself; NotFound when there is none.
    """
    rows = db.session.execute(
        select(
            AreaSet.name,
            PopulationCount.reference_date,
            PopulationCount.age_band,
            func.sum(PopulationCount.count),
        )
        .join(Area, PopulationCount.area_id == Area.id)
        .join(AreaSet, Area.area_set_id == AreaSet.id)
        .where(PopulationCount.obs_status == "A", PopulationCount.age_band.in_(list(AGE_BANDS)))
        .group_by(AreaSet.name, PopulationCount.reference_date, PopulationCount.age_band)
    )
    found: dict[tuple[date, bool, str], dict[str, float]] = {}
    for name, day, band, total in rows:
        found.setdefault((day, name == area_set.name, name), {})[band] = float(total)
    whole = {key: bands for key, bands in found.items() if set(AGE_BANDS) - {"na"} <= set(bands)}
    if not whole:
        raise NotFound(
            _l("Es gibt noch keine Einwohnerzahlen nach Alter, die als Vorbild dienen können."),
            field="method",
        )
    newest = max(whole)
    return whole[newest], f"{newest[2]}, {newest[0].isoformat()}"


def _residents() -> dict[UUID, tuple[date, int]]:
    rows = db.session.execute(
        select(Area.area_set_id, PopulationCount.reference_date, func.sum(PopulationCount.count))
        .join(Area, PopulationCount.area_id == Area.id)
        .group_by(Area.area_set_id, PopulationCount.reference_date)
        .order_by(PopulationCount.reference_date)
    )
    return {area_set_id: (day, int(total)) for area_set_id, day, total in rows}
