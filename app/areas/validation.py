"""Does a Raumgliederung cover its town once and without a rest? Lists every gap and every overlap with its size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import mapping

from app.areas.measuring import epsg_for, to_degrees, to_metres

TOLERANCE_M2 = 1.0
_REACH = 1.0
"""Metres: two borders closer than twice this with nothing between them are a slit, even when it is open at one end."""
_SMALLEST_SLIT_M2 = 16 * _REACH * _REACH
"""Where a common border meets the outer border the two reaches leave a corner piece of a few m²; that is no slit."""


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
    """Faults larger than the tolerance, largest first, measured in the ETRS89 / UTM zone `epsg`."""

    gaps: tuple[Fault, ...]
    overlaps: tuple[Fault, ...]
    epsg: int
    tolerance_m2: float

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


def check_partition(areas: Sequence[Shaped], tolerance_m2: float = TOLERANCE_M2) -> PartitionReport:
    """Compare all areas of a vintage with each other; shapes must be valid.

    Gaps are the holes in the union and slits narrower than two metres between neighbours. A hole may be right (a
    foreign enclave): the report cannot know, a person decides.
    """
    degrees = np.array([area.geometry for area in areas], dtype=object)
    epsg = epsg_for(degrees)
    if not len(degrees):
        return PartitionReport((), (), epsg, tolerance_m2)
    shapes = to_metres(degrees, epsg)
    # A shape that is valid in degrees can touch itself in metres by rounding; that must not end the check.
    shapes = np.where(shapely.is_valid(shapes), shapes, shapely.buffer(shapes, 0))
    tree = shapely.STRtree(shapes)
    first, second = tree.query(shapes, predicate="intersects")
    once = first < second
    first, second = first[once], second[once]
    names = [(str(area.code), str(area.name)) for area in areas]
    overlaps = _overlaps(shapes, first, second, names, epsg, tolerance_m2)
    gaps = _gaps(shapes, tree, first, second, names, epsg, tolerance_m2)
    return PartitionReport(tuple(gaps), tuple(overlaps), epsg, tolerance_m2)


def _overlaps(
    shapes: npt.NDArray[Any],
    first: npt.NDArray[np.int64],
    second: npt.NDArray[np.int64],
    names: list[tuple[str, str]],
    epsg: int,
    tolerance: float,
) -> list[Fault]:
    common = shapely.intersection(shapes[first], shapes[second])
    sizes = shapely.area(common)
    found = np.flatnonzero(sizes > tolerance)
    pieces = [_areal(common[k]) for k in found]
    pairs = [(names[first[k]], names[second[k]]) for k in found]
    return _faults("overlap", pieces, sizes[found], pairs, epsg)


def _gaps(
    shapes: npt.NDArray[Any],
    tree: shapely.STRtree,
    first: npt.NDArray[np.int64],
    second: npt.NDArray[np.int64],
    names: list[tuple[str, str]],
    epsg: int,
    tolerance: float,
) -> list[Fault]:
    union = shapely.union_all(shapes)
    filled = shapely.union_all(shapely.polygons(shapely.get_exterior_ring(shapely.get_parts(union))))
    holes = shapely.get_parts(shapely.difference(filled, union))
    slits = _slits(shapes, filled, tree)
    pieces = np.concatenate(
        [
            holes[shapely.area(holes) > tolerance],
            slits[shapely.area(slits) > max(tolerance, _SMALLEST_SLIT_M2)],
        ]
    )
    piece, neighbour = tree.query(pieces, predicate="dwithin", distance=_REACH)
    around = [tuple(names[k] for k in np.sort(neighbour[piece == number])) for number in range(len(pieces))]
    return _faults("gap", list(pieces), shapely.area(pieces), around, epsg)


def _slits(shapes: npt.NDArray[Any], filled: shapely.Geometry, tree: shapely.STRtree) -> npt.NDArray[Any]:
    """Strips between two areas that are open to the outside, so that they are no hole of the union."""
    first, second = tree.query(shapes, predicate="dwithin", distance=2 * _REACH)
    once = first < second
    wide = shapely.buffer(shapes, _REACH, quad_segs=2)
    shapely.prepare(filled)
    between = shapely.difference(shapely.intersection(wide[first[once]], wide[second[once]]), filled)
    joined = shapely.union_all(between) if len(between) else shapely.Polygon()
    pieces = shapely.get_parts(joined)
    return pieces[shapely.get_dimensions(pieces) == 2] if len(pieces) else np.array([], dtype=object)


def _faults(
    kind: str,
    pieces: list[shapely.Geometry],
    sizes: npt.NDArray[np.float64],
    areas: Sequence[tuple[tuple[str, str], ...]],
    epsg: int,
) -> list[Fault]:
    if not pieces:
        return []
    degrees = to_degrees(pieces, epsg)
    inside = to_degrees([_largest(piece).representative_point() for piece in pieces], epsg)
    faults = [
        Fault(kind, float(size), names, (point.x, point.y), shape)
        for size, names, point, shape in zip(sizes, areas, inside, degrees, strict=True)
    ]
    return sorted(faults, key=lambda fault: (-fault.m2, fault.areas))


def _areal(shape: shapely.Geometry) -> shapely.Geometry:
    """Without the lines and points along which areas only touch."""
    parts = shapely.get_parts(shape)
    areal = parts[shapely.get_dimensions(parts) == 2]
    return areal[0] if len(areal) == 1 else shapely.multipolygons(shapely.get_parts(areal))


def _largest(shape: shapely.Geometry) -> shapely.Geometry:
    return max(shapely.get_parts(shape), key=shapely.area)
