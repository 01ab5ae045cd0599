"""Primary suppression: too few persons, too few on one side of a share, one or two persons who give most of it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from app.areas.age_bands import AGE_BANDS, ROLLUPS
from app.indicators.catalogue import CATALOGUE, base_id, definition_of
from app.indicators.definitions import Measure
from app.indicators.disclosure.rule import Rule
from app.indicators.frames import ALL
from app.indicators.tidy import FIGURES

SMALL = "zu wenige Personen"
DOMINATED = "wenige Personen prägen den Wert"
UNSAFE = "zu wenige Angaben für diesen Wert"
_PERSONS_ADD_UP = tuple(
    definition.id
    for definition in CATALOGUE.values()
    if definition.measure in (Measure.REACH, Measure.POPULATION, Measure.ANSWER_SHARE)
)
_CONTRIBUTIONS = tuple(one.id for one in CATALOGUE.values() if one.measure is Measure.CONTRIBUTIONS)
_PERSONS = tuple(one.id for one in CATALOGUE.values() if one.measure is Measure.PERSONS)
OWN_STATUS = ("A", "U", "E", "P", "B")
"""Statuses of a row that has a value; Q, M and O have none and stay as they came."""


def reasons(observations: pd.DataFrame, rule: Rule) -> pd.DataFrame:
    """For each row the words why it is withheld ("" = it is not) and whether its counts themselves are secret.

    Columns: reason; numerator_secret and base_secret (bool): the count of the numerator (or of the value, when it is
    a plain count) and the base behind it point at few persons; a value that is only unreliable hides no secret
    count. `tells` (bool): the words let a reader conclude that the count itself is 1 to 4.
    """
    sensitive = _sensitive(observations["indicator_id"])
    least = np.where(sensitive, rule.persons_sensitive, rule.persons)
    has_value = observations["obs_status"].isin(OWN_STATUS).to_numpy()
    numbers = {name: _number(observations, name) for name in _COLUMNS}
    persons, base = numbers["n_persons"], numbers["_share_base"]
    few = _between(persons, rule.persons)
    side = _between(numbers["_numerator_persons"], least) | _between(numbers["_complement_persons"], least)
    dominated = (numbers["_top1"] > rule.first_person) | (numbers["_top2"] > rule.first_two_persons)
    dominated &= numbers["n_persons"] > 0
    below = observations["_below_minimum"].fillna(False).to_numpy(dtype=bool) | (base < rule.share_base)
    inherited = _of_small_totals(observations, few & ~below & has_value)
    small = few | side | inherited
    # An unreliable value is named first: otherwise the words would tell a zero from a one.
    reason = np.select([~has_value, below, small, dominated], ["", UNSAFE, SMALL, DOMINATED], default="")
    return pd.DataFrame(
        {
            "reason": reason,
            "numerator_secret": has_value & (small | dominated),
            "base_secret": has_value & (_between(base, rule.persons) | dominated),
            "tells": has_value & few & ~below & ~inherited,
        },
        index=observations.index,
    )


_COLUMNS = ("n_persons", "_share_base", "_numerator_persons", "_complement_persons", "_top1", "_top2")


def _of_small_totals(observations: pd.DataFrame, small: np.ndarray) -> np.ndarray:
    """Parts of a total of too few persons, also where they are zero: areas, age bands, pin kinds, codes.

    Persons who live somewhere, or gave one contribution each, add up: the shown zeros and the number of hidden parts
    would give their total away.
    """
    table = observations[["indicator_id", "area_set", "area_id", "age_group"]].astype(str)
    adds_up = table["indicator_id"].isin(_PERSONS_ADD_UP) | _gave_one_each(observations)
    whole_area, age = table["area_id"] == ALL, table["age_group"]
    marks = pd.Series(np.where(small & adds_up, 1, 0), index=table.index)
    areas = (
        marks.where(whole_area, 0).groupby([table["indicator_id"], table["area_set"], age]).transform("max")
    )
    answer = ~whole_area & (areas > 0)
    place = [table["indicator_id"], table["area_set"], table["area_id"]]
    for rollup, bands in ((ALL, tuple(AGE_BANDS)), *ROLLUPS.items()):
        ages = marks.where(age == rollup, 0).groupby(place).transform("max")
        answer |= age.isin(bands) & (ages > 0)
    base, is_part = table["indicator_id"].map(base_id), table["indicator_id"].str.contains(":")
    wholes = (
        marks.where(~is_part, 0).groupby([base, table["area_set"], table["area_id"], age]).transform("max")
    )
    answer |= is_part & (wholes > 0)
    return answer.to_numpy(dtype=bool)


def _gave_one_each(observations: pd.DataFrame) -> pd.Series:
    """Counts of contributions and of persons in a set in which the town has as many of one as of the other."""
    counts = observations["indicator_id"].map(base_id).isin(_CONTRIBUTIONS + _PERSONS)
    of_contributions = observations["indicator_id"].map(base_id).isin(_CONTRIBUTIONS)
    whole = (
        of_contributions & (observations["area_id"] == ALL) & ~observations["indicator_id"].str.contains(":")
    )
    equal = whole & (_number(observations, "value") == _number(observations, "n_persons"))
    return counts & observations["area_set"].isin(observations.loc[equal, "area_set"])


def flag_limited(observations: pd.DataFrame, rule: Rule) -> pd.DataFrame:
    """Status U where a share stands on fewer persons than a reliable one needs."""
    base = _number(observations, "_share_base")
    limited = (
        (base >= rule.share_base)
        & (base < rule.reliable_base)
        & (observations["obs_status"] == "A").to_numpy()
    )
    return observations.assign(obs_status=np.where(limited, "U", observations["obs_status"]))


def withhold(
    observations: pd.DataFrame, mask: np.ndarray, conf_status: str, notes: np.ndarray
) -> pd.DataFrame:
    """Empty all figures of the masked rows and say so: obs_status Q, conf_status A or D, the reason in the note."""
    table = observations.copy()
    for name in FIGURES:
        table[name] = pd.to_numeric(table[name], errors="coerce").astype("float64").mask(mask)
    table["obs_status"] = np.where(mask, "Q", table["obs_status"])
    table["conf_status"] = np.where(mask, conf_status, table["conf_status"])
    table["quality_note"] = np.where(mask, notes, table["quality_note"])
    return table


def _sensitive(indicator_ids: pd.Series) -> np.ndarray:
    by_id = {base: definition_of(base).sensitive for base in indicator_ids.map(base_id).unique()}
    return indicator_ids.map(base_id).map(by_id).to_numpy(dtype=bool)


def _number(table: pd.DataFrame, column: str) -> np.ndarray:
    return pd.to_numeric(table[column], errors="coerce").to_numpy(dtype="float64", na_value=np.nan)


def _between(persons: np.ndarray, least: np.ndarray | int) -> np.ndarray:
    """1 … least − 1; zero is nobody, and nobody can be found."""
    return (persons >= 1) & (persons < least)
