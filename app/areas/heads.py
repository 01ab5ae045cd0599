"""What the words above a column say about the residents counted in it: ages, sex, day; or that it counts others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.areas import labels
from app.areas.age_bands import AGE_BANDS
from app.areas.labels import ALL, Ages

_NEUTRAL = re.compile(
    r"(?:davon|darunter|und zwar|im|in|am|ort|der|die|nach|von|bis|unter|mit|und|u|alter|alters\w*|jahre\w*|jahr|"
    r"haupt\w*|wohnbev\w*|bevölkerung\w*|bevoelkerung\w*|einwohner\w*|innen|personen|menschen|melderegister|"
    r"anzahl|stand|stichtag|zum|geschlecht\w*|gruppen?|melde\w*|register\w*|kinder|jugendliche|erwachsene|senioren|"
    r"ew|hw|hwb|abs\w*|zahl|zahlen|wert|count|bestand|[.:;,()/|-]+)"
)
_OTHERS = re.compile(
    r"ausländ|auslaend|deutsch|migration|nebenwohn|zweitwohn|haushalt|anteil|prozent|%|quote|veränderung|geburt|gebor|"
    r"sterbe|gestorb|zuzug|zuzüge|fortzug|saldo|je km|dichte|fläche|quotient|durchschnitt|mittel|index|rang"
)


@dataclass(frozen=True)
class Meaning:
    """Whom a column counts; None = the column does not say it, rows may."""

    ages: Ages | str | None = None
    sex: str | None = None
    day: date | None = None
    year: int | None = None


def meaning(parts: Sequence[str]) -> Meaning | None:
    """What a column counts by the words above it from the top down; None when it does not count residents."""
    if _OTHERS.search(" ".join(parts).casefold()):
        return None
    found: dict[str, object] = {}
    joined = " ".join(parts)
    for part in parts:
        day = labels.day_within(part)
        year = labels.year_within(part) if day is None else None
        plain = labels.without_time(part) if day or year else part
        if day or year:
            found.update({"day": day, "year": year})
        if not plain:
            continue
        one = _one(plain)
        if one is None:
            return None
        found.update({name: value for name, value in one.items() if value is not None})
    if not found and not joined:
        return None
    return Meaning(**found)  # type: ignore[arg-type]


def age_of(label: str) -> Ages | str | None:
    """Exact ages, `na`, `all`, or None when the label is no age."""
    if label in AGE_BANDS:
        return label if label == "na" else labels.band_ages(label)
    return ALL if labels.is_total(label) else labels.ages(label)


def _one(text: str) -> dict[str, Ages | str | None] | None:
    """Ages and sex in one part of a head; empty for neutral words, None for words that count something else."""
    sex = labels.sex(text)
    if sex not in (None, ALL):
        return {"sex": sex}
    age = age_of(text)
    if age is not None:
        return {"ages": age}
    if sex == ALL:
        return {"sex": ALL}
    rest, code = labels.split_sex(text)
    if rest != text and (age_of(rest) is not None or _is_neutral(rest)):
        return {"ages": age_of(rest), "sex": code}
    if _is_neutral(text):
        return {}
    stripped = _stripped(text)
    return {"ages": labels.ages(stripped)} if stripped and labels.ages(stripped) else None


def _is_neutral(text: str) -> bool:
    words = re.findall(r"[^\W_]+", text.casefold())
    return all(_NEUTRAL.fullmatch(word) or labels.is_total(word) for word in words)


def _stripped(text: str) -> str:
    """`Einwohner 6 bis unter 10` → `6 bis unter 10`, `Kinder (0-5)` → `0-5`."""
    match = re.fullmatch(
        r"[^\d<>]*?\(?\s*((?:unter|u\.|bis|ab|über|<|>)?\s*\d.*?)\s*\)?", text.strip(), re.IGNORECASE
    )
    return match[1] if match and _is_neutral(text[: match.start(1)]) else ""
