"""Two groups at the same places: agreement of two walks (D27), distance of two groups (D13), in plain numbers.

These figures compare groups at a stop or a place. They have no area of a Raumgliederung, so they are no rows of the
tidy table: they are shown beside the stops they are about, to the team.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from app.indicators.compute.tally import wilson

SIGNS = ("minus", "mixed", "plus")
LEAST_STOPS = 5
KAPPA_STOPS = 10
LEAST_PERSONS = 10
"""Persons of each group for D13 (catalogue D1)."""


def sign_of(plus: float, minus: float) -> str | None:
    """The sign of a stop: what more of the group said; `mixed` for a tie, None when nobody said either."""
    if not plus + minus:
        return None
    return "mixed" if plus == minus else "plus" if plus > minus else "minus"


@dataclass(frozen=True)
class Agreement:
    """D27: `same` of `both` stops have the same sign, `share` in %; `kappa` is linearly weighted, None under 10 stops.

    `is_enough` says that at least five stops were rated by both. `apart` are the keys of the stops with other signs.
    """

    same: int
    both: int
    share: float | None
    kappa: float | None
    is_enough: bool
    apart: tuple[str, ...]


def agreement(first: Mapping[str, str | None], second: Mapping[str, str | None]) -> Agreement:
    """D27 of two walks; each maps a stop to one of SIGNS or None. Stops that only one of them rated do not count."""
    both = [key for key in first if first[key] and second.get(key)]
    apart = tuple(key for key in both if first[key] != second[key])
    same = len(both) - len(apart)
    pairs = [(SIGNS.index(first[key] or ""), SIGNS.index(second[key] or "")) for key in both]
    return Agreement(
        same=same,
        both=len(both),
        share=same / len(both) * 100 if both else None,
        kappa=_kappa(pairs) if len(both) >= KAPPA_STOPS else None,
        is_enough=len(both) >= LEAST_STOPS,
        apart=apart,
    )


def _kappa(pairs: list[tuple[int, int]]) -> float | None:
    """Cohen's kappa with linear weights (Cohen 1968); None when chance alone would agree always."""
    seen = np.zeros((len(SIGNS), len(SIGNS)))
    for row, column in pairs:
        seen[row, column] += 1
    seen /= len(pairs)
    places = np.arange(len(SIGNS))
    weights = np.abs(places[:, None] - places[None, :]) / (len(SIGNS) - 1)
    by_chance = float((weights * np.outer(seen.sum(axis=1), seen.sum(axis=0))).sum())
    return 1 - float((weights * seen).sum()) / by_chance if by_chance else None


@dataclass(frozen=True)
class Side:
    """What one group said at a place: positive and negative marks, and how many persons made them."""

    positive: int
    negative: int
    persons: int

    @property
    def total(self) -> int:
        return self.positive + self.negative


@dataclass(frozen=True)
class Distance:
    """D13 in percentage points with its 95 % interval; None where one group said nothing.

    `is_enough` says that each group has at least ten persons.
    """

    points: float | None
    low: float | None
    high: float | None
    is_enough: bool


def distance(first: Side, second: Side) -> Distance:
    """D13: share of negative marks of the first group minus that of the second.

    The interval is Newcombe's (1998, method 10), made of the two Wilson intervals; it takes marks as draws.
    """
    is_enough = min(first.persons, second.persons) >= LEAST_PERSONS
    if not first.total or not second.total:
        return Distance(None, None, None, is_enough)
    one, other = first.negative / first.total, second.negative / second.total
    low, high = wilson(np.array([first.negative, second.negative]), np.array([first.total, second.total]))
    below = float(np.hypot(one - low[0], high[1] - other))
    above = float(np.hypot(high[0] - one, other - low[1]))
    return Distance((one - other) * 100, (one - other - below) * 100, (one - other + above) * 100, is_enough)


def ambivalence(positive: int, negative: int) -> float | None:
    """D12 of one place: 1 − |pos − neg| / (pos + neg), 0…1; None without any mark."""
    total = positive + negative
    return 1 - abs(positive - negative) / total if total else None
