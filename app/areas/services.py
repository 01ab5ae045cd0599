"""Writes about Raumgliederungen: a vintage with its areas, and the people who live in them; all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy import delete, insert, select

from app.areas.age_bands import AGE_BANDS
from app.areas.errors import ImportRefused, VintageExists, listed
from app.areas.models import Area, AreaSet, PopulationCount
from app.areas.preparing import PreparedArea, content_hash
from app.areas.queries import area_set_by_id, vintages
from app.areas.validation import PartitionReport
from app.base.audit import note
from app.base.database import db, new_id, now

ALL = "all"
SEXES = ("f", "m", "d", "na")
_ONE_DAY = timedelta(days=1)
_MAX_SET_NAME = 80


@dataclass(frozen=True)
class ImportedSet:
    """What an import did: `outcome` is created, unchanged or replaced; `closed` the vintage that ends by it."""

    area_set: AreaSet
    outcome: str
    areas: int
    closed: AreaSet | None = None
    lost_population: tuple[str, ...] = ()


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
    """What an import of counts did: `outcome` is stored or unchanged; codes of areas that got no count."""

    outcome: str
    residents: dict[date, int]
    areas_without: tuple[str, ...]


def import_area_set(
    *,
    name: str,
    valid_from: date,
    areas: Sequence[PreparedArea],
    crs: str = "EPSG:4326",
    source: str = "",
    kind: str = "",
    replace: bool = False,
    report: PartitionReport | None = None,
    actor: UUID | str = "command",
) -> ImportedSet:
    """Store one vintage. The same content again changes nothing; other content for the same first day raises
    VintageExists unless `replace`. Neighbouring vintages end the day before the next one begins; their areas stay.

    Replacing makes a new row, so that places recorded in the old shapes go with them and are placed anew; counts of
    residents stay for codes that stay.
    """
    name = name.strip()
    if not 0 < len(name) <= _MAX_SET_NAME:
        raise ImportRefused(_("Der Name der Raumgliederung braucht 1 bis 80 Zeichen."), field="name")
    if not areas:
        raise ImportRefused(_("Die Datei enthält keine Räume."))
    digest = content_hash(list(areas))
    known = {found.valid_from: found for found in vintages(name)}
    same_day = known.get(valid_from)
    if same_day is not None and same_day.content_hash == digest:
        return ImportedSet(same_day, "unchanged", len(areas))
    if same_day is not None and not replace:
        raise VintageExists(
            _(
                "»%(name)s« gibt es schon mit Stand %(day)s und anderem Inhalt. Zum Austauschen: --replace.",
                name=name,
                day=format_date(valid_from),
            ),
            field="valid_from",
        )
    population = _population_by_code(same_day) if same_day else []
    if same_day is not None:
        db.session.delete(same_day)
        db.session.flush()
    area_set = AreaSet(
        id=new_id(),
        name=name,
        valid_from=valid_from,
        source=source[:300],
        crs=crs[:40],
        content_hash=digest,
        stage=same_day.stage if same_day else 1,
    )
    db.session.add(area_set)
    db.session.flush()
    ids = _insert_areas(area_set.id, areas, kind)
    lost = _restore_population(population, ids)
    closed = _close_vintages(name)
    if report is not None:
        note_partition(area_set_id=area_set.id, report=report)
    outcome = "replaced" if same_day else "created"
    note(actor=actor, action=f"area_set.{outcome}", object_kind="area_set", object_id=area_set.id)
    db.session.flush()
    return ImportedSet(area_set, outcome, len(ids), closed.get(area_set.id), lost)


def _insert_areas(area_set_id: UUID, areas: Sequence[PreparedArea], kind: str) -> dict[str, UUID]:
    ids = {area.code: new_id() for area in areas}
    moment = now()
    db.session.execute(
        insert(Area),
        [
            {
                "id": ids[area.code],
                "created_at": moment,
                "area_set_id": area_set_id,
                "code": area.code,
                "name": area.name,
                "kind": kind,
                "geometry": area.geometry,
                "area_m2": area.area_m2,
            }
            for area in areas
        ],
    )
    return ids


def _close_vintages(name: str) -> dict[UUID, AreaSet]:
    """Let each vintage end the day before the next begins; for each vintage the one that its coming closed."""
    closed = {}
    newest_first = vintages(name)
    for later, earlier in zip(newest_first, newest_first[1:], strict=False):
        end = later.valid_from - _ONE_DAY
        if earlier.valid_to != end:
            earlier.valid_to = end
            closed[later.id] = earlier
    newest_first[0].valid_to = None
    return closed


def _population_by_code(area_set: AreaSet) -> list[tuple[str, dict[str, object]]]:
    rows = db.session.execute(
        select(Area.code, PopulationCount)
        .join(Area, PopulationCount.area_id == Area.id)
        .where(Area.area_set_id == area_set.id)
    )
    return [
        (
            code,
            {
                "reference_date": found.reference_date,
                "age_band": found.age_band,
                "sex": found.sex,
                "count": found.count,
                "source": found.source,
            },
        )
        for code, found in rows
    ]


def _restore_population(
    population: list[tuple[str, dict[str, object]]], ids: dict[str, UUID]
) -> tuple[str, ...]:
    moment = now()
    kept = [
        {"id": new_id(), "created_at": moment, "area_id": ids[code], **values}
        for code, values in population
        if code in ids
    ]
    if kept:
        db.session.execute(insert(PopulationCount), kept)
    return tuple(sorted({code for code, _values in population if code not in ids}))


def note_partition(*, area_set_id: UUID, report: PartitionReport) -> None:
    """Keep what the partition check found, for the list of sets."""
    area_set = area_set_by_id(area_set_id)
    area_set.gap_count, area_set.gap_m2 = len(report.gaps), report.gap_m2
    area_set.overlap_count, area_set.overlap_m2 = len(report.overlaps), report.overlap_m2
    db.session.flush()


def import_population(
    *, area_set_id: UUID, rows: Sequence[PopulationRow], source: str = "", actor: UUID | str = "command"
) -> ImportedPopulation:
    """Store residents of a vintage, replacing what it had for the same reference dates; ImportRefused otherwise."""
    areas = dict(
        db.session.execute(select(Area.code, Area.id).where(Area.area_set_id == area_set_id)).tuples().all()
    )
    _refuse_impossible(rows, set(areas))
    members = select(Area.id).where(Area.area_set_id == area_set_id)
    days = {row.reference_date for row in rows}
    old = {
        (area_id, day, band, sex): count
        for area_id, day, band, sex, count in db.session.execute(
            select(
                PopulationCount.area_id,
                PopulationCount.reference_date,
                PopulationCount.age_band,
                PopulationCount.sex,
                PopulationCount.count,
            ).where(PopulationCount.area_id.in_(members), PopulationCount.reference_date.in_(days))
        )
    }
    new = {(areas[row.area_code], row.reference_date, row.age_band, row.sex): row.count for row in rows}
    residents = {day: sum(row.count for row in rows if row.reference_date == day) for day in sorted(days)}
    without = tuple(sorted(set(areas) - {row.area_code for row in rows}))
    if old == new:
        return ImportedPopulation("unchanged", residents, without)
    db.session.execute(
        delete(PopulationCount).where(
            PopulationCount.area_id.in_(members), PopulationCount.reference_date.in_(days)
        )
    )
    moment = now()
    keys = ("area_id", "reference_date", "age_band", "sex")
    db.session.execute(
        insert(PopulationCount),
        [
            {"id": new_id(), "created_at": moment, "source": source[:300], "count": count}
            | dict(zip(keys, key, strict=True))
            for key, count in new.items()
        ],
    )
    note(actor=actor, action="population.stored", object_kind="area_set", object_id=area_set_id)
    db.session.flush()
    return ImportedPopulation("stored", residents, without)


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
