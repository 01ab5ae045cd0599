"""Draws the fourteen Sozialräume of the demo town as one gapless tiling, in the vintages 2024 and 2015."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from shapely.geometry import LineString, Point, Polygon
from shapely.ops import linemerge, polygonize, unary_union

from app.demo.town_ground import curve

#: Area of Lindenhof in square metres; the comparison of felt and planned borders builds on it.
LINDENHOF_SQUARE_METRES = 1_900_000.0

RIVER = [
    (4900, 250), (4200, 480), (3500, 330), (2900, 560), (2250, 380), (1700, 640), (1180, 520), (700, 580),
    (470, 505), (100, 455), (-200, 495), (-400, 590), (-640, 790), (-980, 930), (-1320, 1010), (-1750, 1290),
    (-2200, 1460), (-2650, 1900), (-3200, 2020), (-3700, 2520), (-4400, 2780), (-5000, 3100),
]  # fmt: skip
RAILWAY = [
    (-5000, -1720), (-3600, -1330), (-2500, -1060), (-1350, -860), (-600, -800), (150, -790), (900, -850),
    (1800, -1010), (3000, -1290), (4000, -1420), (5000, -1500),
]  # fmt: skip

#: Corner points where borders meet, in town metres.
NODES = {
    "altstadt_nw": (-400, 590), "altstadt_ne": (470, 505), "altstadt_se": (420, -300), "altstadt_sw": (-330, -370),
    "altstadt_w": (-480, 150),
    "park_nw": (-640, 1180), "park_ne": (1260, 1390), "park_e": (1700, 640), "waell_e": (1640, 180),
    "bahn_e": (1230, -560), "bahn_se": (1120, -1180), "bahn_s": (260, -1230), "bahn_sw": (-600, -800),
    "muehl_sw": (-1350, -860), "muehl_w": (-1430, 330), "hafen_w": (-1750, 1290), "hafen_n": (-1330, 1540),
    "nord_top": (60, 2620), "linden_se": (330, -2000), "linden_sw": (-1300, -1960), "sued_se": (2020, -2360),
    "rim_n": (-180, 4180), "rim_e": (4330, 520), "rim_se": (3880, -2240), "rim_sw": (-3700, -2540),
    "rim_w": (-4270, 900),
}  # fmt: skip

#: Borders between two corner points with the points in between; "river" and "railway" follow those lines.
BORDERS: list[tuple[str, str, list[tuple[float, float]] | str]] = [
    ("altstadt_nw", "altstadt_ne", "river"),
    ("altstadt_ne", "altstadt_se", [(500, 260), (540, 0), (500, -180)]),
    ("altstadt_se", "altstadt_sw", [(210, -400), (-60, -440)]),
    ("altstadt_sw", "altstadt_w", [(-450, -200), (-500, 0)]),
    ("altstadt_w", "altstadt_nw", [(-470, 330), (-420, 470)]),
    ("altstadt_nw", "park_nw", [(-470, 760), (-600, 960)]),
    ("park_nw", "park_ne", [(-250, 1250), (200, 1220), (640, 1330), (980, 1300)]),
    ("park_ne", "park_e", [(1330, 1120), (1560, 900)]),
    ("altstadt_ne", "park_e", "river"),
    ("park_e", "waell_e", [(1720, 420)]),
    ("waell_e", "bahn_e", [(1480, -30), (1420, -300)]),
    ("bahn_e", "altstadt_se", [(960, -480), (700, -330)]),
    ("bahn_e", "bahn_se", [(1300, -820), (1220, -1010)]),
    ("bahn_se", "bahn_s", [(880, -1240), (540, -1180)]),
    ("bahn_s", "bahn_sw", [(40, -1130), (-220, -1100), (-480, -1010), (-560, -900)]),
    ("bahn_sw", "altstadt_sw", [(-560, -640), (-420, -520)]),
    ("bahn_sw", "muehl_sw", "railway"),
    ("muehl_sw", "muehl_w", [(-1500, -560), (-1400, -200), (-1510, 60)]),
    ("muehl_w", "altstadt_w", [(-1130, 260), (-880, 330), (-660, 210)]),
    ("muehl_w", "hafen_w", [(-1560, 560), (-1520, 820), (-1700, 1040)]),
    ("hafen_w", "hafen_n", [(-1640, 1460), (-1480, 1480)]),
    ("hafen_n", "park_nw", [(-1120, 1420), (-860, 1260)]),
    ("hafen_n", "nord_top", [(-1380, 1900), (-1180, 2330), (-720, 2580), (-320, 2540)]),
    ("nord_top", "park_ne", [(420, 2640), (900, 2490), (1300, 2240), (1420, 1830), (1330, 1600)]),
    ("nord_top", "rim_n", [(160, 2950), (-40, 3300), (-120, 3720)]),
    ("park_e", "rim_e", "river"),
    ("bahn_se", "sued_se", [(1350, -1380), (1620, -1500), (1830, -1800), (1900, -2080)]),
    ("bahn_s", "linden_se", [(330, -1480), (230, -1720)]),
    ("linden_se", "sued_se", [(620, -2240), (1080, -2520), (1580, -2480)]),
    ("linden_se", "linden_sw", "lindenhof"),
    ("linden_sw", "muehl_sw", [(-1480, -1700), (-1380, -1420), (-1500, -1120)]),
    ("sued_se", "rim_se", [(2480, -2280), (2960, -2420), (3400, -2280)]),
    ("linden_sw", "rim_sw", [(-1800, -2120), (-2300, -2060), (-2800, -2330), (-3250, -2350)]),
    ("hafen_w", "rim_w", [(-2150, 1200), (-2700, 1270), (-3200, 1000), (-3700, 1060)]),
    ("rim_n", "rim_e", [(700, 3990), (1500, 4190), (2400, 3760), (3050, 3380), (3620, 2420), (4260, 1600), (4200, 980)]),
    ("rim_e", "rim_se", [(4180, 60), (4340, -560), (4100, -1100), (4190, -1760)]),
    ("rim_se", "rim_sw", [(3460, -3000), (2700, -3480), (1900, -4150), (900, -4020), (60, -4290), (-900, -4150), (-1900, -3800), (-2800, -3350)]),
    ("rim_sw", "rim_w", [(-4060, -1900), (-3960, -1000), (-4240, -300), (-4180, 420)]),
    ("rim_w", "rim_n", [(-4330, 1600), (-4120, 2500), (-3560, 3180), (-2800, 3420), (-2000, 3950), (-1000, 4040)]),
]  # fmt: skip

#: Area id: name and a point inside it.
AREAS = {
    "SR01": ("Altstadt", (0, 0)),
    "SR02": ("Bahnhofsviertel", (150, -650)),
    "SR03": ("Hafen", (-900, 700)),
    "SR04": ("Nordstadt", (0, 1900)),
    "SR05": ("Wallgärten", (900, 0)),
    "SR06": ("Mühlenkamp", (-900, -300)),
    "SR07": ("Lindenhof", (-500, -1500)),
    "SR08": ("Am Stadtpark", (300, 900)),
    "SR09": ("Südkamp", (900, -1800)),
    "SR10": ("Osterfeld", (2600, -700)),
    "SR11": ("Heideweg", (-2600, -300)),
    "SR12": ("Deichhausen", (-2600, 2600)),
    "SR13": ("Groß Ahlen", (2300, 2300)),
    "SR14": ("Moorwiek", (300, -3300)),
}


@dataclass(frozen=True)
class AreaShape:
    """One Sozialraum: its id, name and polygon in town metres."""

    area_id: str
    name: str
    polygon: Polygon


def _between(
    line: LineString, start: tuple[float, float], end: tuple[float, float]
) -> list[tuple[float, float]]:
    """Return the vertices of `line` strictly between two of its vertices, in walking order."""
    vertices = [(round(x, 2), round(y, 2)) for x, y in line.coords]
    ends = [Point(start), Point(end)]
    distances = [[Point(vertex).distance(corner) for vertex in vertices] for corner in ends]
    near = [row.index(min(row)) for row in distances]
    if near[0] <= near[1]:
        return vertices[near[0] + 1 : near[1]]
    return vertices[near[1] + 1 : near[0]][::-1]


def _border(start: str, end: str, middle: list[tuple[float, float]] | str, bulge: float) -> LineString:
    a, b = NODES[start], NODES[end]
    if middle == "river":
        return LineString([a, *_between(curve(RIVER), a, b), b])
    if middle == "railway":
        return LineString([a, *_between(curve(RAILWAY), a, b), b])
    if middle == "lindenhof":
        return curve([a, (-60, -2050 - bulge), (-420, -1980 - bulge), (-820, -2090 - bulge), b])
    assert isinstance(middle, list)
    return curve([a, *middle, b], step=45)


def _tiling(bulge: float) -> dict[str, Polygon]:
    lines = [_border(start, end, middle, bulge) for start, end, middle in BORDERS]
    cells = list(polygonize(unary_union(lines)))
    return {
        area_id: next(c for c in cells if c.contains(Point(inside))) for area_id, (_, inside) in AREAS.items()
    }


@cache
def areas_2024() -> tuple[AreaShape, ...]:
    """Return the 14 Sozialräume valid from 2024-01-01; Lindenhof's southern border is set so that its size is 1.90 km²."""
    low, high = -500.0, 900.0
    for _ in range(40):
        middle = (low + high) / 2
        if _tiling(middle)["SR07"].area < LINDENHOF_SQUARE_METRES:
            low = middle
        else:
            high = middle
    tiling = _tiling(high)
    return tuple(AreaShape(area_id, name, tiling[area_id]) for area_id, (name, _) in AREAS.items())


@cache
def areas_2015() -> tuple[AreaShape, ...]:
    """Return the 13 Sozialräume valid from 2015-01-01 to 2023-12-31, when Südkamp was still a part of Osterfeld (SR10)."""
    shapes = {shape.area_id: shape for shape in areas_2024()}
    merged = unary_union([shapes["SR09"].polygon, shapes["SR10"].polygon])
    return tuple(
        AreaShape("SR10", "Osterfeld", merged) if area_id == "SR10" else shape
        for area_id, shape in shapes.items()
        if area_id != "SR09"
    )


@cache
def town_polygon() -> Polygon:
    """Return the whole town in town metres."""
    return unary_union([shape.polygon for shape in areas_2024()])


def area_at(x: float, y: float) -> str | None:
    """Return the id of the area that holds the point in town metres, or None outside the town."""
    return next((shape.area_id for shape in areas_2024() if shape.polygon.contains(Point(x, y))), None)


def border_lines() -> LineString:
    """Return all borders between areas as merged lines."""
    return linemerge(unary_union([shape.polygon.boundary for shape in areas_2024()]))
