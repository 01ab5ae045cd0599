"""Photos fall onto a track by time; a wrong clock is found; on real tracks the error is measured."""

from __future__ import annotations

from itertools import pairwise
from statistics import median

import pytest

from app.walks.bringing.gpx import read
from app.walks.bringing.placing import (
    LONGEST_GAP,
    NEAR,
    Place,
    Track,
    common_offset,
    metres,
    nearest_stop,
    offset_of,
    passes,
    place_at,
    simplified,
)
from tests.shared_data import shared_file

LINE = Track([[(0.0, 9.0, 52.0), (100.0, 9.01, 52.0), (200.0, 9.01, 52.01)]])
GOAL = 15.0
"""Metres: the median error on tracks whose clock is known."""


def test_between_two_points_in_a_straight_line() -> None:
    assert place_at(LINE, 50) == pytest.approx((9.005, 52.0))
    assert place_at(LINE, 100) == (9.01, 52.0)


def test_gaps_and_the_time_outside_have_no_place() -> None:
    gap = Track([[(0.0, 9.0, 52.0)], [(LONGEST_GAP + 1, 9.1, 52.0)]])
    assert place_at(gap, 100) is None
    assert place_at(Track([[(0.0, 9.0, 52.0)], [(LONGEST_GAP, 9.1, 52.0)]]), 100) is not None
    assert place_at(LINE, -31) is None
    assert place_at(LINE, -30) == (9.0, 52.0)
    assert place_at(LINE, 231) is None
    assert place_at(Track([]), 0) is None
    assert place_at(Track([[(None, 9.0, 52.0), (None, 9.1, 52.0)]]), 0) is None


def test_points_out_of_order_and_doubled_do_no_harm() -> None:
    mixed = Track([[(100.0, 9.01, 52.0), (0.0, 9.0, 52.0), (100.0, 9.9, 52.0)]])
    assert place_at(mixed, 50) == pytest.approx((9.005, 52.0))


def test_a_known_place_tells_how_wrong_the_clock_is() -> None:
    (offset,) = offset_of(LINE, (9.01, 52.005), 3750.0)
    assert offset == pytest.approx(150 - 3750, abs=1)
    assert offset_of(LINE, (9.5, 52.5), 0) == []


def test_a_track_that_comes_by_twice_offers_both_the_smaller_first() -> None:
    twice = Track([[(0.0, 9.0, 52.0), (200.0, 9.02, 52.0), (400.0, 9.0, 52.0)]])
    assert passes(twice, (9.005, 52.0)) == pytest.approx([50, 350])
    assert offset_of(twice, (9.005, 52.0), 300) == pytest.approx([50, -250])
    known: list[tuple[float, Place]] = [(1050, (9.005, 52.0)), (1100, (9.01, 52.0)), (1350, (9.005, 52.0))]
    found = common_offset(twice, known)
    assert found is not None
    assert found == pytest.approx((-1000, 0), abs=1)


def test_no_common_clock_when_photos_are_elsewhere() -> None:
    assert common_offset(LINE, [(0, (9.0, 52.0)), (1, (1.0, 1.0)), (2, (1.0, 1.0))]) is None


def test_the_nearest_stop_only_when_it_is_near() -> None:
    stops = [("a", (9.0, 52.0)), ("b", (9.0005, 52.0))]
    assert nearest_stop((9.0004, 52.0), stops) == "b"
    assert nearest_stop((9.01, 52.0), stops) is None
    assert metres((9.0, 52.0), (9.0, 52.0 + (NEAR + 1) / 111_320)) > NEAR


def test_simplified_keeps_corners_and_cuts_what_is_not_the_walk() -> None:
    many = Track([[(float(one), 9.0 + one / 1e5, 52.0) for one in range(1000)]])
    line = simplified(many)
    assert line is not None
    assert len(line.coords) == 2
    cut = simplified(many, begin=100.0, end=200.0)
    assert cut is not None
    assert cut.bounds == pytest.approx((9.001, 52.0, 9.002, 52.0))
    assert simplified(Track([[(0.0, 9.0, 52.0), (1.0, 9.0, 52.0)]])) is None


WALKED = ("gpxpy/cerknicko-jezero-no-creator.gpx", "gpxpy/korita-zbevnica.gpx")
"""Real walks with the times of a device."""


@pytest.mark.shared_data
@pytest.mark.parametrize("name", WALKED)
def test_photos_that_know_their_place_fall_within_15_m_of_it(name: str, record_property: object) -> None:
    """Every fifth point of the device stands for a photo with a place and a time of its own, and leaves the track."""
    segments = read(shared_file(f"gpx/{name}").read_bytes())["segments"]
    points = Track(segments).timed
    photos = [point for number, point in enumerate(points) if number % 5 == 2]
    track = Track([[point for point in points if point not in photos]])
    errors = [
        metres(found, place)
        for t, *place in photos
        if (found := place_at(track, t)) is not None  # type: ignore[arg-type]
    ]
    print(
        f"{name}: {len(errors)} of {len(photos)} photos, median {median(errors):.1f} m, largest {max(errors):.0f} m"
    )
    assert len(errors) >= 0.8 * len(photos)
    assert median(errors) <= GOAL


@pytest.mark.shared_data
@pytest.mark.parametrize("name", WALKED)
@pytest.mark.parametrize("wrong", [-3723.0, 47.0, 40 * 86_400.0])
def test_three_photos_with_a_place_find_the_clock_of_a_real_walk(name: str, wrong: float) -> None:
    segments = read(shared_file(f"gpx/{name}").read_bytes())["segments"]
    points = Track(segments).timed
    photos = [point for number, point in enumerate(points) if number % 5 == 2]
    track = Track([[point for point in points if point not in photos]])
    known: list[tuple[float, Place]] = [
        (t - wrong, (x, y)) for t, x, y in photos[len(photos) // 4 :: len(photos) // 4] if place_at(track, t)
    ][:3]
    assert len(known) == 3
    found = common_offset(track, known)
    assert found is not None
    errors = [
        metres(there, (x, y))
        for t, x, y in photos
        if (there := place_at(track, t - wrong + found[0])) is not None
    ]
    print(f"{name}, clock wrong by {wrong:.0f} s: found {found[0]:.1f} s, median {median(errors):.1f} m")
    assert abs(found[0] - wrong) <= 60
    assert median(errors) <= GOAL


@pytest.mark.shared_data
def test_real_tracks_are_walked_forward() -> None:
    for name in WALKED:
        track = Track(read(shared_file(f"gpx/{name}").read_bytes())["segments"])
        assert all(one < other for one, other in pairwise(track.times))
