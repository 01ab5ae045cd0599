"""Gaps, overlaps and slits are found, measured in square metres and named."""

from __future__ import annotations

import json
from types import SimpleNamespace

import numpy as np
import pytest
import shapely

from app.areas.measuring import metric_epsg, to_degrees
from app.areas.validation import PartitionReport, check_partition

X, Y = 500_000, 5_800_000


def area(
    code: str, west: float, south: float, east: float, north: float, hole: shapely.Geometry | None = None
) -> SimpleNamespace:
    """A rectangle in metres of EPSG:25832, given back in degrees."""
    shape = shapely.segmentize(shapely.box(X + west, Y + south, X + east, Y + north), 50)
    if hole is not None:
        shape = shape.difference(hole)
    return SimpleNamespace(code=code, name=f"Raum {code}", geometry=to_degrees([shape], 25832)[0])


def check(*areas: SimpleNamespace, **options: float) -> PartitionReport:
    return check_partition(areas, **options)


def test_a_full_partition() -> None:
    report = check(
        area("1", 0, 0, 1000, 1000), area("2", 1000, 0, 2000, 1000), area("3", 0, 1000, 2000, 2000)
    )
    assert report.is_full
    assert report.epsg == 25832


def test_an_overlap_is_measured_and_named() -> None:
    report = check(area("1", 0, 0, 1000, 1000), area("2", 900, 0, 2000, 1000))
    (fault,) = report.overlaps
    assert fault.m2 == pytest.approx(100_000, rel=1e-4)
    assert fault.areas == (("1", "Raum 1"), ("2", "Raum 2"))
    assert fault.geometry.covers(shapely.Point(fault.point))
    assert not report.is_full


def test_three_areas_in_one_place_are_three_pairs() -> None:
    report = check(*(area(code, 0, 0, 100, 100) for code in "123"))
    assert len(report.overlaps) == 3
    assert report.overlap_m2 == pytest.approx(30_000, rel=1e-4)


def test_a_hole_between_areas_is_a_gap() -> None:
    hole = shapely.box(X + 400, Y + 400, X + 450, Y + 450)
    report = check(area("1", 0, 0, 1000, 1000, hole), area("2", 1000, 0, 2000, 1000))
    (fault,) = report.gaps
    assert fault.m2 == pytest.approx(2500, rel=1e-3)
    assert fault.areas == (("1", "Raum 1"),)
    assert fault.geometry.covers(shapely.Point(fault.point))


def test_an_area_in_the_hole_of_another_is_no_gap() -> None:
    hole = shapely.segmentize(shapely.box(X + 400, Y + 400, X + 450, Y + 450), 50)
    assert check(area("1", 0, 0, 1000, 1000, hole), area("2", 400, 400, 450, 450)).is_full


def test_a_slit_open_to_the_outside_is_a_gap() -> None:
    report = check(area("1", 0, 0, 1000, 1000), area("2", 1000.5, 0, 2000, 1000))
    (fault,) = report.gaps
    assert fault.m2 == pytest.approx(500, rel=0.02)
    assert [code for code, _name in fault.areas] == ["1", "2"]


def test_areas_apart_are_no_gap() -> None:
    assert check(area("1", 0, 0, 1000, 1000), area("2", 1500, 0, 2000, 1000)).is_full
    assert check(area("1", 0, 0, 1000, 1000), area("2", 1003, 0, 2000, 1000)).is_full


def test_areas_that_touch_in_a_point_are_full() -> None:
    assert check(area("1", 0, 0, 100, 100), area("2", 100, 100, 200, 200)).is_full


def test_the_tolerance_decides_what_is_told() -> None:
    areas = area("1", 0, 0, 100, 100), area("2", 99.95, 0, 200, 100)
    assert len(check(*areas).overlaps) == 1
    assert check(*areas, tolerance_m2=10).is_full


def test_faults_are_ordered_by_size_and_export_as_geojson() -> None:
    report = check(area("1", 0, 0, 100, 100), area("2", 90, 0, 200, 100), area("3", 195, 0, 300, 100))
    assert [round(fault.m2, -2) for fault in report.overlaps] == [1000, 500]
    written = json.loads(json.dumps(report.geojson(), allow_nan=False))
    assert [found["properties"]["codes"] for found in written["features"]] == [["1", "2"], ["2", "3"]]


def test_no_areas_and_one_area() -> None:
    assert check().is_full
    assert check(area("1", 0, 0, 10, 10)).is_full


@pytest.mark.parametrize(("lon", "epsg"), [(5.9, 25831), (7.1, 25832), (11.99, 25832), (13.4, 25833)])
def test_the_zone_follows_the_longitude(lon: float, epsg: int) -> None:
    assert metric_epsg(lon) == epsg
    assert np.isfinite(lon)
