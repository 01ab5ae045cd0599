"""The small map of a file must come soon, whatever shapes are in it."""

from __future__ import annotations

import numpy as np
import shapely

from app.areas.previews import simplified


def shown(*shapes: shapely.Geometry) -> list[dict[str, object]]:
    found = simplified(shapes, [{"code": "", "name": "A"} for _ in shapes])["features"]
    return [feature["geometry"] for feature in found]


def test_broken_shapes_with_very_many_points_are_shown_by_their_hull() -> None:
    """These took minutes to simplify: all points on one line, and a ring that jumps to and fro."""
    flat = shapely.Polygon([[9 + step * 1e-6, 52] for step in range(60_000)])
    scribble = shapely.Polygon(np.random.default_rng(7).random((60_000, 2)) * 0.2 + [9, 52])
    first, second = shown(flat, scribble)
    assert len(str(first)) < 100_000
    assert shapely.geometry.shape(second).area > scribble.convex_hull.area * 0.99


def test_a_small_broken_shape_keeps_its_form() -> None:
    bow_tie = shapely.Polygon([(9, 52), (9.1, 52.1), (9.1, 52), (9, 52.1)])
    (first,) = shown(bow_tie)
    assert shapely.geometry.shape(first).equals_exact(bow_tie, 1e-5)


def test_neighbours_keep_their_common_border() -> None:
    west, east = shapely.box(9, 52, 9.1, 52.1), shapely.box(9.1, 52, 9.2, 52.1)
    first, second = (shapely.geometry.shape(geometry) for geometry in shown(west, east))
    assert first.touches(second)
