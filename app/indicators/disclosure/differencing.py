"""Differencing: two releases of one process must not show one to four people by their difference (E23)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from app.indicators.catalogue import base_id, definition_of
from app.indicators.definitions import Measure
from app.indicators.disclosure.rule import Rule
from app.indicators.tidy import CELL_COLUMNS

REASON = "Änderung gegenüber einer früheren Veröffentlichung zu klein"
PERSON_NUMERATORS = (Measure.REACH, Measure.SHARE_OF_PERSONS, Measure.ANSWER_SHARE)


def too_close(observations: pd.DataFrame, earlier: pd.DataFrame, rule: Rule) -> np.ndarray:
    """Rows (bool) in which 1 to 4 persons lie between the new count and one that was published before.

    `earlier` holds the rows of all earlier releases; those without figures show nothing and are not compared.
    Compared are n_persons and, where it counts persons, the numerator.
    """
    answer = np.zeros(len(observations), dtype=bool)
    shown = earlier[earlier["n_persons"].notna()]
    if shown.empty or observations.empty:
        return answer
    cell = list(CELL_COLUMNS)
    now = observations.reset_index(drop=True).assign(_row=np.arange(len(observations)))
    pairs = now.merge(shown[[*cell, "n_persons", "numerator"]], on=cell, suffixes=("", "_before"))
    counts_persons = pairs["indicator_id"].map(
        lambda name: definition_of(base_id(name)).measure in PERSON_NUMERATORS
    )
    close = _close(pairs["n_persons"], pairs["n_persons_before"], rule)
    close |= counts_persons.to_numpy(dtype=bool) & _close(pairs["numerator"], pairs["numerator_before"], rule)
    answer[pairs["_row"].to_numpy()[close]] = True
    return answer


def _close(now: pd.Series, before: pd.Series, rule: Rule) -> np.ndarray:
    difference = (pd.to_numeric(now, errors="coerce") - pd.to_numeric(before, errors="coerce")).abs()
    return ((difference >= 1) & (difference < rule.persons)).fillna(False).to_numpy(dtype=bool)
