"""Shares a piece of land out among areas: every spot goes to the one whose border is nearest (Voronoi)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

GRID = 1e-6
"""Metres: overlays are rounded to a thousandth of a millimetre, so that borders which should meet do meet."""
_MOST_SAMPLES = 150
_FINEST_STEP = 0.5
_TOUCH = 2e-3
_AROUND = 5.0
_COARSE = 1e-3
"""Metres: where exactly the line in the middle runs does not matter; rounded like this it never fails."""


def shared_gap(gap: shapely.Geometry, neighbours: Sequence[shapely.Geometry]) -> list[shapely.Geometry]:
    """The part of a gap for each neighbour (metres), in their order; together they are the gap."""
    points = _samples(gap)
    distances = np.array([shapely.distance(_near(neighbour, gap), points) for neighbour in neighbours])
    distances[np.isnan(distances)] = np.inf
    nearest = distances.argmin(axis=0)
    return _divided(gap, points, nearest, distances.min(axis=0) < 2 * _FINEST_STEP, len(neighbours))


def shared_overlap(
    overlap: shapely.Geometry, first: shapely.Geometry, second: shapely.Geometry
) -> list[shapely.Geometry]:
    """The parts of an overlap for its two areas: the line in the middle between their borders divides them.

    Along the border of the first the second begins, so what is near that border stays with the second.
    """
    points = _samples(overlap)
    on_first = shapely.distance(_near(first, overlap), points) < _TOUCH
    on_second = shapely.distance(_near(second, overlap), points) < _TOUCH
    return _divided(overlap, points, on_first.astype(np.int64), on_first != on_second, 2)


def _near(area: shapely.Geometry, piece: shapely.Geometry) -> shapely.Geometry:
    """The border of an area around a piece; the rest is too far to matter."""
    west, south, east, north = piece.bounds
    return shapely.clip_by_rect(
        shapely.boundary(area), west - _AROUND, south - _AROUND, east + _AROUND, north + _AROUND
    )


def _samples(piece: shapely.Geometry) -> npt.NDArray[Any]:
    """Points along the edge, in the middle of short steps, so that none lies on a corner of two neighbours."""
    edge = shapely.boundary(piece)
    step = max(_FINEST_STEP, edge.length / _MOST_SAMPLES)
    middles = []
    for ring in shapely.get_parts(shapely.segmentize(edge, step)):
        corners = shapely.get_coordinates(ring)
        middles.append((corners[1:] + corners[:-1]) / 2)
    places = np.unique(np.round(np.concatenate(middles), 3), axis=0)
    return np.asarray(shapely.points(places), dtype=object)


def _divided(
    piece: shapely.Geometry,
    points: npt.NDArray[Any],
    owner: npt.NDArray[np.int64],
    usable: npt.NDArray[np.bool_],
    owners: int,
) -> list[shapely.Geometry]:
    points, owner = points[usable], owner[usable]
    nobody = shapely.Polygon()
    present = np.unique(owner)
    if len(present) < 2:
        only = int(present[0]) if len(present) else 0
        return [piece if index == only else nobody for index in range(owners)]
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(points), extend_to=shapely.box(*piece.bounds))
    )
    cell, point = shapely.STRtree(cells).query(points, predicate="intersects")[::-1]
    cell_owner = np.full(len(cells), -1)
    cell_owner[cell] = owner[point]
    parts, rest = [nobody] * owners, piece
    for index in present[:-1]:
        region = shapely.union_all(cells[cell_owner == index], grid_size=_COARSE)
        parts[index] = shapely.intersection(rest, region, grid_size=GRID)
        rest = shapely.difference(rest, region, grid_size=GRID)
    parts[present[-1]] = rest
    return parts
