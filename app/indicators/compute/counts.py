"""Counts of contributions and persons (N01, N02), coverage (D04) and concentration (D05)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from app.indicators.compute.notes import place_note
from app.indicators.compute.rows import rows
from app.indicators.compute.tally import Tally, by_area
from app.indicators.definitions import Definition, Measure
from app.indicators.frames import ALL, Frames, chosen

COVERED_FROM = 5
BUSIEST = 0.1


def counts(definition: Definition, frames: Frames) -> pd.DataFrame:
    """The total and, for each value of a breakdown that occurs, the whole grid of areas with its zeros."""
    table = frames.located
    mask = chosen(table, definition.selection)
    tables = [_count(definition, frames, mask, None)]
    for column in definition.breakdowns:
        numbers, values = pd.factorize(table[column].to_numpy(dtype=object))
        occurs = set(np.unique(numbers[mask]).tolist()) - {-1}
        for value, number in sorted((values[number], number) for number in occurs):
            tables.append(
                _count(definition, frames, mask & (numbers == number), f"{definition.id}:{column}={value}")
            )
    return pd.concat(tables, ignore_index=True)


def _count(
    definition: Definition, frames: Frames, mask: np.ndarray, indicator_id: str | None
) -> pd.DataFrame:
    found = _by_area(frames, mask)
    persons = definition.measure is Measure.PERSONS
    exact, public = place_note(frames, mask, persons=persons)
    shares: dict[str, Any] = {} if persons else {"top1": found.top1, "top2": found.top2}
    return rows(
        definition,
        frames,
        numerator=found.persons if persons else found.rows,
        persons=found.persons,
        indicator_id=indicator_id,
        note=exact,
        public_note=public,
        **shares,
    )


def coverage(definition: Definition, frames: Frames) -> pd.DataFrame:
    """D04: one row for the town; the empty areas are to be read in N02."""
    found = _by_area(frames, chosen(frames.located, definition.selection))
    reached = float((found.persons[:-1] >= COVERED_FROM).sum())
    note = f"{len(frames.codes) - int(reached)} Räume mit weniger als {COVERED_FROM} Beitragenden"
    return rows(
        definition,
        frames,
        numerator=np.array([reached]),
        denominator=np.array([float(len(frames.codes))]),
        persons=found.persons[-1:],
        area_ids=[ALL],
        note=note,
        public_note=note,
    )


def concentration(definition: Definition, frames: Frames) -> pd.DataFrame:
    """D05: marks of the busiest tenth (rounded up) of the persons / all marks, town only."""
    table = frames.located
    mask = chosen(table, definition.selection) & (table["area"].to_numpy() >= 0)
    given = np.sort(np.unique(table["person"].to_numpy()[mask], return_counts=True)[1])[::-1]
    busiest = given[: int(np.ceil(len(given) * BUSIEST))].sum()
    found = _by_area(frames, mask)
    persons = np.array([float(len(given))])
    exact, public = place_note(frames, chosen(table, definition.selection), persons=False)
    return rows(
        definition,
        frames,
        numerator=np.array([float(busiest)]),
        denominator=np.array([float(given.sum())]),
        persons=persons,
        share_base=persons,
        below_minimum=persons < definition.minimum.persons,
        area_ids=[ALL],
        note=exact,
        public_note=public,
        top1=found.top1[-1:],
        top2=found.top2[-1:],
    )


def _by_area(frames: Frames, mask: np.ndarray) -> Tally:
    table = frames.located
    return by_area(table["area"].to_numpy(), table["person"].to_numpy(), mask, len(frames.codes))
