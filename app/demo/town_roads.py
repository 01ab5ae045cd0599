"""Lists the main roads, paths and the old town lanes of the demo town, drawn by hand in town metres."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from shapely.geometry import LineString

from app.demo.town_areas import RAILWAY
from app.demo.town_ground import chance, curve


@dataclass(frozen=True)
class Road:
    """One road: name ("" for none), kind and kind_detail of the base map, line in town metres."""

    name: str
    kind: str
    detail: str
    line: LineString


_WALL: list[tuple[float, float]] = [
    (-60, 402), (230, 400), (400, 360), (452, 120), (430, -120), (330, -262), (110, -330), (-140, -335), (-310, -280),
    (-408, -90), (-425, 150), (-385, 330), (-260, 415), (-60, 402),
]  # fmt: skip

#: name, kind, kind_detail, points
_MAIN: list[tuple[str, str, str, Sequence[tuple[float, float]]]] = [
    ("Am Wall", "major_road", "secondary", _WALL),
    ("Bahnhofstraße", "major_road", "secondary", [(110, -330), (150, -480), (140, -600), (150, -722)]),
    ("Bahnhofsplatz", "minor_road", "residential", [(-120, -726), (20, -722), (150, -722), (300, -738), (420, -752)]),
    ("Nordstraße", "major_road", "secondary", [(40, 398), (40, 460), (20, 800), (40, 1240), (-30, 1700), (70, 2200), (110, 2620)]),
    ("Nordstraße", "major_road", "tertiary", [(110, 2620), (230, 3200), (280, 3700), (420, 4600)]),
    ("Stadtparkstraße", "major_road", "tertiary", [(24, 900), (330, 1120), (700, 1190), (1280, 1410)]),
    ("Kreisstraße", "major_road", "secondary", [(1280, 1410), (1780, 1750), (2320, 2150), (2840, 2520), (3250, 3120), (3800, 3900)]),
    ("Mühlenstraße", "major_road", "secondary", [(-412, -60), (-700, -70), (-1000, -20), (-1440, -120)]),
    ("Heider Straße", "major_road", "secondary", [(-1440, -120), (-2050, -250), (-3000, -330), (-4700, -180)]),
    ("Hafenstraße", "major_road", "tertiary", [(-395, 310), (-640, 470), (-920, 560), (-1240, 610), (-1580, 720)]),
    ("Deichhauser Straße", "major_road", "tertiary", [(-1580, 720), (-2000, 1010), (-2400, 1260), (-2510, 1680), (-2620, 2120), (-2840, 2600), (-3100, 3000), (-3500, 3900)]),
    ("Ostlandstraße", "major_road", "secondary", [(447, 40), (900, 10), (1460, -70)]),
    ("Osterfelder Straße", "major_road", "secondary", [(1460, -70), (2050, -250), (2700, -520), (3400, -500), (4700, -560)]),
    ("Unterführung", "minor_road", "residential", [(300, -738), (310, -800), (320, -880)]),
    ("Südkampallee", "major_road", "tertiary", [(320, -880), (370, -1060), (420, -1240), (640, -1560), (960, -1960), (1210, -2440)]),
    ("Moorwieker Straße", "major_road", "tertiary", [(1210, -2440), (1290, -2800), (1080, -3200), (760, -3520), (420, -4000), (300, -4700)]),
    ("Lindenallee", "major_road", "tertiary", [(-390, -180), (-560, -420), (-700, -640), (-720, -820), (-660, -1150), (-590, -1480), (-620, -1900)]),
    ("Aller Straße", "major_road", "tertiary", [(-620, -1900), (-720, -2500), (-1000, -3300), (-1180, -4700)]),
    ("Südring", "major_road", "secondary", [(-2010, -1160), (-1560, -1220), (-1120, -1090), (-660, -1150), (-200, -1170), (60, -1200), (420, -1240), (900, -1290), (1180, -1240)]),
    ("Ostring", "major_road", "secondary", [(1180, -1240), (1500, -1020), (1640, -700), (1560, -380), (1460, -70)]),
    ("Nordring", "major_road", "secondary", [(-960, 1440), (-500, 1320), (40, 1290), (620, 1400), (1280, 1410)]),
    ("Westring", "major_road", "secondary", [(-1580, 720), (-1540, 300), (-1440, -120), (-1530, -560), (-1600, -900), (-1560, -1220)]),
    ("Heideweg", "major_road", "tertiary", [(-1580, 720), (-1980, 420), (-2190, 60), (-2160, -260), (-2080, -700), (-2010, -1160)]),
    ("Hafenbrücke", "minor_road", "residential", [(-920, 560), (-880, 800), (-800, 960), (-780, 1160), (-960, 1440)]),
    ("Parkallee", "minor_road", "residential", [(640, 400), (640, 580), (650, 840), (700, 1190)]),
    ("Uferweg", "minor_road", "residential", [(400, 360), (640, 400), (1080, 420), (1460, 540), (1560, 110), (1460, -70)]),
    ("Zum Osterfeld", "major_road", "tertiary", [(1180, -1240), (1620, -1420), (2150, -1500), (2560, -1150), (2700, -520)]),
    ("Moorstraße", "major_road", "tertiary", [(1210, -2440), (1700, -2420), (2150, -2150), (2150, -1500)]),
    ("Aller Kirchweg", "minor_road", "residential", [(2320, 2150), (2120, 2480), (2160, 2800), (2420, 2960)]),
    ("Dorfstraße", "minor_road", "residential", [(2840, 2520), (2560, 2620), (2160, 2800)]),
    ("Am Brink", "minor_road", "residential", [(2320, 2150), (2600, 1960), (2980, 2080), (2840, 2520)]),
    ("Am Deich", "minor_road", "residential", [(-2510, 1680), (-2820, 2080), (-3180, 2200), (-3500, 2560)]),
    ("Zur Bäckerei", "minor_road", "residential", [(-2840, 2600), (-3110, 2450), (-3180, 2200)]),
    ("Achterdiek", "minor_road", "residential", [(-2620, 2120), (-2280, 2220), (-2050, 2520), (-2300, 2800), (-2840, 2600)]),
    ("Moorweg", "minor_road", "residential", [(1080, -3200), (700, -3080), (260, -3120), (-160, -3020)]),
    ("Torfstraße", "minor_road", "residential", [(760, -3520), (380, -3420), (260, -3120)]),
    ("Birkendamm", "minor_road", "residential", [(1290, -2800), (1640, -3000), (1660, -3330), (1300, -3480), (900, -3390)]),
    ("Kastanienweg", "minor_road", "residential", [(-624, -1282), (-720, -1302), (-840, -1310), (-900, -1390), (-905, -1500), (-780, -1530), (-590, -1503)]),
    ("Durchgang Kastanienweg", "path", "footway", [(-760, -1305), (-772, -1395), (-765, -1528)]),
    ("Grabenpfad", "path", "footway", [(-1200, -1790), (-860, -1690), (-610, -1760), (-400, -1775), (0, -1760)]),
    ("Feldweg", "path", "track", [(-2190, 60), (-2900, 300), (-3500, 700)]),
    ("Grabenweg", "path", "track", [(2700, -520), (3000, -100), (3500, 200)]),
    ("Hörnweg", "path", "track", [(3400, -500), (3300, -1000), (2560, -1150)]),
    ("Vossberg", "path", "track", [(230, 3200), (900, 3100), (1500, 3300), (2420, 2960)]),
    ("Moordamm", "path", "track", [(-160, -3020), (-1000, -3300), (-1900, -3000), (-2600, -2500)]),
    ("Heidkamp", "path", "track", [(-2160, -260), (-2700, -900), (-3300, -1150)]),
    ("Uferpromenade", "path", "footway", [(-1500, 960), (-1290, 925), (-1205, 890), (-1075, 830), (-985, 700), (-870, 672), (-752, 662), (-716, 735), (-660, 700), (-420, 510), (-200, 440), (100, 420), (400, 430), (690, 510), (1180, 460), (1640, 560)]),
    ("Radweg Aue", "path", "cycleway", [(40, 560), (400, 590), (690, 660), (1180, 600), (1690, 710), (2240, 460), (2900, 640), (3500, 410), (4200, 560)]),
    ("Deichweg", "path", "cycleway", [(-800, 960), (-1330, 1100), (-1740, 1370), (-2180, 1540), (-2570, 1930), (-2720, 2230), (-3180, 2140), (-3660, 2610)]),
    ("Wallpromenade", "path", "footway", [(470, 350), (506, 120), (486, -110), (400, -290), (150, -385), (-130, -392)]),
    ("Parkweg", "path", "footway", [(24, 640), (180, 690), (225, 800), (250, 900), (430, 960), (640, 1010)]),
    ("Parkweg", "path", "footway", [(640, 660), (480, 700), (470, 840), (430, 960), (250, 1000), (24, 1000)]),
]  # fmt: skip

_OLD_TOWN_RINGS = {142.0: "Krumme Straße", 236.0: "Burgstraße", 318.0: "Hinter der Mauer"}
_OLD_TOWN_SPOKES = {
    8: "Ostertor", 40: "Kirchgasse", 72: "Fischerstieg", 94: "Brückenstraße", 128: "Töpfergasse", 158: "Hafengasse",
    186: "Mühlentor", 214: "Rosenstraße", 243: "Schmiedestraße", 286: "Lange Straße", 318: "Weberstraße",
    343: "Gänsemarkt",
}  # fmt: skip


def _old_town() -> list[Road]:
    """Lanes of the old town: two wobbling rings round the market and twelve spokes to the wall."""
    random = chance("old town")
    phases = [random.uniform(0, math.tau) for _ in range(3)]

    def ring_radius(radius: float, angle: float) -> float:
        wobble = 0.11 * math.sin(2 * angle + phases[0]) + 0.07 * math.sin(3 * angle + phases[1])
        return radius * (1 + wobble * (320 - radius) / 200) * (1.03 + 0.06 * math.sin(angle + 2.2))

    roads = [
        Road(
            "Markt",
            "path",
            "pedestrian",
            LineString([(-42, -34), (46, -38), (52, 36), (-38, 42), (-42, -34)]),
        )
    ]
    for radius, name in _OLD_TOWN_RINGS.items():
        start, turns = random.uniform(0, math.tau), (1.0 if radius < 200 else 0.82)
        angles = [start + math.tau * turns * i / 28 for i in range(29)]
        points = [
            (ring_radius(radius, a) * math.cos(a), ring_radius(radius, a) * math.sin(a)) for a in angles
        ]
        detail = "pedestrian" if radius < 200 else "residential"
        roads.append(
            Road(name, "path" if detail == "pedestrian" else "minor_road", detail, curve(points, 12))
        )
    wall = LineString(_WALL)
    for degrees, name in _OLD_TOWN_SPOKES.items():
        points = []
        for step, radius in enumerate((48, 142, 240, 600)):
            angle = math.radians(degrees + (step - 1) * random.uniform(-8, 8))
            points.append((radius * math.cos(angle), radius * math.sin(angle)))
        spoke = curve(points, 15)
        inside = spoke.difference(wall.buffer(0.1))
        first = next(iter(getattr(inside, "geoms", [inside])))
        detail = "pedestrian" if degrees in (94, 158, 286) else "residential"
        roads.append(Road(name, "path" if detail == "pedestrian" else "minor_road", detail, first))
    return roads


@cache
def main_roads() -> tuple[Road, ...]:
    """Return main roads, village roads, paths and old town lanes."""
    drawn = [Road(name, kind, detail, curve(points, 18)) for name, kind, detail, points in _MAIN]
    return (*drawn, *_old_town())


@cache
def railway() -> LineString:
    """Return the railway line."""
    return curve(RAILWAY, 40)
