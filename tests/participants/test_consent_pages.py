"""The pages about consents: my own log, and what staff print and note for guardians."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from app.base.database import db, transaction
from app.participants.consents import is_consented, slips_of
from app.participants.models import Consent, JoinCode, Participant
from app.participants.services import join, mark_slips
from app.participants.vocabulary import AGE_16, CONSENT_TEXTS
from tests import staff
from tests.page_client import PageClient
from tests.participants.factories import make_code, make_process

COOKIE = "teilnahme"
SLUG = "zeig-dein-viertel"


@pytest.fixture
def code(app: APIFlask) -> Iterator[JoinCode]:
    with app.app_context():
        with transaction():
            made = make_code(make_process())
        yield made
        db.session.remove()


def phone(app: APIFlask, code: JoinCode, age_band: str) -> tuple[PageClient, UUID]:
    with transaction():
        joined = join(code_id=code.id, age_band=age_band)
        identity = joined.participant.id
    client = PageClient(app)
    client.set_cookie(COOKIE, joined.session_token)
    return client, identity


def team(app: APIFlask, role: str, code: JoinCode) -> PageClient:
    with transaction():
        user = staff.make_user(f"{role}@example.org")
        staff.give_role(code.process_id, user, role)
    return staff.sign_in(app, f"{role}@example.org")


def post(client: PageClient, url: str, page: str = "", **data: str) -> int:
    """Press a button of a page that has several; the token comes from the page."""
    fields = client.get(page or url).page.all("input")
    token = next(field.get("value") for field in fields if field.get("name") == "csrf_token")
    return client.post(url, data={**data, "csrf_token": token}).status_code


def yes(client: PageClient, purpose: str) -> int:
    return post(client, "/mein/einwilligungen", purpose=purpose, version=CONSENT_TEXTS[purpose].version)


def test_nothing_is_said_in_advance_and_a_yes_is_given_and_taken_back(app: APIFlask, code: JoinCode) -> None:
    client, identity = phone(app, code, "a18_21")
    page = client.get("/mein/einwilligungen").page
    assert "Bis jetzt zu nichts." in page.text
    assert not [box for box in page.all("input") if box.get("type") in {"checkbox", "radio"}]
    assert yes(client, "audio_public") == 302
    page = client.get("/mein/einwilligungen").page
    assert "Meine Stimme für alle" in page.text
    assert "gilt" in page.text
    db.session.rollback()
    consent = db.session.scalars(select(Consent)).one()
    assert post(client, f"/mein/einwilligungen/{consent.id}/zuruecknehmen", "/mein/einwilligungen") == 302
    db.session.rollback()
    assert not is_consented(identity, "audio_public")
    assert "zurückgenommen" in client.get("/mein/einwilligungen").page.text
    assert "Meine Einwilligungen" in client.get("/mein").page.text


def test_a_child_reads_why_and_takes_part_all_the_same(app: APIFlask, code: JoinCode) -> None:
    client, identity = phone(app, code, "a10_11")
    page = client.get("/mein/einwilligungen").page
    assert "Dafür müssen auch deine Eltern Ja sagen" in page.text
    assert yes(client, "audio_public") == 422
    assert not is_consented(identity, "audio_public")
    assert client.get("/mitmachen/los").status_code in {200, 302}


def test_a_yes_that_waits_for_the_slip_says_so_until_it_is_counted(app: APIFlask, code: JoinCode) -> None:
    client, identity = phone(app, code, "a14_15")
    assert "auch für neue" in client.get("/mein/einwilligungen").page.text
    assert yes(client, "quote") == 302
    waiting = client.get("/mein/einwilligungen").page.text
    assert "gilt noch nicht" in waiting
    assert "wenn auch deine Eltern Ja gesagt haben" in waiting
    with transaction():
        mark_slips(code=code, count=1, purposes=["quote"], user_id=staff.make_user("leitung@example.org"))
    assert is_consented(identity, "quote")
    assert "gilt noch nicht" not in client.get("/mein/einwilligungen").page.text


def test_who_said_no_age_is_asked_whether_they_are_sixteen(app: APIFlask, code: JoinCode) -> None:
    client, identity = phone(app, code, "na")
    page = client.get("/mein/einwilligungen").page
    assert "Ich bin 16 Jahre alt oder älter." in page.text
    assert yes(client, AGE_16) == 302
    assert yes(client, "audio_public") == 302
    db.session.rollback()
    assert is_consented(identity, "audio_public")
    assert "Ich bin 16 Jahre alt oder älter." in client.get("/mein/einwilligungen").page.text


def test_staff_print_the_slip_note_that_slips_are_here_and_take_it_back(
    app: APIFlask, code: JoinCode
) -> None:
    client = team(app, "facilitator", code)
    base = f"/verwaltung/verfahren/{SLUG}/zugang"
    slip = client.get(f"{base}/{code.id}/zettel").page.text
    assert "Klasse 8b" in slip
    assert "Fassung des Textes" in slip
    page = client.get(f"{base}/{code.id}/einwilligungen").page
    assert not [box for box in page.all("input") if "checked" in box.attrib], "nothing is ticked in advance"
    assert client.submit(f"{base}/{code.id}/einwilligungen").status_code == 422
    assert (
        client.submit(
            f"{base}/{code.id}/einwilligungen", {"count": "21", "purposes": ["audio", "photo"]}
        ).location
        == base
    )
    assert "Zettel liegen vor" in client.get(base).page.text
    db.session.rollback()
    assert slips_of([code.id])[code.id].purposes == ["audio", "photo"]
    assert db.session.get_one(JoinCode, code.id).max_participants == 21
    where = f"{base}/{code.id}/einwilligungen"
    assert post(client, f"{where}/aufheben", where) == 302
    db.session.rollback()
    assert slips_of([code.id]) == {}


def test_staff_see_numbers_and_never_who(app: APIFlask, code: JoinCode) -> None:
    person, identity = phone(app, code, "a18_21")
    yes(person, "audio_public")
    page = team(app, "coordinator", code).get(f"/verwaltung/verfahren/{SLUG}/zugang").page
    row = next(line for line in page.all("tr") if "Meine Stimme für alle" in "".join(line.itertext()))
    assert [cell.text for cell in row.iter() if cell.tag.endswith("td")] == ["1", "0"]


def test_slips_of_another_process_cannot_be_noted(app: APIFlask, code: JoinCode) -> None:
    with transaction():
        other = make_code(make_process("anderswo"))
    client = team(app, "facilitator", code)
    answer = client.get(f"/verwaltung/verfahren/{SLUG}/zugang/{other.id}/einwilligungen")
    assert answer.status_code == 404


def test_erasing_a_person_erases_what_they_said_yes_to(app: APIFlask, code: JoinCode) -> None:
    client, identity = phone(app, code, "a18_21")
    yes(client, "audio_public")
    with transaction():
        mark_slips(code=code, count=1, purposes=["photo"], user_id=staff.make_user("leitung@example.org"))
        db.session.delete(db.session.get(Participant, identity))
    db.session.rollback()
    assert db.session.scalars(select(Consent)).all() == []
