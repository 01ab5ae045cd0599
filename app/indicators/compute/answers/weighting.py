"""Weights of the persons of a survey by the register: area × age band × sex, within the ages that were asked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from app.areas.age_bands import AGE_BANDS
from app.indicators.compute.weights import Margin, Weighting, deviation_index, in_scope, rake
from app.indicators.frames import ALL, Frames, newest_reference
from app.indicators.surveys.sheet import Survey

SEXES = ("f", "m")
BANDS = tuple(band for band in AGE_BANDS if band != "na")


@dataclass(frozen=True)
class Deviation:
    """D03: `index` in percent over `persons`, of all who answered; `by_sex` says whether sex could be compared."""

    index: float
    persons: int
    by_sex: bool


def weighting(survey: Survey, frames: Frames) -> Weighting | None:
    """Weights, or None when the register does not tell the ages of this Raumgliederung."""
    return weights_for(_people(survey, frames), frames)


def weights_for(people: pd.DataFrame, frames: Frames) -> Weighting | None:
    """The same for people with the columns area, age and sex; what somebody does not tell is `na` or None."""
    register = _register(frames)
    residents = register.groupby("age_band")["count"].sum().reindex(BANDS).dropna()
    scope = in_scope(people["age"].tolist(), residents.to_dict())
    if len(scope) == 0 or not len(people):
        return None
    inside = register[register["age_band"].isin(scope)]
    margins = [
        Margin("area", inside.groupby("area_code")["count"].sum().to_dict()),
        Margin("age", residents.reindex(scope).to_dict(), is_ordered=True),
    ]
    sexes = inside[inside["sex"].isin(SEXES)]
    if len(sexes):
        margins.append(Margin("sex", sexes.groupby("sex")["count"].sum().to_dict()))
    return rake(people, margins)


def deviation(survey: Survey, frames: Frames) -> Deviation | None:
    """D03 over age × gender within the ages that were asked; over age alone where the register tells no sex."""
    register = _register(frames)
    people = _people(survey, frames)
    residents = register.groupby("age_band")["count"].sum().reindex(BANDS).dropna()
    scope = in_scope(people["age"].tolist(), residents.to_dict())
    inside = register[register["age_band"].isin(scope)]
    by_sex = inside["sex"].isin(SEXES).any()
    keys = ["age", "sex"] if by_sex else ["age"]
    told = people[people["age"].isin(scope)]
    if by_sex:
        told, inside = told[told["sex"].isin(SEXES)], inside[inside["sex"].isin(SEXES)]
    if not len(told) or not len(inside):
        return None
    inside = inside.rename(columns={"age_band": "age"})
    index = deviation_index(
        told.groupby(keys).size().to_dict(), inside.groupby(keys)["count"].sum().to_dict()
    )
    return Deviation(float(np.round(index, 6)), len(told), bool(by_sex))


def _people(survey: Survey, frames: Frames) -> pd.DataFrame:
    people = survey.people
    lives_here = people["home_area_set"] == frames.home_area_set
    return pd.DataFrame(
        {
            "area": people["home_area_code"].where(lives_here),
            "age": people["age_band"],
            "sex": people["gender"],
        }
    )


def _register(frames: Frames) -> pd.DataFrame:
    """area_code, age_band, sex, count at the newest date: split by sex where the register does so, else `all`."""
    table = frames.population.reindex(columns=["area_code", "age_band", "sex", "count", "reference_date"])
    if not len(table):
        return table
    table = table[table["reference_date"] == newest_reference(table, frames.period_end)]
    table = table[table["age_band"].isin(BANDS)]
    is_split = table["sex"] != ALL
    split = set(zip(table.loc[is_split, "area_code"], table.loc[is_split, "age_band"], strict=True))
    twice = [pair in split for pair in zip(table["area_code"], table["age_band"], strict=True)]
    return table[is_split | ~np.array(twice, dtype=bool)]
