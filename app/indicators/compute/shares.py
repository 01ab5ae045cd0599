"""Shares and moods of place marks: D07, D08, D10, D12, per area and, for D12, per 100 m cell."""

from __future__ import annotations

import numpy as np
import pandas as pd

from app.indicators.compute.notes import place_note
from app.indicators.compute.rows import rows
from app.indicators.compute.tally import Tally, by_area, tally
from app.indicators.definitions import PLACE_MARKS, Definition, Measure
from app.indicators.frames import Frames, chosen


def share_of_marks(definition: Definition, frames: Frames) -> pd.DataFrame:
    """D07: marks / marks; the interval treats marks as draws, the persons behind both sides decide what is shown."""
    inside, part, rest = _parts(definition, frames)
    exact, public = place_note(frames, _within(definition, frames), persons=False)
    return rows(
        definition,
        frames,
        numerator=part.rows,
        denominator=inside.rows,
        persons=inside.persons,
        share_base=inside.persons,
        below_minimum=_too_few(definition, inside),
        note=exact,
        public_note=public,
        numerator_persons=part.persons,
        complement_persons=rest.persons,
        top1=np.maximum(inside.top1, part.top1),
        top2=np.maximum(inside.top2, part.top2),
    )


def share_of_persons(definition: Definition, frames: Frames) -> pd.DataFrame:
    """D08: distinct persons with such a mark / distinct persons with any mark there."""
    inside, part, _ = _parts(definition, frames)
    exact, public = place_note(frames, _within(definition, frames), persons=True)
    return rows(
        definition,
        frames,
        numerator=part.persons,
        denominator=inside.persons,
        persons=inside.persons,
        share_base=inside.persons,
        below_minimum=_too_few(definition, inside),
        note=exact,
        public_note=public,
        numerator_persons=part.persons,
        complement_persons=inside.persons - part.persons,
    )


def moods(definition: Definition, frames: Frames) -> pd.DataFrame:
    """D10 (balance) and D12 (ambivalence) of positive and negative marks; numerator and denominator as in D1."""
    table = frames.located
    within, valence = _within(definition, frames), table["valence"].to_numpy(dtype=object)
    positive, negative = (_by_area(frames, within & (valence == side)) for side in ("pos", "neg"))
    both = _by_area(frames, within & ((valence == "pos") | (valence == "neg")))
    numerator, value = mood(definition.measure, positive.rows, negative.rows)
    exact, public = place_note(frames, within, persons=False)
    return rows(
        definition,
        frames,
        value=value,
        numerator=numerator,
        denominator=both.rows,
        persons=both.persons,
        below_minimum=_too_few(definition, both),
        note=exact,
        public_note=public,
        numerator_persons=positive.persons,
        complement_persons=negative.persons,
        top1=np.maximum.reduce([both.top1, positive.top1, negative.top1]),
        top2=np.maximum.reduce([both.top2, positive.top2, negative.top2]),
        positive=positive.rows,
        negative=negative.rows,
    )


def mood(measure: Measure, positive: np.ndarray, negative: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(numerator, value): D10 (pos − neg)/(pos + neg); D12 1 − |pos − neg|/(pos + neg); NaN without any mark."""
    difference = positive - negative
    total = positive + negative
    with np.errstate(invalid="ignore", divide="ignore"):
        if measure is Measure.BALANCE:
            return difference, np.where(total > 0, difference / total, np.nan)
        return np.abs(difference), np.where(total > 0, 1 - np.abs(difference) / total, np.nan)


def ambivalence_by_cell(frames: Frames) -> pd.DataFrame:
    """D12 per 100 m cell, for inside only: cell_100m, positive, negative, value, n_persons.

    Secret places never show below an area (E17), so they are left out here.
    """
    table = frames.located
    secret = table["is_secret"].fillna(False).to_numpy(dtype=bool)
    mask = chosen(table, PLACE_MARKS) & table["cell_100m"].notna().to_numpy() & ~secret
    return moods_by_cell(table[mask & table["valence"].isin(["pos", "neg"]).to_numpy()], "person")


def moods_by_cell(marks: pd.DataFrame, person: str) -> pd.DataFrame:
    """The same of any marks that are `pos` or `neg` and lie in a cell; the column `person` tells persons apart."""
    cell, cells = pd.factorize(marks["cell_100m"], sort=True)
    positive = marks["valence"].to_numpy() == "pos"
    who = pd.factorize(marks[person])[0]
    pro, contra = (tally(cell[side], who[side], len(cells)).rows for side in (positive, ~positive))
    return pd.DataFrame(
        {
            "cell_100m": cells,
            "positive": pro,
            "negative": contra,
            "value": mood(Measure.AMBIVALENCE, pro, contra)[1],
            "n_persons": tally(cell, who, len(cells)).persons,
        }
    )


def _within(definition: Definition, frames: Frames) -> np.ndarray:
    assert definition.within is not None
    return chosen(frames.located, definition.within)


def _parts(definition: Definition, frames: Frames) -> tuple[Tally, Tally, Tally]:
    """Tallies of all marks, of those selected, and of the others."""
    within = _within(definition, frames)
    selected = within & chosen(frames.located, definition.selection)
    return _by_area(frames, within), _by_area(frames, selected), _by_area(frames, within & ~selected)


def _by_area(frames: Frames, mask: np.ndarray) -> Tally:
    table = frames.located
    return by_area(table["area"].to_numpy(), table["person"].to_numpy(), mask, len(frames.codes))


def _too_few(definition: Definition, inside: Tally) -> np.ndarray:
    few = (inside.persons < definition.minimum.persons) | (inside.rows < definition.minimum.marks)
    return few & (inside.rows > 0)
