"""Says where young people set their marks: how a place draws or repels them, what for, and how marks scatter."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

import shapely
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

from app.demo.town_ground import from_wgs84, lonlat, town_metres
from app.demo.town_land import water

DATA = Path(__file__).with_name("data")
KINDS = DATA / "voices_places.csv"
#: Marks keep this distance (m) to every border, so that no rounding moves one into the next area.
BORDER_DISTANCE = 4.0
LINDENPLATZ_METRES = 60.0


@dataclass(frozen=True)
class Spot:
    """A place in town metres with what young people mark there (quality: weight, besides `avoid` and `uneasy`).

    pull weighs all marks but `avoid` and `uneasy`, push weighs those two; marks scatter by `scatter` metres.
    """

    name: str
    kind: str
    area_id: str
    x: float
    y: float
    uses: dict[str, float]
    pull: float
    push: float
    scatter: float


@cache
def area_shapes() -> dict[str, BaseGeometry]:
    """Return the areas of 2024 as stored (area id: polygon in town metres), shrunk by the distance marks keep."""
    collection = json.loads((DATA / "sozialraeume_2024.geojson").read_text(encoding="utf-8"))
    return {
        feature["properties"]["area_id"]: from_wgs84(shape(feature["geometry"])).buffer(-BORDER_DISTANCE)
        for feature in collection["features"]
    }


@cache
def _kinds() -> dict[str, tuple[dict[str, float], float, float, float]]:
    """Read uses, pull, push and scatter of every kind of place."""
    with KINDS.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source, delimiter=";"))
    result = {}
    for row in rows:
        pairs = (part.split("=") for part in row["uses"].split())
        uses = {quality: float(weight) for quality, weight in pairs}
        result[row["kind"]] = (uses, float(row["pull"]), float(row["push"]), float(row["scatter_m"]))
    return result


@cache
def spots() -> dict[str, tuple[Spot, ...]]:
    """Return all places of each area where marks may be."""
    result: dict[str, list[Spot]] = {}
    for row in json.loads((DATA / "places.json").read_text(encoding="utf-8")):
        uses, pull, push, scatter = _kinds()[row["kind"]]
        x, y = town_metres(row["lon"], row["lat"])
        spot = Spot(row["name"], row["kind"], row["area"], x, y, uses, pull, push, scatter)
        result.setdefault(row["area"], []).append(spot)
    return {area: tuple(rows) for area, rows in result.items()}


def spot_named(name: str, area_id: str) -> Spot:
    """Return the place with this name in the area; a named place goes before a bus stop or street of the same name."""
    return next(spot for spot in spots()[area_id] if spot.name == name)


@cache
def _wet() -> BaseGeometry:
    wet = shapely.union_all([land.shape for land in water()])
    shapely.prepare(wet)
    return wet


def point_near(spot: Spot, random: Random, exact: bool = False) -> tuple[float, float]:
    """Return longitude and latitude of a mark at the place: on land, in its area, Lindenplatz for its own marks."""
    area = area_shapes()[spot.area_id]
    square = spot_named("Lindenplatz", "SR07")
    own_square = spot.name == "Lindenplatz"
    scatter = 6.0 if exact else spot.scatter
    for attempt in range(2000):
        x = spot.x + random.gauss(0, scatter * (1 + attempt / 60))
        y = spot.y + random.gauss(0, scatter * (1 + attempt / 60))
        away = ((x - square.x) ** 2 + (y - square.y) ** 2) ** 0.5
        if own_square and away > LINDENPLATZ_METRES - 4:
            continue
        if not own_square and away < LINDENPLATZ_METRES + 4:
            continue
        point = Point(x, y)
        if area.contains(point) and not _wet().intersects(point):
            return lonlat(x, y)
    raise AssertionError(f"no room for a mark at {spot.name}")
