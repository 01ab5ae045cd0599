"""From decisions to new shapes, without touching the database: what a preview shows and a confirmation stores."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from flask_babel import gettext as _

from app.areas.errors import ImportRefused
from app.areas.measuring import areas_m2, epsg_for, plane
from app.areas.partition.findings import ASSIGN, KEEP, SNAP, SPLIT, Step
from app.areas.partition.sharing import GRID, shared_gap, shared_overlap
from app.areas.preparing import PreparedArea
from app.areas.validation import PartitionReport, Shaped, check_partition

_SMALLEST_M2 = 1e-3


@dataclass(frozen=True)
class Changed:
    """One area before and after, shapes in WGS 84, sizes in m² of its ETRS89 / UTM zone."""

    code: str
    name: str
    before: shapely.Geometry
    after: shapely.Geometry
    before_m2: float
    after_m2: float


@dataclass(frozen=True)
class Repair:
    """What the steps would do: areas that change, gaps called right, what is left to repair afterwards."""

    steps: tuple[Step, ...]
    changed: tuple[Changed, ...]
    holes: tuple[shapely.Geometry, ...]
    areas: tuple[PreparedArea, ...]
    report: PartitionReport


def repair(areas: Sequence[Shaped], steps: Sequence[Step], holes: Sequence[shapely.Geometry] = ()) -> Repair:
    """Carry out all steps in the plane, overlaps before gaps; ImportRefused when an area would vanish."""
    before = np.array([area.geometry for area in areas], dtype=object)
    west, south, east, north = shapely.total_bounds(before)
    there, back = plane((west + east) / 2, (south + north) / 2)
    work = _Work(
        shapes={
            str(area.code): shape for area, shape in zip(areas, shapely.transform(before, there), strict=True)
        },
        names={str(area.code): str(area.name) for area in areas},
    )
    kept = list(holes)
    for step in steps:
        if step.method == KEEP:
            kept.append(step.finding.fault.geometry)
        elif step.finding.fault.kind == "overlap":
            work.part_overlap(step)
        else:
            work.fill_gap(step, shapely.transform(step.finding.fault.geometry, there))
    shapes = work.finished()
    after = np.array(
        [
            _sound(shapely.transform(shapes[str(area.code)], back)) if str(area.code) in shapes else shape
            for area, shape in zip(areas, before, strict=True)
        ],
        dtype=object,
    )
    epsg = epsg_for(before)
    sizes = list(zip(areas_m2(before, epsg), areas_m2(after, epsg), strict=True))
    prepared = tuple(
        PreparedArea(str(area.code), str(area.name), shape, float(m2))
        for area, shape, (_old, m2) in zip(areas, after, sizes, strict=True)
    )
    changed = tuple(
        Changed(new.code, new.name, old, new.geometry, float(old_m2), float(new_m2))
        for new, old, (old_m2, new_m2) in zip(prepared, before, sizes, strict=True)
        if new.code in shapes
    )
    return Repair(tuple(steps), changed, tuple(kept), prepared, check_partition(prepared, holes=kept))


class _Work:
    """The shapes in metres while they change."""

    def __init__(self, shapes: dict[str, shapely.Geometry], names: dict[str, str]) -> None:
        self._shapes, self._names = shapes, names
        self._touched: set[str] = set()
        self._added: dict[str, list[shapely.Geometry]] = defaultdict(list)

    def part_overlap(self, step: Step) -> None:
        """Take the common piece of two areas, as it is by now, from one or from both."""
        first, second = step.finding.codes
        one, other = self._shapes[first], self._shapes[second]
        if step.method == SPLIT:
            common = _areal(shapely.intersection(one, other))
            if common.is_empty:
                return
            for_first, for_second = shared_overlap(common, one, other)
            self._cut(first, for_second)
            self._cut(second, for_first)
            return
        keeps = step.target or max(first, second, key=lambda code: self._shapes[code].area)
        self._cut(second if keeps == first else first, self._shapes[keeps])

    def fill_gap(self, step: Step, gap: shapely.Geometry) -> None:
        codes = list(step.finding.codes)
        if step.method == SPLIT or (step.method == ASSIGN and step.target is None):
            parts = shared_gap(gap, [self._shapes[code] for code in codes])
            if step.method == ASSIGN:
                parts = _all_to_largest(gap, parts)
            for code, part in zip(codes, parts, strict=True):
                self._add(code, part)
            return
        target = step.target or codes[0]
        if step.method == SNAP:
            target = next(code for code in codes if code != step.target)
        self._add(target, gap)

    def _cut(self, code: str, piece: shapely.Geometry) -> None:
        if piece.is_empty:
            return
        left = _areal(shapely.difference(self._shapes[code], piece))
        if left.is_empty:
            raise ImportRefused(
                _("Von »%(name)s« bliebe nichts übrig. Bitte wählen Sie anders.", name=self._names[code])
            )
        self._shapes[code] = left
        self._touched.add(code)

    def _add(self, code: str, piece: shapely.Geometry) -> None:
        if piece.area > _SMALLEST_M2:
            self._added[code].append(piece)
            self._touched.add(code)

    def finished(self) -> dict[str, shapely.Geometry]:
        """The areas that changed, in metres."""
        return {
            code: _areal(shapely.union_all([self._shapes[code], *self._added[code]], grid_size=GRID))
            for code in self._touched
        }


def _all_to_largest(gap: shapely.Geometry, parts: list[shapely.Geometry]) -> list[shapely.Geometry]:
    largest = int(np.argmax([part.area for part in parts]))
    return [gap if index == largest else shapely.Polygon() for index in range(len(parts))]


def _areal(shape: Any) -> shapely.Geometry:
    """Polygons only, without the crumbs that rounding leaves."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    kept = [part for part in parts if part.area > _SMALLEST_M2]
    if not kept:
        return shapely.Polygon()
    return kept[0] if len(kept) == 1 else shapely.multipolygons(kept)


def _sound(shape: shapely.Geometry) -> shapely.Geometry:
    """Back in degrees a shape can touch itself after rounding; that is mended."""
    return shape if shape.is_valid else shapely.buffer(shape, 0)
