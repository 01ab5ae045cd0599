"""Holds what young people wrote: the fixed quotes and gate cases of the demo scenario and the book of short texts."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

DATA = Path(__file__).with_name("data")
BOOK = DATA / "voices_texts.csv"
QUOTES = DATA / "voices_fixed.csv"


@dataclass(frozen=True)
class FixedMark:
    """A mark the scenario prescribes, with the gender and band of its author."""

    code: str
    gender: str
    age_band: str
    area_id: str
    place: str
    quality: str
    time_of_day: str
    company: str
    is_secret: bool
    text: str


#: Texts that only some authors would write: pattern, needed gender or None, age bands or None.
_OLDER = ("a14_15", "a16_17", "a18_21")
_SUITED: tuple[tuple[str, str | None, tuple[str, ...] | None], ...] = (
    (
        r"Bewerbung|Facharbeit|Abschlussprüfung|unseren Abschluss|Metall|Spätvorstellung|Mitternacht|mit 15",
        None,
        _OLDER,
    ),
    (r"Ich bin 13|Leseclub", None, ("a12_13",)),
    (r"als Mädchen|Mädchensession|die Einzige|Als Neue|Für Mädchen|nur für Mädchen", "f", None),
)


@dataclass(frozen=True)
class Book:
    """The short texts: for one place and quality, as openings that fit anywhere, and as second sentences."""

    at_place: tuple[tuple[str, str, str], ...]
    openings: dict[str, tuple[str, ...]]
    seconds: dict[str, tuple[str, ...]]


@cache
def fixed_marks() -> tuple[FixedMark, ...]:
    """Read the marks the scenario prescribes: quotes (T…) and cases for the review before publication (X1 to X3)."""
    with QUOTES.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source, delimiter=";"))
    return tuple(FixedMark(**{**row, "is_secret": bool(int(row["is_secret"]))}) for row in rows)  # type: ignore[arg-type]


@cache
def book() -> Book:
    """Read the book of short texts."""
    with BOOK.open(encoding="utf-8", newline="") as source:
        rows = [(row["where"], row["quality"], row["text"]) for row in csv.DictReader(source, delimiter=";")]
    loose: dict[str, dict[str, tuple[str, ...]]] = {"*": {}, "+": {}}
    for where, quality, text in rows:
        if where in loose:
            loose[where][quality] = (*loose[where].get(quality, ()), text)
    return Book(tuple(row for row in rows if row[0] not in loose), loose["*"], loose["+"])


def suits(text: str, gender: str, age_band: str) -> bool:
    """Return whether a person of this gender and band would write the text."""
    for pattern, needed_gender, bands in _SUITED:
        if re.search(pattern, text) and (
            (needed_gender and gender != needed_gender) or (bands and age_band not in bands)
        ):
            return False
    return True


class LooseTexts:
    """Hands out texts that fit any place: short ones up to three times, two-sentence ones once each."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._used: dict[str, int] = {}

    def take(self, quality: str) -> str:
        """Return the next text for the quality, or "" when all have been used."""
        openings, seconds = book().openings[quality], book().seconds[quality]
        short = [text for text in openings if self._used.get(text, 0) < 3]
        long = [f"{a} {b}" for a in openings for b in seconds if f"{a} {b}" not in self._used]
        choices = short if short and (self._random.random() < 0.35 or not long) else long
        if not choices:
            return ""
        text = self._random.choice(choices)
        self._used[text] = self._used.get(text, 0) + 1
        return text
