"""Invents what some dozens of young people answered in the open survey of the demo town; the same on every call.

They answered the needle map before. No points are set here, so that the needles stay the 2,140 of the campaign.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import shapely

from app.demo.town_ground import chance, curve, to_wgs84
from app.demo.voices_people import SCHOOL_AREAS, Participant, participants
from app.demo.voices_spots import spots

ANSWERED = 72
WISHES = (
    "Licht am Weg zum Bahnhof, das wäre das Erste.", "Ein Dach am Skatepark, wenn es regnet ist sonst alles vorbei.",
    "Der letzte Bus nach Moorwiek müsste später fahren.", "Mehr Bänke, wo man auch sitzen darf.",
    "Eine Toilette am Park.", "Ein Raum nur für uns, ohne dass man etwas kaufen muss.",
    "Der Bolzplatz braucht ein neues Netz.", "Mülleimer, die auch geleert werden.",
    "WLAN in der Bücherei länger als bis sechs.", "Der Radweg an der Hauptstraße, da wird man fast angefahren.",
    "Mehr Bäume, im Sommer ist es überall zu heiß.", "Dass uns mal jemand fragt, bevor gebaut wird.",
)  # fmt: skip
PLACES = (
    "Am Fluss",
    "Bei Freunden",
    "Im Fitnessstudio",
    "Auf dem Pferdehof",
    "Im Gemeindehaus",
    "An der Mole",
)
LINES = ("Moorwiek nach acht", "Direkt zum Schwimmbad", "Ein Radweg zum Hafen", "Sonntags zum Bahnhof")
BARRIERS = ("Meine Freunde gehen da nicht hin.", "Ich muss auf meinen Bruder aufpassen.")
DARK_AREAS = frozenset({"SR02", "SR07", "SR06"})
"""Where the needles say it is uneasy; there the dark is felt worse."""


@dataclass(frozen=True)
class Answered:
    """Somebody of `participants` and the raw answers (docs/questions.md) in the language of the phone."""

    person: Participant
    raw: dict[str, Any]
    language: str


@cache
def survey_answers() -> tuple[Answered, ...]:
    """All sittings in the order of the people."""
    random = chance("survey")
    chosen = set(random.sample([one.key for one in participants()], ANSWERED))
    return tuple(
        Answered(person, _raw(person, random), random.choices(("de", "de-simple", "en"), (90, 6, 4))[0])
        for person in participants()
        if person.key in chosen
    )


def _raw(person: Participant, random: Random) -> dict[str, Any]:
    """One person's answers; about every eighth question is left out, as people do."""
    is_dark = person.home_area in DARK_AREAS
    raw = {
        **_places(random),
        **_satisfaction(random, is_dark),
        **_safety(random, is_dark),
        **_mobility(random, person),
        **_offers(random),
        **_say(random),
        "age_band": person.age_band,
        "gender": person.gender,
        "home_area": {
            "SR01": "centre",
            "SR12": "village",
            "SR13": "village",
            "SR14": "village",
            None: "elsewhere",
        }.get(person.home_area, "district"),
    }
    return {key: answer for key, answer in raw.items() if random.random() > 0.12}


def _places(random: Random) -> dict[str, Any]:
    often = {
        "park": 6,
        "sports": 5,
        "youth_centre": 2,
        "school_yard": 6,
        "town": 5,
        "library": 2,
        "home_online": 8,
    }
    use = {
        place: random.choices(("daily", "weekly", "rarely", "never"), (weight, weight + 2, 5, 9 - weight))[0]
        for place, weight in often.items()
    }
    return {"place_use": use, "place_other": random.choice(PLACES) if random.random() < 0.3 else ""}


def _satisfaction(random: Random, is_dark: bool) -> dict[str, Any]:
    subjects = ("outside", "inside", "transport", "care", "leisure", "respect")
    lower = 0.6 if is_dark else 0.0
    return {
        "satisfaction": _scale(random, 3.6 - lower),
        "satisfaction_with": {
            subject: _scale(random, mean - lower)
            for subject, mean in zip(subjects, (3.5, 2.4, 2.5, 3.1, 3.2, 2.8), strict=True)
        },
    }


def _safety(random: Random, is_dark: bool) -> dict[str, Any]:
    night = "na" if random.random() < 0.06 else _scale(random, 2.3 if is_dark else 3.2)
    reasons = ["light", "visibility", "other_group", "harassment", "litter", "traffic"]
    return {
        "safety_day": _scale(random, 4.1),
        "safety_dark": night,
        "uneasy_reason": random.sample(reasons, random.randint(1, 3)),
    }


def _mobility(random: Random, person: Participant) -> dict[str, Any]:
    is_far = person.home_area in {"SR12", "SR13", "SR14"}
    back = random.choices(("always", "mostly", "rarely", "never"), (1, 3, 4, 3) if is_far else (6, 5, 2, 1))[
        0
    ]
    found: dict[str, Any] = {
        "travel_mode": random.sample(["foot", "bike", "bus", "ride", "scooter"], random.randint(1, 3)),
        "evening_return": back,
        "missing_line": random.choice(LINES),
    }
    if person.school and person.home_area and random.random() < 0.4:
        found["my_way"] = [_way(person, random)]
    return found


def _way(person: Participant, random: Random) -> dict[str, Any]:
    """From a place in the neighbourhood to the school; homes are no ends of ways."""
    start = random.choice(spots()[person.home_area or ""])
    there = spots()[SCHOOL_AREAS[person.school or ""]]
    goal = random.choice([spot for spot in there if spot.kind == "school"] or list(there))
    middle = ((start.x + goal.x) / 2 + random.gauss(0, 90), (start.y + goal.y) / 2 + random.gauss(0, 90))
    line = to_wgs84(shapely.simplify(curve([(start.x, start.y), middle, (goal.x, goal.y)]), 3))
    return {
        "id": str(uuid5(NAMESPACE_URL, f"ellerbrueck:way:{person.key}")),
        "geometry": shapely.geometry.mapping(line),
        "answers": {
            "travel_mode": random.choice(("foot", "bike", "transit")),
            "way_safety": _scale(random, 3.3),
        },
    }


def _offers(random: Random) -> dict[str, Any]:
    offers = ("youth_centre_offer", "sports_club", "music_art", "holiday", "advice", "rescue")
    use = {
        offer: random.choices(("used", "known", "unknown"), weights)[0]
        for offer, weights in zip(
            offers, ((2, 5, 3), (6, 3, 1), (2, 4, 4), (2, 4, 4), (1, 3, 6), (2, 4, 4)), strict=True
        )
    }
    barriers = random.sample(["money", "far", "times", "taste", "unknown", "welcome"], random.randint(0, 2))
    found: dict[str, Any] = {"offer_use": use, "offer_barrier": barriers or ["none"]}
    if random.random() < 0.08:
        found |= {"offer_barrier": [*barriers, "other"], "offer_barrier.other": random.choice(BARRIERS)}
    return found


def _say(random: Random) -> dict[str, Any]:
    wishes = ("roof", "sport", "bus", "light", "study", "toilet", "green", "free")
    weights = (5, 4, 6, 7, 2, 4, 3, 6)
    ranked = sorted(wishes, key=lambda wish: -random.random() * weights[wishes.index(wish)])
    return {
        "wish_rank": ranked[: random.randint(1, 3)],
        "wish_text": random.choice(WISHES) if random.random() < 0.55 else "",
        "say_influence": "na" if random.random() < 0.08 else _scale(random, 2.2),
        "say_asked": random.choices(("answered", "unanswered", "no", "na"), (1, 2, 6, 1))[0],
        "say_how": random.sample(["phone", "school", "outside", "group", "build"], random.randint(1, 3)),
    }


def _scale(random: Random, mean: float) -> str:
    return str(min(5, max(1, round(random.gauss(mean, 1.1)))))
