"""Count: `compute(definition, frames)` turns plain frames into observations, without database or request."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd

from app.indicators.compute.answers import (
    answer_means,
    answer_shares,
    deviations,
    effective_sizes,
    unanswered_shares,
    weighted_answer_shares,
)
from app.indicators.compute.counts import concentration, counts, coverage
from app.indicators.compute.residents import imported, population, population_share, reach
from app.indicators.compute.rows import empty
from app.indicators.compute.shares import moods, share_of_marks, share_of_persons
from app.indicators.definitions import Definition, Measure
from app.indicators.frames import Frames

MEASURES: dict[Measure, Callable[[Definition, Frames], pd.DataFrame]] = {
    Measure.CONTRIBUTIONS: counts,
    Measure.PERSONS: counts,
    Measure.REACH: reach,
    Measure.COVERAGE: coverage,
    Measure.CONCENTRATION: concentration,
    Measure.SHARE_OF_MARKS: share_of_marks,
    Measure.SHARE_OF_PERSONS: share_of_persons,
    Measure.BALANCE: moods,
    Measure.AMBIVALENCE: moods,
    Measure.POPULATION: population,
    Measure.POPULATION_SHARE: population_share,
    Measure.IMPORTED: imported,
    Measure.ANSWER_SHARE: answer_shares,
    Measure.WEIGHTED_ANSWER_SHARE: weighted_answer_shares,
    Measure.ANSWER_MEAN: answer_means,
    Measure.UNANSWERED_SHARE: unanswered_shares,
    Measure.DEVIATION: deviations,
    Measure.EFFECTIVE: effective_sizes,
}


def compute(definition: Definition, frames: Frames) -> pd.DataFrame:
    """Observations of one definition: D4 columns plus the hidden columns `protect` needs and removes.

    One row per area and a total `all`, for each age group and breakdown of the definition. Not protected.
    """
    return MEASURES[definition.measure](definition, frames)


def compute_all(definitions: Iterable[Definition], frames: Frames) -> pd.DataFrame:
    """Observations of several definitions in one table, in the order given."""
    tables = [table for table in (compute(definition, frames) for definition in definitions) if len(table)]
    return pd.concat(tables, ignore_index=True) if tables else empty()
