"""How long a trail is, how long a walk on it takes, and what is to be thought of again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import shapely
from pyproj import Geod

from app.walks.models import CrewMember, Stop, Trail, TrailNote, Walk
from app.walks.route import hints, joined, length_m, times_of

LINE = shapely.LineString([(9.73, 52.37), (9.74, 52.375), (9.75, 52.37)])


def a_walk(metres: float = 1500, *, role: str = "youth", number: int = 6, minutes: int = 6) -> Walk:
    """A walk that fits in every way: a straight line east of Hanover, stops with points, 120 minutes, a recorder."""
    east, _north, _back = Geod(ellps="GRS80").fwd(9.73, 52.37, 90, metres)
    trail = Trail(title="Weg", route=shapely.LineString([(9.73, 52.37), (east, 52.37)]))
    trail.stops = [
        Stop(position=at, name=f"Halt {at}", point=shapely.Point(9.73 + at / 1000, 52.37), minutes=minutes)
        for at in range(1, number + 1)
    ]
    for stop in trail.stops:
        stop.is_dropped = False
    begins = datetime(2026, 5, 7, 14, tzinfo=UTC)
    walk = Walk(trail=trail, group_role=role, starts_at=begins, ends_at=begins + timedelta(minutes=120))
    walk.crew = [CrewMember(position=1, function="recorder", who="Stadtplanung")]
    return walk


def test_metres_are_those_of_the_ground() -> None:
    exact = Geod(ellps="GRS80").geometry_length(LINE)
    assert length_m(LINE) == pytest.approx(exact, rel=0.001)
    assert length_m(None) == 0


def test_time_is_way_and_stops_and_two_rounds() -> None:
    walk = a_walk(1230)
    young = times_of(walk.trail, "youth")
    assert (young.way, young.stops, young.total) == (21, 36, 77)
    assert times_of(walk.trail, "senior").way == 31


def test_a_plan_that_fits_has_no_hints() -> None:
    assert hints(a_walk()) == []


@pytest.mark.parametrize(
    ("walk", "said"),
    [
        (a_walk(number=4), "Es fehlt noch 1 Halt"),
        (a_walk(number=9, minutes=2), "Das sind 9 Halte"),
        (a_walk(2600), "Gut sind 1 bis 2 km"),
        (a_walk(600), "Gut sind 1 bis 2 km"),
        (a_walk(minutes=15), "Die Zeit reicht nicht"),
        (a_walk(1100, role="senior"), "höchstens 1.000 m"),
        (a_walk(900, role="senior"), "brauchen Bänke"),
        (a_walk(900, role="senior"), "brauchen eine Toilette"),
    ],
)
def test_what_does_not_fit_is_said(walk: Walk, said: str, app: object) -> None:
    assert any(said in hint for hint in hints(walk))


def test_older_people_with_bench_and_toilet() -> None:
    walk = a_walk(900, role="senior")
    walk.trail.notes = [TrailNote(position=at, kind=kind) for at, kind in enumerate(("bench", "toilet"))]
    assert hints(walk) == []


def test_stops_are_joined_in_order_without_those_in_words() -> None:
    stops = [Stop(point=shapely.Point(1, 1)), Stop(point=None), Stop(point=shapely.Point(2, 1))]
    line = joined(stops)
    assert line is not None
    assert list(line.coords) == [(1, 1), (2, 1)]
    assert joined(stops[:2]) is None
