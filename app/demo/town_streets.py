"""Fills the built-up districts of the demo town with side streets: bent grids, each quarter with its own grain."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
import shapely
from shapely import STRtree
from shapely.affinity import rotate
from shapely.geometry import LineString, MultiLineString, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge, unary_union

from app.demo.town_areas import areas_2024
from app.demo.town_ground import chance
from app.demo.town_land import blob, green, river, water
from app.demo.town_places import named_places
from app.demo.town_roads import Road, main_roads, railway


@dataclass(frozen=True)
class District:
    """Grain of one quarter: building style, turn of the grid (degrees), spacing across and along (m), bend (m), gaps, names."""

    style: str
    turn: float
    across: float
    along: float
    bend: float
    gaps: float
    names: str
    outline: tuple[tuple[float, float], ...] = ()


DISTRICTS = {
    "SR02": District("perimeter", 4, 118, 150, 16, 0.08, "Bleichstraße,Gartenstraße,Güterstraße,Schillerstraße,Goethestraße,Lessingstraße,Eisenbahnstraße,Postweg,Südstraße,Werkstraße,Gleisweg"),
    "SR03": District("harbour", -18, 120, 165, 14, 0.2, "Speicherstraße,Kaistraße,Fährgasse,Werftweg,Lotsenweg,Seilergang,Schleusenweg,Ankerweg,Netzweg,Reeperbahnweg,Am Kran,Boddenweg"),
    "SR04": District("blocks", -6, 132, 190, 22, 0.14, "Finkenweg,Amselweg,Drosselweg,Meisenweg,Starenweg,Schwalbenweg,Zeisigweg,Spechtweg,Reiherweg,Kranichweg,Falkenweg,Habichtweg,Nordmarkt,Elsterweg,Sperlingsgasse,Lerchengrund"),
    "SR05": District("villa", 8, 112, 165, 26, 0.14, "Wallweg,Theodorstraße,Luisenstraße,Marienstraße,Friedrichstraße,Am Rosengarten,Gustavstraße,Klinikweg,Wilhelmstraße,Obere Gärten,Untere Gärten"),
    "SR06": District("house", -14, 104, 150, 26, 0.12, "Müllergasse,Am Mühlenbach,Kornstraße,Roggenweg,Haferweg,Weizenstraße,Mahlgang,Bäckerstraße,Lukasweg,Am Teich,Dinkelweg,Wiesenstraße"),
    "SR07": District("slab", 4, 152, 205, 5, 0.17, "Ulmenweg,Eschenweg,Ahornweg,Buchenweg,Erlenweg,Weidenweg,Platanenweg,Pappelweg,Eichenweg,Hainbuchenweg,Akazienweg"),
    "SR08": District("villa", 12, 116, 165, 34, 0.15, "Am Stadtpark,Buchenallee,Humboldtstraße,Kantstraße,Hegelweg,Parkwinkel,Schwanenweg,Pavillonweg,Leibnizstraße,Gaußweg,Lindauer Weg,Beethovenstraße,Mozartweg"),
    "SR09": District("new", 28, 84, 135, 46, 0.13, "Sonnenfeld,Südwind,Morgenweg,Mittagsweg,Abendweg,Lichtweg,Himmelsweg,Regenbogen,Wolkenweg,Sternweg,Mondweg,Am Südkamp,Sommerweg,Frühlingsweg"),
    "SR10": District("row", -11, 74, 168, 18, 0.1, "Lerchenweg,Rotdornweg,Weißdornweg,Schlehenweg,Ginsterweg,Fliederweg,Holunderweg,Haselweg,Sanddornweg,Ligusterweg,Jasminweg,Malvenweg,Tulpenweg,Nelkenweg,Asternweg,Dahlienweg,Rosenweg",
        ((1500, 90), (1900, 120), (2350, 10), (2750, -250), (2880, -480), (2700, -600), (2520, -780), (2620, -1120), (2480, -1420), (2080, -1640), (1640, -1440), (1330, -1160), (1540, -900), (1600, -500))),
    "SR11": District("house", 17, 108, 160, 30, 0.14, "Wacholderweg,Heidekrautweg,Birkenweg,Kiefernweg,Tannenweg,Fichtenweg,Lärchenweg,Schäferweg,Imkerweg,Sandweg,Ginsterheide,Schnuckenweg",
        ((-1600, 640), (-1950, 560), (-2260, 300), (-2480, 60), (-2440, -300), (-2340, -680), (-2200, -1080), (-1900, -1120), (-1620, -1050), (-1600, -500), (-1500, -100), (-1600, 300))),
}  # fmt: skip

_VILLAGE_LANES = {
    "Deichhausen": ((-2600, 2340), "Fischerweg,Kleiner Deich,Bauernreihe,Kirchpad,Sielweg"),
    "Groß Ahlen": ((2480, 2450), "Eichhof,Schmiedeweg,Lehmkuhle,Hasenwinkel,Am Dorfteich"),
    "Moorwiek": ((1000, -3250), "Moorblick,Wollgrasweg,Binsenweg,Kiebitzweg,Schilfweg"),
}


@cache
def built_up() -> dict[str, BaseGeometry]:
    """Return the built-up land of each district (area id: polygon in town metres) without green, water and railway."""
    keep = {"industrial", "commercial", "brownfield", "school", "hospital", "pedestrian"}
    free = [g.shape.buffer(6) for g in green() if g.kind not in keep]
    free += [river().buffer(24), railway().buffer(26), *(pond.shape.buffer(12) for pond in water())]
    blocked = unary_union(free)
    shapes = {shape.area_id: shape.polygon for shape in areas_2024()}
    result = {}
    for area_id, district in DISTRICTS.items():
        land = shapes[area_id].buffer(-6)
        if district.outline:
            land = land.intersection(blob(list(district.outline)))
        result[area_id] = land.difference(blocked).buffer(-8).buffer(8)
    return result


def _grid(area_id: str, district: District, land: BaseGeometry) -> list[tuple[int, LineString]]:
    """Return the bent grid lines (number of the line, line) over the land."""
    random = chance(f"streets {area_id}")
    center = land.centroid
    west, south, east, north = rotate(land, -district.turn, origin=center).bounds
    phase = [random.uniform(0, math.tau) for _ in range(4)]
    waves = (random.uniform(380, 560), random.uniform(700, 1100))
    lines: list[tuple[int, LineString]] = []

    def bent(x: float, y: float) -> tuple[float, float]:
        return (
            x
            + district.bend
            * (
                math.sin(y / waves[0] * math.tau + phase[0])
                + 0.6 * math.sin(x / waves[1] * math.tau + phase[1])
            ),
            y
            + district.bend
            * (
                math.sin(x / waves[0] * math.tau + phase[2])
                + 0.6 * math.sin(y / waves[1] * math.tau + phase[3])
            ),
        )

    def add(fixed: float, start: float, end: float, horizontal: bool) -> None:
        steps = np.arange(start - 60, end + 60, 22.0)
        points = [bent(s, fixed) if horizontal else bent(fixed, s) for s in steps]
        lines.append((len(lines), rotate(LineString(points), district.turn, origin=center)))

    y = south + district.across * 0.5
    while y < north:
        add(y, west, east, True)
        y += district.across * random.uniform(0.88, 1.14)
    x = west + district.along * 0.5
    while x < east:
        add(x, south, north, False)
        x += district.along * random.uniform(0.8, 1.22)
    return lines


def _without_twins(line: BaseGeometry, near: BaseGeometry, limit: float) -> BaseGeometry:
    """Cut those parts of the line that run along an existing road; crossings stay."""
    inside = line.intersection(near)
    parts = [p for p in getattr(inside, "geoms", [inside]) if p.length > limit]
    return line.difference(unary_union(parts).buffer(0.5)) if parts else line


def _pieces(area_id: str) -> list[Road]:
    district, land = DISTRICTS[area_id], built_up()[area_id]
    random = chance(f"gaps {area_id}")
    roads = [road for road in main_roads() if road.kind != "path" or road.detail == "pedestrian"]
    near = unary_union([road.line for road in roads]).intersection(land.buffer(80)).buffer(34)
    yards = unary_union(
        [
            g.shape
            for g in green()
            if g.kind in {"school", "hospital", "industrial", "brownfield", "commercial", "pedestrian"}
        ]
    )
    yards = yards.union(
        unary_union([Point(p.x, p.y).buffer(max(p.footprint[:2]) / 2) for p in named_places() if p.footprint])
    )
    names = district.names.split(",")
    cut: list[tuple[int, BaseGeometry]] = []
    for number, line in _grid(area_id, district, land):
        clipped = _without_twins(line.intersection(land), near, 82).difference(yards.buffer(9))
        if not clipped.is_empty:
            cut.append((number, clipped))
    network = unary_union([geometry for _, geometry in cut] + [road.line for road in roads])
    segments = [piece for piece in network.geoms if piece.length > 0.5]
    tree = STRtree([geometry.buffer(0.05) for _, geometry in cut])
    owned: dict[int, list[LineString]] = {}
    for piece in segments:
        owner = next((int(i) for i in tree.query(piece, predicate="within")), None)
        if owner is not None and random.random() > district.gaps:
            owned.setdefault(cut[owner][0], []).append(piece)
    kept = _prune(owned, roads)
    result = []
    for number, pieces in sorted(kept.items()):
        merged = linemerge(MultiLineString(pieces)) if len(pieces) > 1 else pieces[0]
        for part in getattr(merged, "geoms", [merged]):
            name = names[number % len(names)] if part.length > 70 else ""
            result.append(Road(name, "minor_road", "residential", part.simplify(0.4)))
    return result


def _prune(owned: dict[int, list[LineString]], roads: list[Road]) -> dict[int, list[LineString]]:
    """Drop stubs that end nowhere and pieces that hang on no other road."""
    main = unary_union([road.line for road in roads]).buffer(0.6)
    for _ in range(3):
        ends: dict[tuple[int, int], int] = {}
        for pieces in owned.values():
            for piece in pieces:
                for end in (piece.coords[0], piece.coords[-1]):
                    key = (round(end[0]), round(end[1]))
                    ends[key] = ends.get(key, 0) + 1

        def loose(piece: LineString, ends: dict[tuple[int, int], int] = ends) -> int:
            both = (piece.coords[0], piece.coords[-1])
            return sum(ends[(round(x), round(y))] < 2 and not main.contains(Point(x, y)) for x, y in both)

        owned = {
            number: [p for p in pieces if loose(p) == 0 or (loose(p) == 1 and p.length > 62)]
            for number, pieces in owned.items()
        }
    return {number: pieces for number, pieces in owned.items() if pieces}


def _village_lanes(name: str) -> list[Road]:
    """Short lanes off the roads of one village."""
    (x, y), names = _VILLAGE_LANES[name]
    random = chance(f"lanes {name}")
    core = Point(x, y).buffer(620)
    stems = [r.line.intersection(core) for r in main_roads() if r.kind != "path" and r.line.intersects(core)]
    taken = unary_union(stems)
    lanes: list[Road] = []
    for lane_name in names.split(","):
        for _ in range(40):
            stem = random.choice([s for s in stems if s.geom_type == "LineString" and s.length > 150])
            at = random.uniform(60, stem.length - 60)
            a, b = stem.interpolate(at), stem.interpolate(at + 5)
            turn = math.atan2(b.y - a.y, b.x - a.x) + random.choice((-1, 1)) * math.pi / 2
            length = random.uniform(120, 210)
            bow = random.uniform(-0.5, 0.5)
            points = [(a.x, a.y)]
            for step in range(1, 9):
                heading = turn + bow * step / 8
                points.append(
                    (
                        points[-1][0] + math.cos(heading) * length / 8,
                        points[-1][1] + math.sin(heading) * length / 8,
                    )
                )
            lane = LineString(points)
            rest = shapely.ops.substring(lane, 20, lane.length)
            if (
                rest.distance(taken) > 17
                and LineString(points[4:]).distance(taken) > 60
                and rest.distance(river()) > 60
            ):
                lanes.append(Road(lane_name, "minor_road", "residential", lane))
                taken = unary_union([taken, lane])
                break
    return lanes


@cache
def streets() -> tuple[Road, ...]:
    """Return all roads, paths and streets of the town."""
    result = list(main_roads())
    for area_id in DISTRICTS:
        result += _pieces(area_id)
    for village in _VILLAGE_LANES:
        result += _village_lanes(village)
    return tuple(result)


def village_core(name: str) -> Polygon:
    """Return the ground on which the houses of a village may stand."""
    (x, y), _ = _VILLAGE_LANES[name]
    return Point(x, y).buffer(700)


VILLAGES = tuple(_VILLAGE_LANES)
