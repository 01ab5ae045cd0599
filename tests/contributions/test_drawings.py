"""Drawings that cross themselves are mended, however long a finger drew; wild ones are refused at once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from apiflask import APIFlask

from app.contributions import shapes
from app.contributions.geojson import parse
from app.contributions.shapes import InvalidPlace, checked_shape

CASES = 6


@pytest.fixture(autouse=True)
def _context(app: APIFlask) -> Any:
    with app.test_request_context():
        yield


def loops(points: int, seed: int) -> shapely.Polygon:
    """As a finger draws a quarter: round it several times, trembling, with small loops at turns."""
    dice = np.random.default_rng(seed)
    turn = np.linspace(0, 2 * np.pi * dice.integers(1, 4), points)
    radius = (
        0.004 + 0.0006 * np.sin(turn * dice.uniform(2, 5)) + 2e-5 * dice.standard_normal(points).cumsum() / 10
    )
    return shapely.Polygon(np.c_[9.2 + radius * 1.6 * np.cos(turn), 52.7 + radius * np.sin(turn)])


def wild(points: int, seed: int = 1) -> shapely.Polygon:
    return shapely.Polygon(np.random.default_rng(seed).random((points, 2)) / 100 + [9, 52])


@pytest.mark.parametrize("seed", range(CASES))
@pytest.mark.parametrize("points", [150, 1_000, 4_000])
def test_drawings_that_cross_themselves_are_taken(points: int, seed: int) -> None:
    drawn = loops(points, seed)
    shape = checked_shape(drawn)
    assert shape.is_valid
    assert shapely.get_dimensions(shape) == 2
    # All the ground of the filled line is there; what thinning moved is narrower than three metres.
    filled = shapely.union_all(shapely.polygonize([shapely.node(drawn.exterior)]).geoms)
    assert shape.buffer(3e-5).covers(filled.buffer(-3e-5))
    assert filled.buffer(3e-5).covers(shape)


def test_a_few_crossings_stay_as_they_were_drawn() -> None:
    bow = shapely.Polygon([(9, 52), (9.1, 52.1), (9.1, 52), (9, 52.1)])
    assert checked_shape(bow).area == pytest.approx(0.005)
    assert checked_shape(bow).geom_type == "MultiPolygon"


def test_an_area_drawn_twice_stays_filled() -> None:
    square = [(9, 52), (9.01, 52), (9.01, 52.01), (9, 52.01)]
    assert checked_shape(shapely.Polygon([*square, *square])).area == pytest.approx(1e-4)


@pytest.mark.parametrize(
    "drawn",
    [
        pytest.param(wild(200), id="200 positions anywhere"),
        pytest.param(wild(9_999), id="10,000 positions anywhere"),
        pytest.param(
            shapely.Polygon([(9 + 0.01 * (i % 2), 52 + 1e-6 * (i % 7)) for i in range(9_000)]),
            id="to and fro",
        ),
        pytest.param(
            shapely.Polygon([(9, 52), (9.01, 52), (9, 52.01)] * 3_000), id="the same three for ever"
        ),
        pytest.param(shapely.MultiPolygon([wild(90, seed) for seed in range(100)]), id="a hundred wild ones"),
    ],
)
def test_wild_drawings_never_reach_the_slow_mending(
    drawn: shapely.Geometry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is mended has few crossings; the rest is refused with a sentence, whatever the clock says."""
    mended: list[int] = []
    make_valid = shapely.make_valid

    def counted(shape: Any, **how: Any) -> Any:
        mended.append(shapes._crossings(shape))
        return make_valid(shape, **how)

    monkeypatch.setattr(shapes.shapely, "make_valid", counted)
    try:
        assert checked_shape(drawn).is_valid
    except InvalidPlace as error:
        assert "zu oft" in str(error.message) or "zu klein" in str(error.message)  # noqa: PT017
        assert not mended
    assert all(count <= shapes._MOST_CROSSINGS for count in mended)


def test_a_hundred_thousand_positions_are_refused_before_anything_is_built(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ring = shapely.get_coordinates(wild(100_000).exterior).tolist()
    monkeypatch.setattr(shapely, "Polygon", lambda *_given: pytest.fail("a polygon was built"))
    with pytest.raises(InvalidPlace, match="zu viele Punkte"):
        parse({"type": "Polygon", "coordinates": [ring]})


def test_the_person_is_told() -> None:
    notices: list[str] = []
    parse({"type": "Polygon", "coordinates": [[[9, 52], [9.1, 52], [9.1, 52.1], [9, 52]]]}, notices)
    assert notices == []
    parse({"type": "Polygon", "coordinates": [[[9, 52], [9.1, 52.1], [9.1, 52], [9, 52.1]]]}, notices)
    assert [notice[:46] for notice in notices] == ["Die Linien deiner Zeichnung kreuzen sich. Wir "]
