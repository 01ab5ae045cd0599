"""Attacks on protected answers: subtraction along areas, ages and choices finds no hidden count of people."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.indicators.catalogue import definition_of
from app.indicators.compute import compute, compute_all
from app.indicators.disclosure import INSIDE, PUBLIC, audit, protect
from app.indicators.tidy import FIGURES
from tests.indicators.surveys.made import HANDLE, frames, person, survey

WITHOUT_COMPLEMENT = replace(PUBLIC, complementary=False)
SURVEY_IDS = ("B", "BG", "BM", "BN", "D03", "D06")


def answered(counts: list[list[int]], homeless: int = 0) -> pd.DataFrame:
    """Observations of people of areas A1 … (rows) who say yes or no (columns)."""
    people, number = [], 0
    for area, line in zip("ABCD", counts, strict=False):
        for choice, count in zip(("ja", "nein"), line, strict=True):
            for _one in range(count):
                people.append(person(number, {"bus": choice}, home_area_code=f"{area}1"))
                number += 1
    people += [
        person(number + extra, {"bus": "ja"}, home_area_set=None, home_area_code=None)
        for extra in range(homeless)
    ]
    return compute(definition_of("B"), frames(survey(people), areas="ABCD"[: len(counts)]))


def grid(table: pd.DataFrame, choice: str) -> pd.Series:
    mine = table[(table["indicator_id"] == f"B:{HANDLE}.bus={choice}") & (table["age_group"] == "all")]
    return mine.set_index("area_id")["numerator"].astype(float)


def subtracted(table: pd.DataFrame, truth: pd.DataFrame) -> list[tuple[str, str]]:
    """What somebody finds who subtracts: one missing area under the town, one missing choice under the answers."""
    found = []
    for choice in ("ja", "nein"):
        shown, true = grid(table, choice), grid(truth, choice)
        parts = shown.drop("all")
        missing = parts.index[parts.isna()]
        if len(missing) == 1 and not np.isnan(shown["all"]):
            guess = shown["all"] - parts.sum()
            if guess == true[missing[0]] and 0 < guess < PUBLIC.persons:
                found.append((choice, missing[0]))
    bases = table[table["indicator_id"] == f"B:{HANDLE}.bus=ja"].set_index(["area_id", "age_group"])
    for area in grid(truth, "ja").index:
        base, (yes, no) = (
            bases["denominator"][area, "all"],
            (grid(table, one)[area] for one in ("ja", "nein")),
        )
        if np.isnan(no) and not np.isnan(base) and not np.isnan(yes) and 0 < base - yes < PUBLIC.persons:
            found.append(("nein", area))
    return found


def test_a_small_side_is_hidden_on_both_sides() -> None:
    table = protect(answered([[40, 2], [30, 30]]))
    assert np.isnan(grid(table, "ja")["A1"])
    assert np.isnan(grid(table, "nein")["A1"])


def test_subtraction_works_without_complement_and_not_with_it() -> None:
    truth = answered([[3, 40], [25, 30], [20, 45]])
    assert subtracted(protect(truth, WITHOUT_COMPLEMENT), truth)
    safe = protect(truth)
    assert not subtracted(safe, truth)
    assert audit(safe, truth).is_safe
    assert not audit(protect(truth, WITHOUT_COMPLEMENT), truth).is_safe


def test_one_person_without_a_home_is_no_hiding_place() -> None:
    """Town 76, shown areas 75: what is missing is one, of the hidden area or of nobody's; at least one is hidden."""
    truth = answered([[1, 40], [25, 30], [50, 45]], homeless=0)
    with_one = answered([[1, 40], [25, 30], [49, 45]], homeless=1)
    for table in (truth, with_one):
        safe = protect(table)
        assert grid(safe, "ja").drop("all").isna().sum() > 1
        assert audit(safe, table).is_safe


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 40), min_size=2, max_size=2), min_size=2, max_size=4),
    st.integers(0, 6),
)
def test_nobody_is_found(counts: list[list[int]], homeless: int) -> None:
    truth = answered(counts, homeless)
    if truth.empty:
        return
    safe = protect(truth)
    assert audit(safe, truth).is_safe
    assert not subtracted(safe, truth)
    shown = safe["obs_status"] != "Q"
    pd.testing.assert_frame_equal(
        safe.loc[shown, list(FIGURES)].astype(float), truth.loc[shown, list(FIGURES)].astype(float)
    )


def test_weighted_and_plain_shares_hide_the_same_people() -> None:
    people = [person(n, {"bus": "ja" if n > 3 else "nein"}, gender="fm"[n % 2]) for n in range(80)]
    truth = compute_all([definition_of(name) for name in SURVEY_IDS], frames(survey(people, way="sample")))
    safe = protect(truth)
    for base in ("B", "BG"):
        mine = safe[safe["indicator_id"].str.startswith(f"{base}:{HANDLE}.bus")]
        assert set(mine["obs_status"]) <= {"Q", "M"}
        assert (mine["obs_status"] == "Q").any()
    assert audit(safe, truth).is_safe


@settings(max_examples=6, deadline=None)
@given(st.lists(st.lists(st.integers(0, 40), min_size=2, max_size=2), min_size=2, max_size=4))
def test_nobody_is_found_in_weighted_figures_of_areas(counts: list[list[int]]) -> None:
    """Plain and weighted shares lie beside each other, in areas and stages of life."""
    people, number = [], 0
    for area, line in zip("ABCD", counts, strict=False):
        for choice, count in zip(("ja", "nein"), line, strict=True):
            for _one in range(count):
                about = {"age_band": ("a14_15", "a27_44")[number % 3 == 0], "gender": "fm"[number % 2]}
                people.append(person(number, {"bus": choice}, home_area_code=f"{area}1", **about))
                number += 1
    if not people:
        return
    here = frames(survey(people, way="sample"), areas="ABCD"[: len(counts)])
    truth = compute_all([definition_of(name) for name in SURVEY_IDS], here)
    safe = protect(truth)
    assert audit(safe, truth).is_safe
    assert not subtracted(safe, truth)


def test_one_person_does_not_carry_a_mean() -> None:
    people = [person(n, {"minuten": 1}) for n in range(29)] + [person(29, {"minuten": 900})]
    safe = protect(compute(definition_of("BM"), frames(survey(people))))
    assert (safe.loc[safe["n_persons"].isna(), "obs_status"] == "Q").any()
    town = safe[(safe["area_id"] == "all") & (safe["age_group"] == "all")]
    assert town["obs_status"].tolist() == ["Q"]


@pytest.mark.parametrize(("rule", "shown"), [(INSIDE, True), (PUBLIC, False)])
def test_staff_see_three_persons(rule: object, shown: bool) -> None:
    table = protect(answered([[3, 40], [25, 30]]), rule)  # type: ignore[arg-type]
    assert bool(grid(table, "ja").notna()["A1"]) is shown
