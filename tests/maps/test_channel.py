"""The rules of the needle map hold inside the recording, also when one person sends from many hands at once."""

from __future__ import annotations

import json
from threading import Thread
from uuid import UUID

import pytest
import shapely
from apiflask import APIFlask
from sqlalchemy import func, select

from app.base.database import db, new_id, transaction
from app.base.errors import Conflict, DomainError
from app.contributions.homes import coarsened, is_coarse, names_a_home
from app.contributions.own import own
from app.contributions.services import record, withdraw
from app.maps.queries import campaign_of, extent_of, outline_of, start_view
from app.participants.models import Participant
from app.participants.services import join_direct
from tests.maps.factories import make_campaign, mark


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"question": "gibtsnicht"}, "question"),
        ({"quality": "uneasy"}, "quality"),
        ({"text": "x" * 1001}, "text"),
        ({"geometry": shapely.Point(13.4, 52.5)}, "geometry"),
        ({"geometry": shapely.LineString([(9.3, 52.7), (9.31, 52.7)])}, "geometry"),
        ({"geometry": None, "text": "irgendwo"}, "place_text"),
        ({"text": "Das ist bei mir zu Hause"}, "text"),
        ({"text": "", "place_text": "bei mir zu Hause"}, "text"),
        ({"text": "", "title": "Das ist bei mir zu Hause"}, "text"),
    ],
)
def test_what_breaks_a_rule_names_its_field(
    db_session: object, values: dict[str, object], field: str
) -> None:
    with transaction():
        campaign = make_campaign()
        person = join_direct(process_id=campaign.activity.process_id).participant
    with pytest.raises(DomainError) as caught, transaction():
        record(mark(campaign, person, **values))  # type: ignore[arg-type]
    assert caught.value.field == field


def test_a_fourth_needle_is_refused_and_a_withdrawn_one_frees_its_place(db_session: object) -> None:
    with transaction():
        campaign = make_campaign()
        person = join_direct(process_id=campaign.activity.process_id).participant
        first = [record(mark(campaign, person)) for _ in range(3)][0]
    with pytest.raises(Conflict), transaction():
        record(mark(campaign, person))
    with transaction():
        record(mark(campaign, person, question="unwohl", quality="uneasy"))
        withdraw(contribution_id=first.submission_id, participant_id=person.id)
        record(mark(campaign, person))
    assert len(own(person.id, campaign.activity_id)) == 4


def test_ten_hands_of_one_person_still_set_three_needles(app: APIFlask) -> None:
    with app.app_context(), transaction():
        campaign = make_campaign()
        person = join_direct(process_id=campaign.activity.process_id).participant
        activity_id, person_id = campaign.activity_id, person.id
    refused: list[str] = []

    def send() -> None:
        with app.app_context():
            try:
                with transaction():
                    found, who = campaign_of(activity_id), db.session.get(Participant, person_id)
                    assert found
                    assert who
                    record(mark(found, who))
            except Conflict as error:
                refused.append(str(error))

    threads = [Thread(target=send) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        assert len(own(person_id, activity_id)) == 3
        assert len(refused) == 7


def test_the_same_put_twenty_times_at_once_is_one_mark(app: APIFlask) -> None:
    """R10 in small: one row, every answer 200 or 201 with the same id; other content is 409 and changes nothing."""
    with app.app_context(), transaction():
        campaign = make_campaign()
        joined = join_direct(process_id=campaign.activity.process_id)
        activity, token, person_id = str(campaign.activity_id), joined.session_token, joined.participant.id
    identity = str(new_id())
    answers: list[tuple[int, str]] = []

    def body(text: str) -> str:
        said = {
            "id": identity,
            "kind": "mark",
            "quality": "fav",
            "text": text,
            "geometry": {"type": "Point", "coordinates": [9.3, 52.7]},
            "precision": "exact",
            "is_secret": False,
            "attributes": {"question": "gern", "time_of_day": "dark"},
        }
        return json.dumps({"activity": activity, "language": "de", "contributions": [said]})

    def put(text: str = "Hier ist es schön") -> None:
        phone = app.test_client()
        phone.set_cookie(app.config["PARTICIPANT_COOKIE_NAME"], token)
        csrf = phone.get("/api/teilnahme").get_json()["csrf_token"]
        answer = phone.put(
            f"/api/submissions/{identity}",
            data=body(text),
            headers={
                "X-CSRFToken": csrf,
                "Content-Type": "application/json",
                "X-Participant": str(person_id),
            },
        )
        answers.append((answer.status_code, answer.get_json().get("id", "")))

    threads = [Thread(target=put) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(status for status, _ in answers) == [200] * 19 + [201]
    assert {found for _, found in answers} == {identity}
    put("etwas anderes")
    assert answers[-1][0] == 409
    with app.app_context():
        marks = own(person_id, UUID(activity))
        assert [found.text for found in marks] == ["Hier ist es schön"]


def test_a_page_left_open_by_another_person_is_refused(app: APIFlask) -> None:
    with app.app_context(), transaction():
        token = join_direct(process_id=make_campaign().activity.process_id).session_token
    phone = app.test_client()
    phone.set_cookie(app.config["PARTICIPANT_COOKIE_NAME"], token)
    csrf = phone.get("/api/teilnahme").get_json()["csrf_token"]
    headers = {"X-CSRFToken": csrf, "Content-Type": "application/json", "X-Participant": str(new_id())}
    assert phone.put(f"/api/submissions/{new_id()}", data="{}", headers=headers).status_code == 401


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Das ist bei mir zu Hause", True),
        ("Zuhause chillen", True),
        ("vor meinem Haus", True),
        ("my house", True),
        ("Im Jugendhaus ist es gut", False),
        ("Das Hochhaus stört", False),
        ("hier wohnen viele Freunde", False),
        ("", False),
        ("Я живу поруч", True),
        ("Вдома в мене тихо", True),
        ("Это мой дом", True),
        ("هذا بيتي", True),
        ("أسكن هنا", True),
        ("Evimin yanında, evim güzel", True),
        ("U mnie za oknem", True),
        ("Chez moi c’est calme", True),
        ("Будинок культури", False),
        ("Дом культуры", False),
        ("بيت الشباب", False),
        ("Gençlik evi", False),
        ("Dom kultury", False),
        ("La maison des jeunes", False),
    ],
)
def test_homes_are_heard(text: str, expected: bool) -> None:
    assert names_a_home(text) is expected


def test_a_coarse_place_is_its_own_coarse_place_and_at_most_half_a_cell_away() -> None:
    place = shapely.Point(9.3012345, 52.7012345)
    coarse = coarsened(place)
    assert is_coarse(coarse)
    assert not is_coarse(place)
    assert coarsened(coarse).equals(coarse)
    assert abs(coarse.x - place.x) <= 0.00375
    assert abs(coarse.y - place.y) <= 0.0025


def test_extent_outline_and_start_follow_the_areas(db_session: object) -> None:
    with transaction():
        process = make_campaign().activity.process
    assert extent_of(process) == pytest.approx((9.26, 52.68, 9.34, 52.72))
    outline = outline_of(process)
    assert outline is not None
    assert outline["geometry"]["type"] == "Polygon", "inner borders are not shown"
    assert start_view(process) == (9.3, 52.7, 14)
    assert db.session.scalar(select(func.count()).select_from(Participant)) == 0
