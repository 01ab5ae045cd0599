"""Words in a table to the codes of C2: kinds of places, age bands, gender, times of day, in any usual way to write."""

from __future__ import annotations

import re
from functools import cache

from flask_babel import force_locale

from app.areas.age_bands import AGE_BANDS
from app.contributions.vocabulary import QUALITIES, TIMES_OF_DAY
from app.participants.vocabulary import GENDERS

_QUALITY_WORDS = {
    "fav": ("lieblingsplatz", "lieblingsorte", "gefällt mir", "schöner ort", "positiv", "favorit", "hier ist es schön"),
    "meet": ("treffpunkte", "treffen", "treff"),
    "chill": ("chillen", "ruhe", "ruheort", "entspannen", "erholung"),
    "move": ("bewegung", "sport", "spiel und sport", "spielen"),
    "learn": ("lernen", "lernort", "bildung"),
    "support": ("hilfe", "unterstützung", "beratung"),
    "nature": ("natur", "grün", "draußen"),
    "shop": ("einkaufen", "konsum", "shopping"),
    "way": ("weg", "wege", "schulweg"),
    "avoid": ("meideort", "meiden", "den ort meide ich"),
    "uneasy": ("unwohl", "unwohlort", "angstort", "angstraum", "unheimlich", "fühle mich unwohl", "unsicher"),
    "conflict": ("streit", "konflikt", "ärger"),
    "sent_away": ("vertrieben", "weggeschickt", "platzverweis"),
    "barrier": ("barriere", "hindernis", "schlecht durchkommen"),
    "dirty": ("schmutzig", "dreckig", "müll", "vermüllt"),
    "missing": ("fehlt", "es fehlt", "fehlend", "wunsch", "bedarf"),
    "idea": ("ideen", "vorschlag", "vorschläge", "anregung"),
}  # fmt: skip
_GENDER_WORDS = {
    "f": ("w", "weibl", "weibl.", "frau", "frauen", "mädchen", "female", "woman", "girl"),
    "m": ("männl", "männl.", "mann", "männer", "junge", "jungen", "male", "man", "boy"),
    "d": ("div", "div.", "nichtbinär", "nicht-binär", "diverse", "inter", "x"),
    "na": ("k. a.", "k.a.", "ka", "keine angabe", "unbekannt", "ohne angabe"),
}
_TIME_WORDS = {
    "school": ("morgens", "vormittag", "früh", "schulzeit"),
    "afternoon": ("nachmittag", "nachmittags", "mittags", "tagsüber"),
    "evening": ("abend", "abends"),
    "night": ("nacht", "nachts"),
    "dark": ("dunkel", "im dunkeln", "dunkelheit"),
    "any": ("egal", "ganztags", "jederzeit", "immer"),
}
_NUMBERS = re.compile(r"\d{1,3}")
_OLDEST = 120


def quality_of(cell: str) -> str | None:
    """The kind of place (C2), None for words nobody here knows."""
    return _qualities().get(_folded(cell))


def gender_of(cell: str) -> str | None:
    return _words("gender").get(_folded(cell))


def time_of_day_of(cell: str) -> str | None:
    return _words("time").get(_folded(cell))


def age_band_of(cell: str) -> str | None:
    """`14`, `14 Jahre`, `14-15`, `a14_15`, `80+`; None when no band of C2 holds it, as for `14-17`."""
    folded = _folded(cell)
    if folded in AGE_BANDS:
        return folded
    if _words("gender").get(folded) == "na":
        return "na"
    ages = [int(found) for found in _NUMBERS.findall(folded)]
    if not ages or len(ages) > 2 or max(ages) > _OLDEST:
        return None
    low, high = ages[0], ages[-1]
    if len(ages) == 1 and re.search(r"\+|plus|älter|ab\b|über|>", folded):
        high = _OLDEST
    elif len(ages) == 1 and re.search(r"<|unter|jünger|bis", folded):
        low, high = 0, low if "bis" in folded else low - 1
    elif len(ages) == 2 and "unter" in folded:
        high -= 1
    return next((code for code, (first, last) in _bands().items() if first <= low and high <= last), None)


@cache
def _bands() -> dict[str, tuple[int, int]]:
    bands = {}
    for code in AGE_BANDS:
        ages = [int(found) for found in _NUMBERS.findall(code)]
        if ages:
            bands[code] = (ages[0], ages[1] if len(ages) == 2 else _OLDEST)
    return bands


@cache
def _qualities() -> dict[str, str]:
    with force_locale("de"):
        labels = {_folded(str(quality.label)): code for code, quality in QUALITIES.items()}
    return _turned(_QUALITY_WORDS) | labels | {code: code for code in QUALITIES}


@cache
def _words(kind: str) -> dict[str, str]:
    given = GENDERS if kind == "gender" else TIMES_OF_DAY
    with force_locale("de"):
        labels = {_folded(str(label)): code for code, label in given.items()}
    return (
        _turned(_GENDER_WORDS if kind == "gender" else _TIME_WORDS) | labels | {code: code for code in given}
    )


def _turned(words: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {_folded(word): code for code, found in words.items() for word in found}


def _folded(cell: str) -> str:
    return " ".join(cell.casefold().strip(" .!").split())
