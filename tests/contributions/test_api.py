"""The recording API: answers, refusals in plain words, nothing a body says can change who and what is recorded."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from app.base.database import db, new_id, now, transaction
from app.contributions.models import Contribution, Submission
from app.participants.services import join_direct
from app.processes.models import Activity, Process
from tests.contributions.conftest import Town
from tests.contributions.phones import Phone, body, said


@pytest.fixture
def phone(app: APIFlask, town: Town) -> Phone:
    return Phone(app, town.session_token)


def rows(app: APIFlask) -> list[tuple[Contribution, Submission]]:
    with app.app_context():
        query = select(Contribution, Submission).join(Submission, Contribution.submission_id == Submission.id)
        found = db.session.execute(query.order_by(Contribution.position)).all()
        db.session.expunge_all()
        return [(row[0], row[1]) for row in found]


def test_put_answers_created_then_the_same_then_conflict(app: APIFlask, town: Town, phone: Phone) -> None:
    submission_id, sent = new_id(), body(town)
    first = phone.put(submission_id, sent)
    assert (first.status_code, first.get_json()) == (201, {"id": str(submission_id), "state": "received"})
    again = phone.put(submission_id, sent)
    assert (again.status_code, again.get_json()) == (200, {"id": str(submission_id), "state": "received"})
    other = phone.put(
        submission_id, {**sent, "contributions": [{**sent["contributions"][0], "text": "anders"}]}
    )
    assert (other.status_code, other.get_json()["field"]) == (409, "id")
    [(contribution, submission)] = rows(app)
    assert (contribution.text, submission.participant_id) == ("Hier ist es schön.", town.participant_id)
    assert (submission.channel, submission.source, submission.language) == ("quiet", "online", "de")


EXTRA = dict.fromkeys(
    [
        "state",
        "process",
        "process_id",
        "participant",
        "participant_id",
        "person_key",
        "released_text",
        "created_at",
        "received_at",
        "said_at",
        "role",
        "approved",
        "votes",
        "area",
        "area_id",
        "cell_100m",
        "flags",
        "urgency",
        "valence",
        "version",
        "channel",
        "source",
        "import_key",
        "content_hash",
        "position",
        "submission_id",
    ],
    "x",
)


def test_keys_that_nobody_asked_for_change_nothing(app: APIFlask, town: Town, phone: Phone) -> None:
    one = said(attributes={"question": "q1", "code": "GUT", **EXTRA}, **EXTRA)
    assert phone.put(new_id(), body(town, one, **EXTRA, id=str(new_id()))).status_code == 201
    [(contribution, submission)] = rows(app)
    assert (contribution.state, contribution.released_text, contribution.valence) == (
        "submitted",
        None,
        "pos",
    )
    assert (submission.participant_id, submission.process_id) == (town.participant_id, town.process_id)
    own = phone.send("GET", f"/own/{town.activity_id}").get_json()["contributions"]
    assert own[0]["attributes"] == {"question": "q1"}
    answer = phone.send("PATCH", f"/contributions/{contribution.id}", {**EXTRA, "version": 1, "text": "neu"})
    assert (answer.status_code, answer.get_json()["state"]) == (200, "submitted")
    [(after, submission)] = rows(app)
    assert (after.text, after.released_text, submission.participant_id) == ("neu", None, town.participant_id)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"activity": "x"}, "activity"),
        ({"activity": None}, "activity"),
        ({"contributions": None}, "contributions"),
        ({"contributions": []}, "contributions"),
        ({"contributions": {}}, "contributions"),
        ({"contributions": ["x"]}, "contributions.0"),
        ({"contributions": [said(id="7")]}, "contributions.0.id"),
        ({"contributions": [said(text=7)]}, "contributions.0.text"),
        ({"contributions": [said(text=None)]}, "contributions.0.text"),
        ({"contributions": [said(is_secret="ja")]}, "contributions.0.is_secret"),
        ({"contributions": [said(attributes=[])]}, "contributions.0.attributes"),
        ({"contributions": [said(quality="toll")]}, "quality"),
        ({"contributions": [said(text="x" * 5001)]}, "text"),
        ({"contributions": [said(attributes={"company": "hund"})]}, "attributes.company"),
        ({"contributions": [said(text="", geometry=None)]}, "text"),
        ({"contributions": [said(geometry="POINT(9 52)")]}, "geometry"),
        ({"device_time": 7}, "device_time"),
        ({"language": ["de"]}, "language"),
    ],
)
def test_what_does_not_fit_is_422_with_its_field(
    app: APIFlask, town: Town, phone: Phone, changes: dict[str, Any], field: str
) -> None:
    answer = phone.put(new_id(), body(town, **changes))
    assert (answer.status_code, answer.get_json()["field"]) == (422, field)
    assert answer.get_json()["message"]
    assert rows(app) == []


@pytest.mark.parametrize(
    "data",
    [
        "",
        "{",
        "[]",
        "null",
        "7",
        '"x"',
        "\x00",
        b"\xff\xfe",
        "[" * 100_000,
        '{"a":' * 50_000,
        "1" * 5000,
        "NaN",
    ],
)
def test_bodies_that_are_no_json_object_are_422(phone: Phone, data: bytes | str) -> None:
    answer = phone.put_raw(new_id(), data)
    assert answer.status_code == 422
    assert answer.get_json()["message"]


def test_a_body_of_megabytes_is_refused_unread(phone: Phone, town: Town) -> None:
    line = [[9 + i * 1e-6, 52.0] for i in range(1_000_000)]
    data = json.dumps(body(town, said(geometry={"type": "LineString", "coordinates": line})))
    answer = phone.put_raw(new_id(), data)
    assert (answer.status_code, "zu groß" in answer.get_json()["message"]) == (422, True)


def test_half_emoji_and_control_signs_are_stored_as_text(app: APIFlask, town: Town, phone: Phone) -> None:
    sent = json.dumps(body(town, said(text="Schön \ud83d hier\u0000")))
    assert phone.put_raw(new_id(), sent).status_code == 201
    assert rows(app)[0][0].text == "Schön \ufffd hier"


def test_writes_need_json_a_token_our_own_site_and_a_participant(
    app: APIFlask, town: Town, phone: Phone
) -> None:
    path, sent = f"/submissions/{new_id()}", json.dumps(body(town))
    assert phone.send("PUT", path, data=sent, content_type="text/plain").status_code == 415
    assert phone.send("PUT", path, body(town), headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    for token in ("", "wrong"):
        answer = phone.send("PUT", path, body(town), headers={"X-CSRFToken": token})
        assert (answer.status_code, "message" in answer.get_json()) == (400, True)
    stranger = Phone(app, None)
    assert stranger.put(new_id(), body(town)).status_code == 401
    assert Phone(app, "guessed").put(new_id(), body(town)).status_code == 401
    assert rows(app) == []


def test_a_closed_activity_refuses_in_words(app: APIFlask, town: Town, phone: Phone) -> None:
    with app.app_context(), transaction():
        activity = db.session.get(Activity, town.activity_id)
        assert activity is not None
        activity.closes_on = date(2001, 1, 1)
    answer = phone.put(new_id(), body(town))
    assert (answer.status_code, answer.get_json()["field"]) == (403, "activity")
    assert rows(app) == []


def test_other_peoples_contributions_and_activities_are_not_found(
    app: APIFlask, town: Town, phone: Phone
) -> None:
    with app.app_context(), transaction():
        neighbour = Phone(app, join_direct(process_id=town.process_id).session_token)
        other = Process(slug="andere", title="Andere", status="open")
        db.session.add(other)
        db.session.flush()
        foreign = Activity(process_id=other.id, channel="quiet", slug="orte", title="Orte", status="open")
        db.session.add(foreign)
        db.session.flush()
        foreign_id = foreign.id
    submission_id, sent = new_id(), body(town)
    phone.put(submission_id, sent)
    one = sent["contributions"][0]["id"]
    assert neighbour.put(submission_id, sent).status_code == 409
    assert neighbour.send("PATCH", f"/contributions/{one}", {"text": "x"}).status_code == 404
    assert neighbour.send("DELETE", f"/contributions/{one}").status_code == 404
    assert neighbour.send("GET", f"/own/{town.activity_id}").get_json() == {"contributions": []}
    assert phone.send("GET", f"/own/{foreign_id}").status_code == 404
    assert phone.send("GET", f"/own/{new_id()}").status_code == 404
    assert phone.put(new_id(), body(town, activity=str(foreign_id))).status_code == 404
    assert len(rows(app)) == 1


@pytest.mark.parametrize(
    "device_time",
    ["2016-05-04T16:00:00Z", "2036-05-04T16:00:00Z", "2038-01-19T03:14:08Z", "2026-03-29T02:30:00+01:00",
     "2026-05-04T16:00:00", "2026-05-04T16:00:00-14:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00",
     "gestern", "", None],
)  # fmt: skip
def test_any_clock_is_accepted_and_decides_nothing(
    app: APIFlask, town: Town, phone: Phone, device_time: str | None
) -> None:
    before = now()
    assert phone.put(new_id(), body(town, device_time=device_time)).status_code == 201
    [(contribution, submission)] = rows(app)
    assert before <= submission.received_at <= now()
    assert contribution.said_at == submission.received_at


def test_correcting_checks_the_version_and_asks_for_review_again(
    app: APIFlask, town: Town, phone: Phone
) -> None:
    sent = body(town)
    phone.put(new_id(), sent)
    one = sent["contributions"][0]["id"]
    moved = {"type": "Point", "coordinates": [9.05, 52.01]}
    changes = {"version": 1, "geometry": moved, "quality": "uneasy", "attributes": {"company": "alone"}}
    answer = phone.send("PATCH", f"/contributions/{one}", changes)
    assert answer.status_code == 200
    now_there = answer.get_json()
    assert (now_there["version"], now_there["geometry"]["coordinates"]) == (2, [9.05, 52.01])
    assert now_there["attributes"] == {"question": "q1", "time_of_day": "dark", "company": "alone"}
    assert rows(app)[0][0].valence == "neg"
    stale = phone.send("PATCH", f"/contributions/{one}", {"version": 1, "text": "zu spät"})
    assert stale.status_code == 409
    assert rows(app)[0][0].text == "Hier ist es schön."


def test_withdrawing_deletes_words_and_place(app: APIFlask, town: Town, phone: Phone) -> None:
    submission_id, sent = new_id(), body(town, said(), said(text="bleibt"))
    phone.put(submission_id, sent)
    one = sent["contributions"][0]["id"]
    assert phone.send("DELETE", f"/contributions/{one}").status_code == 204
    assert phone.send("DELETE", f"/contributions/{one}").status_code == 404
    gone, left = (row[0] for row in rows(app))
    assert (gone.state, gone.text, gone.geometry, gone.cell_100m) == ("withdrawn", "", None, None)
    assert left.text == "bleibt"
    assert [
        found["text"] for found in phone.send("GET", f"/own/{town.activity_id}").get_json()["contributions"]
    ] == ["bleibt"]
    assert phone.put(submission_id, sent).status_code == 200
    assert rows(app)[0][0].text == ""


def test_words_of_danger_are_answered_with_help_at_once(app: APIFlask, town: Town, phone: Phone) -> None:
    submission_id, sent = new_id(), body(town, said(), said(text="Mein Vater schlägt mich."))
    for status in (201, 200):
        answer = phone.put(submission_id, sent)
        assert answer.status_code == status
        help_now = answer.get_json()["help"]
        assert [one["number"] for one in help_now["numbers"]] == ["116 111", "110", "112"]
    assert "help" not in phone.put(new_id(), body(town, said())).get_json()
    one = sent["contributions"][0]["id"]
    changed = phone.send("PATCH", f"/contributions/{one}", {"text": "Ich will nicht mehr leben."})
    assert changed.get_json()["help"]["title"]
    assert "help" not in phone.send("PATCH", f"/contributions/{one}", {"text": "Schön hier."}).get_json()


def test_the_description_names_every_answer(app: APIFlask) -> None:
    with app.test_request_context():
        paths = app.spec["paths"]
    put = paths["/api/submissions/{submission_id}"]["put"]
    assert set(put["responses"]) == {"200", "201", "400", "401", "403", "404", "409", "415", "422"}
    assert put["requestBody"]["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/SubmissionIn"
    }
    assert set(paths["/api/contributions/{contribution_id}"]) == {"patch", "delete"}
