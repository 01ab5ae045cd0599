"""Charts of answers: bars as long as their shares, whiskers at their intervals, hidden figures without a bar."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from apiflask import APIFlask
from flask import get_template_attribute

from app.atlas.answers import Answer
from app.atlas.charts import WIDTH, chart_of

YES = Answer("Ja", "50,0 %", "40,0–60,0", "20", 50.0, 40.0, 60.0)
NO = Answer("Nein <b>", "25,0 %", "", "10", 25.0)
SECRET = Answer("Weiß nicht", "•", "", "", None, is_hidden=True)
SVG = "{http://www.w3.org/2000/svg}"


def drawn(app: APIFlask, *answers: Answer) -> ET.Element:
    with app.test_request_context():
        made = chart_of("c1", "Fährst du Bus?", answers, hidden="gesperrt")
        text = str(get_template_attribute("atlas/_chart.html", "chart")(made))
    return ET.fromstring(text)


def test_bars_and_whiskers_stand_at_their_percents() -> None:
    made = chart_of("c1", "Fährst du Bus?", [YES, NO], hidden="gesperrt")
    assert made is not None
    yes, no = made.bars
    assert yes.width == pytest.approx(2 * no.width)
    assert yes.width == pytest.approx(made.room / 2)
    assert (yes.low, yes.high) == (pytest.approx(made.room * 0.4), pytest.approx(made.room * 0.6))
    assert no.low is None
    assert [percent for _at, percent in made.ticks] == [0, 25, 50, 75, 100]
    assert made.ticks[-1][0] == made.room < WIDTH


def test_what_is_hidden_has_no_length_anywhere(app: APIFlask) -> None:
    found = drawn(app, YES, SECRET)
    bars = found.findall("rect")
    assert [one.get("class") for one in bars] == ["chart__bar", "chart__hidden"]
    full = drawn(app, SECRET).find("rect")
    assert full is not None
    assert full.get("width") == bars[1].get("width"), "the dashed room is as wide for every figure"
    assert "gesperrt" in [one.text for one in found.findall("text")]


def test_it_has_a_name_and_says_everything(app: APIFlask) -> None:
    found = drawn(app, YES, NO, SECRET)
    title, desc = found.find("title"), found.find("desc")
    assert title is not None
    assert desc is not None
    assert found.get("role") == "img"
    assert found.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert title.text == "Fährst du Bus?"
    assert desc.text == "Ja: 50,0 % (40,0–60,0 %); Nein <b>: 25,0 %; Weiß nicht: gesperrt"
    assert not [one for one in found.iter() if one.get("style") or one.get("fill")]


@pytest.mark.parametrize("share", [-3.0, 0.0, 100.0, 140.0])
def test_nothing_leaves_the_axis(share: float) -> None:
    made = chart_of("c", "?", [Answer("x", "", "", "", share, share - 5, share + 5)], hidden="")
    assert made is not None
    bar = made.bars[0]
    assert all(length is not None and 0 <= length <= made.room for length in (bar.width, bar.low, bar.high))


def test_long_words_take_two_lines_at_most() -> None:
    made = chart_of("c", "?", [Answer("sehr langes Wort " * 20, "1 %", "", "", 1.0)], hidden="")
    assert made is not None
    assert len(made.bars[0].lines) == 2
    assert made.bars[0].lines[1][1].endswith("…")
    assert max(base for base, _words in made.bars[0].lines) <= made.bars[0].top


def test_a_question_without_shares_has_no_chart() -> None:
    assert chart_of("c", "?", [Answer("Mittelwert", "12,0", "", "5")], hidden="") is None
