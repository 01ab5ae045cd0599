"""Breaks in a series: the first values in a new Gebietsstand are no continuation of those in the old one (A11)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

BREAK, NORMAL = "B", "A"
CARRIED = "umgerechnet vom Gebietsstand"
"""In the note of values that were estimated from another vintage; they do not join the series to the old ones."""


def mark_breaks(rows: pd.DataFrame, earlier: Mapping[str, date]) -> pd.DataFrame:
    """The rows (D4) of one vintage with SDMX status B at the first period of each indicator that older vintages know.

    `earlier` has the first period (its start) by indicator_id in older vintages of the same Raumgliederung. Statuses
    other than A say more important things and stay.
    """
    if rows.empty or not earlier:
        return rows
    carried = pd.Series(False, index=rows.index)
    if "quality_note" in rows:
        carried = rows["quality_note"].fillna("").str.contains(CARRIED, regex=False)
    starts = pd.to_datetime(rows["period_start"]).mask(carried)
    before = pd.to_datetime(rows["indicator_id"].map(dict(earlier)))
    first = starts == starts.groupby(rows["indicator_id"]).transform("min")
    broken = first & (before < starts) & (rows["obs_status"] == NORMAL)
    return rows.assign(obs_status=rows["obs_status"].mask(broken, BREAK))
