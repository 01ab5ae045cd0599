"""Draws water, green, schools' grounds, built-up land and fields of the demo town."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import shapely
from shapely.affinity import rotate
from shapely.geometry import LineString, MultiPoint, Polygon, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union
from shapely.prepared import prep

from app.demo.town_areas import RIVER
from app.demo.town_ground import chance, curve


@dataclass(frozen=True)
class Land:
    """One polygon of land or water: kind of the base map, name ("" for none), geometry in town metres."""

    kind: str
    name: str
    shape: BaseGeometry


def blob(points: Sequence[tuple[float, float]], step: float = 18.0) -> Polygon:
    """Return a smooth closed shape through the points."""
    shape = Polygon(curve([*points, points[0]], step).coords).buffer(0)
    size = min(14.0, shape.area**0.5 / 8)  # rounds the corner where the line starts and ends
    return shape.buffer(-size).buffer(2 * size).buffer(-size).simplify(0.7)


@cache
def river() -> BaseGeometry:
    """Return the river Aue with the harbour basin; it widens downstream of the harbour."""
    line = curve(RIVER, 25)
    upstream = line.buffer(17)
    downstream = line.intersection(box(-6000, 0, -600, 5000)).buffer(25)
    basin = Polygon([(-1190, 905), (-1090, 905), (-960, 720), (-760, 690), (-742, 735), (-900, 800), (-960, 900), (-900, 930), (-1180, 985)])  # fmt: skip
    return unary_union([upstream, downstream, basin.buffer(-3).buffer(6).buffer(-3)]).simplify(0.8)


#: kind, name, points: ponds, brooks are separate
_PONDS = [
    ("Parkteich", [(250, 740), (350, 705), (440, 760), (420, 850), (330, 880), (265, 830)]),
    ("Mühlenteich", [(-1040, 110), (-930, 90), (-870, 150), (-930, 215), (-1030, 195)]),
    ("Moorsee", [(-700, -3560), (-480, -3640), (-300, -3560), (-380, -3400), (-600, -3370)]),
    ("Kiesteich", [(2900, -1620), (3160, -1700), (3330, -1560), (3220, -1380), (2980, -1400)]),
    ("Dorfteich", [(2420, 2320), (2490, 2310), (2500, 2370), (2440, 2390)]),
    ("Heidesee", [(-3330, -840), (-3140, -900), (-3020, -780), (-3120, -650), (-3290, -680)]),
    ("Rückhaltebecken", [(1500, -2100), (1610, -2120), (1640, -2040), (1540, -2000)]),
]  # fmt: skip
_BROOKS = [
    ("Mühlenbach", [(-2900, -1700), (-2400, -900), (-1800, -420), (-1340, -300), (-1080, 20), (-960, 150), (-820, 360), (-700, 560), (-640, 790)]),
    ("Lindengraben", [(-1380, -1850), (-1060, -1760), (-860, -1720), (-420, -1820), (60, -1760), (330, -1660), (900, -2250), (1900, -2900), (2500, -3600)]),
    ("Ahlbach", [(3400, 3500), (3000, 2900), (2720, 2240), (2500, 1500), (2300, 900), (2250, 380)]),
    ("Moorgraben", [(-3000, -3300), (-1500, -3500), (-480, -3480), (200, -3640), (700, -4200)]),
]  # fmt: skip

_GREEN: list[tuple[str, str, list[tuple[float, float]]]] = [
    ("park", "Stadtpark", [(60, 560), (300, 560), (600, 600), (625, 830), (610, 1060), (480, 1120), (300, 1060), (60, 880)]),
    ("park", "Wallanlagen", [(480, 340), (560, 240), (592, 90), (585, -90), (500, -260), (420, -270), (470, -60), (490, 100), (450, 300)]),
    ("park", "Grünzug Lindengraben", [(-1220, -1860), (-860, -1775), (-420, -1870), (0, -1820), (20, -1720), (-400, -1755), (-860, -1660), (-1220, -1740)]),
    ("park", "Hafenpark", [(-1420, 800), (-1240, 800), (-1200, 890), (-1300, 925), (-1440, 935)]),
    ("park", "Mühlenwiese", [(-1120, 40), (-920, 50), (-800, 150), (-840, 270), (-1000, 270), (-1120, 180)]),
    ("park", "Südkamppark", [(1380, -1960), (1580, -1900), (1720, -2000), (1660, -2180), (1440, -2200)]),
    ("cemetery", "Stadtfriedhof", [(1080, 900), (1260, 1000), (1260, 1240), (1060, 1230), (960, 1060)]),
    ("cemetery", "Friedhof Groß Ahlen", [(2040, 2500), (2100, 2480), (2120, 2590), (2050, 2610)]),
    ("forest", "Heideholz", [(-3900, -900), (-3500, -1250), (-2900, -1150), (-2500, -750), (-2600, -480), (-3000, -520), (-3500, -450), (-3850, -560)]),
    ("forest", "Nordholz", [(-1250, 2700), (-800, 2680), (-350, 2720), (-240, 3100), (-500, 3500), (-1100, 3600), (-1450, 3150)]),
    ("forest", "Aller Busch", [(3000, 1200), (3400, 1050), (3900, 1250), (3800, 1900), (3400, 2250), (3050, 1900)]),
    ("forest", "Moorwald", [(-2300, -2650), (-1700, -2450), (-1250, -2750), (-1300, -3250), (-1750, -3500), (-2300, -3150)]),
    ("forest", "Südholz", [(2100, -2650), (2700, -2700), (2900, -3050), (2400, -3400), (1950, -3150)]),
    ("forest", "Ostbusch", [(3500, -1000), (3900, -900), (4000, -1300), (3600, -1500), (3400, -1280)]),
    ("wood", "", [(-3900, 1400), (-3500, 1300), (-3300, 1600), (-3600, 1800), (-4000, 1750)]),
    ("wood", "", [(1300, 2900), (1700, 2800), (1850, 3100), (1500, 3300)]),
    ("allotments", "Kleingärten Bahndamm", [(560, -960), (860, -980), (1060, -1060), (1040, -1160), (720, -1160), (560, -1120)]),
    ("allotments", "Kleingärten Heide", [(-2500, 250), (-2300, 300), (-2220, 520), (-2420, 560)]),
    ("wetland", "Ellerbrücker Moor", [(-900, -3750), (-300, -3800), (-50, -3560), (-150, -3300), (-700, -3220), (-1000, -3450)]),
    ("scrub", "Heidefläche", [(-3500, -1500), (-3000, -1450), (-2850, -1250), (-3200, -1300), (-3600, -1350)]),
    ("industrial", "Gewerbegebiet Bahnhof", [(600, -560), (1180, -590), (1240, -780), (700, -790), (560, -700)]),
    ("industrial", "Gewerbegebiet Ost", [(1900, -620), (2500, -800), (2420, -1060), (1760, -940), (1700, -700)]),
    ("industrial", "Speicherhafen", [(-1400, 620), (-1180, 640), (-1000, 700), (-1080, 880), (-1220, 880), (-1420, 780)]),
    ("commercial", "", [(-340, -560), (-80, -530), (-60, -690), (-340, -690)]),
    ("brownfield", "Baugebiet Südkamp", [(860, -1480), (1280, -1450), (1460, -1640), (1300, -1760), (980, -1720)]),
    ("school", "IGS Nordstadt", [(150, 1760), (420, 1740), (440, 1960), (170, 1990)]),
    ("school", "Oberschule am Wall", [(560, 150), (740, 160), (730, 320), (560, 310)]),
    ("school", "Gymnasium am Stadtpark", [(720, 800), (920, 790), (930, 960), (730, 980)]),
    ("school", "Grundschule Lindenhof", [(-1130, -1330), (-960, -1340), (-960, -1480), (-1130, -1470)]),
    ("school", "Grundschule Südkamp", [(560, -1930), (700, -2010), (640, -2120), (490, -2030)]),
    ("school", "Grundschule Osterfeld", [(2300, -180), (2460, -240), (2420, -360), (2280, -320)]),
    ("school", "Grundschule Groß Ahlen", [(2200, 2600), (2330, 2570), (2350, 2680), (2220, 2700)]),
    ("hospital", "Klinikum Ellerbrück", [(1020, 120), (1280, 110), (1300, 340), (1040, 350)]),
    ("pitch", "Bolzplatz Heideweg", [(-2330, -440), (-2250, -440), (-2250, -390), (-2330, -390)]),
    ("pitch", "Sportplatz Nordstadt", [(480, 1790), (580, 1790), (580, 1950), (480, 1950)]),
    ("pitch", "Sportplatz Osterfeld", [(2750, -800), (2860, -800), (2860, -640), (2750, -640)]),
    ("pitch", "Sportplatz Groß Ahlen", [(2620, 2300), (2720, 2270), (2750, 2370), (2650, 2400)]),
    ("pitch", "Sportplatz Moorwiek", [(520, -3230), (620, -3210), (600, -3310), (500, -3330)]),
    ("pitch", "Skateanlage am Hafen", [(-1340, 830), (-1290, 830), (-1290, 868), (-1340, 868)]),
    ("playground", "Spielwiese am Graben", [(-880, -1700), (-790, -1712), (-780, -1650), (-860, -1640)]),
    ("playground", "Spielplatz Südkamp", [(1420, -2080), (1470, -2070), (1480, -2120), (1430, -2130)]),
    ("pedestrian", "Lindenplatz", [(-560, -1530), (-490, -1525), (-486, -1470), (-556, -1466)]),
    ("pedestrian", "Markt", [(-40, -32), (44, -36), (50, 34), (-36, 40)]),
    ("pedestrian", "Bahnhofsvorplatz", [(90, -770), (215, -772), (214, -735), (90, -732)]),
]  # fmt: skip

#: Kinds drawn with straight edges.
_SHARP = {"pitch", "school", "pedestrian", "hospital", "playground", "industrial", "commercial"}


@cache
def water() -> tuple[Land, ...]:
    """Return river, ponds and brooks; kinds are those of the base map."""
    ponds = [Land("lake", name, blob(points)) for name, points in _PONDS]
    return (Land("river", "Aue", river()), *ponds)


@cache
def brooks() -> tuple[tuple[str, LineString], ...]:
    """Return brooks as named lines."""
    return tuple((name, curve(points, 22)) for name, points in _BROOKS)


@cache
def green() -> tuple[Land, ...]:
    """Return parks, woods, schools' grounds, squares, pitches and commercial land, cut at the river."""
    result = []
    for kind, name, points in _GREEN:
        drawn = Polygon(points) if kind in _SHARP else blob(points)
        shape = _wood(drawn) if kind == "forest" else drawn
        result.append(Land(kind, name, shape.difference(river()).buffer(0)))
    return tuple(result)


def _wood(rough: Polygon) -> BaseGeometry:
    """Return a wood that ends where fields begin: all parcels whose middle lies in the rough shape."""
    parcels = [parcel.buffer(1) for parcel in _parcels() if rough.contains(parcel.centroid)]
    return unary_union(parcels).buffer(6).buffer(-7).simplify(1)


@cache
def _parcels() -> tuple[Polygon, ...]:
    """Cut the ground outside into common fields and each of them into long parcels of its own direction."""
    random = chance("fields")
    outside = box(-5200, -5200, 5200, 5200)
    seeds = MultiPoint([(random.uniform(-5200, 5200), random.uniform(-5200, 5200)) for _ in range(200)])
    cells = shapely.voronoi_polygons(seeds, extend_to=outside)
    result: list[Polygon] = []
    for cell in sorted(cells.geoms, key=lambda c: (round(c.centroid.x), round(c.centroid.y))):
        turn, center = random.uniform(0, 180), cell.centroid
        west, south, east, north = rotate(cell, -turn, origin=center).bounds
        while south < north:
            width = random.uniform(80, 210)
            strip = rotate(box(west - 9, south, east + 9, south + width), turn, origin=center).intersection(
                cell
            )
            south += width
            result += [part for part in getattr(strip, "geoms", [strip]) if part.area > 900]
    return tuple(result)


@cache
def fields() -> tuple[Land, ...]:
    """Return the fields and meadows outside; woods take their parcels from the same ground."""
    random = chance("crops")
    woods = prep(unary_union([land.shape for land in green() if land.kind == "forest"]))
    result = []
    for parcel in _parcels():
        draw = random.random()
        kind = "farmland" if draw < 0.62 else "meadow" if draw < 0.86 else ""
        if kind and not woods.contains(parcel.centroid):
            result.append(Land(kind, "", parcel.buffer(-2)))
    return tuple(result)
