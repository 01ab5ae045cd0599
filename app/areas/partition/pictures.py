"""What the maps of the partition pages show: areas, faults, and both sides of a repair, thinned for a small map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping

from app.areas.models import Area
from app.areas.partition.findings import Finding
from app.areas.partition.repairing import Repair
from app.areas.previews import simplified

_MOST_CHANGED = 150
_DETAIL = 2e-5
"""Degrees (two metres): a repair is looked at closely, so its shapes are hardly thinned."""


def picture(areas: Sequence[Area], found: Sequence[Finding]) -> dict[str, Any]:
    """All areas, then the faults with their kind, key and names."""
    collection = simplified(
        [area.geometry for area in areas], [{"code": area.code, "name": area.name} for area in areas]
    )
    collection["features"] += [_fault(finding) for finding in found]
    return collection


def _fault(finding: Finding) -> dict[str, Any]:
    names = " / ".join(name for _code, name in finding.fault.areas[:4])
    return _feature(
        finding.fault.geometry, {"kind": finding.fault.kind, "key": finding.key, "code": "", "name": names}
    )


def before_picture(repair: Repair) -> dict[str, Any]:
    """The areas that change as they are now, with the findings that are to be repaired."""
    collection = _shapes(repair, "before")
    collection["features"] += [_fault(step.finding) for step in repair.steps[:_MOST_CHANGED]]
    return collection


def after_picture(repair: Repair) -> dict[str, Any]:
    """The same areas as they would be."""
    return _shapes(repair, "after")


def _shapes(repair: Repair, side: str) -> dict[str, Any]:
    """What changes, and the areas at the places that are repaired, so that one sees what lies there afterwards."""
    sides = {found.code: getattr(found, side) for found in repair.changed}
    named = {code for step in repair.steps[:_MOST_CHANGED] for code in step.finding.codes} | set(sides)
    features = [
        _feature(sides.get(area.code, area.geometry), {"code": area.code, "name": area.name})
        for area in repair.areas
        if area.code in named
    ][:_MOST_CHANGED]
    return {"type": "FeatureCollection", "features": features}


def _feature(shape: shapely.Geometry, about: dict[str, str]) -> dict[str, Any]:
    thin = shapely.simplify(shape, _DETAIL)
    rounded = shapely.transform(thin if not thin.is_empty else shape, lambda places: np.round(places, 6))
    return {"type": "Feature", "geometry": mapping(rounded), "properties": about}
