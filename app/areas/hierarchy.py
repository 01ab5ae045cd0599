"""Does every lower area lie in exactly one upper area (Ortsteil, Bezirk, Stadt)? Measured, and stored by consent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import shapely
from flask_babel import lazy_gettext as _l

from app.areas.measuring import areas_m2, epsg_for
from app.areas.models import AreaChange, AreaSet
from app.areas.queries import area_set_by_id, area_sets, areas_of
from app.areas.validation import Shaped
from app.base.audit import note
from app.base.database import db
from app.base.errors import Conflict

TOLERANCE = 0.01
"""Share of a lower area that may lie outside of its upper one: offices draw the same border more than once."""
_PARENTS = "parents"


@dataclass(frozen=True)
class Nested:
    """A lower area and the upper one that has most of it (None: it lies outside of all); the rest in m² by name."""

    code: str
    name: str
    parent: str | None
    parent_name: str
    outside_m2: float
    outside_share: float
    elsewhere: tuple[tuple[str, float], ...]
    fits: bool


def nest(lower: Sequence[Shaped], upper: Sequence[Shaped], tolerance: float = TOLERANCE) -> list[Nested]:
    """Each lower area with its place, those that do not fit first, the largest rest on top."""
    lows = np.array([area.geometry for area in lower], dtype=object)
    ups = np.array([area.geometry for area in upper], dtype=object)
    epsg = epsg_for(np.concatenate([lows, ups])) if len(lows) + len(ups) else 25832
    low, up = shapely.STRtree(ups).query(lows, predicate="intersects")
    common = areas_m2(shapely.intersection(lows[low], ups[up]), epsg) if len(low) else np.empty(0)
    whole = areas_m2(lows, epsg)
    found = []
    for at, area in enumerate(lower):
        shares = sorted(
            ((float(m2), int(which)) for m2, which in zip(common[low == at], up[low == at], strict=True)),
            reverse=True,
        )
        best, parent = shares[0] if shares and shares[0][0] > 0 else (0.0, None)
        outside = max(0.0, float(whole[at]) - best)
        rest = tuple((str(upper[which].name), m2) for m2, which in shares[1:] if m2 > 1)
        share = outside / float(whole[at]) if whole[at] else 0.0
        found.append(
            Nested(
                code=str(area.code),
                name=str(area.name),
                parent=None if parent is None else str(upper[parent].code),
                parent_name="" if parent is None else str(upper[parent].name),
                outside_m2=outside,
                outside_share=share,
                elsewhere=rest,
                fits=parent is not None and share <= tolerance,
            )
        )
    return sorted(found, key=lambda one: (one.fits, -one.outside_m2, one.code))


def nested_sets(lower_id: UUID, upper_id: UUID, tolerance: float = TOLERANCE) -> list[Nested]:
    """The same for two stored vintages."""
    return nest(areas_of(lower_id), areas_of(upper_id), tolerance)


def upper_sets(area_set: AreaSet) -> list[AreaSet]:
    """Vintages of other Raumgliederungen that could stand above this one, newest first within a name."""
    return [found for found in area_sets() if found.name != area_set.name]


def store_parents(
    *,
    lower_id: UUID,
    upper_id: UUID,
    seen_hashes: tuple[str, str],
    tolerance: float = TOLERANCE,
    actor: UUID | str,
) -> int:
    """Enter each fitting area's upper area as its `parent_code`; those that do not fit stay without. How many fit.

    Conflict when one of the two vintages changed since it was looked at.
    """
    lower, upper = area_set_by_id(lower_id), area_set_by_id(upper_id)
    if (lower.content_hash, upper.content_hash) != seen_hashes:
        raise Conflict(_l("Die Räume wurden inzwischen geändert. Bitte sehen Sie sie sich neu an."))
    places = {one.code: one for one in nested_sets(lower_id, upper_id, tolerance)}
    for area in areas_of(lower_id):
        area.parent_code = places[area.code].parent if places[area.code].fits else None
    lower.parent_set = upper.name
    change = AreaChange(
        area_set_id=lower_id,
        actor=str(actor),
        kind=_PARENTS,
        before_hash=lower.content_hash,
        after_hash=lower.content_hash,
        steps=[{"upper": upper.name, "vintage": upper.vintage, "tolerance": tolerance}],
        sizes=[],
    )
    db.session.add(change)
    note(actor=actor, action="area_set.parents", object_kind="area_set", object_id=lower_id)
    db.session.flush()
    return sum(one.fits for one in places.values())
