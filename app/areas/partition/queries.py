"""Reads: the state of a vintage's partition, gaps that were called right, and the history of its changes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from uuid import UUID

import shapely
from sqlalchemy import select

from app.accounts.models import User
from app.areas.models import AreaChange, AreaSet
from app.areas.queries import area_set_by_id, areas_of, holes_of
from app.areas.replacing import REPLACED
from app.areas.validation import TOLERANCE_M2, PartitionReport, check_partition
from app.base.database import db
from app.base.kept import Kept

REPAIR = "repair"
_reports: Kept[PartitionReport] = Kept(64)


def report_of(area_set_id: UUID, tolerance_m2: float = TOLERANCE_M2) -> PartitionReport:
    """The partition check of a stored vintage; gaps that were called right are no faults.

    Worked out once for the same codes, names, shapes, and right gaps.
    """
    holes = holes_of(area_set_id)
    seen = hashlib.sha256(b"|".join(shapely.to_wkb(holes))).digest() if holes else b""
    key = (area_set_id, area_set_by_id(area_set_id).content_hash, tolerance_m2, seen)
    return _reports.get(key, lambda: check_partition(areas_of(area_set_id), tolerance_m2, holes))


def changes_of(area_set_id: UUID) -> Sequence[AreaChange]:
    """All changes of a vintage, newest first, also those taken back."""
    query = select(AreaChange).where(AreaChange.area_set_id == area_set_id)
    return db.session.scalars(query.order_by(AreaChange.created_at.desc(), AreaChange.id.desc())).all()


def newest_repair(area_set: AreaSet, changes: Sequence[AreaChange]) -> AreaChange | None:
    """The repair that can be taken back: the newest that stands, made in the shapes there are.

    What was repaired in shapes that have been replaced since is history; a gap called right still is.
    """
    for change in changes:
        if (
            change.kind == REPAIR
            and not change.undone_at
            and not (change.sizes and _is_replaced(change, changes))
        ):
            return change if not change.sizes or change.after_hash == area_set.content_hash else None
    return None


def _is_replaced(change: AreaChange, changes: Sequence[AreaChange]) -> bool:
    later = changes[: [found.id for found in changes].index(change.id)]
    return any(found.kind == REPLACED for found in later)


def actors(changes: Sequence[AreaChange]) -> dict[str, str]:
    """Names of the people behind changes by what the change keeps of them; a command has no entry."""
    wanted = {found for change in changes for found in (change.actor, change.undone_by) if found}
    ids = [UUID(found) for found in wanted if len(found) == 36]
    people = db.session.scalars(select(User).where(User.id.in_(ids)).order_by(User.email))
    return {str(person.id): person.name or person.email for person in people}
