"""The three walks of the demo process: girls at dusk, youth and seniors in Lindenhof on the same stops (F2, F3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.demo.voices_people import BERLIN


@dataclass(frozen=True)
class StopPlan:
    """A stop in town metres with the question asked there."""

    name: str
    x: float
    y: float
    prompts: str = "Was passiert hier? Wer ist wann hier?\nWas ist gut, was stört? Was müsste passieren?"


@dataclass(frozen=True)
class WalkPlan:
    """One group's walk; `hands` are gut, weder noch, nicht gut at each stop, `dots` the valences set around a stop."""

    slug: str
    title: str
    group: str
    role: str
    bands: tuple[str, ...]
    persons: int
    focus: str
    starts_at: datetime
    ends_at: datetime
    light: str
    weather: str
    hands: tuple[tuple[int, int, int], ...]
    crew: tuple[tuple[str, str], ...]
    invited: tuple[tuple[str, str, int, int], ...]
    accessibility: str = ""


LINDENHOF = "Lindenhof"
HARBOUR = "Bahnhof bis Hafen"
STOPS = {
    LINDENHOF: (
        StopPlan("Haltestelle Lindenhof Mitte", -650, -1560),
        StopPlan("Lindenplatz, Mauer", -523, -1498),
        StopPlan("Jugendtreff Linde", -395, -1440),
        StopPlan("Durchgang Kastanienweg", -770, -1395),
        StopPlan("Ladenzeile Nr. 12", -440, -1606),
        StopPlan("Spielwiese am Graben", -828, -1678),
    ),
    HARBOUR: (
        StopPlan("Bahnhofsvorplatz", -120, -640, "Wo wartest du? Wo lieber nicht?"),
        StopPlan("Unterführung", -200, -560, "Wie ist es hier bei Licht und im Dunkeln?"),
        StopPlan("Aue-Arkaden, Seiteneingang", -90, -430, "Dürft ihr hier sein?"),
        StopPlan("Brücke zum Hafen", 160, -230, "Wie kommt ihr abends hier lang?"),
        StopPlan("Treppe am Wasser", 300, -120, "Was macht diesen Ort aus?"),
    ),
}
"""Metres of the demo town; the route of a trail follows the stops in their order of walking."""
ORDER = {LINDENHOF: (0, 1, 2, 4, 5, 3), HARBOUR: (0, 1, 2, 3, 4)}
"""In which order the route passes the stops."""
NOTES = {
    LINDENHOF: (
        ("bench", -560, -1470, "zwei Bänke, eine ohne Lehne"),
        ("toilet", -380, -1455, "im Jugendtreff, barrierefrei, bis 18 Uhr"),
        ("steps", -775, -1420, "sieben Stufen, Umweg über den Ulmenweg 90 m"),
    ),
    HARBOUR: (("crossing", 20, -330, "Ampel mit kurzem Grün"),),
}

W2 = WalkPlan(
    slug="maedchen-in-der-daemmerung",
    title="Mädchen in der Dämmerung",
    group="Mädchen von 12 bis 15",
    role="youth",
    bands=("a12_13", "a14_15"),
    persons=6,
    focus="Wo gehst du abends lang, und wo nicht?",
    starts_at=datetime(2026, 3, 19, 17, 30, tzinfo=BERLIN),
    ends_at=datetime(2026, 3, 19, 19, 0, tzinfo=BERLIN),
    light="dusk",
    weather="cold",
    hands=((2, 2, 2), (0, 1, 5), (1, 1, 4), (2, 3, 1), (6, 0, 0)),
    crew=(("facilitator", "Mobile Jugendarbeit"), ("recorder", "Stabsstelle"), ("escort", "Mädchentreff")),
    invited=(("youth", "Mädchentreff und Klassen 7 bis 9", 14, 6), ("police", "Prävention", 1, 0)),
)
W1 = WalkPlan(
    slug="jugend-im-lindenhof",
    title="Jugendliche im Lindenhof",
    group="Jugendliche von 14 bis 17",
    role="youth",
    bands=("a14_15", "a16_17"),
    persons=9,
    focus="Wem gehört der Lindenplatz am Abend?",
    starts_at=datetime(2026, 5, 7, 16, 0, tzinfo=BERLIN),
    ends_at=datetime(2026, 5, 7, 17, 45, tzinfo=BERLIN),
    light="day",
    weather="sunny",
    hands=((1, 2, 6), (7, 1, 1), (2, 2, 5), (0, 2, 7), (5, 3, 1), (8, 1, 0)),
    crew=(("facilitator", "Jugendtreff Linde"), ("recorder", "Stabsstelle"), ("photo", "eine Jugendliche")),
    invited=(("youth", "Jugendtreff und IGS", 18, 9), ("admin", "Grünflächen", 1, 1)),
)
W3 = WalkPlan(
    slug="aeltere-im-lindenhof",
    title="Ältere im Lindenhof",
    group="Seniorinnen und Senioren",
    role="senior",
    bands=("a65_79", "a80p"),
    persons=11,
    focus="Wie leben wir am Lindenplatz zusammen?",
    starts_at=datetime(2026, 5, 12, 10, 0, tzinfo=BERLIN),
    ends_at=datetime(2026, 5, 12, 11, 30, tzinfo=BERLIN),
    light="day",
    weather="cloudy",
    hands=((2, 3, 6), (3, 2, 6), (6, 4, 1), (1, 1, 9), (2, 3, 6), (7, 3, 1)),
    crew=(("facilitator", "Seniorenbüro"), ("recorder", "Stabsstelle"), ("timekeeper", "Seniorenbeirat")),
    invited=(("senior", "Seniorenbeirat und Aushang im Ärztehaus", 25, 11), ("housing", "Vermietung", 1, 1)),
    accessibility="Pause an zwei Bänken, Toilette im Jugendtreff, kurzer Weg mit Rollator möglich.",
)
TRAILS = {HARBOUR: (W2,), LINDENHOF: (W1, W3)}
SENIOR_DOTS = ("pos",) * 9 + ("neg",) * 17
"""Dots of the eleven seniors around the Lindenplatz (F9): 9 positive, 17 negative."""
