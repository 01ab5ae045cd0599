"""When a vintage is replaced: its history stays, with an entry that says what became of each unit."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import shapely
from sqlalchemy import update

from app.areas.crosswalk.linking import link
from app.areas.crosswalk.naming import units
from app.areas.models import Area, AreaChange, AreaSet
from app.areas.preparing import PreparedArea
from app.base.database import db, new_id

REPLACED = "replaced"
_SAME_M2 = 1.0


def set_aside(area_set: AreaSet) -> None:
    """Make room for a vintage of the same name and day; `take_over_history` follows in the same transaction."""
    area_set.name = f"ersetzt {area_set.id}"
    db.session.flush()


def take_over_history(
    *, old: AreaSet, old_areas: Sequence[Area], new: AreaSet, areas: Sequence[PreparedArea], actor: UUID | str
) -> AreaChange:
    """Give the changes of a vintage, also gaps called right, to the one that replaces it, and note the replacement.

    `steps` of the note are the units of both (kind, old names, new names), `sizes` the areas that grew or shrank.
    Afterwards nothing hangs on the old vintage but its areas; the caller deletes it.
    """
    db.session.execute(update(AreaChange).where(AreaChange.area_set_id == old.id).values(area_set_id=new.id))
    before, after = {area.code: area for area in old_areas}, {area.code: area for area in areas}
    old_names, new_names = (
        {code: area.name for code, area in found.items()} for found in (dict(before), dict(after))
    )
    links, _basis = link(list(old_areas), list(areas))
    change = AreaChange(
        id=new_id(),
        area_set_id=new.id,
        actor=str(actor),
        kind=REPLACED,
        before_hash=old.content_hash,
        after_hash=new.content_hash,
        steps=[
            {
                "kind": unit.kind,
                "old": [old_names[code] for code in unit.old],
                "new": [new_names[code] for code in unit.new],
            }
            for unit in units(links, old_names, new_names)
        ],
        sizes=[
            {
                "code": code,
                "name": area.name,
                "before_m2": before[code].area_m2,
                "after_m2": area.area_m2,
            }
            for code, area in after.items()
            if code in before and _moved_m2(before[code].geometry, area.geometry, area.area_m2) > _SAME_M2
        ],
    )
    db.session.add(change)
    db.session.flush()
    return change


def _moved_m2(before: shapely.Geometry, after: shapely.Geometry, m2: float) -> float:
    """How much ground changed hands, by the size the new shape is known to have."""
    if before.equals(after) or not after.area:
        return 0.0
    return float(shapely.symmetric_difference(before, after).area / after.area * m2)
