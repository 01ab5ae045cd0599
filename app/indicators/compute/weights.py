"""Weights of persons: raking to the residents of a town, what weighting costs (D06), how far a sample is off (D03).

Raking (iterative proportional fitting, Deming & Stephan 1940, Ann. Math. Statist. 11) is a dozen lines here; the
kept library for it, weightipy, would bring a web client, a file watcher and scipy, and knows no joining of empty
categories, which is where the decisions are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

LARGEST = 5.0
"""A weight counts at most this many times the mean, and at least its inverse (DeBell & Krosnick 2009, ANES)."""
LEAST = 5
"""A category with fewer persons is joined with another: one person must not speak for hundreds."""
ROUNDS = 500
TRIMS = 50
CLOSE = 1e-9
"""Raking is done when no share of a margin is further from its target than this."""
REST = "rest"
LEAST_FOR_D03 = 50


@dataclass(frozen=True)
class Margin:
    """One distribution to be met: residents by category. `is_ordered` joins a small category with its neighbour, else
    all small ones with each other.
    """

    column: str
    targets: Mapping[str, float]
    is_ordered: bool = False


@dataclass(frozen=True)
class Weighting:
    """`weights` have the mean 1, in the order of the persons.

    joined: by margin the categories that were put together; unknown: by margin how many persons have no category that
    residents have, they keep the weight the other margins give them; trimmed: persons at a limit; deviation: the
    largest distance from a target that is left, in percentage points; `is_met` says that raking came to its end.
    """

    weights: np.ndarray
    is_met: bool
    deviation: float
    trimmed: int
    joined: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    unknown: dict[str, int] = field(default_factory=dict)

    @property
    def effective(self) -> float:
        return effective_size(self.weights)


def rake(persons: pd.DataFrame, margins: Sequence[Margin]) -> Weighting:
    """Weights with which the persons (one row each) have the shares of every margin.

    Too large and too small weights are cut and the rest raked again until both hold, or as near as it gets.
    """
    weights = np.ones(len(persons))
    joined, unknown, fits = {}, {}, []
    for margin in margins:
        groups = join_small(persons[margin.column], margin)
        joined[margin.column] = sorted({group for group in groups.values() if len(group) > 1})
        fit = _Fit(persons[margin.column], margin.targets, groups)
        unknown[margin.column] = int((fit.codes < 0).sum())
        if len(fit.shares) > 1:
            fits.append(fit)
    if not fits or not len(persons):
        return Weighting(weights, True, 0.0, 0, joined, unknown)
    is_met, cut = False, np.zeros(len(persons), dtype=bool)
    for _trim in range(TRIMS):
        weights, is_met = _raked(weights, fits)
        cut = (weights > LARGEST * (1 + CLOSE)) | (weights < (1 - CLOSE) / LARGEST)
        if not cut.any():
            break
        weights = np.clip(weights, 1 / LARGEST, LARGEST)
        weights = weights / weights.mean()
    weights = np.clip(weights, 1 / LARGEST, LARGEST)
    at_limit = (weights >= LARGEST * (1 - 1e-6)) | (weights <= (1 + 1e-6) / LARGEST)
    weights = weights / weights.mean()
    off = max(fit.deviation(weights) for fit in fits) * 100
    return Weighting(weights, is_met, round(float(off), 6), int(at_limit.sum()), joined, unknown)


class _Fit:
    """One margin over the persons: `codes` (-1 = unknown) and target shares by code."""

    def __init__(
        self, values: pd.Series, targets: Mapping[str, float], groups: Mapping[str, tuple[str, ...]]
    ) -> None:
        names = list(dict.fromkeys(groups.values()))
        at = {category: names.index(group) for category, group in groups.items()}
        self.codes = values.map(at).fillna(-1).to_numpy().astype(np.int64)
        totals = np.zeros(len(names))
        for category, residents in targets.items():
            if category in at:
                totals[at[category]] += residents
        self.shares = totals / totals.sum() if len(totals) else totals

    def sums(self, weights: np.ndarray) -> np.ndarray:
        known = self.codes >= 0
        return np.bincount(self.codes[known], weights=weights[known], minlength=len(self.shares))

    def deviation(self, weights: np.ndarray) -> float:
        sums = self.sums(weights)
        return float(np.abs(sums / sums.sum() - self.shares).max())

    def fitted(self, weights: np.ndarray) -> np.ndarray:
        """Every known person times target ÷ sum of the category; the sum over all known persons stays."""
        sums = self.sums(weights)
        factors = self.shares * sums.sum() / sums
        return np.where(self.codes >= 0, weights * factors[self.codes], weights)


def _raked(weights: np.ndarray, fits: Sequence[_Fit]) -> tuple[np.ndarray, bool]:
    for _round in range(ROUNDS):
        for fit in fits:
            weights = fit.fitted(weights)
        if max(fit.deviation(weights) for fit in fits) < CLOSE:
            return weights / weights.mean(), True
    return weights / weights.mean(), False


def join_small(values: pd.Series, margin: Margin) -> dict[str, tuple[str, ...]]:
    """To each category with residents the group it is counted in, so that every group has LEAST persons.

    Of an ordered margin neighbours are joined from the small end; of another all small ones make one group, which takes
    in the next smallest while it is too small itself. When there are fewer than LEAST persons, all is one group.
    """
    counts = values.value_counts()
    found: list[tuple[tuple[str, ...], int]] = [
        ((category,), int(counts.get(category, 0)))
        for category, residents in margin.targets.items()
        if residents > 0
    ]
    while len(found) > 1:
        smallest = min(range(len(found)), key=lambda at: (found[at][1], at))
        if found[smallest][1] >= LEAST:
            break
        other = _partner(found, smallest, is_ordered=margin.is_ordered)
        first, second = sorted((smallest, other))
        both = (found[first][0] + found[second][0], found[first][1] + found[second][1])
        found = [*found[:first], both, *found[first + 1 : second], *found[second + 1 :]]
    return {category: group for group, _count in found for category in group}


def _partner(found: Sequence[tuple[tuple[str, ...], int]], at: int, *, is_ordered: bool) -> int:
    near = (
        [other for other in (at - 1, at + 1) if 0 <= other < len(found)] if is_ordered else range(len(found))
    )
    return min((other for other in near if other != at), key=lambda other: (found[other][1], other))


def in_scope(answered: Sequence[str], residents: Mapping[str, float]) -> list[str]:
    """The categories of an ordered margin from the first to the last one in which anybody answered.

    A survey of young people is not weighted to the old: what lies outside is no gap in the sample but no part of it.
    """
    order = list(residents)
    seen = [at for at, category in enumerate(order) if category in set(answered)]
    return order[min(seen) : max(seen) + 1] if seen else []


def effective_size(weights: np.ndarray) -> float:
    """D06: (Σw)² ÷ Σw² (Kish 1965), in persons; 0 for nobody."""
    squares = float(np.square(weights).sum())
    return float(np.sum(weights)) ** 2 / squares if squares else 0.0


def design_effect(weights: np.ndarray) -> float:
    """How many times more persons an unweighted sample of the same precision would spare: n ÷ effective size; ≥ 1."""
    effective = effective_size(weights)
    return len(weights) / effective if effective else float("nan")


def deviation_index(sample: Mapping[str, float], residents: Mapping[str, float]) -> float:
    """D03: ½ · Σ |s − p| · 100 over all categories, in percent; 0 = the same structure.

    Drop `na` before; NaN without anybody on one side.
    """
    people, whole = sum(sample.values()), sum(residents.values())
    if not people or not whole:
        return float("nan")
    categories = sorted(set(sample) | set(residents))
    return 50 * sum(abs(sample.get(one, 0) / people - residents.get(one, 0) / whole) for one in categories)
