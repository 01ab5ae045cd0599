"""Does a Raumgliederung cover its town once and without a rest? Lists every gap and every overlap with its size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import mapping

from app.areas.measuring import Move, areas_m2, epsg_for, plane

TOLERANCE_M2 = 1.0
_Named = tuple[tuple[str, str], ...]
_REACH = 1.0
"""Metres: two borders closer than twice this with nothing between them are a slit, even when it is open at one end."""
_SMALLEST_SLIT_M2 = 16 * _REACH * _REACH
"""Where two areas meet at a sharp inner corner of the outer border the closing rounds it a little; that is no slit."""
_NOISE_M2 = 1e-3
"""Rounding leaves pieces without width; they are dropped before anything is measured."""
_SAME_HOLE = 0.02


class Shaped(Protocol):
    """What is checked: anything with a code, a name and a WGS 84 shape."""

    @property
    def code(self) -> Any: ...
    @property
    def name(self) -> Any: ...
    @property
    def geometry(self) -> Any: ...


@dataclass(frozen=True)
class Fault:
    """A gap (belongs to no area) or an overlap (belongs to several).

    `areas` are (code, name) of those at its edge or those that overlap, `point` is longitude and latitude inside it,
    `geometry` the piece in WGS 84.
    """

    kind: str
    m2: float
    areas: tuple[tuple[str, str], ...]
    point: tuple[float, float]
    geometry: shapely.Geometry


@dataclass(frozen=True)
class PartitionReport:
    """Faults larger than the tolerance, largest first, measured in the ETRS89 / UTM zone `epsg`.

    `holes` are the gaps that a person has called right; they are no faults.
    """

    gaps: tuple[Fault, ...]
    overlaps: tuple[Fault, ...]
    epsg: int
    tolerance_m2: float
    holes: tuple[Fault, ...] = ()

    @property
    def is_full(self) -> bool:
        return not self.gaps and not self.overlaps

    @property
    def gap_m2(self) -> float:
        return sum(fault.m2 for fault in self.gaps)

    @property
    def overlap_m2(self) -> float:
        """Sum over pairs of areas; a place in three areas counts in each of the three pairs."""
        return sum(fault.m2 for fault in self.overlaps)

    def geojson(self) -> dict[str, Any]:
        """All faults as an RFC 7946 feature collection."""
        return {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "geometry": mapping(fault.geometry),
                    "properties": {
                        "kind": fault.kind,
                        "area_m2": round(fault.m2, 2),
                        "codes": [code for code, _name in fault.areas],
                        "names": [name for _code, name in fault.areas],
                    },
                }
                for fault in (*self.gaps, *self.overlaps)
            ],
        }


def check_partition(
    areas: Sequence[Shaped], tolerance_m2: float = TOLERANCE_M2, holes: Sequence[shapely.Geometry] = ()
) -> PartitionReport:
    """Compare all areas of a vintage with each other; shapes must be valid.

    Gaps are the holes in the union and slits narrower than two metres between neighbours. A hole may be right (a
    foreign enclave): the report cannot know, a person decides; `holes` are the shapes of those (WGS 84).
    """
    degrees = np.array([area.geometry for area in areas], dtype=object)
    epsg = epsg_for(degrees)
    if not len(degrees):
        return PartitionReport((), (), epsg, tolerance_m2)
    west, south, east, north = shapely.total_bounds(degrees)
    there, back = plane((west + east) / 2, (south + north) / 2)
    shapes = np.array(shapely.transform(degrees, there), dtype=object)
    # A shape that is valid in degrees can touch itself after rounding; that must not end the check.
    shapes = np.where(shapely.is_valid(shapes), shapes, shapely.buffer(shapes, 0))
    tree = shapely.STRtree(shapes)
    names = [(str(area.code), str(area.name)) for area in areas]
    measure = _Measure(back, epsg, tolerance_m2)
    overlaps = measure.faults("overlap", *_overlaps(shapes, tree, names))
    gaps = measure.faults("gap", *_gaps(shapes, tree, names))
    right = [fault for fault in gaps if any(_is_same(fault.geometry, hole) for hole in holes)]
    wrong = [fault for fault in gaps if fault not in right]
    return PartitionReport(tuple(wrong), tuple(overlaps), epsg, tolerance_m2, tuple(right))


@dataclass(frozen=True)
class _Measure:
    """From pieces in the plane to faults with their true size and place."""

    back: Move
    epsg: int
    tolerance_m2: float

    def faults(self, kind: str, pieces: npt.NDArray[Any], areas: Sequence[_Named]) -> list[Fault]:
        """Those larger than the tolerance, largest first."""
        if not len(pieces):
            return []
        degrees = shapely.transform(pieces, self.back)
        inside = shapely.transform([_largest(piece).representative_point() for piece in pieces], self.back)
        found = [
            Fault(kind, float(size), names, (point.x, point.y), shape)
            for size, names, point, shape in zip(
                areas_m2(degrees, self.epsg), areas, inside, degrees, strict=True
            )
            if size > self.tolerance_m2
        ]
        return sorted(found, key=lambda fault: (-fault.m2, fault.areas))


def _overlaps(
    shapes: npt.NDArray[Any], tree: shapely.STRtree, names: list[tuple[str, str]]
) -> tuple[npt.NDArray[Any], list[_Named]]:
    first, second = tree.query(shapes, predicate="intersects")
    once = first < second
    first, second = first[once], second[once]
    common = shapely.intersection(shapes[first], shapes[second])
    found = np.flatnonzero(shapely.area(common) > _NOISE_M2)
    pieces = np.array([_areal(common[k]) for k in found], dtype=object)
    return pieces, [(names[first[k]], names[second[k]]) for k in found]


def _gaps(
    shapes: npt.NDArray[Any], tree: shapely.STRtree, names: list[tuple[str, str]]
) -> tuple[npt.NDArray[Any], list[_Named]]:
    union = shapely.union_all(shapes)
    filled = shapely.union_all(shapely.polygons(shapely.get_exterior_ring(shapely.get_parts(union))))
    holes = shapely.get_parts(shapely.difference(filled, union))
    holes = holes[shapely.area(holes) > _NOISE_M2]
    pieces = np.concatenate([holes, _slits(filled, tree)])
    piece, neighbour = tree.query(pieces, predicate="dwithin", distance=_REACH)
    around = [tuple(names[k] for k in np.sort(neighbour[piece == number])) for number in range(len(pieces))]
    return pieces, around


def _slits(filled: shapely.Geometry, tree: shapely.STRtree) -> npt.NDArray[Any]:
    """Strips between two areas that are open to the outside, so that they are no hole of the union.

    Growing and shrinking the whole by the same distance (a morphological closing) fills only what is narrow.
    """
    closed = shapely.buffer(shapely.buffer(filled, _REACH), -_REACH)
    pieces = shapely.get_parts(shapely.difference(closed, filled))
    pieces = pieces[shapely.area(pieces) > _SMALLEST_SLIT_M2]
    piece, _neighbour = tree.query(pieces, predicate="dwithin", distance=_REACH / 100)
    return np.asarray(pieces[np.bincount(piece, minlength=len(pieces)) > 1], dtype=object)


def _is_same(gap: shapely.Geometry, hole: shapely.Geometry) -> bool:
    """A gap that a person has seen: it may have changed a little at its edge since."""
    if not gap.envelope.intersects(hole.envelope):
        return False
    return bool(shapely.area(shapely.symmetric_difference(gap, hole)) <= _SAME_HOLE * gap.area)


def _areal(shape: shapely.Geometry) -> shapely.Geometry:
    """Without the lines and points along which areas only touch."""
    parts = shapely.get_parts(shape)
    areal = parts[shapely.area(parts) > _NOISE_M2 / 10]
    return areal[0] if len(areal) == 1 else shapely.multipolygons(shapely.get_parts(areal))


def _largest(shape: shapely.Geometry) -> shapely.Geometry:
    return max(shapely.get_parts(shape), key=shapely.area)
