"""The invented young people and marks of the demo campaign hold every count of the scenario exactly."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date

import pytest
from shapely.geometry import Point, shape

from app.demo.town import DATA
from app.demo.town_ground import from_wgs84, town_metres
from app.demo.voices import Mark, marks, participants
from app.demo.voices_marks import MARKS
from app.demo.voices_people import CONTRIBUTORS, PUPILS
from app.demo.voices_texts import fixed_marks

POSITIVE = {"fav", "meet", "chill", "move", "learn", "support", "nature"}
NEGATIVE = {"avoid", "uneasy", "conflict", "sent_away", "barrier", "dirty"}
QUALITIES = POSITIVE | NEGATIVE | {"shop", "way", "missing", "idea"}
#: Area: marks by place, of them avoid and uneasy, as in the scenario.
EXPECTED = {
    "SR01": (318, 52), "SR02": (352, 139), "SR03": (286, 61), "SR04": (214, 58), "SR05": (121, 22), "SR06": (148, 47),
    "SR07": (241, 102), "SR08": (166, 27), "SR09": (92, 34), "SR10": (71, 23), "SR11": (54, 21), "SR12": (11, 3),
    "SR13": (34, 14), "SR14": (32, 19),
}  # fmt: skip
RESIDENCE = {
    "SR01": 21, "SR02": 44, "SR03": 17, "SR04": 61, "SR05": 19, "SR06": 28, "SR07": 66, "SR08": 24, "SR09": 39,
    "SR10": 22, "SR11": 16, "SR12": 4, "SR13": 15, "SR14": 12, None: 17,
}  # fmt: skip


@pytest.fixture(scope="module")
def areas() -> dict[str, object]:
    collection = json.loads((DATA / "sozialraeume_2024.geojson").read_text(encoding="utf-8"))
    return {
        row["properties"]["area_id"]: from_wgs84(shape(row["geometry"])) for row in collection["features"]
    }


def point(mark: Mark) -> Point:
    return Point(town_metres(mark.lon, mark.lat))


def test_405_people_by_residence() -> None:
    assert len(participants()) == 405
    assert len({person.key for person in participants()}) == 405
    assert Counter(person.home_area for person in participants()) == RESIDENCE == CONTRIBUTORS
    assert {person.role for person in participants()} == {"youth"}
    assert {person.gender for person in participants()} == {"f", "m", "d", "na"}


def test_age_bands_are_31_52_17_percent() -> None:
    bands = Counter(person.age_band for person in participants())
    shares = [
        bands["a10_11"] + bands["a12_13"], bands["a14_15"] + bands["a16_17"], bands["a18_21"],
    ]  # fmt: skip
    assert sum(shares) == 405
    assert [round(count / 405 * 100) for count in shares] == [31, 52, 17]


def test_school_classes() -> None:
    assert (
        Counter(p.school for p in participants() if p.school) == PUPILS == {"OSW": 84, "IGS": 112, "GYM": 91}
    )


def test_marks_per_area_lie_strictly_inside(areas: dict[str, object]) -> None:
    found: Counter[str] = Counter()
    unwanted: Counter[str] = Counter()
    for mark in marks():
        inside = [name for name, area in areas.items() if area.contains(point(mark))]  # type: ignore[attr-defined]
        assert inside == [mark.area_id]
        assert areas[mark.area_id].exterior.distance(point(mark)) > 2  # type: ignore[attr-defined]
        found[mark.area_id] += 1
        unwanted[mark.area_id] += mark.quality in ("avoid", "uneasy")
    assert {area: (found[area], unwanted[area]) for area in EXPECTED} == EXPECTED == MARKS
    assert (sum(found.values()), sum(unwanted.values())) == (2140, 622)


def test_limits_per_person() -> None:
    per_person = Counter(mark.participant for mark in marks())
    assert set(per_person) == {person.key for person in participants()}
    assert (min(per_person.values()), max(per_person.values())) == (1, 15)
    assert max(Counter((mark.participant, mark.quality) for mark in marks()).values()) == 3
    few = sum(count <= 4 for count in per_person.values())
    many = sum(count >= 12 for count in per_person.values())
    assert few > 160
    assert 15 < many < 60


def test_lindenplatz() -> None:
    place = next(
        row
        for row in json.loads((DATA / "places.json").read_text(encoding="utf-8"))
        if row["name"] == "Lindenplatz"
    )
    middle = Point(town_metres(place["lon"], place["lat"]))
    near = [mark for mark in marks() if middle.distance(point(mark)) <= 60]
    assert {mark.area_id for mark in near} == {"SR07"}
    assert sum(mark.quality in POSITIVE for mark in near) == 39
    assert sum(mark.quality in NEGATIVE for mark in near) == 9
    assert len(near) == 48


def test_codes_are_those_of_the_vocabulary() -> None:
    assert {mark.quality for mark in marks()} == QUALITIES
    assert {mark.time_of_day for mark in marks()} == {
        "school",
        "afternoon",
        "evening",
        "night",
        "dark",
        "any",
    }
    assert {mark.company for mark in marks()} == {"alone", "friends", "family", "group", "mixed"}


def test_dark_places_are_uneasy() -> None:
    uneasy = [mark for mark in marks() if mark.quality == "uneasy"]
    assert sum(mark.time_of_day in ("dark", "evening", "night") for mark in uneasy) > len(uneasy) * 0.7
    top = {place for place, _ in Counter(mark.place for mark in uneasy).most_common(5)}
    assert {"Unterführung", "Bahnhof Ellerbrück", "Durchgang Kastanienweg"} <= top


def test_quotes_of_the_scenario_sit_where_they_belong() -> None:
    people = {person.key: person for person in participants()}
    rows = json.loads((DATA / "places.json").read_text(encoding="utf-8"))
    spots = {
        (row["name"], row["area"]): row for row in reversed(rows)
    }  # places stand before stops of that name
    coded = {mark.code: mark for mark in marks() if mark.code}
    assert set(coded) == {
        "T01", "T03", "T05", "T08", "T09", "T12", "T13", "T17", "T18", "T19", "T22", "T23", "T24", "X1", "X2", "X3",
    }  # fmt: skip
    for fixed in fixed_marks():
        mark = coded[fixed.code]
        author = people[mark.participant]
        assert (mark.quality, mark.text, mark.area_id) == (fixed.quality, fixed.text, fixed.area_id)
        assert (author.gender, author.age_band) == (fixed.gender, fixed.age_band)
        spot = spots[fixed.place, fixed.area_id]
        assert Point(town_metres(spot["lon"], spot["lat"])).distance(point(mark)) < 60
    assert coded["T03"].time_of_day == "dark"
    assert coded["T19"].is_secret
    assert len({mark.participant for mark in coded.values()}) == len(coded)


def test_states_leave_work_for_the_review() -> None:
    states = Counter(mark.state_hint for mark in marks())
    assert set(states) == {"released", "in_review", "internal"}
    assert states["in_review"] == 63
    assert {mark.code for mark in marks() if mark.code and mark.state_hint == "in_review"} == {
        "X1",
        "X2",
        "X3",
    }
    assert all((mark.state_hint == "internal") == mark.is_secret for mark in marks())
    assert 20 < states["internal"] < 60


def test_texts_are_many_and_short() -> None:
    texts = [mark.text for mark in marks() if mark.text]
    assert len(texts) == 856  # 40 percent
    repeated = Counter(texts)
    assert len(repeated) >= 260
    assert repeated.most_common(1)[0][1] <= 3
    assert max(len(text) for text in texts) <= 200
    assert not any(text != text.strip() or "  " in text for text in texts)


def test_dates_are_those_of_the_campaign() -> None:
    people = {person.key: person for person in participants()}
    at_school = 0
    for mark in marks():
        assert date(2026, 3, 2) <= mark.created_at.date() <= date(2026, 3, 27)
        assert mark.created_at.tzinfo is not None
        if people[mark.participant].school:
            at_school += 1
            assert mark.created_at.weekday() < 5
            assert 7 <= mark.created_at.hour < 14
            assert mark.created_at.date() < date(2026, 3, 23)  # the Easter holidays begin
    assert at_school > 2140 / 2


def test_every_call_and_every_run_gives_the_same() -> None:
    first = marks()
    marks.cache_clear()
    participants.cache_clear()
    assert marks() == first
