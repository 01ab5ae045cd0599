"""A structured walk: nobody sees another's note before two have handed in, and then both are in the record."""

from __future__ import annotations

from uuid import UUID

import pytest
import shapely
from apiflask import APIFlask

from app.base.database import transaction
from app.base.errors import Conflict, DomainError
from app.contributions.queries import frame
from app.processes.services import open_activity
from app.walks.queries import walk_by_slug
from app.walks.services import create_trail, create_walk
from app.walks.structured import queries
from app.walks.structured.queries import field_of, segments_of
from app.walks.structured.services import agree, lay_grid, pieces, save_note
from tests.staff import give_role, make_process, make_user, sign_in

URL = "/verwaltung/verfahren/mein-viertel/spaziergang/raster/raster"
WORDS = "Am Kiosk stehen drei Leute."


@pytest.fixture
def walked(app: APIFlask) -> tuple[UUID, UUID, UUID]:
    """The process and two noters; a grid of one segment and two times."""
    with app.app_context():
        process_id = make_process()
        users = [make_user(f"{name}@example.org") for name in ("eins", "zwei")]
        for user in users:
            give_role(process_id, user, "recorder")
        with transaction():
            trail = create_trail(process_id=process_id, title="Weg")
            walk = create_walk(trail=trail, slug="raster", title="Raster", kind="structured")
            open_activity(activity_id=walk.activity_id)
            lay_grid(walk=walk, names=["Lindenallee"], slots=["vormittags", "abends"])
        return process_id, users[0], users[1]


def hand_in(process_id: UUID, user: UUID, text: str, **answers: object) -> None:
    with transaction():
        activity = walk_by_slug(process_id, "raster").activity_id
        field = field_of(activity, 1, 1, user)
        save_note(field=field, user_id=user, answers=answers, text=text, hand_in=True)


def test_notes_are_blind_until_two_have_handed_in(app: APIFlask, walked: tuple[UUID, UUID, UUID]) -> None:
    process_id, first, second = walked
    with app.app_context():
        hand_in(process_id, first, WORDS, busy="few", present=["adults"])
        activity = walk_by_slug(process_id, "raster").activity_id
        assert field_of(activity, 1, 1, second).notes == []
        assert frame(process_id).empty, "review would show it to the other"
    page = sign_in(app, "zwei@example.org").get(f"{URL}/1/1").page.text
    assert WORDS not in page
    with app.app_context():
        hand_in(process_id, second, "Niemand zu sehen.", busy="empty", present=["adults"])
        found = field_of(activity, 1, 1, second)
        assert [note.text for note in found.notes] == [WORDS, "Niemand zu sehen."]
        # Seven groups of people all alike, how full it is not: 7 of 8.
        assert found.agreement == pytest.approx(7 / 8 * 100)
        said = frame(process_id)
        assert set(said["kind"]) == {"walk_observation"}
        assert said["person_key"].nunique() == 2
    page = sign_in(app, "zwei@example.org").get(f"{URL}/1/1").page.text
    assert WORDS in page
    assert "88 % der Angaben sind gleich." in page


def test_without_the_rule_the_other_note_would_show(
    app: APIFlask, walked: tuple[UUID, UUID, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: with one note enough to open a field, the same page tells it."""
    process_id, first, _second = walked
    with app.app_context():
        hand_in(process_id, first, WORDS, busy="few")
    monkeypatch.setattr(queries, "NOTERS", 1)
    with app.app_context():
        activity = walk_by_slug(process_id, "raster").activity_id
        assert [note.text for note in field_of(activity, 1, 1, walked[2]).notes] == [WORDS]


def test_who_still_writes_sees_nothing_of_those_who_are_done(
    app: APIFlask, walked: tuple[UUID, UUID, UUID]
) -> None:
    process_id, first, second = walked
    with app.app_context():
        third = make_user("drei@example.org")
        activity = walk_by_slug(process_id, "raster").activity_id
        with transaction():
            save_note(
                field=field_of(activity, 1, 1, third),
                user_id=third,
                answers={},
                text="Angefangen",
                hand_in=False,
            )
        hand_in(process_id, first, WORDS)
        hand_in(process_id, second, "Niemand.")
        assert field_of(activity, 1, 1, third).notes == []
        assert len(field_of(activity, 1, 1, first).notes) == 2


def test_what_is_handed_in_stands(app: APIFlask, walked: tuple[UUID, UUID, UUID]) -> None:
    process_id, first, second = walked
    with app.app_context():
        hand_in(process_id, first, WORDS)
        with pytest.raises(Conflict):
            hand_in(process_id, first, "Anders.")
        activity = walk_by_slug(process_id, "raster").activity_id
        with pytest.raises(Conflict):
            agree(field=field_of(activity, 1, 1, first), user_id=first, text="Gemeinsam")
        with pytest.raises(DomainError):
            hand_in(process_id, second, "", busy="crowded")
        with pytest.raises(Conflict):
            lay_grid(walk=walk_by_slug(process_id, "raster"), names=["Neu"])


def test_a_note_on_the_page_from_first_words_to_the_joint_one(
    app: APIFlask, walked: tuple[UUID, UUID, UUID]
) -> None:
    process_id, first, _second = walked
    with app.app_context():
        hand_in(process_id, first, WORDS, busy="few")
    client = sign_in(app, "zwei@example.org")
    empty = client.submit(f"{URL}/1/1", {"go": "save"}, action=f"{URL}/1/1")
    assert empty.status_code == 422
    client.submit(f"{URL}/1/1", {"text": "Leer.", "busy": "empty", "go": "save"}, action=f"{URL}/1/1")
    assert WORDS not in client.get(f"{URL}/1/1").page.text
    client.submit(f"{URL}/1/1", {"text": "Leer.", "busy": "empty", "go": "hand_in"}, action=f"{URL}/1/1")
    assert WORDS in client.get(f"{URL}/1/1").page.text
    joint = {"joint": "Es kommt auf die Minute an."}
    client.submit(f"{URL}/1/1", joint, action=f"{URL}/1/1/gemeinsam")
    page = sign_in(app, "eins@example.org").get(f"{URL}/1/1").page
    assert "Es kommt auf die Minute an." in page.text


def test_the_route_is_cut_into_pieces_of_one_length(app: APIFlask) -> None:
    route = shapely.LineString([(9.70, 52.30), (9.71, 52.30), (9.71, 52.305)])
    cut = pieces(route, 200)
    assert cut[0].coords[0] == pytest.approx(route.coords[0])
    assert cut[-1].coords[-1] == pytest.approx(route.coords[-1])
    assert len(cut) == 6
    with app.app_context():
        process_id = make_process()
        with transaction():
            trail = create_trail(process_id=process_id, title="Weg", route=route)
            walk = create_walk(trail=trail, slug="raster", title="Raster", kind="structured")
            lay_grid(walk=walk, metres=200)
        assert [segment.number for segment in segments_of(walk.activity_id)] == [1, 2, 3, 4, 5, 6]
