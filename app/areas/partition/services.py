"""Writes: a repair is stored only as it was seen, keeps what was before, and can be undone, the newest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

import shapely
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.areas.errors import ImportRefused
from app.areas.followers import tell_change
from app.areas.holding import change_areas
from app.areas.measuring import areas_m2, epsg_for
from app.areas.models import Area, AreaChange, AreaChangeShape, AreaSet
from app.areas.partition.findings import Step, findings, steps
from app.areas.partition.queries import REPAIR, changes_of, newest_repair, report_of
from app.areas.partition.repairing import Repair, repair
from app.areas.preparing import PreparedArea, content_hash
from app.areas.queries import area_set_by_id, areas_of, holes_of
from app.areas.services import note_partition
from app.base.audit import note
from app.base.database import db, new_id, now
from app.base.errors import Conflict, NotFound


def proposed(*, area_set_id: UUID, decisions: Mapping[str, str], seen_hash: str | None = None) -> Repair:
    """What the decisions (finding key → choice) would do; nothing is stored. Conflict when the shapes changed."""
    area_set = area_set_by_id(area_set_id)
    _expect(area_set, seen_hash or area_set.content_hash)
    areas = areas_of(area_set_id)
    holes = holes_of(area_set_id)
    found = findings(report_of(area_set_id), {area.code: area.area_m2 for area in areas})
    chosen = steps(found, decisions)
    if not chosen:
        raise ImportRefused(_("Bitte wählen Sie bei mindestens einer Fundstelle, was geschehen soll."))
    return repair(areas, chosen, holes)


def apply_repair(*, area_set_id: UUID, repair: Repair, seen_hash: str, actor: UUID | str) -> AreaChange:
    """Store a proposed repair as the new content of the vintage; the earlier shapes stay with the change.

    Conflict when the shapes are no longer those that `seen_hash` stands for. Places of contributions in the changed
    region are placed anew in the same transaction; released values keep their release.
    """
    change_areas()
    area_set = area_set_by_id(area_set_id)
    _expect(area_set, seen_hash)
    known = {area.code: area for area in areas_of(area_set_id)}
    kept_before = holes_of(area_set_id)
    change = AreaChange(
        id=new_id(),
        area_set_id=area_set_id,
        actor=str(actor),
        kind=REPAIR,
        before_hash=area_set.content_hash,
        after_hash=content_hash(list(repair.areas)),
        steps=[_told(step) for step in repair.steps],
        sizes=[
            {"code": found.code, "name": found.name, "before_m2": found.before_m2, "after_m2": found.after_m2}
            for found in repair.changed
        ],
    )
    change.shapes = [
        AreaChangeShape(code=found.code, geometry=known[found.code].geometry) for found in repair.changed
    ] + [AreaChangeShape(code="", geometry=hole) for hole in repair.holes[len(kept_before) :]]
    db.session.add(change)
    sizes = {found.code: found for found in repair.changed}
    for code, found in sizes.items():
        known[code].geometry, known[code].area_m2 = found.after, found.after_m2
    area_set.file_hash = area_set.file_hash or area_set.content_hash
    area_set.content_hash = change.after_hash
    note_partition(area_set_id=area_set_id, report=repair.report)
    change.placements = _tell(area_set_id, ((found.before, found.after) for found in repair.changed))
    note(actor=actor, action="area_set.repaired", object_kind="area_set", object_id=area_set_id)
    db.session.flush()
    return change


def undo(*, change_id: UUID, actor: UUID | str) -> AreaChange:
    """Restore the shapes before a change, exactly; only the newest one that stands can be undone (else Conflict)."""
    change_areas()
    change = db.session.get(AreaChange, change_id)
    if change is None:
        raise NotFound(_l("Diese Änderung gibt es nicht."))
    area_set = area_set_by_id(change.area_set_id)
    standing = newest_repair(area_set, changes_of(area_set.id))
    if standing is None or standing.id != change_id:
        raise Conflict(_l("Nur die neueste Reparatur kann zurückgenommen werden."))
    areas = areas_of(area_set.id)
    earlier = {found.code: found.geometry for found in change.shapes if found.code}
    epsg = epsg_for([area.geometry for area in areas])
    moved = [area for area in areas if area.code in earlier]
    pairs = [(area.geometry, earlier[area.code]) for area in moved]
    for area, size in zip(moved, areas_m2([after for _before, after in pairs], epsg), strict=True):
        area.geometry, area.area_m2 = earlier[area.code], float(size)
    if change.sizes:
        area_set.content_hash = change.before_hash
    change.undone_at, change.undone_by = now(), str(actor)
    db.session.flush()
    _tell(area_set.id, pairs)
    note_partition(area_set_id=area_set.id, report=report_of(area_set.id))
    note(actor=actor, action="area_set.repair_undone", object_kind="area_set", object_id=area_set.id)
    db.session.flush()
    return change


def _expect(area_set: AreaSet, seen_hash: str) -> None:
    if area_set.content_hash != seen_hash:
        raise Conflict(
            _l("Die Räume wurden inzwischen geändert. Bitte sehen Sie sich die Fundstellen neu an.")
        )


def _tell(area_set_id: UUID, pairs: Iterable[tuple[shapely.Geometry, shapely.Geometry]]) -> int:
    db.session.flush()
    moved = [shapely.symmetric_difference(before, after) for before, after in pairs]
    region = shapely.union_all(moved) if moved else shapely.Polygon()
    return tell_change(area_set_id, region=region)


def _told(step: Step) -> dict[str, object]:
    """One step for the history: what was found where, and what was done about it."""
    fault = step.finding.fault
    return {
        "kind": fault.kind,
        "method": step.method,
        "target": step.target,
        "m2": round(fault.m2, 2),
        "areas": [list(found) for found in fault.areas[:8]],
        "point": [round(value, 6) for value in fault.point],
    }


def prepared(areas: Iterable[Area]) -> list[PreparedArea]:
    """Stored areas as they were prepared, to compare their content."""
    return [PreparedArea(area.code, area.name, area.geometry, area.area_m2) for area in areas]
