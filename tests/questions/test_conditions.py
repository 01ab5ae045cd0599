"""Conditions mean the same on the server and on the phone, and never fail."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.questions.conditions import ARITIES, holds, mentioned, named, parts, value_of
from app.questions.patterns import compiled, matches
from tests.questions.in_node import in_node
from tests.questions.strategies import conditions, json_values

CASES = json.loads((Path(__file__).parent / "conditions.json").read_text(encoding="utf-8"))
EVALUATE = """
    const { valueOf } = await import("@/conditions.js");
    return data.map((one) => valueOf(one.of, (key) => (one.answers ?? {})[key] ?? null,
        { answer: one.this ?? null, today: one.today ?? "" }) ?? null);
"""


def evaluated(case: dict[str, Any]) -> Any:
    answers = case.get("answers", {})
    return value_of(case["of"], answers.get, case.get("this"), case.get("today", ""))


def same(left: Any, right: Any) -> bool:
    return left == right and isinstance(left, bool) == isinstance(right, bool)


def test_there_are_enough_cases_and_one_for_each_operator() -> None:
    assert len(CASES) >= 60
    tried = {part[0] for case in CASES for part in parts(case["of"])}
    assert {*ARITIES, "answer"} <= tried


@pytest.mark.parametrize("case", CASES, ids=lambda case: json.dumps(case["of"], ensure_ascii=True)[:60])
def test_in_python(case: dict[str, Any]) -> None:
    assert same(evaluated(case), case["value"]), evaluated(case)


def test_in_javascript() -> None:
    found = in_node(EVALUATE, CASES)
    wrong = [
        (case["of"], case["value"], value)
        for case, value in zip(CASES, found, strict=True)
        if not same(value, case["value"])
    ]
    assert wrong == []


def test_random_conditions_mean_the_same_in_both_languages() -> None:
    drawn: list[dict[str, Any]] = []

    @given(conditions(), st.dictionaries(st.sampled_from("abc"), json_values(), max_size=3), json_values())
    def gather(condition: Any, answers: dict[str, Any], this: Any) -> None:
        drawn.append({"of": condition, "answers": answers, "this": this, "today": "2026-11-30"})

    gather()
    found = in_node(EVALUATE, drawn)
    wrong = [
        (case, evaluated(case), value)
        for case, value in zip(drawn, found, strict=True)
        if not same(json.loads(json.dumps(evaluated(case))), value)
    ]
    assert len(drawn) >= 100
    assert wrong == []


@given(json_values(), json_values())
def test_anything_can_be_asked(condition: Any, this: Any) -> None:
    assert holds(condition, {}.get, this, "2026-11-30") in {True, False}


def test_no_condition_is_true() -> None:
    assert holds(None, {}.get)


def test_what_a_condition_mentions() -> None:
    condition = ["and", ["=", ["answer", "bus"], "yes"], ["not", ["answer", "places", "park"]], ["this"]]
    assert mentioned(condition) == {"bus", "places"}
    assert named(condition) == {("bus",), ("places", "park")}
    assert mentioned(None) == set()
    assert mentioned(["=", ["answer"], ["today"]]) == set()


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+", "(a|a)*b", "(a?){25}a{25}", "a*a*a*a*", "a?" * 30, "(a|b)" * 30, r"(a)\1", "(?=a)", "a{1,9999}",
     "a**", "*", "a)", "(a", "[a", "[[a]", "[a--b]", "{", r"\p{L}", r"\-", "a" * 201, "(?i)a"],
)  # fmt: skip
def test_patterns_that_could_keep_busy_or_that_read_differently_are_none(pattern: str) -> None:
    assert compiled(pattern) is None
    assert not matches("a", pattern)


@pytest.mark.parametrize(
    "pattern", ["", "a+b*c?", r"\d{5}", "(a{2})+", "(?:ab)?", r"[^\s@]+", r"[\w.-]+", "a|b|c"]
)
def test_patterns_of_the_common_subset(pattern: str) -> None:
    assert compiled(pattern) is not None
