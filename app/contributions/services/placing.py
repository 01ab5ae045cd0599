"""Places contributions in area sets that came later, all at once; a new boundary never rewrites older placements."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import shapely
from sqlalchemy import String, insert, select, type_coerce

from app.areas.models import AreaSet
from app.base.database import db
from app.contributions.models import Contribution, Placement
from app.contributions.rows import located
from app.contributions.shapes import points_of
from app.processes.models import ProcessAreaSet

_CHUNK = 5000


def place_missing(area_set_ids: Sequence[UUID]) -> int:
    """Write the placements that are missing in these vintages; returns how many were written.

    Covers every contribution with a place in a process that uses the set; points outside get a row without an area.
    """
    return sum(_place_in(area_set_id) for area_set_id in area_set_ids)


def _place_in(area_set_id: UUID) -> int:
    processes = (
        select(ProcessAreaSet.process_id)
        .join(AreaSet, AreaSet.name == ProcessAreaSet.area_set_name)
        .where(AreaSet.id == area_set_id)
    )
    placed = select(Placement.contribution_id).where(
        Placement.area_set_id == area_set_id, Placement.contribution_id == Contribution.id
    )
    query = (
        select(Contribution.id, type_coerce(Contribution.geometry, String).label("shape"))
        .where(Contribution.process_id.in_(processes), Contribution.geometry.is_not(None), ~placed.exists())
        .order_by(Contribution.id)
    )
    rows = db.session.execute(query).all()
    lons, lats = points_of(shapely.from_wkb([row.shape for row in rows]))
    found = located(area_set_id, lons, lats)
    placements = [
        {"contribution_id": row.id, "area_set_id": area_set_id, "area_id": area_id}
        for row, area_id in zip(rows, found, strict=True)
    ]
    for start in range(0, len(placements), _CHUNK):
        db.session.execute(insert(Placement), placements[start : start + _CHUNK])
    return len(placements)
