"""Writes about Raumgliederungen: a vintage with its areas, what is kept when it is replaced; all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy import insert, select

from app.areas.errors import ImportRefused, VintageExists
from app.areas.followers import tell_vintage
from app.areas.holding import change_areas
from app.areas.models import Area, AreaSet, PopulationCount
from app.areas.preparing import PreparedArea, content_hash
from app.areas.queries import area_set_by_id, areas_of, holes_of, vintages
from app.areas.replacing import set_aside, take_over_history
from app.areas.validation import PartitionReport, check_partition
from app.base.audit import note
from app.base.database import db, new_id, now

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
    """Store one vintage. The same content again changes nothing, also after a repair here; other content for the
    same first day raises VintageExists unless `replace`. Neighbouring vintages end the day before the next one
    begins; their areas stay.

    Replacing makes a new row, so that places recorded in the old shapes go with them and are placed anew; counts of
    residents stay for codes that stay, and the history of changes stays with an entry about the replacement.
    """
    name = name.strip()
    if not 0 < len(name) <= _MAX_SET_NAME:
        raise ImportRefused(_("Der Name der Raumgliederung braucht 1 bis 80 Zeichen."), field="name")
    if not areas:
        raise ImportRefused(_("Die Datei enthält keine Räume."))
    digest = content_hash(list(areas))
    change_areas()
    known = {found.valid_from: found for found in vintages(name)}
    same_day = known.get(valid_from)
    if same_day is not None and digest in (same_day.content_hash, same_day.file_hash):
        return ImportedSet(same_day, "unchanged", len(areas))
    if same_day is not None and not replace:
        raise _exists(same_day)
    population = _population_by_code(same_day) if same_day else []
    old_areas = areas_of(same_day.id) if same_day else []
    if same_day is not None:
        set_aside(same_day)
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
    if same_day is not None:
        take_over_history(old=same_day, old_areas=old_areas, new=area_set, areas=areas, actor=actor)
        db.session.delete(same_day)
        db.session.flush()
    lost = _restore_population(population, ids)
    closed = _close_vintages(name)
    if report is not None:
        holes = holes_of(area_set.id)
        known_gaps = check_partition(areas, report.tolerance_m2, holes) if holes else report
        note_partition(area_set_id=area_set.id, report=known_gaps)
    outcome = "replaced" if same_day else "created"
    note(actor=actor, action=f"area_set.{outcome}", object_kind="area_set", object_id=area_set.id)
    db.session.flush()
    tell_vintage(area_set.id, actor=actor)
    return ImportedSet(area_set, outcome, len(ids), closed.get(area_set.id), lost)


def refuse_existing(name: str, valid_from: date, areas: Sequence[PreparedArea], *, replace: bool) -> None:
    """VintageExists when `import_area_set` would refuse these areas for that reason."""
    same_day = next((found for found in vintages(name.strip()) if found.valid_from == valid_from), None)
    if same_day is None or replace:
        return
    if content_hash(list(areas)) not in (same_day.content_hash, same_day.file_hash):
        raise _exists(same_day)


def _exists(same_day: AreaSet) -> VintageExists:
    return VintageExists(
        _(
            "»%(name)s« gibt es schon mit Stand %(day)s und anderem Inhalt. Soll dieser Stand ausgetauscht werden, "
            "setzen Sie das Häkchen dafür (auf der Kommandozeile: --replace).",
            name=same_day.name,
            day=format_date(same_day.valid_from),
        ),
        field="valid_from",
    )


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
                "obs_status": found.obs_status,
                "quality_note": found.quality_note,
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
