"""What very many people say in the test town: marks around places, drawn in numpy, the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from uuid import UUID

import numpy as np
import shapely

from app.contributions.drafts import ContributionDraft, SubmissionDraft
from app.contributions.vocabulary import COMPANY, QUALITIES, TIMES_OF_DAY
from app.demo.town_ground import to_wgs84
from app.demo.voices_spots import spots
from app.demo.voices_texts import book
from app.maps.models import CHANNEL
from app.participants.services import Profile

PER_PERSON = 8
"""Marks of a person on average."""
AT_ONCE = 2_500
"""People whose marks are made and written together; bounds the memory."""
START, DAYS = datetime(2024, 3, 1, 8, tzinfo=UTC), 720
STATES = {"released": 0.62, "submitted": 0.22, "internal": 0.09, "in_review": 0.04, "rejected_rules": 0.03}
BANDS = {"a06_09": 0.05, "a10_11": 0.12, "a12_13": 0.22, "a14_15": 0.25, "a16_17": 0.2, "a18_21": 0.16}
CODES = (
    "LICHT",
    "BANK",
    "SPORT",
    "WEG",
    "GRUEN",
    "LAERM",
    "MUELL",
    "RAUM",
    "BUS",
    "WASSER",
    "STREIT",
    "SCHULE",
)
_SPREAD_OUT = 0.12
"""Share of marks that lie anywhere in town and not around a place."""


@dataclass(frozen=True)
class Batch:
    """People and their sittings; the nth profile belongs to the nth sitting and has its participant's id."""

    profiles: list[Profile]
    sittings: list[SubmissionDraft]


def batches(
    contributions: int, seed: int, *, process_id: UUID, activity_id: UUID, homes: list[str]
) -> Iterator[Batch]:
    """About everything `contributions` people-marks need, a few thousand people at a time, exactly as many marks."""
    made, number = 0, 0
    while made < contributions:
        random = np.random.default_rng([seed, number])
        amounts = random.geometric(1 / PER_PERSON, AT_ONCE).clip(1, 60)
        ends = made + np.cumsum(amounts)
        amounts = np.diff(np.minimum(ends, contributions), prepend=made)
        amounts = amounts[amounts > 0]
        yield _batch(random, amounts, process_id, activity_id, homes)
        made, number = made + int(amounts.sum()), number + 1


def _batch(
    random: np.random.Generator,
    amounts: np.ndarray,
    process_id: UUID,
    activity_id: UUID,
    homes: list[str],
) -> Batch:
    count = int(amounts.sum())
    marks = iter(_marks(random, count))
    starts = np.sort(random.integers(0, DAYS * 24 * 3600, len(amounts)))
    bands = random.choice(list(BANDS), len(amounts), p=list(BANDS.values())).tolist()
    genders = random.choice(["f", "m", "d", "na"], len(amounts), p=[0.47, 0.45, 0.03, 0.05]).tolist()
    lives = random.choice(homes, len(amounts)).tolist()
    profiles, sittings = [], []
    for index, amount in enumerate(amounts.tolist()):
        at = START + timedelta(seconds=int(starts[index]))
        person = _id(random, at)
        profiles.append(Profile(person, bands[index], genders[index], lives[index], at.date()))
        said = [next(marks) for _ in range(amount)]
        for contribution in said:
            contribution.id, contribution.said_at = _id(random, at), at
        sittings.append(
            SubmissionDraft(
                id=_id(random, at),
                process_id=process_id,
                activity_id=activity_id,
                participant_id=person,
                person_key=str(person),
                channel=CHANNEL,
                received_at=at,
                contributions=said,
            )
        )
    return Batch(profiles, sittings)


def _marks(random: np.random.Generator, count: int) -> Iterator[ContributionDraft]:
    """Contributions without their own ids and times."""
    chosen, places = _places(random, count)
    qualities = _qualities(random, chosen)
    states = random.choice(list(STATES), count, p=list(STATES.values())).tolist()
    codes = random.choice([*CODES, ""], count, p=[0.05] * len(CODES) + [1 - 0.05 * len(CODES)]).tolist()
    times = random.choice([*TIMES_OF_DAY, ""], count, p=[0.05] * 6 + [0.7]).tolist()
    company = random.choice([*COMPANY, ""], count, p=[0.03] * 5 + [0.85]).tolist()
    has_text, secret = random.random(count) < 0.55, random.random(count) < 0.01
    picks = random.integers(0, 1 << 30, (count, 2)).tolist()
    for index in range(count):
        answers = {"code": codes[index], "time_of_day": times[index], "company": company[index]}
        hidden = bool(secret[index])
        yield ContributionDraft(
            id=UUID(int=0),
            quality=qualities[index],
            text=_text(qualities[index], *picks[index]) if has_text[index] else "",
            geometry=places[index],
            is_secret=hidden,
            attributes={key: value for key, value in answers.items() if value},
            state="internal" if hidden and states[index] == "released" else states[index],
        )


def _places(random: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Index of a spot for each mark, and its point in WGS 84 (7 decimals)."""
    table = _spot_table()
    chosen = random.choice(len(table), count, p=table[:, 3] / table[:, 3].sum())
    near = table[chosen, :2] + random.normal(size=(count, 2)) * table[chosen, 2:3]
    anywhere = random.uniform(-4000, 4000, (count, 2))
    where = np.where((random.random(count) < _SPREAD_OUT)[:, None], anywhere, near)
    return chosen, shapely.get_parts(to_wgs84(shapely.MultiPoint(where)))


def _qualities(random: np.random.Generator, chosen: np.ndarray) -> list[str]:
    """What is marked at each spot: mostly what the place is used for, also bad experiences."""
    names = list(QUALITIES)
    sums = _quality_table()[chosen].cumsum(axis=1)
    picked = (sums < random.random(len(chosen))[:, None]).sum(axis=1)
    return [names[index] for index in picked.clip(0, len(names) - 1).tolist()]


@cache
def _spot_table() -> np.ndarray:
    """x, y (town metres), scatter (metres), weight of every spot."""
    rows = [(s.x, s.y, max(s.scatter, 25.0) * 2.5, s.pull + s.push) for row in spots().values() for s in row]
    return np.array(rows, dtype=float)


@cache
def _quality_table() -> np.ndarray:
    """Share of each quality at each spot."""
    names = list(QUALITIES)
    rows = []
    for spot in (spot for row in spots().values() for spot in row):
        pull, push = max(spot.pull, 0.05), max(spot.push, 0.05)
        uses = spot.uses or {"fav": 1.0}
        shares = {quality: weight / sum(uses.values()) * pull for quality, weight in uses.items()}
        for quality in ("avoid", "uneasy"):
            shares[quality] = shares.get(quality, 0) + push / 2
        rows.append([shares.get(name, 0.01) for name in names])
    table = np.array(rows, dtype=float)
    return table / table.sum(axis=1, keepdims=True)


def _text(quality: str, first: int, second: int) -> str:
    """One or two sentences of the book of short texts."""
    openings, seconds = book().openings.get(quality, ()), book().seconds.get(quality, ())
    if not openings:
        return ""
    text = openings[first % len(openings)]
    return f"{text} {seconds[second % len(seconds)]}" if seconds and second % 3 else text


def _id(random: np.random.Generator, at: datetime) -> UUID:
    """A UUIDv7 (RFC 9562) of that time, drawn from the seed."""
    noise = int.from_bytes(random.bytes(10), "big")
    return UUID(
        int=int(at.timestamp() * 1000) << 80
        | 0x7 << 76
        | (noise >> 64 & 0xFFF) << 64
        | 0b10 << 62
        | noise & (1 << 62) - 1
    )
