"""Who a line is about, as coarsely as it takes: area, age and gender only where five or more share all three."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

LEAST = 5
"""k of k-anonymity (Samarati & Sweeney 1998)."""
NOT_TOLD = "na"
GIVEN_UP = ("version", "way", "gender", "area", "age_band")
"""Columns that point at a person, in the order in which they are given up: planning for the young needs age most."""


SAMPLE = "sample"


def coarsened(people: pd.DataFrame, keys: Sequence[str] = GIVEN_UP) -> pd.DataFrame:
    """The columns `keys`, given up in this order, with `na` wherever fewer than LEAST persons share a combination.

    Who stays in too small a group gives up one thing after the other; if those who gave up everything are still too
    few, the smallest group joins them. With fewer than LEAST persons in all, nobody tells anything.
    """
    table = people[list(keys)].fillna(NOT_TOLD).astype(object).reset_index(drop=True)
    for column in keys:
        table.loc[_sizes(table) < LEAST, column] = NOT_TOLD
    while True:
        told_nothing = (table == NOT_TOLD).all(axis=1)
        if not told_nothing.any() or told_nothing.sum() >= LEAST or told_nothing.all():
            return table
        sizes = _sizes(table).mask(told_nothing)
        smallest = table.loc[sizes.idxmin()]
        table.loc[(table == smallest).all(axis=1), :] = NOT_TOLD


def told_apart(people: pd.DataFrame, drawn: np.ndarray) -> tuple[pd.DataFrame, np.ndarray]:
    """`coarsened`, with the drawn sample (bool, one for each line) apart from all others; and whose line says so.

    Who was drawn is always told, because weights are for them alone; unless one side would be fewer than LEAST: then
    nobody's line tells, and nobody has a weight.
    """
    sides = [side for side in (drawn, ~drawn) if side.any()]
    if any(side.sum() < LEAST for side in sides):
        return coarsened(people), np.zeros(len(people), dtype=bool)
    table = pd.DataFrame(index=range(len(people)), columns=list(GIVEN_UP), dtype=object)
    for side in sides:
        table.loc[side, :] = coarsened(people[side]).to_numpy()
    table.loc[drawn, "way"] = SAMPLE
    return table, drawn


def _sizes(table: pd.DataFrame) -> pd.Series:
    """How many persons share the combination of each line."""
    return table.groupby(list(table.columns))[table.columns[0]].transform("size")


def shuffled(people: int) -> np.ndarray:
    """A random order that is another in each file, so that a number never becomes somebody's name."""
    return np.random.default_rng().permutation(people)
