"""Puts weighted figures into rows of shares, so coarse that nobody reads weights, and so persons, from them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from app.indicators.compute.tally import wilson
from app.indicators.frames import ALL

LEAST_EFFECTIVE, RELIABLE_EFFECTIVE = 20, 50
"""Effective persons from which a weighted share is shown at all, and from which it is shown without a reservation."""


def with_weights(
    table: pd.DataFrame, parts: list[np.ndarray], whole: np.ndarray, effective: np.ndarray
) -> pd.DataFrame:
    """The rows of an item (choices one after the other) with weighted value, counts and interval.

    parts: for each choice the sum of weights in each cell; whole: of all valid answers; effective: Kish's size (D06).
    Shares have one decimal in the town and none below, sums none at all: a sum of a handful of weights, exactly known,
    tells of whom it is the sum.
    """
    repeat = len(parts)
    sums, all_sums = np.concatenate(parts), np.tile(whole, repeat)
    size = np.tile(effective, repeat)
    is_town = ((table["area_id"] == ALL) & (table["age_group"] == ALL)).to_numpy()
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(all_sums > 0, sums / all_sums, np.nan)
        low, high = wilson(share * size, size)
    coarse = {
        name: np.where(is_town, np.round(values * 100, 1), np.round(values * 100))
        for name, values in (("value", share), ("ci_low", low), ("ci_high", high))
    }
    limited = (size < RELIABLE_EFFECTIVE) & (table["obs_status"] == "A").to_numpy()
    return table.assign(
        **coarse,
        numerator=np.round(sums),
        denominator=np.round(all_sums),
        obs_status=np.where(limited, "U", table["obs_status"]),
    )
