"""Frames: what the stages above count, with missing values and places as they expect them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest
import shapely

from app.base.database import transaction
from app.contributions import queries
from app.contributions.frames import COLUMNS
from app.contributions.services import record, record_many, withdraw
from tests.contributions.conftest import WEST, Town, add_area_set, draft_of, square


@pytest.fixture(autouse=True)
def _session(db_session: Any) -> Any:
    return db_session


def test_an_empty_process_gives_an_empty_frame_with_all_columns(town: Town) -> None:
    assert list(queries.frame(town.process_id).columns) == list(COLUMNS)
    assert list(queries.placements(town.process_id, town.area_set_id).columns) == [
        "contribution_id",
        "area_code",
    ]
    assert (
        len(queries.frame(town.process_id)) == len(queries.placements(town.process_id, town.area_set_id)) == 0
    )


def test_a_row_carries_person_place_profile_and_answers(town: Town) -> None:
    line = shapely.LineString([(9.05, 52.01), (9.06, 52.01), (9.07, 52.01)])
    first = draft_of(
        attributes={"time_of_day": "dark", "company": "friends", "question": "q1"}, is_secret=True
    )
    second = draft_of(geometry=line, quality="way", text="")
    imported = town.sitting(
        draft_of(kind="online_comment", geometry=None, quality=None, attributes={"code": "Ampeln"}),
        source="import",
        participant_id=None,
        person_key="somebody",
    )
    with transaction():
        record(town.sitting(first, second))
        record_many([imported])
    frame = queries.frame(town.process_id).set_index("contribution_id")
    row = frame.loc[first.id]
    assert (row["lon"], row["lat"], row["cell_100m"][:13]) == (9.01, 52.01, "CRS3035RES100")
    assert (row["quality"], row["valence"], row["time_of_day"], row["company"]) == (
        "fav",
        "pos",
        "dark",
        "friends",
    )
    assert (row["age_band"], row["gender"], row["home_area_code"]) == ("a14_15", "f", "A")
    assert row["is_secret"] is True or bool(row["is_secret"])
    assert row["person_key"] == str(town.participant_id)
    assert not frame.loc[second.id, "has_text"]
    assert frame.loc[second.id, "lon"] == pytest.approx(9.06)
    other = frame.loc[imported.contributions[0].id]
    assert [other[name] for name in ("age_band", "quality", "cell_100m", "time_of_day")] == [None] * 4
    assert pd.isna(other["lon"])
    assert (other["code"], other["source"]) == ("Ampeln", "import")


def test_only_counted_states_are_in_the_frames(town: Town) -> None:
    drafts = {state: draft_of(state=state) for state in ("released", "internal", "rejected_rules", "draft")}
    withdrawn = draft_of()
    with transaction():
        record(town.sitting(withdrawn))
        record_many([town.sitting(*drafts.values())])
        withdraw(contribution_id=withdrawn.id, participant_id=town.participant_id)
    expected = {drafts["released"].id, drafts["internal"].id}
    assert set(queries.frame(town.process_id)["contribution_id"]) == expected
    assert set(queries.placements(town.process_id, town.area_set_id)["contribution_id"]) == expected
    assert queries.counts(town.process_id) == (2, 1)


def test_placements_are_complete_even_for_a_vintage_nobody_placed_yet(town: Town) -> None:
    inside, outside, nowhere = draft_of(), draft_of(geometry=shapely.Point(10, 53)), draft_of(geometry=None)
    with transaction():
        record(town.sitting(inside, outside, nowhere))
        later = add_area_set("Viertel", date(2025, 1, 1), {"L": square(WEST)}).id
    for area_set_id, code in ((town.area_set_id, "A"), (later, "L")):
        frame = queries.placements(town.process_id, area_set_id).set_index("contribution_id")["area_code"]
        assert [frame[draft.id] for draft in (inside, outside, nowhere)] == [code, None, None]


def test_marks_are_counted_for_each_question_without_the_ones_being_written(town: Town) -> None:
    drafts = [draft_of(attributes={"question": question}) for question in ("q1", "q1", "q2")]
    with transaction():
        record(town.sitting(*drafts))
    mine = {"activity_id": town.activity_id, "participant_id": town.participant_id}
    assert queries.marks_by_question(**mine) == {"q1": 2, "q2": 1}
    assert queries.marks_by_question(**mine, without=[drafts[0].id]) == {"q1": 1, "q2": 1}
