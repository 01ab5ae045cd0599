"""Who may read about a walk, and what the calendar file says over the line."""

from __future__ import annotations

import pytest
from apiflask import APIFlask
from sqlalchemy import update

from app.base.database import db, transaction
from app.participants.services import join_direct
from app.walks.models import Walk
from tests.page_client import PageClient
from tests.walks.planning.office import Office, make_office

INFO = "/verfahren/mein-viertel/spaziergang/linden/info"


@pytest.fixture
def office(app: APIFlask) -> Office:
    return make_office(app)


def test_strangers_read_it_when_it_is_announced(app: APIFlask, office: Office) -> None:
    assert PageClient(app).get(INFO).status_code == 302
    assert PageClient(app).get(INFO.replace("info", "termin.ics")).status_code == 302
    with app.app_context(), transaction():
        db.session.execute(update(Walk).where(Walk.activity_id == office.walk_id).values(is_announced=True))
    page = PageClient(app).get(INFO).get_data(as_text=True)
    assert "Donnerstag, 7. Mai 2026, 16:00–17:45" in page
    assert "Zum Spaziergang" not in page
    file = PageClient(app).get(INFO.replace("info", "termin.ics"))
    assert file.content_type == "text/calendar; charset=utf-8; method=PUBLISH"


def test_those_who_take_part_read_it_in_any_case(app: APIFlask, office: Office) -> None:
    with app.app_context(), transaction():
        joined = join_direct(process_id=office.process_id, age_band="a14_15")
    phone = PageClient(app)
    phone.set_cookie(app.config["PARTICIPANT_COOKIE_NAME"], joined.session_token)
    for language, words in (
        ("de", "Was passiert mit dem, was wir sagen?"),
        ("tr", "Söylediklerimize ne oluyor?"),
    ):
        assert words in phone.get(f"{INFO}?sprache={language}").get_data(as_text=True)


def test_without_a_date_there_is_no_file(app: APIFlask, office: Office) -> None:
    with app.app_context(), transaction():
        nothing = {"starts_at": None, "ends_at": None}
        db.session.execute(update(Walk).where(Walk.activity_id == office.walk_id).values(**nothing))
    assert office.client.get(f"{office.at}/termin.ics").status_code == 404


def test_calling_off_is_in_the_next_file(office: Office) -> None:
    office.client.submit(office.at, action=f"{office.at}/absagen")
    file = office.client.get(f"{office.at}/termin.ics")
    assert "method=CANCEL" in file.content_type
    assert "Dieser Spaziergang ist abgesagt." in office.client.get(office.at).get_data(as_text=True)
    office.client.submit(office.at, action=f"{office.at}/doch")
    assert "method=PUBLISH" in office.client.get(f"{office.at}/termin.ics").content_type
