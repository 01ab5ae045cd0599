"""Class breaks: every value falls in exactly one class, a diverging scale balances around zero."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from app.atlas.classes import DIVERGING, NO_VALUE, ZERO, classify, colour_of

values = st.lists(st.floats(min_value=-1e6, max_value=1e6, allow_nan=False), min_size=1, max_size=60)


@given(values)
def test_every_value_is_counted_once(numbers: list[float]) -> None:
    classes = classify(numbers)

    assert sum(entry.count for entry in classes) == len(numbers)
    assert 1 <= len(classes) <= 5
    for left, right in zip(classes, classes[1:], strict=False):
        assert left.high == right.low or (left.is_one_value and left.high <= right.low)


@given(values)
def test_every_value_has_a_colour_of_its_class(numbers: list[float]) -> None:
    classes = classify(numbers)

    colours = {entry.colour for entry in classes}
    assert {colour_of(number, classes) for number in numbers} <= colours


def test_a_diverging_scale_is_symmetric_and_its_middle_means_balance() -> None:
    classes = classify([-0.4, 0.0, 0.8], diverging=True)

    assert [entry.low for entry in classes] == [-entry.high for entry in reversed(classes)]
    assert colour_of(0.0, classes) == DIVERGING[2]


def test_nobody_and_few_are_two_classes() -> None:
    numbers = [0.0, 0, 0, 1, 2, 3, 5, 8, 13, 40]
    classes = classify(numbers)

    assert (classes[0].low, classes[0].high, classes[0].count) == (0, 0, 3)
    assert colour_of(0, classes) == ZERO
    assert ZERO not in {colour_of(number, classes) for number in numbers if number}
    assert NO_VALUE != ZERO
    assert [entry.count for entry in classify([0, 0])] == [2], "zeros alone need no second class"


def test_what_has_no_value_is_grey() -> None:
    classes = classify([1, 2, 3])

    assert colour_of(None, classes) == NO_VALUE
    assert colour_of(math.nan, classes) == NO_VALUE
    assert classify([]) == []
