"""Agreement of two walks (D27) and distance of two groups (D13), worked out by hand."""

from __future__ import annotations

import pytest

from app.indicators.compute.groups import Side, agreement, ambivalence, distance, sign_of


@pytest.mark.parametrize(
    ("plus", "minus", "sign"), [(3, 1, "plus"), (1, 3, "minus"), (2, 2, "mixed"), (0, 0, None)]
)
def test_the_sign_is_what_more_of_the_group_said(plus: int, minus: int, sign: str | None) -> None:
    assert sign_of(plus, minus) == sign


def test_half_of_six_stops_have_the_same_sign() -> None:
    """F9: D27 = 3/6 = 50 %."""
    youth = dict(zip("123456", ["minus", "plus", "minus", "minus", "plus", "plus"], strict=True))
    seniors = dict(zip("123456", ["minus", "minus", "plus", "minus", "minus", "plus"], strict=True))
    found = agreement(youth, seniors)
    assert (found.same, found.both, found.share, found.kappa, found.is_enough) == (3, 6, 50.0, None, True)
    assert found.apart == ("2", "3", "5")


def test_stops_that_one_group_did_not_rate_do_not_count() -> None:
    found = agreement({"a": "plus", "b": None, "c": "minus"}, {"a": "plus", "b": "plus"})
    assert (found.same, found.both, found.is_enough) == (1, 1, False)
    assert agreement({}, {}).share is None


def test_kappa_is_weighted_and_needs_ten_stops() -> None:
    """Ten stops: 4 agree on plus, 4 on minus, one is mixed against plus, one plus against minus."""
    first = ["plus"] * 4 + ["minus"] * 4 + ["mixed", "plus"]
    second = ["plus"] * 4 + ["minus"] * 4 + ["plus", "minus"]
    found = agreement(dict(enumerate(first)), dict(enumerate(second)))  # type: ignore[arg-type]
    # Disagreement seen: (0.5 + 1) / 10. By chance: sums of rows .4 .1 .5, of columns .5 0 .5.
    by_chance = 0.4 * 0.5 * 1 + 0.1 * 0.5 * 0.5 + 0.1 * 0.5 * 0.5 + 0.5 * 0.5 * 1
    assert found.kappa == pytest.approx(1 - 0.15 / by_chance)


def test_distance_of_the_oracle() -> None:
    """F9: 39 + and 9 − of the young, 9 + and 17 − of the old: 18.75 − 65.38 percentage points."""
    found = distance(Side(39, 9, 30), Side(9, 17, 11))
    assert found.points == pytest.approx(18.75 - 65.3846, abs=0.001)
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.points < found.high < 0
    assert found.is_enough
    assert not distance(Side(39, 9, 30), Side(9, 17, 9)).is_enough
    assert distance(Side(0, 0, 0), Side(9, 17, 11)).points is None


def test_the_interval_of_a_difference_is_newcombes() -> None:
    """Newcombe (1998), table II, example a: 56/70 against 48/80, method 10: 0.0524 to 0.3339."""
    found = distance(Side(14, 56, 70), Side(32, 48, 80))
    assert found.points == pytest.approx(20.0)
    assert found.low == pytest.approx(5.24, abs=0.01)
    assert found.high == pytest.approx(33.39, abs=0.01)


def test_ambivalence_of_one_place() -> None:
    assert ambivalence(48, 26) == pytest.approx(0.703, abs=0.0005)
    assert ambivalence(0, 0) is None
