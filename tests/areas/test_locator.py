"""The locator says what a plain loop with Shapely says, point by point."""

from __future__ import annotations

from datetime import date
from threading import Thread
from typing import Any
from uuid import UUID

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from app.areas.locator import Locator, locator_for
from app.areas.preparing import measured
from app.areas.reading import read_layer
from app.areas.services import import_area_set
from app.base.database import transaction
from app.base.errors import NotFound
from tests.shared_data import shared_file


def plain_loop(polygons: list[shapely.Geometry], x: float, y: float) -> int:
    """First polygon in order that covers the point: the definition."""
    point = shapely.Point(x, y)
    return next((i for i, polygon in enumerate(polygons) if polygon.covers(point)), -1)


def locator_of(polygons: list[shapely.Geometry], cells: int = 65_536) -> Locator:
    return Locator([UUID(int=i) for i in range(len(polygons))], polygons, cells)


def assert_same(
    polygons: list[shapely.Geometry], xs: list[float], ys: list[float], cells: int = 1000
) -> None:
    locator = locator_of(polygons, cells)
    wanted = [plain_loop(polygons, x, y) for x, y in zip(xs, ys, strict=True)]
    assert locator.locate_many(np.array(xs), np.array(ys)).tolist() == wanted
    single = [locator.locate(x, y) for x, y in zip(xs, ys, strict=True)]
    assert single == [None if i < 0 else UUID(int=i) for i in wanted]


corner = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda p: (9 + p[0] / 100, 52 + p[1] / 100))
polygon = (
    st.lists(corner, min_size=3, max_size=7, unique=True)
    .map(lambda points: shapely.MultiPoint(points).convex_hull)
    .filter(lambda shape: shape.geom_type == "Polygon")
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(polygon, min_size=1, max_size=5),
    st.lists(st.tuples(st.floats(8.9, 9.5), st.floats(51.9, 52.5)), max_size=30),
    st.sampled_from([1, 16, 400]),
)
def test_equals_a_plain_loop_with_overlaps_holes_and_points_on_borders(
    polygons: list[shapely.Geometry], points: list[tuple[float, float]], cells: int
) -> None:
    shapes = [polygons[0].difference(polygons[-1].buffer(-0.01)), *polygons]
    shapes = [shape for shape in shapes if shape.area]
    on_border = [(x, y) for shape in shapes for x, y in shapely.get_coordinates(shape)]
    on_grid = [(9 + i / 100, 52 + i / 200) for i in range(40)]
    xs, ys = zip(*[*points, *on_border, *on_grid], strict=True)
    assert_same(shapes, list(xs), list(ys), cells)


@pytest.mark.shared_data
@pytest.mark.parametrize(
    "name",
    [
        "berlin_hand/plr_2021_bez01-06.gpkg",
        "click_that_hood/braunschweig.geojson",
        "bonn/stadtbezirke.geojson",
    ],
)
def test_equals_shapely_on_real_areas(app: Any, name: str) -> None:
    with app.app_context():
        shapes = list(read_layer(shared_file(f"boundaries/{name}")).frame.geometry)
    west, south, east, north = shapely.total_bounds(shapes)
    random = np.random.default_rng(7)
    xs, ys = random.uniform(west, east, 100_000), random.uniform(south, north, 100_000)
    border = shapely.get_coordinates(shapes)[:5000]
    xs, ys = np.concatenate([xs, border[:, 0]]), np.concatenate([ys, border[:, 1]])
    wanted = np.full(len(xs), -1)
    points = shapely.points(xs, ys)
    for index in reversed(range(len(shapes))):
        wanted[shapely.covers(shapes[index], points)] = index
    locator = locator_of(shapes)
    assert (locator.locate_many(xs, ys) == wanted).all()
    for i in range(0, len(xs), 100):
        found = locator.locate(xs[i], ys[i])
        assert (-1 if found is None else found.int) == wanted[i]


def test_a_point_on_a_common_border_belongs_to_the_lower_code() -> None:
    shapes = [shapely.box(9, 52, 9.1, 52.1), shapely.box(9.1, 52, 9.2, 52.1)]
    assert_same(shapes, [9.1, 9.1, 9.2, 9.0], [52.05, 52.1, 52.0, 52.0])
    assert locator_of(shapes).locate(9.1, 52.05) == UUID(int=0)


@pytest.mark.parametrize(("x", "y"), [(np.nan, 52), (9, np.nan), (np.inf, 52), (9, -np.inf), (1e308, 1e308)])
def test_what_is_no_place_is_outside(x: float, y: float) -> None:
    locator = locator_of([shapely.box(9, 52, 9.1, 52.1)])
    assert locator.locate(x, y) is None
    assert locator.locate_many([x], [y]).tolist() == [-1]


def test_no_points_and_no_areas() -> None:
    assert locator_of([]).locate(9, 52) is None
    assert locator_of([]).locate_many([9.0], [52.0]).tolist() == [-1]
    assert locator_of([shapely.box(9, 52, 9.1, 52.1)]).locate_many([], []).tolist() == []


def test_is_kept_per_content_and_shared_by_threads(db_session: Any) -> None:
    with transaction():
        area_set = import_area_set(
            name="Räume",
            valid_from=date(2024, 1, 1),
            areas=measured(
                [("b", "B", shapely.box(9, 52, 9.1, 52.1)), ("a", "A", shapely.box(9.1, 52, 9.2, 52.1))]
            ),
        ).area_set
        area_set_id = area_set.id
    locator = locator_for(area_set_id)
    assert locator_for(area_set_id) is locator
    found: list[Any] = []
    xs = np.linspace(9, 9.2, 5000)
    threads = [
        Thread(target=lambda: found.append(locator.locate_many(xs, np.full(5000, 52.05)).tolist()))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert all(result == found[0] for result in found)
    # Code a lies in the east and wins the border.
    assert locator.locate(9.1, 52.05) == locator.area_ids[0]


def test_unknown_vintage(db_session: Any) -> None:
    with pytest.raises(NotFound):
        locator_for(UUID(int=5))
