"""Random JSON, conditions, questionnaires and answers for tests of what must always hold."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

KEYS = [f"q{number}" for number in range(1, 9)]
CHOICES = ("a", "b", "other", "none")
ROWS = ("r1", "r2")
IDS = ["0b6f7f62-6a0e-4f0e-9b1c-0d6d6f1f0a01", "0B6F7F62-6A0E-4F0E-9B1C-0D6D6F1F0A02", "no-id"]
WORDS = st.sampled_from(
    ["", "a", "b", "r1", " Halle ", "12,5", "7", "2026-11-30", "18:30", "1.", "-0", "ß\n🚲"]
)
NUMBERS = st.one_of(
    st.integers(-20, 20), st.floats(-1e9, 1e9), st.sampled_from([0.1, 1e300, 1e-9, 123456789012345680000])
)
SCALARS = st.one_of(st.none(), st.booleans(), NUMBERS, WORDS, st.text(max_size=8))


def json_values() -> st.SearchStrategy[Any]:
    """Any JSON, with a liking for words that mean something."""
    return st.recursive(
        SCALARS,
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(WORDS | st.sampled_from(["id", "geometry", "answers", "q1"]), inner, max_size=4)
        ),
        max_leaves=8,
    )


def conditions(keys: tuple[str, ...] = ("a", "b", "c")) -> st.SearchStrategy[Any]:
    """Conditions that make sense in their form; patterns stand in the table of cases."""
    leaves = st.one_of(
        st.booleans(), NUMBERS, WORDS, st.sampled_from(keys).map(lambda key: ["answer", key]),
        st.sampled_from(keys).map(lambda key: ["answer", key, "r1"]), st.just(["this"]), st.just(["today"]),
    )  # fmt: skip
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.tuples(st.sampled_from(["not", "count", "length", "answered"]), inner).map(list),
            st.tuples(
                st.sampled_from(
                    ["=", "!=", "<", "<=", ">", ">=", "selected", "+", "-", "*", "div", "mod", "and", "or"]
                ),
                inner,
                inner,
            ).map(list),
        ),
        max_leaves=6,
    )
