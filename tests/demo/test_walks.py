"""The walks of the demo town: both groups on the same stops, the oracle of F9, and no other count is touched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from apiflask import APIFlask

from app.areas.queries import set_at
from app.atlas.walks.comparing import Comparison, compared
from app.atlas.walks.conflict_map import cells_of, map_data
from app.atlas.walks.near import marks_with_valence
from app.base.database import transaction
from app.contributions.queries import frame
from app.demo.load import load_process, load_town, load_voices
from app.demo.load_walks import load_walks
from app.demo.process import AREA_SET, CAMPAIGN, SLUG
from app.demo.walks import LINDENHOF
from app.indicators import preview
from app.processes.queries import activity_by_slug
from app.walks.queries import trails_of, walks_of
from tests.conftest import empty_database
from tests.staff import give_role, make_user, sign_in


@pytest.fixture(scope="module")
def loaded(built_app: APIFlask) -> Iterator[Any]:
    """The process, plain counts before and after, and the comparison of Lindenhof."""
    with built_app.app_context():
        empty_database()
        with transaction():
            load_town()
            process = load_process()
            load_voices(process, activity_by_slug(process.id, CAMPAIGN))
        before = preview.unprotected(process, set_at(AREA_SET))
        with transaction():
            load_walks(process)
        after = preview.unprotected(process, set_at(AREA_SET))
        trail = next(one for one in trails_of(process.id) if one.title == LINDENHOF)
        walks = [walk for walk in walks_of(process.id) if walk.trail_id == trail.id]
        yield process, before, after, compared(trail, walks, marks_with_valence(frame(process.id)))


def test_signs_and_agreement_are_those_of_the_oracle(loaded: Any) -> None:
    comparison: Comparison = loaded[3]
    assert [walk.group_role for walk in comparison.walks] == ["youth", "senior"]
    signs = [tuple(part.rating.sign for part in row.parts) for row in comparison.stops]
    assert signs == [
        ("minus", "minus"),
        ("plus", "minus"),
        ("minus", "plus"),
        ("minus", "minus"),
        ("plus", "minus"),
        ("plus", "plus"),
    ]
    (pair,) = comparison.pairs
    assert (pair.agreement.same, pair.agreement.both, pair.agreement.share) == (3, 6, 50.0)
    assert [stop.position for stop in pair.apart] == [2, 3, 5]
    assert not pair.is_in_time


def test_the_square_is_contested_as_the_oracle_says(loaded: Any) -> None:
    comparison: Comparison = loaded[3]
    square = comparison.stops[1]
    assert (square.young.positive, square.young.negative) == (39, 9)
    assert (square.old.positive, square.old.negative, square.old.persons) == (9, 17, 11)
    assert square.distance.points == pytest.approx(-46.6, abs=0.05)
    assert square.distance.is_enough
    assert square.ambivalence == pytest.approx(0.703, abs=0.0005)


def test_what_was_said_stands_at_its_stop(loaded: Any) -> None:
    comparison: Comparison = loaded[3]
    youth, seniors = comparison.stops[1].parts
    assert any("Ab acht kommt jedes Mal jemand raus" in one.text for one in youth.said)
    assert any("einer, der grüßt" in one.text for one in seniors.said)
    assert any("keine einzige Bank" in one.text for one in comparison.on_the_way[1])


def test_no_other_figure_changes(loaded: Any) -> None:
    """N01 and N02 count all that is said; every figure of marks, reach and shares stays what it was."""
    _process, before, after, _comparison = loaded
    keep = ["indicator_id", "area_id", "age_group", "value"]
    pins = [
        table[~table["indicator_id"].str.match("N0")][keep].reset_index(drop=True)
        for table in (before, after)
    ]
    assert pins[0].equals(pins[1])


def test_cells_and_stops_are_on_the_map(loaded: Any, built_app: APIFlask) -> None:
    process, _before, _after, comparison = loaded
    with built_app.test_request_context():
        data = map_data(comparison, cells_of(marks_with_valence(frame(process.id))))
    assert data is not None
    assert [stop["number"] for stop in data["stops"]] == [1, 2, 3, 4, 5, 6]
    assert data["stops"][1]["step"] == "contested"
    assert len(data["cells"]) > 3


def test_the_page_says_it_to_those_who_may_read_words(loaded: Any, built_app: APIFlask) -> None:
    process, _before, _after, comparison = loaded
    planner, viewer = (make_user(f"{role}@example.org") for role in ("planner", "viewer"))
    give_role(process.id, planner, "planner")
    give_role(process.id, viewer, "viewer")
    url = f"/verwaltung/verfahren/{SLUG}/wege/{comparison.trail.id}/vergleich"
    page = sign_in(built_app, "planner@example.org").get(url).page.text
    for told in ("3 von 6 Halten", "50 %", "-46,6", "0,703"):
        assert told in page, told
    assert sign_in(built_app, "viewer@example.org").get(url).status_code == 403
