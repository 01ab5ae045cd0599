"""Two hundred odd geometries (R46) with fixed seeds: numbers, axes, rings, depth, size, poles, heights, systems."""
# ruff: noqa: E501

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from typing import Any

SEED = 46
HERE = (9.01, 52.01)
NUMBERS: tuple[Any, ...] = (
    math.nan, math.inf, -math.inf, 1e308, -1e308, 5e-324, 10**400, "9.01", "", None, True, [], {}, "NaN", -0.0, 1e7, 181, 91,
)  # fmt: skip


def odd_geometries() -> list[tuple[str, Any]]:
    """Name and GeoJSON geometry (not always one) of each case."""
    cases = [*_numbers(), *_places(), *_lines(), *_areas(), *_others()]
    choose = random.Random(SEED)
    for number in range(200 - len(cases)):
        cases.append((f"random {number}", _random(choose)))
    return cases


def _numbers() -> Iterator[tuple[str, Any]]:
    for index, value in enumerate(NUMBERS):
        yield f"x is {str(value)[:20]!r} {index}", {"type": "Point", "coordinates": [value, HERE[1]]}
        yield f"y is {str(value)[:20]!r} {index}", {"type": "Point", "coordinates": [HERE[0], value]}
        line = [[9.0, 52.0], [value, 52.0]]
        yield f"line with {str(value)[:20]!r} {index}", {"type": "LineString", "coordinates": line}


def _places() -> Iterator[tuple[str, Any]]:
    given = {
        "exchanged": [52.01, 9.01], "outside": [13.4, 52.5], "north pole": [0, 90], "south pole": [0, -90],
        "antimeridian": [180, 10], "beyond it": [180.0001, 10], "height": [9, 52, 30], "four numbers": [9, 52, 3, 4],
        "one number": [9], "none": [], "nested": [[9, 52]], "metres": [565000, 5620000], "origin": [0, 0],
    }  # fmt: skip
    for name, coordinates in given.items():
        yield name, {"type": "Point", "coordinates": coordinates}
    for name in ("EPSG:25832", "EPSG:4326", "EPSG:0", "", "urn:ogc:def:crs:OGC:1.3:CRS84"):
        crs = {"type": "name", "properties": {"name": name}}
        yield f"system {name!r}", {"type": "Point", "coordinates": list(HERE), "crs": crs}


def _lines() -> Iterator[tuple[str, Any]]:
    yield "zero length", {"type": "LineString", "coordinates": [[9, 52], [9, 52]]}
    yield "one position", {"type": "LineString", "coordinates": [[9, 52]]}
    yield "no position", {"type": "LineString", "coordinates": []}
    yield "across the antimeridian", {"type": "LineString", "coordinates": [[179, 52], [-179, 52]]}
    yield (
        "a million vertices",
        {"type": "LineString", "coordinates": [[9 + n / 1e7, 52] for n in range(1_000_000)]},
    )
    yield "10,000 vertices", {"type": "LineString", "coordinates": [[9 + n / 1e7, 52] for n in range(10_000)]}
    yield (
        "crossing itself",
        {"type": "LineString", "coordinates": [[9, 52], [9.1, 52.1], [9.1, 52], [9, 52.1]]},
    )
    yield "lines and nothing", {"type": "MultiLineString", "coordinates": [[[9, 52], [9.1, 52]], []]}


def _areas() -> Iterator[tuple[str, Any]]:
    square = [[9, 52], [9.1, 52], [9.1, 52.1], [9, 52.1], [9, 52]]
    inner = [[9.02, 52.02], [9.03, 52.02], [9.03, 52.03], [9.02, 52.02]]
    rings = {
        "square": [square], "wrong winding": [square[::-1]], "open ring": [square[:-1]], "two positions": [square[:2]],
        "bow tie": [[[9, 52], [9.1, 52.1], [9.1, 52], [9, 52.1], [9, 52]]], "flat": [[[9, 52], [9.1, 52], [9.05, 52], [9, 52]]],
        "hole outside": [square, [[8, 51], [8.1, 51], [8.1, 51.1], [8, 51]]], "hole": [square, inner],
        "hole is the area": [square, square], "holes that cross": [square, inner, [[x + 0.005, y] for x, y in inner]],
        "no ring": [], "empty ring": [[]], "spike": [[[9, 52], [9.1, 52], [9.1, 52.1], [9.1, 52.5], [9.1, 52.1], [9, 52]]],
        "repeated points": [[point for point in square for _n in range(50)]], "whole world": [[[-180, -85], [180, -85], [180, 85], [-180, -85]]],
    }  # fmt: skip
    for name, coordinates in rings.items():
        yield name, {"type": "Polygon", "coordinates": coordinates}
    yield "areas on each other", {"type": "MultiPolygon", "coordinates": [[square], [square]]}
    yield "a thousand areas", {"type": "MultiPolygon", "coordinates": [[inner]] * 1000}


def _others() -> Iterator[tuple[str, Any]]:
    deep: Any = {"type": "Point", "coordinates": list(HERE)}
    for _level in range(500):
        deep = {"type": "GeometryCollection", "geometries": [deep]}
    yield "a collection of collections", deep
    brackets: Any = 9
    for _level in range(500):
        brackets = [brackets]
    yield "deep coordinates", {"type": "Polygon", "coordinates": brackets}
    for value in (
        1,
        "Point",
        [],
        {},
        True,
        {"type": "Point"},
        {"type": None},
        {"type": ["Point"]},
        {"type": "point"},
    ):
        yield f"{str(value)[:30]} instead", value
    yield "several points", {"type": "MultiPoint", "coordinates": [[9, 52]]}
    yield "coordinates are words", {"type": "Polygon", "coordinates": "POLYGON"}
    yield "a feature", {"type": "Feature", "geometry": {"type": "Point", "coordinates": [9, 52]}}


def _random(choose: random.Random) -> Any:
    def position() -> list[Any]:
        size = choose.choice((1, 2, 2, 2, 2, 3))
        return [
            choose.choice((choose.uniform(-200, 200), choose.uniform(8.9, 9.1), choose.choice(NUMBERS)))
            for _n in range(size)
        ]

    kind = choose.choice(("Point", "LineString", "Polygon", "MultiPolygon"))
    ring = [position() for _number in range(choose.randrange(0, 12))]
    coordinates = {
        "Point": position(),
        "LineString": ring,
        "Polygon": [ring, ring[:4]],
        "MultiPolygon": [[ring]],
    }
    return {"type": kind, "coordinates": coordinates[kind]}
