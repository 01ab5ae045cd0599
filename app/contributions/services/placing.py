"""Places contributions in area sets that came later or changed, all at once; older vintages are never rewritten."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import numpy as np
import shapely
from sqlalchemy import Select, String, bindparam, func, insert, select, type_coerce, update

from app.areas.grid import cells_touching
from app.areas.holding import hold_areas
from app.areas.models import AreaSet
from app.base.database import db
from app.contributions.models import Contribution, Placement
from app.contributions.rows import located
from app.contributions.shapes import points_of
from app.processes.models import ProcessAreaSet

_CHUNK = 5000
_MOST_CELLS = 20_000
_CELLS_AT_ONCE = 500


def place_missing(area_set_ids: Sequence[UUID], *, most: int | None = None) -> int:
    """Write the placements that are missing in these vintages, in each at most `most`; returns how many were written.

    Covers every contribution with a place in a process that uses the set; points outside get a row without an area.
    """
    hold_areas()
    return sum(_place_in(area_set_id, most) for area_set_id in area_set_ids)


def missing_count(area_set_id: UUID) -> int:
    """How many contributions with a place have no placement in this vintage yet."""
    return db.session.scalar(select(func.count()).select_from(_missing(area_set_id).subquery())) or 0


def place_again(area_set_id: UUID, region: shapely.Geometry) -> int:
    """Bring the placements of a vintage whose shapes changed inside `region` (WGS 84) up to date.

    Every contribution keeps the cell of 100 m it lies in, so only those in cells that touch the region are looked
    at, and only those whose area changed are written. Returns how many were.
    """
    if region.is_empty:
        return 0
    return sum(_replaced(area_set_id, rows) for rows in _rows_in(area_set_id, region))


def _rows_in(area_set_id: UUID, region: shapely.Geometry) -> Iterator[Sequence[Any]]:
    placed = (
        select(
            Contribution.id,
            type_coerce(Contribution.geometry, String).label("shape"),
            Placement.area_id.label("area_id"),
        )
        .join(Placement, Placement.contribution_id == Contribution.id)
        .where(Placement.area_set_id == area_set_id)
        .order_by(Contribution.id)
    )
    cells = cells_touching(region, most=_MOST_CELLS)
    if cells is None:
        yield db.session.execute(placed).all()
        return
    for start in range(0, len(cells), _CELLS_AT_ONCE):
        some = cells[start : start + _CELLS_AT_ONCE]
        yield db.session.execute(placed.where(Contribution.cell_100m.in_(some))).all()


def _replaced(area_set_id: UUID, rows: Sequence[Any]) -> int:
    moved = [
        {"of": row.id, "now": area_id}
        for row, area_id in zip(rows, _found(area_set_id, rows), strict=True)
        if area_id != row.area_id
    ]
    if moved:
        table = Placement.__table__
        statement = (
            update(Placement)
            .where(table.c.contribution_id == bindparam("of"), table.c.area_set_id == area_set_id)
            .values(area_id=bindparam("now"))
        )
        db.session.connection().execute(statement, moved)
    return len(moved)


def _place_in(area_set_id: UUID, most: int | None) -> int:
    rows = db.session.execute(_missing(area_set_id).limit(most)).all()
    placements = [
        {"contribution_id": row.id, "area_set_id": area_set_id, "area_id": area_id}
        for row, area_id in zip(rows, _found(area_set_id, rows), strict=True)
    ]
    for start in range(0, len(placements), _CHUNK):
        db.session.execute(insert(Placement), placements[start : start + _CHUNK])
    return len(placements)


def _missing(area_set_id: UUID) -> Select[Any]:
    processes = (
        select(ProcessAreaSet.process_id)
        .join(AreaSet, AreaSet.name == ProcessAreaSet.area_set_name)
        .where(AreaSet.id == area_set_id)
    )
    placed = select(Placement.contribution_id).where(
        Placement.area_set_id == area_set_id, Placement.contribution_id == Contribution.id
    )
    return (
        select(Contribution.id, type_coerce(Contribution.geometry, String).label("shape"))
        .where(Contribution.process_id.in_(processes), Contribution.geometry.is_not(None), ~placed.exists())
        .order_by(Contribution.id)
    )


def _found(area_set_id: UUID, rows: Sequence[Any]) -> list[UUID | None]:
    if not rows:
        return []
    lons, lats = points_of(np.array(shapely.from_wkb([row.shape for row in rows]), dtype=object))
    return located(area_set_id, lons, lats)
