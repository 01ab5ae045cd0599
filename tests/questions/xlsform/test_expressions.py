"""XPath in the columns `relevant` and `constraint`: what is read, how it is said again, what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.questions.xlsform.compiling import Unsupported
from app.questions.xlsform.expressions import Named, read_condition
from app.questions.xlsform.saying import xpath_of

A, Q, M, R = ["answer", "a"], ["answer", "q"], ["answer", "m"], ["answer", "grid", "park"]
THIS = ["this"]
NAMES = {
    "a": Named("a", kind="number"),
    "q": Named("q", kind="single", choices={"x y": "x_y", "b": "b"}),
    "m": Named("m", kind="multiple", choices={"k": "k"}),
    "park": Named("grid", "park", "single"),
    "ok": Named("ok", kind="consent"),
    "marks": Named("marks", kind="point"),
    "twice": Named(calculation="${a} * 2"),
    "loop": Named(calculation="${loop} + 1"),
}

READ: dict[str, Any] = {
    "${a} > 12": [">", A, 12],
    "${a}>-1.5": [">", A, -1.5],
    "${ a } <= 3 and ${q} = 'b'": ["and", ["<=", A, 3], ["=", Q, "b"]],
    "${a}=1 or ${a}=2 and ${a}=3": ["or", ["=", A, 1], ["and", ["=", A, 2], ["=", A, 3]]],
    "${a}=1 and ${a}=2 and ${a}=3": ["and", ["=", A, 1], ["=", A, 2], ["=", A, 3]],
    "(${a}=1 or ${a}=2) and ${a}!=3": ["and", ["or", ["=", A, 1], ["=", A, 2]], ["!=", A, 3]],
    "selected(${m}, 'k')": ["selected", M, "k"],
    "selected (${q}, \"x y\")": ["selected", Q, "x_y"],
    "not(selected(${m}, 'k'))": ["not", ["selected", M, "k"]],
    "${q} = 'x y'": ["=", Q, "x_y"],
    "'x y' != ${q}": ["!=", "x_y", Q],
    "${m} = 'k'": ["and", ["selected", M, "k"], ["=", ["count", M], 1]],
    "${park} = 's1'": ["=", R, "s1"],
    "${ok} = 'OK'": ["answered", ["answer", "ok"]],
    "${q} != ''": ["answered", Q],
    "${q} = \"\"": ["not", ["answered", Q]],
    "count-selected(${m}) >= 2": [">=", ["count", M], 2],
    "count(${marks}) > 1": [">", ["count", ["answer", "marks"]], 1],
    "string-length(.) < 10": ["<", ["length", THIS], 10],
    "regex(., '[0-9]{5}')": ["matches", THIS, "[0-9]{5}"],
    ". >= today()": [">=", THIS, ["today"]],
    ". >= date('2026-01-01')": [">=", THIS, "2026-01-01"],
    "${a} + 2 * 3 - 1 = 4": ["=", ["-", ["+", A, ["*", 2, 3]], 1], 4],
    "${a} div 2 mod 3 = 0": ["=", ["mod", ["div", A, 2], 3], 0],
    "${a} - 1 = 0": ["=", ["-", A, 1], 0],
    "${twice} > 10": [">", ["*", A, 2], 10],
    "../a = 3": ["=", A, 3],
    "/data/group/a = 3": ["=", A, 3],
    "current()/../a = 3": ["=", A, 3],
    "current()/. = 3": ["=", THIS, 3],
    "${a}": ["and", A],
    "boolean(${a})": ["and", A],
    "number(${a}) = 1": ["=", A, 1],
    "true()": None,
    "false()": ["=", 1, 0],
    "true() and ${a} = 1": ["and", True, ["=", A, 1]],
    "${q} = ‘b’": ["=", Q, "b"],
    "coalesce(${a}, ${q}) = 'b'": [
        "or", ["and", ["answered", A], ["=", A, "b"]], ["and", ["not", ["answered", A]], ["=", Q, "b"]],
    ],
    "if(${a} > 1, 'x y', 'b') = ${q}": [
        "or", ["and", [">", A, 1], ["=", "x_y", Q]], ["and", ["not", [">", A, 1]], ["=", "b", Q]],
    ],
}  # fmt: skip

REFUSED = {
    "pulldata('a', 'b', 'c', ${a}) = 1": "pulldata()",
    "pulldata('../../secret', 'b', 'c', ${a}) = 1": "pulldata()",
    "instance('x')/root/item": "instance()",
    "indexed-repeat(${a}, ${q}, 1) = 2": "indexed-repeat()",
    "position(..) = 1": "unerwartet",
    "random() > 0.5": "random()",
    "jr:choice-name(${q}, '${q}') = 'b'": "choice-name",
    "${nobody} = 1": "nobody",
    "${last-saved#a} = 1": "last-saved#a",
    "selected(${q}, ${a})": "feste Auswahl",
    "regex(${q}, ${a})": "festes Muster",
    "regex(${q}, '(a+)+')": "Muster",
    "if(${a}, 1, 2) + 1 = 2": "nur in Vergleichen",
    "${loop} = 1": "verschachtelt",
    "${a} >": "fehlt etwas",
    "${a} = 1)": "unerwartet",
    "(${a} = 1": "fehlt ein",
    "not(${a}": "fehlt ein",
    "'offen": "unerwartet",
    "${a} == 1": "unerwartet",
    "${a} = 1 ; drop": "unerwartet",
    "": "fehlt etwas",
    "(" * 200 + "1" + ")" * 200: "verschachtelt",
    "-" * 200 + "1": "verschachtelt",
    "1" + " + 1" * 60 + " = 2": "verschachtelt",
    "not(" * 30 + "${a}" + ")" * 30: "verschachtelt",
    "${a} = " + "1" * 6000: "zu lang",
}  # fmt: skip


@pytest.mark.parametrize("text", READ)
def test_expressions_are_read(text: str) -> None:
    assert read_condition(text, NAMES.get, Named("t", kind="text")) == READ[text]


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text[:40])
def test_what_has_no_counterpart_is_refused_in_words(text: str) -> None:
    with pytest.raises(Unsupported, match=".") as refused:
        read_condition(text, NAMES.get, Named("t", kind="text"))

    assert REFUSED[text] in str(refused.value)


def test_the_dot_is_an_answer_only_in_a_constraint() -> None:
    with pytest.raises(Unsupported):
        read_condition(". = 1", NAMES.get)


_values = st.sampled_from([A, Q, R, THIS, 0, 7, -2.5, "b", "it's", 'a "b"', ["today"], ["length", A]])
_numbers = st.recursive(
    _values,
    lambda inner: st.tuples(st.sampled_from(["+", "-", "*", "div", "mod"]), inner, inner).map(list),
    max_leaves=4,
)
_simple = st.one_of(
    st.tuples(st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), _numbers, _numbers).map(list),
    st.sampled_from(
        [["selected", M, "k"], ["answered", Q], ["matches", Q, "[a-z]+"], [">", ["count", M], 1]]
    ),
)
_conditions = st.recursive(
    _simple,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["and", "or"]), inner, inner).map(list),
        st.tuples(st.just("not"), inner).map(list),
    ),
    max_leaves=6,
)


@given(_conditions)
def test_a_condition_said_in_xpath_is_read_as_the_same(condition: Any) -> None:
    text = xpath_of(condition, lambda key, row: row or key, lambda key: False)

    assert read_condition(text, NAMES.get, Named("t", kind="text")) == condition
