"""Sets the houses of the demo town along its streets, in the manner of each quarter."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random

from shapely import STRtree
from shapely.affinity import rotate, translate
from shapely.geometry import LineString, Point, Polygon, box
from shapely.geometry.base import BaseGeometry
from shapely.prepared import prep

from app.demo.town_areas import areas_2024, town_polygon
from app.demo.town_ground import chance
from app.demo.town_land import brooks, green, water
from app.demo.town_places import named_places
from app.demo.town_roads import Road, main_roads, railway
from app.demo.town_streets import DISTRICTS, VILLAGES, built_up, streets, village_core


@dataclass(frozen=True)
class Manner:
    """How houses stand: frontage, depth, distance from the street's middle, gap (each from-to in m), share of free plots."""

    frontage: tuple[float, float]
    depth: tuple[float, float]
    setback: tuple[float, float]
    gap: tuple[float, float]
    free: float
    annex: float = 0.0
    crosswise: float = 0.0


MANNERS = {
    "old": Manner((8, 15), (12, 18), (4.6, 5.2), (0.0, 0.3), 0.03, annex=0.6),
    "perimeter": Manner((15, 22), (11, 13), (11.0, 11.6), (0.0, 0.4), 0.07, annex=0.22),
    "harbour": Manner((14, 30), (12, 20), (12.0, 15.0), (4, 14), 0.14),
    "blocks": Manner((26, 46), (11, 12), (15.0, 18.0), (11, 20), 0.06, crosswise=0.25),
    "villa": Manner((12, 17), (11, 15), (16.0, 21.0), (9, 16), 0.06, annex=0.2),
    "house": Manner((9, 13), (9, 12), (13.0, 17.0), (6, 11), 0.05, annex=0.3),
    "slab": Manner((46, 72), (11, 12), (20.0, 25.0), (24, 34), 0.03, crosswise=0.42),
    "new": Manner((9, 12), (9, 11), (11.0, 13.0), (5, 9), 0.1, annex=0.12),
    "row": Manner((30, 48), (9, 10), (13.0, 15.0), (6, 10), 0.03),
    "village": Manner((10, 19), (9, 13), (14.0, 24.0), (10, 26), 0.14, annex=0.55),
}
_HALF_WIDTH = {"secondary": 9.0, "tertiary": 8.0, "residential": 6.0, "pedestrian": 4.0, "track": 4.0}


@dataclass(frozen=True)
class Building:
    """A footprint in town metres with its height in metres and the name of the place it houses, if any."""

    shape: Polygon
    height: int
    name: str = ""


class _Plots:
    """Remembers what is built already, in a coarse grid, so that no two houses overlap."""

    def __init__(self, blocked: list[BaseGeometry]) -> None:
        self._blocked = STRtree(blocked)
        self._cells: dict[tuple[int, int], list[Polygon]] = {}

    def take(self, shape: Polygon, check_ground: bool = True) -> bool:
        """Return True and remember the footprint when its ground is free."""
        core = shape.buffer(-0.9)  # neighbours in a closed row may touch
        west, south, east, north = shape.bounds
        keys = [
            (i, j)
            for i in range(int(west // 70), int(east // 70) + 1)
            for j in range(int(south // 70), int(north // 70) + 1)
        ]
        if any(other.intersects(core) for key in keys for other in self._cells.get(key, ())):
            return False
        if check_ground and len(self._blocked.query(shape, predicate="intersects")):
            return False
        for key in keys:
            self._cells.setdefault(key, []).append(shape)
        return True


def _blocked_ground() -> list[BaseGeometry]:
    ground: list[BaseGeometry] = [
        road.line.buffer(_HALF_WIDTH.get(road.detail, 3.0) - 0.8, cap_style="flat") for road in streets()
    ]
    ground += [land.shape.buffer(5) for land in water()]
    ground += [line.buffer(7) for _, line in brooks()]
    ground += [land.shape for land in green() if land.kind not in {"commercial", "industrial"}]
    ground.append(railway().buffer(22))
    return ground


def rectangle(x: float, y: float, width: float, depth: float, turn: float) -> Polygon:
    """Return a rectangle round the point, turned by `turn` radians."""
    return rotate(
        translate(box(-width / 2, -depth / 2, width / 2, depth / 2), x, y),
        turn,
        origin=(x, y),
        use_radians=True,
    )


def _along(
    line: LineString, manner: Manner, kerb: float, random: Random
) -> Iterator[tuple[Polygon, Polygon | None]]:
    """Yield footprints (house, annex or None) on both sides of the line."""
    for side in (1, -1):
        at = random.uniform(2, 8)
        while at < line.length - 3:
            crosswise = random.random() < manner.crosswise
            frontage, depth = random.uniform(*manner.frontage), random.uniform(*manner.depth)
            if crosswise:
                frontage, depth = depth, frontage * 0.85
            a, b = line.interpolate(at), line.interpolate(min(at + frontage, line.length))
            at += frontage + random.uniform(*manner.gap)
            if a.distance(b) < frontage * 0.6 or random.random() < manner.free:
                continue
            turn = math.atan2(b.y - a.y, b.x - a.x)
            away = max(random.uniform(*manner.setback), kerb) + depth / 2
            x = (a.x + b.x) / 2 - math.sin(turn) * away * side
            y = (a.y + b.y) / 2 + math.cos(turn) * away * side
            annex = None
            if random.random() < manner.annex:
                back = away + depth / 2 + random.uniform(3, 9)
                shift = random.uniform(-0.3, 0.3) * frontage
                ax = (a.x + b.x) / 2 - math.sin(turn) * back * side + math.cos(turn) * shift
                ay = (a.y + b.y) / 2 + math.cos(turn) * back * side + math.sin(turn) * shift
                annex = rectangle(ax, ay, random.uniform(5, 8), random.uniform(5, 7), turn)
            yield rectangle(x, y, frontage, depth, turn), annex


def _halls(random: Random) -> Iterator[Polygon]:
    """Yield large halls on commercial and industrial land."""
    for land in green():
        if land.kind not in {"industrial", "commercial"}:
            continue
        west, south, east, north = land.shape.bounds
        turn = random.uniform(-0.15, 0.15)
        for _ in range(int(land.shape.area / 1500)):
            hall = rectangle(
                random.uniform(west, east),
                random.uniform(south, north),
                random.uniform(24, 75),
                random.uniform(18, 42),
                turn,
            )
            if land.shape.buffer(-8).contains(hall):
                yield hall.buffer(2.5, join_style="mitre")


def _style_road_pairs() -> Iterator[tuple[str, Road, BaseGeometry, str]]:
    """Yield style, road, ground on which this style may build, and a name for the random source."""
    roads = streets()
    wide = {area_id: ground.buffer(12) for area_id, ground in built_up().items()}
    cores = {village: village_core(village) for village in VILLAGES}
    altstadt = next(a.polygon for a in areas_2024() if a.area_id == "SR01")
    for road in roads:
        if road.kind == "path" and road.detail != "pedestrian":
            continue
        if road.line.intersects(altstadt):
            yield "old", road, altstadt, "SR01"
        for area_id, district in DISTRICTS.items():
            if road.line.intersects(wide[area_id]):
                yield district.style, road, built_up()[area_id], area_id
        for village in VILLAGES:
            if road.line.intersects(cores[village]):
                yield "village", road, cores[village], village


def _landmarks() -> Iterator[Building]:
    for place in named_places():
        if place.footprint:
            width, depth, turn = place.footprint
            base = rectangle(place.x, place.y, width, depth, math.radians(turn))
            if place.kind in {"school", "hospital"}:
                wing = rectangle(place.x, place.y, depth * 0.9, width * 0.55, math.radians(turn))
                end = rectangle(
                    place.x + width * 0.4, place.y + depth * 0.9, depth * 0.8, width * 0.4, math.radians(turn)
                )
                base = base.union(wing).union(end).buffer(0)
            yield Building(base, 12, place.name)


def _height(style: str, random: Random) -> int:
    low, high = {"slab": (12, 24), "blocks": (11, 14), "perimeter": (13, 18), "old": (9, 14)}.get(
        style, (6, 9)
    )
    return random.randint(low, high)


@cache
def buildings() -> tuple[Building, ...]:
    """Return all building footprints of the town, landmarks first."""
    plots = _Plots(_blocked_ground())
    town = prep(town_polygon())
    result = []
    for landmark in _landmarks():
        plots.take(landmark.shape.buffer(7), check_ground=False)
        result.append(landmark)
    for hall in _halls(chance("halls")):
        if plots.take(hall):
            result.append(Building(hall.buffer(-2.5, join_style="mitre"), 9))
    grounds = {name: prep(ground) for _, _, ground, name in _style_road_pairs()}
    for number, (style, road, _, name) in enumerate(_style_road_pairs()):
        random, manner = chance(f"houses {name} {number}"), MANNERS[style]
        for house, annex in _along(road.line, manner, _HALF_WIDTH[road.detail] + 0.5, random):
            center = house.centroid
            if not (grounds[name].contains(center) and town.contains(center)):
                continue
            if plots.take(house):
                result.append(Building(house, _height(style, random)))
                if annex is not None and plots.take(annex):
                    result.append(Building(annex, 4))
    main = [road for road in main_roads() if road.kind != "path"]
    result += _farms(plots, main)
    return tuple(result)


def _farms(plots: _Plots, roads: list[Road]) -> list[Building]:
    """Set lonely farmsteads beside the roads outside."""
    random, result = chance("farms"), []
    cores = [village_core(v) for v in VILLAGES] + [shape.buffer(150) for shape in built_up().values()]
    for road in roads:
        for _ in range(int(road.line.length / 420)):
            at = road.line.interpolate(random.uniform(0, road.line.length))
            turn, reach = random.uniform(0, math.tau), random.uniform(45, 90)
            x, y = at.x + math.cos(turn) * reach, at.y + math.sin(turn) * reach
            if not town_polygon().contains(Point(x, y)) or any(core.contains(Point(x, y)) for core in cores):
                continue
            for dx, dy, width, depth in ((0, 0, 26, 14), (-6, 28, 34, 15), (30, 12, 14, 12)):
                shape = rectangle(x + dx, y + dy, width, depth, turn / 8)
                if plots.take(shape):
                    result.append(Building(shape, 8))
    return result
