"""People's own list: the state in plain words, change, take back, take everything back, download."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from apiflask import APIFlask
from sqlalchemy import func, select

from app.base.audit import AuditEvent
from app.base.database import db, transaction
from app.contributions import review
from app.contributions.models import Attribute, Contribution, Placement, ReviewDecision, Submission
from app.contributions.services import record
from app.participants.models import Participant
from app.participants.services import join_direct
from app.processes.models import Activity
from tests.contributions.conftest import Town, draft_of
from tests.contributions.desk import DANGER, look, put
from tests.page_client import PageClient


@pytest.fixture
def mine(app: APIFlask, town: Town) -> PageClient:
    """A phone on which the town's first participant is signed in."""
    return signed_in(app, town.session_token)


def signed_in(app: APIFlask, session_token: str) -> PageClient:
    client = PageClient(app)
    client.set_cookie(app.config["PARTICIPANT_COOKIE_NAME"], session_token)
    return client


def say(app: APIFlask, town: Town, **values: Any) -> UUID:
    draft = draft_of(**values)
    with app.app_context(), transaction():
        record(town.sitting(draft))
    return draft.id


def test_an_empty_list_and_strangers(app: APIFlask, town: Town, mine: PageClient) -> None:
    page = mine.get("/mein").page  # type: ignore[attr-defined]
    assert page.h1 == "Was ich gesagt habe"
    assert "Hier steht noch nichts von dir." in page.text
    for path in ("/mein", "/mein/daten.json", "/mein/alles-loeschen", "/mein/alles-loeschen/sicher"):
        assert PageClient(app).get(path).headers["Location"] == "/mitmachen"


def test_states_stand_in_plain_words(app: APIFlask, town: Town, mine: PageClient) -> None:
    ids = put(app, town, *(f"Text {number}" for number in range(6)))
    at = {"process_id": town.process_id, "user_id": None}
    with app.app_context(), transaction():
        review.hold(versions={ids[1]: 1}, **at)
        review.release(versions={ids[2]: 1}, **at)
        review.keep_internal(versions={ids[3]: 1}, **at)
        review.redact(contribution_id=ids[4], version=1, text="Te…", **at)
        review.reject(versions={ids[5]: 1}, reason="third_party", **at)
    text = mine.get("/mein").page.text  # type: ignore[attr-defined]
    for words in (
        "angekommen",
        "wird gerade gelesen",
        "für alle sichtbar",
        "nur für das Planungsteam",
        "gekürzt für alle sichtbar",
        "Te…",
        "nicht freigegeben, weil: Es geht um eine andere Person, die man erkennen kann.",
    ):
        assert words in text


def test_who_writes_of_danger_gets_help_first(app: APIFlask, town: Town, mine: PageClient) -> None:
    say(app, town, text="Schön <i>hier</i>")
    text = mine.get("/mein").page.text  # type: ignore[attr-defined]
    assert "116 111" not in text
    assert "Schön <i>hier</i>" in text
    say(app, town, text=DANGER)
    assert "116 111" in mine.get("/mein").page.text  # type: ignore[attr-defined]


def test_changing_ones_words(app: APIFlask, town: Town, mine: PageClient) -> None:
    one = say(app, town)
    path = f"/mein/{one}/aendern"
    assert mine.submit(path, {"text": "Neu", "is_secret": "y"}).status_code == 302
    changed = look(app, one)
    assert (changed.text, changed.is_secret, changed.version, changed.state) == ("Neu", True, 2, "submitted")
    long = mine.submit(path, {"text": "x" * 5001})
    assert long.status_code == 422
    assert "x" * 5001 in long.page.text  # type: ignore[attr-defined]
    described = say(app, town, geometry=None, place_text="Park")
    emptied = mine.submit(f"/mein/{described}/aendern", {"text": "", "place_text": ""})
    assert emptied.status_code == 422
    assert mine.submit(f"/mein/{described}/aendern", {"place_text": "Stadtpark"}).status_code == 302
    assert look(app, described).place_text == "Stadtpark"


def test_a_stale_change_shows_both_texts(app: APIFlask, town: Town, mine: PageClient) -> None:
    one = say(app, town)
    token = mine.get("/api/teilnahme").get_json()["csrf_token"]
    mine.submit(f"/mein/{one}/aendern", {"text": "Vom anderen Handy"})
    stale = mine.post(f"/mein/{one}/aendern", data={"csrf_token": token, "text": "Von diesem", "version": 1})
    assert stale.status_code == 409
    assert "Vom anderen Handy" in stale.page.text  # type: ignore[attr-defined]
    assert "Von diesem" in stale.page.text  # type: ignore[attr-defined]
    assert 'value="2"' in stale.get_data(as_text=True)
    assert look(app, one).text == "Vom anderen Handy"


def test_after_closing_words_can_be_taken_back_but_not_changed(
    app: APIFlask, town: Town, mine: PageClient
) -> None:
    one = say(app, town)
    with app.app_context(), transaction():
        activity = db.session.get(Activity, town.activity_id)
        assert activity is not None
        activity.status = "closed"
    assert "Ändern" not in mine.get("/mein").page.text  # type: ignore[attr-defined]
    assert mine.submit(f"/mein/{one}/aendern", {"text": "zu spät"}).status_code == 403
    assert mine.submit(f"/mein/{one}/zuruecknehmen").status_code == 302
    assert look(app, one).state == "withdrawn"


def test_taking_one_thing_back_asks_first_and_deletes_it(app: APIFlask, town: Town, mine: PageClient) -> None:
    one = say(app, town, attributes={"question": "q1"})
    assert "Diesen Beitrag zurücknehmen?" in mine.get(f"/mein/{one}/zuruecknehmen").page.text  # type: ignore[attr-defined]
    assert look(app, one).state == "submitted"
    assert mine.submit(f"/mein/{one}/zuruecknehmen").status_code == 302
    gone = look(app, one)
    assert (gone.state, gone.text, gone.geometry, gone.quality) == ("withdrawn", "", None, None)
    assert "Er ist gelöscht." in mine.get("/mein").page.text  # type: ignore[attr-defined]
    for path in (f"/mein/{one}/zuruecknehmen", f"/mein/{one}/aendern"):
        assert mine.get(path).status_code == 404


def test_others_are_not_found(app: APIFlask, town: Town) -> None:
    one = say(app, town)
    with app.app_context(), transaction():
        stranger = join_direct(process_id=town.process_id).session_token
    client = signed_in(app, stranger)
    for path in (f"/mein/{one}/aendern", f"/mein/{one}/zuruecknehmen"):
        assert client.get(path).status_code == 404
        token = client.get("/api/teilnahme").get_json()["csrf_token"]
        assert client.post(path, data={"csrf_token": token, "text": "x", "version": 1}).status_code == 404
    assert look(app, one).version == 1


def test_the_download_holds_everything(app: APIFlask, town: Town, mine: PageClient) -> None:
    say(app, town, attributes={"time_of_day": "dark"})
    answer = mine.get("/mein/daten.json")
    assert "attachment" in answer.headers["Content-Disposition"]
    data = answer.get_json()
    assert data["participant"]["age_band"] == "a14_15"
    [said] = data["contributions"]
    assert (said["text"], said["attributes"]) == ("Hier ist es schön.", {"time_of_day": "dark"})
    assert said["geometry"] == {"type": "Point", "coordinates": [9.01, 52.01]}


def test_taking_everything_back_takes_two_steps_and_leaves_a_note_only(
    app: APIFlask, town: Town, mine: PageClient
) -> None:
    one = say(app, town, attributes={"question": "q1"})
    with app.app_context(), transaction():
        review.release(process_id=town.process_id, versions={one: 1}, user_id=None)
        other = join_direct(process_id=town.process_id).participant.id
        record(town.sitting(draft_of(text="bleibt"), participant_id=other, person_key=str(other)))
    first = mine.get("/mein/alles-loeschen")
    assert "Du hast einen Beitrag geschickt." in first.page.text  # type: ignore[attr-defined]
    unsure = mine.submit("/mein/alles-loeschen/sicher")
    assert unsure.status_code == 422
    assert look(app, one).state == "released"
    done = mine.submit("/mein/alles-loeschen/sicher", {"sure": "y"})
    assert done.headers["Location"] == "/mein/geloescht"
    assert mine.get("/mein/geloescht").page.h1 == "Alles gelöscht"  # type: ignore[attr-defined]
    with app.app_context():
        assert db.session.scalars(select(Contribution.text)).all() == ["bleibt"]
        assert db.session.get(Participant, town.participant_id) is None
        for table, count in ((Submission, 1), (Attribute, 0), (Placement, 1), (ReviewDecision, 0)):
            assert db.session.scalar(select(func.count()).select_from(table)) == count
        notes = db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()
        assert notes.count("contributions.erase") == 1
    assert mine.get("/mein").headers["Location"] == "/mitmachen"
    assert signed_in(app, town.session_token).get("/mein").status_code == 302
