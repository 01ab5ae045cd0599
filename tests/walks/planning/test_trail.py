"""A trail through its service and its form: order, what was spoken of, two people at once, another walk on it."""

from __future__ import annotations

from uuid import UUID

import pytest
from apiflask import APIFlask
from werkzeug.datastructures import MultiDict

from app.base.database import db, new_id, transaction
from app.base.errors import Conflict, DomainError
from app.contributions.drafts import SubmissionDraft
from app.participants.services import join_direct
from app.questions.models import PUBLISHED
from app.walks.models import CHANNEL, Trail, Walk
from app.walks.planning.forms.rows import rearranged
from app.walks.planning.forms.trail import line_of, point_of
from app.walks.planning.services import StopPlan, TrailPlan, ask, update_trail
from app.walks.queries import stops_of, walk_by_slug, walk_of
from app.walks.services import record_entry
from tests.walks.planning.office import Office, make_office


@pytest.fixture
def office(app: APIFlask) -> Office:
    return make_office(app)


def plans(trail: Trail) -> list[StopPlan]:
    return [StopPlan(stop.name, id=stop.id, point=stop.point) for stop in trail.stops]


def say_something(walk: Walk, stop_id: UUID) -> None:
    person = join_direct(process_id=walk.activity.process_id, age_band="a14_15").participant
    sitting = SubmissionDraft(
        id=new_id(),
        process_id=walk.activity.process_id,
        activity_id=walk.activity_id,
        participant_id=person.id,
        person_key=str(person.id),
        channel=CHANNEL,
    )
    raw = {"what": "rating", "stop": str(stop_id), "rating": "plus"}
    record_entry(walk=walk, sitting=sitting, raw=raw, device="group")


def test_order_and_what_goes(app: APIFlask, office: Office) -> None:
    with app.app_context():
        with transaction():
            trail = db.session.get(Trail, office.trail_id)
            walk = walk_of(office.walk_id)
            assert trail is not None
            assert walk is not None
            say_something(walk, trail.stops[1].id)
        kept = plans(trail)
        with transaction():
            update_trail(trail_id=trail.id, plan=TrailPlan("Weg", stops=[kept[4], kept[0]]))
        assert [(stop.name, stop.is_dropped) for stop in trail.stops] == [
            ("Halt 5", False),
            ("Halt 1", False),
            ("Halt 2", True),
        ]
        assert [stop.name for stop in stops_of(trail)] == ["Halt 5", "Halt 1"]
        with transaction():
            update_trail(trail_id=trail.id, plan=TrailPlan("Weg", stops=plans(trail)))
        assert [stop.is_dropped for stop in trail.stops] == [False, False, False]


def test_two_people_at_once(app: APIFlask, office: Office) -> None:
    with app.app_context():
        with transaction():
            update_trail(trail_id=office.trail_id, plan=TrailPlan("Neu"), version=1)
        with pytest.raises(Conflict), transaction():
            update_trail(trail_id=office.trail_id, plan=TrailPlan("Anders"), version=1)
        with pytest.raises(DomainError) as refused, transaction():
            update_trail(
                trail_id=office.trail_id, plan=TrailPlan("x", stops=[StopPlan(str(n)) for n in range(13)])
            )
        assert refused.value.field == "stops"
    late = office.client.submit(f"{office.at}/weg", {"title": "Später", "version": "1"})
    assert late.status_code == 409
    text = late.get_data(as_text=True)
    assert "Inzwischen gespeichert" in text
    assert ">Neu<" in text
    assert "Später" in text


def test_a_sister_walk_and_once_more(app: APIFlask, office: Office) -> None:
    with app.app_context(), transaction():
        ask(activity_id=office.walk_id, code="shipped:walk_stop_youth")
    office.client.submit(
        f"{office.at}/schwester",
        {"title": "Lindenhof, Seniorentreff", "slug": "linden-alt", "group_label": "Seniorentreff"},
    )
    office.client.submit(f"{office.at}/noch-einmal", {"slug": "linden-2027"})
    page = office.client.get(office.at).get_data(as_text=True)
    assert "Lindenhof, Seniorentreff" in page
    assert "Lindenhof zu Fuß, noch einmal" in page
    with app.app_context():
        first = walk_of(office.walk_id)
        sister, again = (walk_by_slug(office.process_id, slug) for slug in ("linden-alt", "linden-2027"))
        assert first is not None
        assert {sister.trail_id, again.trail_id} == {office.trail_id}
        assert (sister.group_role, sister.group_label, sister.version_id) == ("senior", "Seniorentreff", None)
        assert (again.group_bands, again.version_id) == (["a14_15"], first.version_id)
        assert first.asked is not None
        assert first.asked.state == PUBLISHED
        assert again.starts_at is None


@pytest.mark.parametrize("text", ["52.37, 9.73", "52,37 9,73", "52.37 9.73", " 52,37; 9,73 "])
def test_points_as_people_type_them(text: str) -> None:
    point = point_of(text)
    assert point is not None
    assert (point.y, point.x) == (52.37, 9.73)


@pytest.mark.parametrize("text", ["", "hier", "52.37", "52.37, 9.73, 4", "99, 9", "52,37,9,73"])
def test_what_is_no_point(text: str) -> None:
    assert point_of(text) is None


@pytest.mark.parametrize(
    "text", ["", "[]", "[[1,2]]", "[[1,2],[3]]", "{}", "[[1,2],[300,4]]", '[["a",1],[2,3]]', "7"]
)
def test_what_is_no_line(text: str) -> None:
    assert line_of(text) is None


def test_rows_are_dragged_moved_and_added() -> None:
    from_page = {f"stops-{n}-name": name for n, name in enumerate("abc")}
    dragged = {**from_page, "stops-0-order": "2", "stops-1-order": "0", "stops-2-order": "1", "title": "t"}
    fields, target = rearranged(MultiDict(dragged), {"stops": {"name": "neu"}})
    assert [fields[f"stops-{n}-name"] for n in range(3)] == ["b", "c", "a"]
    assert (fields["title"], target) == ("t", "")
    fields, target = rearranged(MultiDict({**dragged, "move": "up:stops:0"}), {"stops": {}})
    assert [fields[f"stops-{n}-name"] for n in range(3)] == ["b", "a", "c"]
    assert target == "stops-1"
    fields, target = rearranged(MultiDict({**from_page, "move": "add:stops"}), {"stops": {"name": "neu"}})
    assert (fields["stops-3-name"], target) == ("neu", "stops-3")
    fields, target = rearranged(MultiDict({**from_page, "move": "remove:stops:2"}), {"stops": {}})
    assert (sorted(fields), target) == (["move", "stops-0-name", "stops-1-name"], "stops-1")
