"""Invents the 405 young people who took part in the demo campaign, with the class or channel they came through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from app.demo.town_ground import chance

BERLIN = ZoneInfo("Europe/Berlin")
#: Young people by residence; None: they live outside the town.
CONTRIBUTORS: dict[str | None, int] = {
    "SR01": 21, "SR02": 44, "SR03": 17, "SR04": 61, "SR05": 19, "SR06": 28, "SR07": 66, "SR08": 24,
    "SR09": 39, "SR10": 22, "SR11": 16, "SR12": 4, "SR13": 15, "SR14": 12, None: 17,
}  # fmt: skip
#: 10–13 31 %, 14–17 52 %, 18–21 17 % of 405, as far as whole numbers allow.
AGE_BANDS = {"a10_11": 34, "a12_13": 92, "a14_15": 118, "a16_17": 92, "a18_21": 69}
GENDERS = {"f": 197, "m": 183, "d": 10, "na": 15}
#: School code: first lessons of its classes; the holidays begin on 23 March. Together 12 classes of 90 minutes.
CLASSES: dict[str, tuple[datetime, ...]] = {
    school: tuple(datetime(2026, 3, day, hour, minute, tzinfo=BERLIN) for day, hour, minute in dates)
    for school, dates in {
        "OSW": ((3, 8, 0), (5, 10, 5), (11, 8, 0), (17, 11, 50)),
        "IGS": ((2, 8, 15), (4, 10, 10), (9, 8, 15), (12, 11, 55), (18, 10, 10)),
        "GYM": ((6, 7, 55), (10, 9, 45), (19, 11, 35)),
    }.items()
}
PUPILS = {"OSW": 84, "IGS": 112, "GYM": 91}
SCHOOL_AREAS = {"OSW": "SR05", "IGS": "SR04", "GYM": "SR08"}


@dataclass(frozen=True)
class Participant:
    """One young person of the campaign; home_area is None for those who live outside the town.

    school is OSW (Oberschule am Wall), IGS (IGS Nordstadt), GYM (Gymnasium am Stadtpark) or None for young people
    who came through a youth centre or the link; started_at is when they began.
    """

    key: str
    age_band: str
    gender: str
    role: str
    home_area: str | None
    school: str | None
    started_at: datetime


@cache
def participants() -> tuple[Participant, ...]:
    """Return 405 participants; the same on every call."""
    random = chance("people")
    homes = [area for area, count in CONTRIBUTORS.items() for _ in range(count)]
    bands = [band for band, count in AGE_BANDS.items() for _ in range(count)]
    genders = [gender for gender, count in GENDERS.items() for _ in range(count)]
    random.shuffle(bands)
    random.shuffle(genders)
    schools = _schools(homes, bands)
    result = []
    for number, (home, band, gender, school) in enumerate(
        zip(homes, bands, genders, schools, strict=True), start=1
    ):
        if school:
            started = random.choice(CLASSES[school]) + timedelta(minutes=random.randint(12, 20))
        else:
            day = random.choice([2, 3, 4, 6, 7, 9, 11, 13, 14, 16, 18, 20, 21, 22, 23, 24, 25, 26, 27])
            started = datetime(2026, 3, day, random.randint(13, 19), random.randint(0, 59), tzinfo=BERLIN)
        result.append(Participant(f"P{number:03d}", band, gender, "youth", home, school, started))
    return tuple(result)


def _schools(homes: list[str | None], bands: list[str]) -> list[str | None]:
    """Give 287 of the young people a school: mostly the nearest one, hardly anybody over 17."""
    random = chance("schools")
    near = {
        "SR04": "IGS", "SR10": "IGS", "SR03": "IGS", "SR12": "IGS", "SR07": "OSW", "SR02": "OSW", "SR05": "OSW",
        "SR06": "OSW", "SR14": "OSW", "SR08": "GYM", "SR01": "GYM", "SR09": "GYM", "SR13": "GYM", "SR11": "GYM",
    }  # fmt: skip
    places = dict(PUPILS)
    result: list[str | None] = [None] * len(homes)
    order = sorted(range(len(homes)), key=lambda i: (bands[i] == "a18_21", random.random()))
    for index in order:
        wish = near.get(homes[index] or "", random.choice(tuple(PUPILS)))
        if random.random() < 0.25 or not places[wish]:
            wish = random.choice(tuple(PUPILS))
        open_schools = [school for school in (wish, *PUPILS) if places[school]]
        if open_schools and (bands[index] != "a18_21" or random.random() < 0.1):
            places[open_schools[0]] -= 1
            result[index] = open_schools[0]
        if not any(places.values()):
            break
    return result
