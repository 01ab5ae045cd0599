"""Weights: margins are met, small categories joined, hand-calculated cases of raking, D03 and D06."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.indicators.compute import weights
from app.indicators.compute.weights import Margin, deviation_index, effective_size, in_scope, join_small, rake


def people(**columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(columns, dtype=object)


def shares(values: pd.Series, found: np.ndarray) -> dict[str, float]:
    sums = pd.Series(found).groupby(values.to_numpy()).sum()
    return (sums / sums.sum()).to_dict()


def test_one_margin_is_target_over_share() -> None:
    """80 women and 20 men of a town half and half: 0.5/0.8 = 0.625 and 0.5/0.2 = 2.5."""
    found = rake(people(sex=["f"] * 80 + ["m"] * 20), [Margin("sex", {"f": 500, "m": 500})])
    assert found.weights[0] == pytest.approx(0.625)
    assert found.weights[-1] == pytest.approx(2.5)
    assert found.is_met
    assert found.trimmed == 0
    assert found.deviation == pytest.approx(0, abs=1e-6)
    # (80·0.625 + 20·2.5)² / (80·0.390625 + 20·6.25) = 10000 / 156.25
    assert found.effective == pytest.approx(64)


def test_two_margins_by_hand() -> None:
    """A 2 × 2 table 40/10/30/20 with margins half and half: the odds ratio (40·20)/(10·30) stays 8/3, so the cells are
    a/2 with (a/(1−a))² = 8/3.
    """
    table = people(
        area=["A"] * 50 + ["B"] * 50,
        sex=["f"] * 40 + ["m"] * 10 + ["f"] * 30 + ["m"] * 20,
    )
    found = rake(table, [Margin("area", {"A": 1, "B": 1}), Margin("sex", {"f": 1, "m": 1})])
    a = np.sqrt(8 / 3) / (1 + np.sqrt(8 / 3))
    assert found.weights[:40].sum() == pytest.approx(100 * a / 2)
    assert found.weights[40:50].sum() == pytest.approx(100 * (1 - a) / 2)


def test_large_weights_are_cut_and_said() -> None:
    found = rake(people(sex=["f"] * 95 + ["m"] * 5), [Margin("sex", {"f": 500, "m": 500})])
    assert found.weights.max() / found.weights.min() <= weights.LARGEST**2
    assert found.weights.max() <= weights.LARGEST * 1.2
    assert found.trimmed == 5
    assert found.deviation > 10


def test_who_says_nothing_keeps_the_weight_of_the_others() -> None:
    table = people(sex=["f"] * 80 + ["m"] * 20 + ["na"] * 10, area=["A"] * 55 + ["B"] * 55)
    found = rake(table, [Margin("sex", {"f": 500, "m": 500})])
    assert found.unknown == {"sex": 10}
    assert found.weights[-1] == pytest.approx(1)
    assert shares(table["sex"][:100], found.weights[:100]) == pytest.approx({"f": 0.5, "m": 0.5})


def test_an_empty_age_band_joins_its_smaller_neighbour() -> None:
    margin = Margin("age", {"a": 10, "b": 10, "c": 10, "d": 10}, is_ordered=True)
    values = pd.Series(["a"] * 30 + ["c"] * 8 + ["d"] * 2)
    groups = join_small(values, margin)
    assert groups["b"] == groups["c"] == groups["d"] == ("b", "c", "d")
    assert groups["a"] == ("a",)


def test_small_areas_join_each_other_and_not_their_neighbours() -> None:
    margin = Margin("area", {"A": 10, "B": 10, "C": 10, "D": 10})
    groups = join_small(pd.Series(["A"] * 30 + ["B"] * 3 + ["C"] * 30 + ["D"] * 2), margin)
    assert groups["B"] == groups["D"] == ("B", "D")
    assert groups["A"] == ("A",)
    assert groups["C"] == ("C",)


def test_too_few_persons_are_not_weighted() -> None:
    found = rake(people(sex=["f", "m", "m"]), [Margin("sex", {"f": 900, "m": 100})])
    assert found.weights.tolist() == [1, 1, 1]
    assert found.joined == {"sex": [("f", "m")]}


def test_nobody_has_no_weights() -> None:
    found = rake(people(sex=[]), [Margin("sex", {"f": 1, "m": 1})])
    assert found.weights.tolist() == []
    assert found.effective == 0


def test_an_audience_ends_where_nobody_answers() -> None:
    residents = {"a00_05": 5.0, "a06_09": 6.0, "a10_11": 7.0, "a12_13": 8.0, "a14_15": 9.0}
    assert in_scope(["a12_13", "a06_09", "na"], residents) == ["a06_09", "a10_11", "a12_13"]
    assert in_scope(["na"], residents) == []


@settings(max_examples=60, deadline=None)
@given(
    cells=st.lists(st.integers(8, 40), min_size=6, max_size=6),
    areas=st.lists(st.integers(50, 100), min_size=3, max_size=3),
    sexes=st.lists(st.integers(50, 100), min_size=2, max_size=2),
)
def test_margins_are_met(cells: list[int], areas: list[int], sexes: list[int]) -> None:
    """Every cell has persons and no weight is extreme, so that raking ends at the margins."""
    names = [(area, sex) for area in "ABC" for sex in "fm"]
    table = pd.DataFrame(
        [name for name, count in zip(names, cells, strict=True) for _ in range(count)],
        columns=["area", "sex"],
    )
    margins = [
        Margin("area", dict(zip("ABC", areas, strict=True))),
        Margin("sex", dict(zip("fm", sexes, strict=True))),
    ]
    found = rake(table, margins)
    assert found.weights.mean() == pytest.approx(1)
    assert (found.weights > 0).all()
    assert 1 <= found.effective <= len(table) + 1e-6
    if not found.trimmed:
        for margin in margins:
            wanted = {name: count / sum(margin.targets.values()) for name, count in margin.targets.items()}
            assert shares(table[margin.column], found.weights) == pytest.approx(wanted, abs=1e-6)


def test_d06_by_hand() -> None:
    """(1 + 1 + 2)² / (1 + 1 + 4) = 16/6."""
    assert effective_size(np.array([1.0, 1.0, 2.0])) == pytest.approx(16 / 6)
    assert weights.design_effect(np.array([1.0, 1.0, 2.0])) == pytest.approx(3 / (16 / 6))
    assert weights.design_effect(np.ones(7)) == pytest.approx(1)


def test_d03_of_the_magazine() -> None:
    """F9: sample 31/52/17 %, residents 32.5/32.9/34.6 % → 19.1 %."""
    sample = {"10–13": 31, "14–17": 52, "18–21": 17}
    residents = {"10–13": 32.5, "14–17": 32.9, "18–21": 34.6}
    assert deviation_index(sample, residents) == pytest.approx(19.1, abs=0.05)
    assert deviation_index(residents, residents) == 0
    assert deviation_index({"a": 1}, {"b": 1}) == 100
    assert np.isnan(deviation_index({}, residents))
