"""Residents of a vintage by area, age and sex: stored in versions, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, insert, select

from app.areas.age_bands import AGE_BANDS
from app.areas.deliveries import Period, keep_delivery, versions_of
from app.areas.errors import ImportRefused, listed
from app.areas.models import Area, PopulationCount
from app.areas.queries import area_set_by_id
from app.base.audit import note
from app.base.database import db, new_id, now

ALL = "all"
SEXES = ("f", "m", "d", "na")
POPULATION = "population"
_NOTE = 300


@dataclass(frozen=True)
class PopulationRow:
    """Residents of one area in one age band (C2 or `all`) and sex (f, m, d, na or `all`) on a day.

    `obs_status` is A, or E for an estimate; `quality_note` says how it was made.
    """

    area_code: str
    age_band: str
    sex: str
    count: int
    reference_date: date
    obs_status: str = "A"
    quality_note: str = ""


@dataclass(frozen=True)
class ImportedPopulation:
    """What an import of counts did: `outcome` is stored or unchanged; codes of areas without count; new versions."""

    outcome: str
    residents: dict[date, int]
    areas_without: tuple[str, ...]
    versions: dict[date, int] = field(default_factory=dict)


def import_population(
    *,
    area_set_id: UUID,
    rows: Sequence[PopulationRow],
    source: str = "",
    file_name: str = "",
    about: Mapping[str, object] | None = None,
    actor: UUID | str = "command",
) -> ImportedPopulation:
    """Store residents of a vintage as a new version of each reference date; ImportRefused otherwise.

    The same numbers again change nothing. What a date had before stays readable in its earlier versions.
    """
    area_set = area_set_by_id(area_set_id)
    areas = dict(
        db.session.execute(select(Area.code, Area.id).where(Area.area_set_id == area_set_id)).tuples().all()
    )
    _refuse_impossible(rows, set(areas))
    residents: dict[date, int] = {}
    versions: dict[date, int] = {}
    for day in sorted({row.reference_date for row in rows}):
        mine = [row for row in rows if row.reference_date == day]
        residents[day] = sum(row.count for row in mine)
        if _stored(areas, day) == {_key(areas, row): _figures(row) for row in mine}:
            continue
        period = Period(POPULATION, area_set.name, area_set.vintage, day, day)
        kept = [[row.area_code, row.age_band, row.sex, row.count, row.obs_status] for row in mine]
        _keep_former(period, areas)
        versions[day] = keep_delivery(
            period, kept, source=source, file_name=file_name, about=about or {}, actor=actor
        ).version
        _replace(areas, day, mine, source)
    without = tuple(sorted(set(areas) - {row.area_code for row in rows}))
    if not versions:
        return ImportedPopulation("unchanged", residents, without)
    note(actor=actor, action="population.stored", object_kind="area_set", object_id=area_set_id)
    db.session.flush()
    return ImportedPopulation("stored", residents, without, versions)


def stored_rows(area_set_id: UUID, day: date) -> dict[tuple[str, str, str], int]:
    """What a vintage holds for a day: (area code, age band, sex) to residents; to compare a new table with."""
    areas = dict(
        db.session.execute(select(Area.code, Area.id).where(Area.area_set_id == area_set_id)).tuples().all()
    )
    codes = {area_id: code for code, area_id in areas.items()}
    return {
        (codes[area_id], band, sex): count
        for (area_id, band, sex), (count, _status, _note) in _stored(areas, day).items()
    }


def _key(areas: Mapping[str, UUID], row: PopulationRow) -> tuple[UUID, str, str]:
    return areas[row.area_code], row.age_band, row.sex


def _figures(row: PopulationRow) -> tuple[int, str, str]:
    return row.count, row.obs_status, row.quality_note[:_NOTE]


def _stored(areas: Mapping[str, UUID], day: date) -> dict[tuple[UUID, str, str], tuple[int, str, str]]:
    columns = (
        PopulationCount.area_id,
        PopulationCount.age_band,
        PopulationCount.sex,
        PopulationCount.count,
        PopulationCount.obs_status,
        PopulationCount.quality_note,
    )
    wanted = PopulationCount.area_id.in_(list(areas.values())), PopulationCount.reference_date == day
    return {
        (area_id, band, sex): (count, status, remark)
        for area_id, band, sex, count, status, remark in db.session.execute(select(*columns).where(*wanted))
    }


def _keep_former(period: Period, areas: Mapping[str, UUID]) -> None:
    """Numbers from before there were versions become version 1, so that replacing them loses nothing."""
    if versions_of(period):
        return
    codes = {area_id: code for code, area_id in areas.items()}
    former = _stored(areas, period.start)
    if former:
        rows: list[list[object]] = [
            [codes[area_id], band, sex, count, status]
            for (area_id, band, sex), (count, status, _note) in sorted(
                former.items(), key=lambda item: (codes[item[0][0]], *item[0][1:])
            )
        ]
        keep_delivery(period, rows, source="", file_name="", about={}, actor="command")


def _replace(areas: Mapping[str, UUID], day: date, rows: Sequence[PopulationRow], source: str) -> None:
    db.session.execute(
        delete(PopulationCount).where(
            PopulationCount.area_id.in_(list(areas.values())), PopulationCount.reference_date == day
        )
    )
    moment = now()
    db.session.execute(
        insert(PopulationCount),
        [
            {
                "id": new_id(),
                "created_at": moment,
                "source": source[:300],
                "area_id": areas[row.area_code],
                "reference_date": day,
                "age_band": row.age_band,
                "sex": row.sex,
                "count": row.count,
                "obs_status": row.obs_status,
                "quality_note": row.quality_note[:_NOTE],
            }
            for row in rows
        ],
    )


def _refuse_impossible(rows: Sequence[PopulationRow], codes: set[str]) -> None:
    """Unknown areas, bands and sexes, negative or double counts, totals beside their parts."""
    if not rows:
        raise ImportRefused(_("Die Tabelle enthält keine Zahlen."))
    problems = []
    if unknown := sorted({row.area_code for row in rows} - codes):
        problems.append(_("Diese Räume gibt es nicht: %(codes)s", codes=listed(unknown)))
    bands = {row.age_band for row in rows} - {*AGE_BANDS, ALL}
    sexes = {row.sex for row in rows} - {*SEXES, ALL}
    if bands or sexes:
        problems.append(_("Unbekannte Gruppen: %(groups)s", groups=listed(sorted(bands | sexes))))
    if any(row.count < 0 for row in rows):
        problems.append(_("Eine Anzahl ist kleiner als 0."))
    keys = [(row.area_code, row.reference_date, row.age_band, row.sex) for row in rows]
    if len(set(keys)) < len(keys):
        problems.append(_("Dieselbe Zahl steht mehrfach in der Tabelle."))
    groups: dict[tuple[str, date], set[tuple[str, str]]] = {}
    for code, day, band, sex in keys:
        groups.setdefault((code, day), set()).add((band, sex))
    if any(_counts_twice(found) for found in groups.values()):
        problems.append(_("Summen und ihre Teile stehen nebeneinander, so würde doppelt gezählt."))
    if problems:
        raise ImportRefused(problems)


def _counts_twice(groups: set[tuple[str, str]]) -> bool:
    bands = {band for band, _sex in groups}
    if ALL in bands and len(bands) > 1:
        return True
    return any((band, ALL) in groups and sex != ALL for band, sex in groups)
