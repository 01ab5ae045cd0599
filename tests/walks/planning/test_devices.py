"""Codes of a walk: a recorder is asked nothing and stands for the group, a phone of the group joins as always."""

from __future__ import annotations

import re

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from app.base.database import db, transaction
from app.participants.models import JoinCode, Participant
from app.walks.planning.services import Plan, update_walk
from app.walks.queries import device_of
from tests.page_client import PageClient
from tests.walks.planning.office import Office, make_office


@pytest.fixture
def office(app: APIFlask) -> Office:
    return make_office(app)


def new_code(app: APIFlask, office: Office, device: str) -> str:
    office.client.submit(f"{office.at}/geraete", {"device": device, "label": f"Gerät {device}"})
    with app.app_context():
        code = db.session.scalar(select(JoinCode).where(JoinCode.label == f"Gerät {device}"))
        assert code is not None
        return code.code


def typed(app: APIFlask, code: str) -> PageClient:
    """A phone on which the code was typed, before the page that asks."""
    phone = PageClient(app)
    sent = phone.submit("/mitmachen", {"code": code}, action="/mitmachen")
    assert sent.headers["Location"].endswith("/mitmachen/angaben")
    return phone


def joined(app: APIFlask, office: Office) -> tuple[str, str, str]:
    """Age band, role and device of who joined last."""
    with app.app_context():
        person = db.session.scalars(select(Participant).order_by(Participant.created_at.desc())).first()
        assert person is not None
        return person.age_band, person.role, device_of(office.walk_id, person.id)


def test_a_recorder_is_asked_nothing(app: APIFlask, office: Office) -> None:
    phone = typed(app, new_code(app, office, "recorder"))
    page = phone.get("/mitmachen/angaben").get_data(as_text=True)
    assert 'name="age_band"' not in page
    assert len(re.sub(r"<[^>]+>", " ", page.split('id="information"')[1].split("</form>")[0]).split()) < 100
    sent = phone.submit("/mitmachen/angaben", action="/mitmachen/angaben")
    arrived = phone.get(sent.headers["Location"])
    assert arrived.headers["Location"].endswith("/spaziergang/linden")
    assert phone.get(arrived.headers["Location"]).status_code == 200
    # Whoever holds it says for a photo to be old enough; a group of 14 and 15 does not say it for them.
    assert joined(app, office) == ("na", "youth", "recorder")


def test_a_recorder_follows_what_the_group_is_now(app: APIFlask, office: Office) -> None:
    code = new_code(app, office, "recorder")
    with app.app_context(), transaction():
        plan = Plan(title="Lindenhof", group_role="senior", group_bands=["a65_79"])
        update_walk(activity_id=office.walk_id, plan=plan)
    phone = typed(app, code)
    phone.submit("/mitmachen/angaben", action="/mitmachen/angaben")
    assert joined(app, office) == ("a65_79", "senior", "recorder")


def test_a_phone_of_the_group_is_asked_as_always(app: APIFlask, office: Office) -> None:
    phone = typed(app, new_code(app, office, "group"))
    refused = phone.post("/mitmachen/angaben", data={"csrf_token": token(phone)})
    assert refused.status_code == 422
    sent = phone.submit("/mitmachen/angaben", {"age_band": "a12_13"}, action="/mitmachen/angaben")
    assert sent.headers["Location"].endswith("/mitmachen/beleg")
    assert joined(app, office) == ("a12_13", "youth", "group")


def test_the_page_counts_devices_and_ends_codes(app: APIFlask, office: Office) -> None:
    code = new_code(app, office, "recorder")
    for _device in range(2):
        typed(app, code).submit("/mitmachen/angaben", action="/mitmachen/angaben")
    page = office.client.get(f"{office.at}/geraete")
    text = page.get_data(as_text=True)
    assert "2 Geräte sind dabei" in text
    assert "zuletzt am" in text
    with app.app_context():
        code_id = db.session.scalar(select(JoinCode.id).where(JoinCode.code == code))
    office.client.submit(f"{office.at}/geraete", action=f"{office.at}/geraete/{code_id}/beenden")
    refused = PageClient(app).submit("/mitmachen", {"code": code}, action="/mitmachen")
    assert refused.status_code == 422
    assert "beendet" in office.client.get(f"{office.at}/geraete").get_data(as_text=True)


def token(phone: PageClient) -> str:
    page = phone.get("/mitmachen/angaben").get_data(as_text=True)
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found is not None
    return found[1]
