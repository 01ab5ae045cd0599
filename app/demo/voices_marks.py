"""Invents the 2,140 marks of the demo campaign so that every count of the scenario holds exactly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from random import Random

from app.demo.town_ground import chance
from app.demo.voices_people import SCHOOL_AREAS, Participant, participants
from app.demo.voices_spots import Spot, point_near, spot_named, spots
from app.demo.voices_texts import FixedMark, LooseTexts, book, fixed_marks, suits

#: Area: marks by place, of them `avoid` and `uneasy`.
MARKS = {
    "SR01": (318, 52), "SR02": (352, 139), "SR03": (286, 61), "SR04": (214, 58), "SR05": (121, 22), "SR06": (148, 47),
    "SR07": (241, 102), "SR08": (166, 27), "SR09": (92, 34), "SR10": (71, 23), "SR11": (54, 21), "SR12": (11, 3),
    "SR13": (34, 14), "SR14": (32, 19),
}  # fmt: skip
UNWANTED = ("avoid", "uneasy")
#: Youth marks within 60 m of Lindenplatz: 39 positive, 9 negative.
LINDENPLATZ = {
    "meet": 17,
    "fav": 7,
    "chill": 9,
    "move": 4,
    "support": 2,
    "uneasy": 4,
    "avoid": 2,
    "conflict": 2,
    "sent_away": 1,
}
MOST_MARKS, MOST_PER_QUALITY = 15, 3
TEXTS, SECRETS, IN_REVIEW = 856, 34, 60

_TIMES = {
    "uneasy": {"dark": 45, "evening": 24, "night": 14, "any": 11, "afternoon": 6},
    "avoid": {"dark": 28, "evening": 28, "night": 16, "any": 20, "afternoon": 8},
    "learn": {"school": 35, "afternoon": 53, "evening": 7, "any": 5},
    "way": {"school": 58, "afternoon": 28, "any": 14},
    "shop": {"afternoon": 68, "any": 18, "school": 10, "evening": 4},
    "meet": {"afternoon": 52, "evening": 30, "any": 10, "night": 5, "school": 3},
    "": {"afternoon": 50, "evening": 18, "any": 24, "school": 8},
}
_COMPANY = {
    "meet": {"friends": 76, "group": 14, "mixed": 10},
    "chill": {"alone": 42, "friends": 38, "mixed": 20},
    "uneasy": {"alone": 66, "friends": 14, "mixed": 20},
    "avoid": {"alone": 58, "friends": 16, "mixed": 26},
    "move": {"friends": 45, "group": 34, "alone": 14, "family": 7},
    "way": {"alone": 46, "friends": 34, "mixed": 14, "family": 6},
    "shop": {"friends": 52, "family": 28, "alone": 10, "mixed": 10},
    "learn": {"alone": 40, "friends": 30, "group": 24, "mixed": 6},
    "": {"friends": 48, "alone": 18, "mixed": 22, "family": 8, "group": 4},
}


@dataclass(frozen=True)
class Mark:
    """One mark: author's key, codes of C2, WGS84 point, text or None, name of the place it belongs to.

    state_hint is released, in_review or internal (secret places); code names the quotes and cases of the scenario.
    """

    participant: str
    quality: str
    lon: float
    lat: float
    text: str | None
    time_of_day: str
    company: str
    is_secret: bool
    created_at: datetime
    state_hint: str
    area_id: str
    place: str
    code: str | None = None


@dataclass
class _Slot:
    """A mark before it has an author."""

    spot: Spot
    quality: str
    fixed: FixedMark | None = None
    author: Participant | None = None


Give = Callable[[_Slot, Participant], None]


def _pick(weights: dict[str, float] | dict[str, int], random: Random) -> str:
    return random.choices(list(weights), list(weights.values()))[0]


def _slots(random: Random) -> list[_Slot]:
    """Return 2,140 slots: the scenario's own marks, Lindenplatz, then every area up to its two counts."""
    slots = [_Slot(spot_named(fixed.place, fixed.area_id), fixed.quality, fixed) for fixed in fixed_marks()]
    square = spot_named("Lindenplatz", "SR07")
    taken = Counter(slot.quality for slot in slots if slot.spot is square)
    slots += [
        _Slot(square, quality)
        for quality, count in LINDENPLATZ.items()
        for _ in range(count - taken[quality])
    ]
    for area_id, (total, unwanted) in MARKS.items():
        places = [spot for spot in spots()[area_id] if spot is not square]
        slots += _written_about(area_id, places, unwanted * 2 // 3, (total - unwanted) * 2 // 3, random)
        present = [slot for slot in slots if slot.spot.area_id == area_id]
        have = sum(slot.quality in UNWANTED for slot in present)
        for spot in random.choices(places, [spot.push for spot in places], k=unwanted - have):
            slots.append(_Slot(spot, "uneasy" if random.random() < 0.67 else "avoid"))
        for spot in random.choices(
            places, [spot.pull for spot in places], k=total - unwanted - len(present) + have
        ):
            slots.append(_Slot(spot, _pick(spot.uses, random)))
    return slots


def _written_about(
    area_id: str, places: list[Spot], unwanted: int, wanted: int, random: Random
) -> list[_Slot]:
    """Return one slot for each text about a place of the area, at most as many as given of either sort."""
    named = {spot.name: spot for spot in reversed(places)}
    rows = [(named[place], quality) for place, quality, _ in book().at_place if place in named]
    random.shuffle(rows)
    bad = [_Slot(spot, quality) for spot, quality in rows if quality in UNWANTED]
    good = [_Slot(spot, quality) for spot, quality in rows if quality not in UNWANTED]
    return bad[:unwanted] + good[:wanted]


def _numbers(random: Random, total: int) -> list[int]:
    """Return how many marks each person sets: most a few, some many, 1 to 15, adding up to the total."""
    numbers = [min(MOST_MARKS, max(1, round(random.lognormvariate(1.5, 0.62)))) for _ in participants()]
    while sum(numbers) != total:
        index = random.randrange(len(numbers))
        step = 1 if sum(numbers) < total else -1
        if 1 <= numbers[index] + step <= MOST_MARKS:
            numbers[index] += step
    return numbers


def _nearness(person: Participant, area_id: str) -> float:
    """Return how likely the person sets a mark in the area: at home, at school, in the middle of the town."""
    weight = {"SR01": 2.2, "SR02": 2.4, "SR03": 2.2, "SR08": 0.8, "SR04": 0.6}.get(area_id, 0.25)
    if person.home_area == area_id:
        weight += 7
    if person.school and SCHOOL_AREAS[person.school] == area_id:
        weight += 2
    return weight


def _give_authors(slots: list[_Slot], random: Random) -> None:
    """Give every slot an author within the limits per person and per quality."""
    people = participants()
    room = dict(zip((person.key for person in people), _numbers(random, len(slots)), strict=True))
    used: Counter[tuple[str, str]] = Counter()

    def give(slot: _Slot, person: Participant) -> None:
        slot.author = person
        room[person.key] -= 1
        used[person.key, slot.quality] += 1

    authors: set[str] = set()
    for slot in (slot for slot in slots if slot.fixed):
        fixed = slot.fixed
        assert fixed is not None
        fitting = [
            p
            for p in people
            if (p.gender, p.age_band) == (fixed.gender, fixed.age_band) and p.key not in authors
        ]
        nearness = [_nearness(person, fixed.area_id) for person in fitting]
        person = fitting[nearness.index(max(nearness))]
        authors.add(person.key)
        give(slot, person)
    rest = [slot for slot in slots if not slot.fixed]
    random.shuffle(rest)
    rest.sort(key=lambda slot: slot.quality not in UNWANTED)
    for slot in rest:
        free = [p for p in people if room[p.key] > 0 and used[p.key, slot.quality] < MOST_PER_QUALITY]
        if free:
            weights = [_nearness(p, slot.spot.area_id) * room[p.key] for p in free]
            give(slot, random.choices(free, weights)[0])
        else:
            _swap(slot, rest, used, room, give)


def _swap(
    slot: _Slot, rest: Iterable[_Slot], used: Counter[tuple[str, str]], room: dict[str, int], give: Give
) -> None:
    """Let somebody with room take over another mark whose author then takes this one."""
    people = {person.key: person for person in participants()}
    for other in rest:
        if other.author is None or other.quality == slot.quality:
            continue
        if used[other.author.key, slot.quality] >= MOST_PER_QUALITY:
            continue
        for key, left in room.items():
            if left > 0 and used[key, other.quality] < MOST_PER_QUALITY:
                former = other.author
                used[former.key, other.quality] -= 1
                room[former.key] += 1
                give(other, people[key])
                give(slot, former)
                return
    raise AssertionError("no author left for a mark")


def _texts(slots: list[_Slot], random: Random) -> dict[int, str]:
    """Return the text of every slot that has one (index: text)."""
    texts = {index: slot.fixed.text for index, slot in enumerate(slots) if slot.fixed}
    open_slots = [index for index in range(len(slots)) if index not in texts]
    random.shuffle(open_slots)
    for place, quality, text in book().at_place:
        for index in open_slots:
            slot, author = slots[index], slots[index].author
            assert author is not None
            at_place = slot.spot.name == place and slot.spot.kind != "bus_stop" and slot.quality == quality
            if at_place and index not in texts and suits(text, author.gender, author.age_band):
                texts[index] = text
                break
    loose = LooseTexts(random)
    for index in open_slots:
        if len(texts) >= TEXTS:
            break
        slot, author = slots[index], slots[index].author
        assert author is not None
        if index in texts or (slot.quality == "way" and random.random() < 0.6):
            continue
        text = loose.take(slot.quality)
        if text and suits(text, author.gender, author.age_band):
            texts[index] = text
    return texts


@cache
def marks() -> tuple[Mark, ...]:
    """Return all 2,140 marks in the order in which they were set; the same on every call."""
    random = chance("marks")
    slots = _slots(random)
    _give_authors(slots, random)
    texts = _texts(slots, random)
    plain = [i for i, slot in enumerate(slots) if not slot.fixed]
    hideouts = [
        i
        for i in plain
        if slots[i].quality in ("fav", "chill", "meet", "nature") and slots[i].spot.name != "Lindenplatz"
    ]
    secret = set(random.sample(hideouts, SECRETS))
    review = set(random.sample([i for i in plain if i in texts and i not in secret], IN_REVIEW))
    steps: Counter[str] = Counter()
    result = []
    for index in random.sample(range(len(slots)), len(slots)):
        slot = slots[index]
        assert slot.author is not None
        steps[slot.author.key] += 1
        minutes = steps[slot.author.key] * (4 if slot.author.school else 3)
        created = slot.author.started_at + timedelta(minutes=minutes, seconds=random.randint(0, 150))
        lon, lat = point_near(slot.spot, random, exact=slot.fixed is not None)
        state = "internal" if index in secret else "in_review" if index in review else "released"
        mark = Mark(
            participant=slot.author.key,
            quality=slot.quality,
            lon=lon,
            lat=lat,
            text=texts.get(index),
            time_of_day=_pick(_TIMES.get(slot.quality, _TIMES[""]), random),
            company=_pick(_COMPANY.get(slot.quality, _COMPANY[""]), random),
            is_secret=index in secret,
            created_at=created,
            state_hint=state,
            area_id=slot.spot.area_id,
            place=slot.spot.name,
        )
        result.append(_as_fixed(mark, slot.fixed) if slot.fixed else mark)
    return tuple(sorted(result, key=lambda mark: (mark.created_at, mark.participant, mark.lon)))


def _as_fixed(mark: Mark, fixed: FixedMark) -> Mark:
    state = "in_review" if fixed.code.startswith("X") else "internal" if fixed.is_secret else "released"
    return replace(
        mark,
        time_of_day=fixed.time_of_day,
        company=fixed.company,
        is_secret=fixed.is_secret,
        state_hint=state,
        code=fixed.code,
    )
