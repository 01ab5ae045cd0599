"""An entry of a walk becomes a sitting of the record, or is refused with the field that does not fit."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from app.base.errors import DomainError
from app.contributions.drafts import SubmissionDraft
from app.walks.entries import entered, part_id

ENTRY = UUID("00000000-0000-7000-8000-000000000001")
STOP = "00000000-0000-7000-8000-0000000000aa"


def enter(**raw: Any) -> SubmissionDraft:
    sitting = SubmissionDraft(id=ENTRY, process_id=ENTRY, person_key="p", channel="walks")
    return entered(sitting, raw, "recorder")


@pytest.mark.parametrize("what", ["quote", "observation", "idea", "conflict"])
def test_words_become_an_observation_with_what_was_around(what: str) -> None:
    made = enter(
        what=what, stop=STOP, text=" Zu laut. ", valence="neg", present=["youth", "children"], light="dusk"
    )
    (said,) = made.contributions
    assert (said.id, said.kind, said.text, said.valence) == (
        part_id(ENTRY, "said"),
        "walk_observation",
        "Zu laut.",
        "neg",
    )
    assert said.attributes == {"stop": STOP, "observed": what, "light": "dusk", "present": "children youth"}
    assert made.attributes == {"what": what, "device": "recorder", "stop": STOP}


def test_a_dot_is_a_mark_without_a_pin_kind() -> None:
    (dot,) = enter(what="dot", stop=STOP, valence="pos").contributions
    assert (dot.kind, dot.quality, dot.valence) == ("mark", None, "pos")


def test_hands_and_ratings_are_answers_of_the_sitting() -> None:
    hands = enter(what="hands", stop=STOP, hands={"plus": 5, "minus": "2"})
    assert hands.contributions == []
    assert hands.attributes == {
        "what": "hands", "device": "recorder", "stop": STOP,
        "hands.plus": 5.0, "hands.zero": 0.0, "hands.minus": 2.0,
    }  # fmt: skip
    assert enter(what="rating", stop=STOP, rating="zero").attributes["rating"] == "zero"


def test_the_end_round_keeps_three_of_each() -> None:
    made = enter(what="end_round", top_good=["Die Mauer", " "], top_bad=["Die Lampe"])
    assert [(one.text, one.valence, one.attributes["observed"]) for one in made.contributions] == [
        ("Die Mauer", "pos", "top_good"),
        ("Die Lampe", "neg", "top_bad"),
    ]
    assert len({one.id for one in made.contributions}) == 2


def test_a_changed_route_is_a_result() -> None:
    line = {"type": "LineString", "coordinates": [[9.7, 52.3], [9.71, 52.31]]}
    (route,) = enter(what="route", geometry=line, text="Da ist Schatten").contributions
    assert route.attributes == {"observed": "route"}
    assert route.geometry is not None
    assert route.geometry.geom_type == "LineString"


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        ({"what": "tweet"}, "what"),
        ({}, "what"),
        ({"what": "quote"}, "text"),
        ({"what": "quote", "text": 5}, "text"),
        ({"what": "quote", "text": "x", "valence": "angry"}, "valence"),
        ({"what": "quote", "text": "x", "present": ["ghosts"]}, "present"),
        ({"what": "quote", "text": "x", "stop": "drei"}, "stop"),
        ({"what": "quote", "text": "x", "precision": "hand"}, "precision"),
        ({"what": "dot", "stop": STOP}, "valence"),
        ({"what": "rating", "rating": "plus"}, "rating"),
        ({"what": "rating", "stop": STOP, "rating": "12"}, "rating"),
        ({"what": "hands", "stop": STOP, "hands": {}}, "hands"),
        ({"what": "hands", "stop": STOP, "hands": {"plus": -1}}, "hands.plus"),
        ({"what": "hands", "stop": STOP, "hands": {"plus": 1.5}}, "hands.plus"),
        ({"what": "hands", "stop": STOP, "hands": {"plus": 501}}, "hands.plus"),
        ({"what": "end_round"}, "top_good"),
        ({"what": "end_round", "top_bad": ["a", "b", "c", "d"]}, "top_bad"),
        ({"what": "arrived"}, "stop"),
        ({"what": "frame"}, "weather"),
        ({"what": "frame", "weather": "ash"}, "weather"),
        ({"what": "route"}, "geometry"),
        ({"what": "stop_new", "text": "x"}, "title"),
        ({"what": "stop_left_out", "stop": STOP}, "text"),
    ],
)
def test_what_does_not_fit_is_named(raw: dict[str, Any], field: str) -> None:
    with pytest.raises(DomainError) as refused:
        enter(**raw)
    assert refused.value.field == field
