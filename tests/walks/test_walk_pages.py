"""The page of a walk without a script, what it gives its script, the counts, and entries that are taken back."""

from __future__ import annotations

import html
import json
from typing import Any
from uuid import UUID

import pytest
from apiflask import APIFlask

from app.base.database import new_id, transaction
from app.processes.services import close_activity
from app.walks.entries import part_id
from app.walks.told import own_entries
from tests.contributions.phones import Phone
from tests.page_client import PageClient, values_of
from tests.walks.factories import Walking, make_walking

LINE = {"type": "LineString", "coordinates": [[9.298, 52.7], [9.3, 52.701]]}
POINT = {"type": "Point", "coordinates": [9.3, 52.701]}


@pytest.fixture
def walking(app: APIFlask) -> Walking:
    with app.app_context():
        return make_walking()


@pytest.fixture
def page(app: APIFlask, client: PageClient, walking: Walking) -> PageClient:
    client.set_cookie(app.config["PARTICIPANT_COOKIE_NAME"], walking.youths[0])
    return client


@pytest.fixture
def recorder(app: APIFlask, walking: Walking) -> Phone:
    return Phone(app, walking.recorders[0])


def send(phone: Phone, walking: Walking, answers: dict[str, Any], identity: UUID | None = None) -> UUID:
    identity = identity or new_id()
    body = {
        "activity": str(walking.activity_id),
        "device_time": "2026-11-30T10:00:00.000Z",
        "answers": answers,
    }
    answer = phone.put(identity, body)
    assert answer.status_code in (200, 201), answer.get_json()
    return identity


def told(app: APIFlask, walking: Walking, number: int = 0) -> list[dict[str, Any]]:
    with app.app_context():
        return own_entries(walking.people[number], walking.activity_id)


def config(phone: Phone, walking: Walking) -> dict[str, Any]:
    text = phone.client.get(walking.address).get_data(as_text=True)
    found: dict[str, Any] = json.loads(html.unescape(text.split("data-config='")[1].split("'")[0]))
    return found


def test_a_note_and_a_rating_without_a_script(app: APIFlask, page: PageClient, walking: Walking) -> None:
    stop = str(walking.stops[1])
    url = f"{walking.address}?ansicht=liste"
    form = {"stop": stop, "what": "idea", "text": "Mehr Licht", "valence": "neg", "is_secret": "y"}
    answer = page.submit(url, form, action=f"{walking.address}/notiz")
    assert answer.status_code == 302
    answer = page.submit(url, {"r-stop": stop, "r-rating": "minus"}, action=f"{walking.address}/bewertung")
    assert answer.status_code == 302
    note, rating = told(app, walking, 2)
    assert note["answers"] == {
        "what": "idea", "stop": stop, "text": "Mehr Licht", "valence": "neg", "is_secret": True,
    }  # fmt: skip
    assert rating["answers"] == {"what": "rating", "stop": stop, "rating": "minus"}
    shown = page.get(url).get_data(as_text=True)
    assert "Mehr Licht" in shown
    assert f"/mein/antworten/{note['id']}/zuruecknehmen" in shown


def test_what_is_missing_is_said_at_its_field(page: PageClient, walking: Walking) -> None:
    url = f"{walking.address}?ansicht=liste"
    answer = page.submit(
        url, {"what": "quote", "text": "  ", "valence": "pos"}, action=f"{walking.address}/notiz"
    )
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert "Hier fehlen noch die Worte." in text
    answer = page.submit(url, {"r-stop": str(walking.stops[2])}, action=f"{walking.address}/bewertung")
    assert answer.status_code == 422
    assert "nicht gut." in answer.get_data(as_text=True)


def test_the_same_form_twice_is_one_note(app: APIFlask, page: PageClient, walking: Walking) -> None:
    form = page.get(f"{walking.address}?ansicht=liste").page.form(f"{walking.address}/notiz")  # type: ignore[attr-defined]
    data = {**values_of(form), "stop": "", "what": "quote", "text": "Einmal"}
    assert page.post(f"{walking.address}/notiz", data=data).status_code == 302
    assert page.post(f"{walking.address}/notiz", data=data).status_code == 302
    changed = page.post(f"{walking.address}/notiz", data={**data, "text": "Anders"})
    assert changed.status_code == 422
    assert "schon etwas angekommen" in changed.get_data(as_text=True)
    assert [entry["answers"]["text"] for entry in told(app, walking, 2)] == ["Einmal"]


@pytest.mark.parametrize(
    "answers",
    [
        {"what": "quote", "text": "Laut", "valence": "neg", "present": ["youth", "dogs"], "weather": "rain"},
        {"what": "dot", "valence": "pos", "geometry": POINT, "precision": "exact"},
        {"what": "hands", "hands": {"plus": 3, "zero": 0, "minus": 1}},
        {"what": "frame", "weather": "rain", "light": "dusk", "persons": 9},
        {"what": "end_round", "top_good": ["Die Wand"], "top_bad": ["Licht", "Müll"]},
        {"what": "route", "geometry": LINE, "precision": "exact", "text": "Da ist Schatten"},
        {
            "what": "stop_new",
            "title": "Skatewand",
            "geometry": POINT,
            "precision": "exact",
            "is_secret": True,
        },
        {"what": "arrived"},
    ],
)
def test_a_page_gets_back_what_was_sent(
    app: APIFlask, recorder: Phone, walking: Walking, answers: dict[str, Any]
) -> None:
    given = {**answers, "stop": str(walking.stops[0])}
    identity = send(recorder, walking, given)
    (found,) = config(recorder, walking)["entries"]
    wanted = given if answers["what"] != "hands" else given | {"hands": {"plus": 3, "zero": 0, "minus": 1}}
    assert (found["id"], found["answers"]) == (str(identity), wanted)
    assert found["device_time"].startswith("2026-11-30T10:00:00")


def test_an_entry_is_taken_back_once_and_by_its_owner(
    app: APIFlask, recorder: Phone, walking: Walking
) -> None:
    """A rating has no contribution, so that the whole sitting is what goes."""
    stop = str(walking.stops[0])
    for answers in (
        {"what": "rating", "stop": stop, "rating": "plus"},
        {"what": "quote", "text": "Weg damit"},
    ):
        identity = send(recorder, walking, answers)
        stranger = Phone(app, walking.youths[1])
        assert stranger.send("DELETE", f"/submissions/{identity}").status_code == 404
        assert len(told(app, walking)) == 1
        assert recorder.send("DELETE", f"/submissions/{identity}").status_code == 204
        assert recorder.send("DELETE", f"/submissions/{identity}").status_code == 404
        assert told(app, walking) == []
        # What was on its way all the time does not come back.
        send(recorder, walking, answers, identity)
        assert told(app, walking) == []


def test_words_taken_back_elsewhere_are_gone_here(app: APIFlask, recorder: Phone, walking: Walking) -> None:
    identity = send(recorder, walking, {"what": "quote", "text": "Weg damit"})
    assert recorder.send("DELETE", f"/contributions/{part_id(identity, 'said')}").status_code == 204
    assert told(app, walking) == []


def test_recorders_see_numbers_of_all_devices_and_no_words(
    app: APIFlask, recorder: Phone, walking: Walking
) -> None:
    first, second = str(walking.stops[0]), str(walking.stops[1])
    youth = Phone(app, walking.youths[0])
    send(youth, walking, {"what": "observation", "stop": first, "text": "Geheimes Wort"})
    send(youth, walking, {"what": "rating", "stop": first, "rating": "plus"})
    send(recorder, walking, {"what": "photo", "stop": second, "text": "Bank"})
    send(recorder, walking, {"what": "idea", "text": "Unterwegs"})
    send(recorder, walking, {"what": "arrived", "stop": second})
    counts = recorder.client.get(f"{walking.address}/stand.json")
    assert counts.get_json() == {
        "": {"notes": 1, "photos": 0, "ratings": 0},
        first: {"notes": 1, "photos": 0, "ratings": 1},
        second: {"notes": 0, "photos": 1, "ratings": 0},
    }
    assert "Geheimes" not in counts.get_data(as_text=True)
    assert youth.client.get(f"{walking.address}/stand.json").status_code == 403


def test_what_a_device_is_for_decides_what_it_is_offered(
    app: APIFlask, recorder: Phone, walking: Walking
) -> None:
    youth = Phone(app, walking.youths[0])
    assert config(recorder, walking)["isRecorder"]
    assert not config(youth, walking)["isRecorder"]
    assert 'data-act="hands"' in recorder.client.get(walking.address).get_data(as_text=True)
    assert 'data-act="hands"' not in youth.client.get(walking.address).get_data(as_text=True)
    assert recorder.client.get(walking.address).headers["X-Keep-On-Phone"] == str(walking.people[0])
    assert "X-Keep-On-Phone" not in recorder.client.get(f"{walking.address}?ansicht=liste").headers


def test_before_and_after_its_time_nothing_is_asked(page: PageClient, walking: Walking) -> None:
    with page.application.app_context(), transaction():
        close_activity(activity_id=walking.activity_id)
    assert "nehmen wir noch 14 Tage" in page.get(walking.address).get_data(as_text=True)
