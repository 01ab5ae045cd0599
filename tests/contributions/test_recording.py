"""Recording: once and only once, checked, placed, flagged; closed activities refuse."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
import shapely
from sqlalchemy import select

from app.areas.grid import cell_id
from app.base.database import db, new_id, now, transaction
from app.base.errors import Conflict, DomainError, NotAllowed, NotFound
from app.contributions.models import Attribute, Contribution, Placement, Submission
from app.contributions.services import ActivityClosed, place_missing, record, record_many
from app.contributions.shapes import InvalidPlace
from app.participants.services import join_direct
from app.processes.models import Activity, Process
from tests.contributions.conftest import EAST, WEST, Town, add_area_set, draft_of, square


@pytest.fixture(autouse=True)
def _session(db_session: Any) -> Any:
    return db_session


def write(*args: Any, **kwargs: Any) -> Any:
    with transaction():
        return record(*args, **kwargs)


def stored() -> list[Contribution]:
    db.session.expire_all()
    return list(db.session.scalars(select(Contribution).order_by(Contribution.position)))


def test_a_sitting_is_stored_with_words_place_answers_and_valence(town: Town) -> None:
    draft = town.sitting(
        draft_of(
            quality="uneasy",
            text="  Dunkel\r\nhier.\x00 ",
            attributes={"time_of_day": "dark", "question": "q1"},
        )
    )
    recorded = write(draft)
    assert (recorded.submission_id, recorded.created) == (draft.id, True)
    [contribution] = stored()
    assert contribution.text == "Dunkel\nhier."
    assert (contribution.valence, contribution.state, contribution.flags) == ("neg", "submitted", [])
    assert contribution.geometry is not None
    assert contribution.geometry.equals(shapely.Point(9.01, 52.01))
    assert contribution.cell_100m == cell_id(9.01, 52.01)
    answers = db.session.execute(select(Attribute.key, Attribute.value_text).order_by(Attribute.key)).all()
    assert [tuple(row) for row in answers] == [("question", "q1"), ("time_of_day", "dark")]


def test_the_same_again_is_answered_as_before_and_other_content_is_a_conflict(town: Town) -> None:
    draft = town.sitting()
    assert write(draft).created
    assert not write(draft).created
    assert not write(replace(draft, device_time=datetime(2031, 1, 1, tzinfo=UTC))).created
    with pytest.raises(Conflict):
        write(replace(draft, contributions=[replace(draft.contributions[0], text="anders")]))
    with pytest.raises(Conflict):
        write(replace(draft, participant_id=None, person_key="jemand anderes"))
    assert [contribution.text for contribution in stored()] == ["Hier ist es schön."]


def test_a_contribution_id_belongs_to_one_sitting(town: Town) -> None:
    said = draft_of()
    write(town.sitting(said))
    with pytest.raises(Conflict):
        write(town.sitting(said, draft_of()))
    assert len(stored()) == 1
    assert len(db.session.scalars(select(Submission)).all()) == 1


@pytest.mark.parametrize("skew", [datetime(2016, 1, 1, tzinfo=UTC), datetime(2038, 1, 20, tzinfo=UTC)])
def test_the_server_decides_the_time_and_keeps_the_phones_as_a_fact(town: Town, skew: datetime) -> None:
    before = now()
    write(town.sitting(device_time=skew))
    submission = db.session.scalars(select(Submission)).one()
    assert before <= submission.received_at <= now()
    assert submission.device_time == skew
    assert stored()[0].said_at == submission.received_at


def test_everything_is_placed_in_every_vintage(town: Town) -> None:
    with transaction():
        newer = add_area_set("Viertel", date(2024, 1, 1), {"N": shapely.union(square(WEST), square(EAST))})
        newer_id = newer.id
    line = shapely.LineString([(9.05, 52.01), (9.07, 52.01)])
    outside = shapely.Point(10.0, 53.0)
    drafts = [draft_of(), draft_of(geometry=line), draft_of(geometry=outside), draft_of(geometry=None)]
    write(town.sitting(*drafts))
    from_areas = {
        (row.contribution_id, row.area_set_id): row.area_id for row in db.session.scalars(select(Placement))
    }
    assert len(from_areas) == 6
    assert from_areas[(drafts[2].id, newer_id)] is None
    assert from_areas[(drafts[0].id, newer_id)] == from_areas[(drafts[1].id, newer_id)] is not None
    assert from_areas[(drafts[0].id, town.area_set_id)] != from_areas[(drafts[1].id, town.area_set_id)]
    assert stored()[3].precision == "described"


def test_a_vintage_that_came_later_is_placed_in_one_job(town: Town) -> None:
    write(town.sitting(draft_of(), draft_of(geometry=shapely.Point(10, 53)), draft_of(geometry=None)))
    with transaction():
        later = add_area_set("Viertel", date(2025, 1, 1), {"L": square(WEST)}).id
        other = add_area_set("Andere", date(2025, 1, 1), {"O": square(WEST)}).id
        assert place_missing([later, other, town.area_set_id]) == 2
        assert place_missing([later]) == 0
    placed = db.session.scalars(select(Placement).where(Placement.area_set_id == later)).all()
    assert sorted(row.area_id is None for row in placed) == [False, True]


@pytest.mark.parametrize("closed", ["activity", "process", "later", "over"])
def test_a_closed_activity_refuses_but_still_answers_a_repeat(town: Town, closed: str) -> None:
    draft = town.sitting()
    write(draft)
    with transaction():
        activity = db.session.get(Activity, town.activity_id)
        process = db.session.get(Process, town.process_id)
        assert activity is not None
        assert process is not None
        if closed == "activity":
            activity.status = "closed"
        elif closed == "process":
            process.status = "closed"
        elif closed == "later":
            activity.opens_on = date(2999, 1, 1)
        else:
            process.period_end = date(2001, 1, 1)
    assert not write(draft).created
    with pytest.raises(ActivityClosed):
        write(town.sitting())
    assert len(stored()) == 1


def test_the_channel_decides_inside_the_transaction(town: Town, quiet_channel: Any) -> None:
    def three_at_most(activity: Activity, participant_id: object, drafts: list[Any]) -> None:
        if len(drafts) > 3:
            raise NotAllowed("Drei reichen.")

    quiet_channel(three_at_most)
    with pytest.raises(NotAllowed, match="Drei"):
        write(town.sitting(*(draft_of() for _ in range(4))))
    assert stored() == []
    assert write(town.sitting(*(draft_of() for _ in range(3)))).created


def test_foreign_activities_and_people_are_not_found(town: Town) -> None:
    with transaction():
        other = Process(slug="andere", title="Andere", status="open")
        db.session.add(other)
        db.session.flush()
        stranger = join_direct(process_id=other.id).participant.id
        other_id = other.id
    for values in (
        {"process_id": other_id},
        {"activity_id": new_id()},
        {"participant_id": stranger, "person_key": str(stranger)},
    ):
        with pytest.raises(NotFound):
            write(town.sitting(**values))
    assert stored() == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"text": "", "geometry": None, "place_text": " \n"}, "text"),
        ({"text": "x" * 5001}, "text"),
        ({"place_text": "x" * 301}, "place_text"),
        ({"quality": "toll"}, "quality"),
        ({"kind": "needle"}, "kind"),
        ({"precision": "fast"}, "precision"),
        ({"attributes": {"time_of_day": "teatime"}}, "attributes.time_of_day"),
        ({"attributes": {"Bad Key": "x"}}, "attributes"),
        ({"geometry": shapely.Point(52.01, 9.01)}, "geometry"),
        ({"geometry": shapely.Point(9.01, 89.9)}, "geometry"),
        ({"geometry": shapely.MultiPoint([(9, 52)])}, "geometry"),
        ({"geometry": shapely.LineString([(9, 52), (9, 52)])}, "geometry"),
        ({"geometry": shapely.Polygon([(9, 52), (9, 52), (9, 52), (9, 52)])}, "geometry"),
    ],
)
def test_what_cannot_be_stored_is_refused_with_its_field(
    town: Town, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(DomainError) as caught:
        write(town.sitting(draft_of(**values)))
    assert caught.value.field == field
    assert stored() == []


def test_crossing_lines_of_a_drawn_area_are_mended(town: Town) -> None:
    bow_tie = shapely.Polygon([(9.01, 52.01), (9.02, 52.02), (9.02, 52.01), (9.01, 52.02)])
    write(town.sitting(draft_of(kind="felt_area", geometry=bow_tie)))
    geometry = stored()[0].geometry
    assert geometry is not None
    assert geometry.is_valid
    assert geometry.area == pytest.approx(0.00005)


def test_too_many_vertices_are_refused_quickly(town: Town) -> None:
    with pytest.raises(InvalidPlace):
        write(
            town.sitting(draft_of(geometry=shapely.LineString([(9 + i * 1e-7, 52) for i in range(20_000)])))
        )


def test_many_sittings_are_stored_at_once_and_again_change_nothing(town: Town) -> None:
    drafts = [town.sitting(source="import", person_key=f"p{i}", participant_id=None) for i in range(1100)]
    with transaction():
        assert {recorded.created for recorded in record_many(drafts)} == {True}
        assert {recorded.created for recorded in record_many(drafts)} == {False}
    assert len(stored()) == 1100
    changed = replace(drafts[7], contributions=[replace(drafts[7].contributions[0], text="anders")])
    with pytest.raises(Conflict), transaction():
        record_many([*drafts[:7], changed, town.sitting()])
    assert len(stored()) == 1100
