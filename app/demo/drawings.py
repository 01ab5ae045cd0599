"""Invents what some young people of the demo town drew: their own quarter, their ways, and what they say of the border.

Fifteen or more felt areas of Lindenhof give the consensus border enough drawings (D23); others stay few, as in life.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cache
from random import Random

import shapely
from shapely.geometry import Point, Polygon
from shapely.geometry.base import BaseGeometry

from app.demo.town_ground import chance, curve, to_wgs84
from app.demo.voices_people import SCHOOL_AREAS, Participant, participants
from app.demo.voices_spots import Spot, area_shapes, spots

QUARTERS = {"SR07": 18, "SR02": 9, "SR04": 8, "SR01": 5}
"""How many people of a Raum drew their quarter; all of them answered the needle map, too."""
WAYS = 24
NAMES = {
    "SR07": ("Lindenhof", "Linde", "der Hof", "Lindenhof-Mitte", "unser Block"),
    "SR02": ("Bahnhof", "Bahnhofsviertel", "Gleis-Gegend"),
    "SR04": ("Nordstadt", "Norden", "rund um die IGS"),
    "SR01": ("Altstadt", "die Stadt"),
}
REASONS = (
    "Hier kenne ich alle.", "Da sind meine Freunde.", "Das laufe ich jeden Tag.", "Hier bin ich aufgewachsen.",
    "Bis zur großen Straße, danach ist es anders.", "", "", "",
)  # fmt: skip
HARD = (
    "Die Kreuzung ist schlecht, die Ampel ist zu kurz.", "Da parken Autos auf dem Radweg.",
    "Im Winter ist es dunkel.", "Da ist kein Gehweg.", "", "", "",
)  # fmt: skip
WRONG = (
    ("border_extra", "Hinter der Bahn ist für mich schon was anderes."),
    ("border_missing", "Der Park gehört noch dazu."),
    ("border_elsewhere", "Die Grenze geht mitten durch meinen Schulweg."),
    ("border_fits", ""),
    ("border_fits", "Das passt so."),
)
MODES = {"foot": 9, "bike": 9, "transit": 4, "car": 1, "scooter": 1}


@dataclass(frozen=True)
class Drawing:
    """One drawing (WGS 84): kind felt_area or way, its words and answers, and what was said of the border."""

    participant: str
    kind: str
    shape: BaseGeometry
    title: str = ""
    text: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    border: tuple[str, str] | None = None
    area_id: str = ""


@cache
def drawings() -> tuple[Drawing, ...]:
    """All drawings, the same on every call."""
    random = chance("drawings")
    found = [
        _quarter(person, area_id, random)
        for area_id, count in QUARTERS.items()
        for person in random.sample([one for one in participants() if one.home_area == area_id], count)
    ]
    pupils = [one for one in participants() if one.school and one.home_area]
    return (*found, *(_way(person, random) for person in random.sample(pupils, WAYS)))


def _quarter(person: Participant, area_id: str, random: Random) -> Drawing:
    """A wavering ring around the middle of the Raum or around one's own corner of it; some have two pieces."""
    area = area_shapes()[area_id]
    middle = area.centroid
    wide = math.sqrt(area.area / math.pi)
    is_whole = random.random() < 0.65
    size = wide * (random.uniform(0.8, 1.15) if is_whole else random.uniform(0.3, 0.6))
    away = wide * (0.12 if is_whole else 0.4)
    ring = _ring(middle.x + random.gauss(0, away), middle.y + random.gauss(0, away), size, random)
    # People follow the shape of their quarter: half way between their own ring and what the town calls it.
    felt = ring.intersection(area.buffer(wide * random.uniform(0.05, 0.35)))
    felt = max(shapely.get_parts(felt), key=lambda part: part.area)
    if random.random() < 0.15:
        angle = random.uniform(0, 2 * math.pi)
        place = Point(middle.x + math.cos(angle) * wide * 1.7, middle.y + math.sin(angle) * wide * 1.7)
        felt = shapely.union_all([felt, _ring(place.x, place.y, random.uniform(90, 160), random)])
    return Drawing(
        participant=person.key,
        kind="felt_area",
        shape=to_wgs84(shapely.simplify(felt, 3)),
        title=random.choice(NAMES[area_id]) if random.random() < 0.8 else "",
        text=random.choice(REASONS),
        answers={"home_inside": random.choices(("yes", "no", "unsure"), (86, 8, 6))[0]},
        border=random.choice(WRONG) if random.random() < 0.6 else None,
        area_id=area_id,
    )


def _ring(x: float, y: float, size: float, random: Random) -> Polygon:
    """A closed line as a finger draws it: a circle that wavers slowly."""
    waves = [(turn, random.uniform(0.02, 0.14), random.uniform(0, 2 * math.pi)) for turn in (2, 3, 5)]
    points = []
    for step in range(48):
        angle = 2 * math.pi * step / 48
        radius = size * (1 + sum(depth * math.cos(turn * angle + start) for turn, depth, start in waves))
        points.append((x + radius * math.cos(angle), y + radius * math.sin(angle)))
    return Polygon(points).buffer(0)


def _way(person: Participant, random: Random) -> Drawing:
    """From a place near where somebody lives to the school; homes are no ends of ways here."""
    start = _spot(person.home_area or "", random)
    goal = _spot(SCHOOL_AREAS[person.school or ""], random, kinds=("school",))
    middle = ((start.x + goal.x) / 2 + random.gauss(0, 120), (start.y + goal.y) / 2 + random.gauss(0, 120))
    ends = [(start.x, start.y), middle, (goal.x, goal.y)]
    mode = random.choices(list(MODES), list(MODES.values()))[0]
    answers = {
        "travel_mode": mode,
        "home_end": "none",
        "company": random.choice(("alone", "friends", "mixed")),
    }
    if person.age_band in {"a10_11", "a12_13", "a14_15"}:
        answers["alone_allowed"] = random.choices(("yes", "sometimes", "no"), (62, 24, 14))[0]
    line = shapely.simplify(curve(ends), 2)
    return Drawing(person.key, "way", to_wgs84(line), text=random.choice(HARD), answers=answers)


def _spot(area_id: str, random: Random, kinds: tuple[str, ...] = ()) -> Spot:
    found = [spot for spot in spots()[area_id] if not kinds or spot.kind in kinds]
    return random.choice(found or list(spots()[area_id]))
