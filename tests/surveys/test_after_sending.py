"""What is left afterwards: help when words sound like danger, no draft after erasing, nobody at a device for many."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from apiflask import APIFlask
from sqlalchemy import func, select

from app.base.database import db, new_id, transaction
from app.participants.models import ParticipantSession
from app.participants.services import create_code, erase
from app.surveys.models import SurveyDraft
from app.surveys.unsent import save_unsent
from app.surveys.ways import kiosk_key
from tests.contributions.desk import DANGER
from tests.contributions.phones import Phone
from tests.page_client import PageClient
from tests.surveys.factories import Asked, make_survey
from tests.surveys.twenty import RAW, TWENTY

HERE = "/verfahren/zeig-dein-viertel/umfrage/umfrage"


@pytest.fixture
def asked(app: APIFlask) -> Asked:
    with app.app_context():
        return make_survey(TWENTY, modes=("open", "kiosk"))


@pytest.fixture
def page(app: APIFlask, client: PageClient, asked: Asked) -> PageClient:
    client.set_cookie(app.config["PARTICIPANT_COOKIE_NAME"], asked.session_token)
    return client


def test_words_that_sound_like_danger_bring_help(app: APIFlask, page: PageClient, asked: Asked) -> None:
    body = {"activity": str(asked.activity_id), "version": 1, "answers": {**RAW, "wish": DANGER}}
    assert Phone(app, asked.session_token).put(new_id(), body).get_json()["help"]
    assert "Nummer gegen Kummer" in page.get(f"{HERE}/fertig").get_data(as_text=True)


def test_who_erases_everything_leaves_no_draft(app: APIFlask, asked: Asked) -> None:
    with app.app_context():
        with transaction():
            save_unsent(participant_id=asked.participant_id, activity_id=asked.activity_id, raw={"age": "13"})
        with transaction():
            erase(participant_id=asked.participant_id)
        assert db.session.scalar(select(func.count(SurveyDraft.submission_id))) == 0


def joined(app: APIFlask, client: PageClient, asked: Asked) -> Any:
    """By the code of the device in the library, as everybody there."""
    with app.app_context(), transaction():
        code = create_code(process_id=asked.process_id, activity_id=asked.activity_id).code
    client.submit("/mitmachen", {"code": code})
    return client.submit("/mitmachen/angaben", {"age_band": "a14_15"})


def sessions(app: APIFlask) -> set[UUID]:
    with app.app_context():
        return set(db.session.scalars(select(ParticipantSession.participant_id)))


def test_the_next_person_at_a_device_begins_without_a_code(
    app: APIFlask, client: PageClient, asked: Asked
) -> None:
    before = sessions(app)
    assert joined(app, client, asked).location.endswith("/mitmachen/beleg")
    assert "X-Keep-On-Phone" in client.get(HERE).headers
    with app.app_context():
        key = kiosk_key(asked.activity_id)
    assert client.get(f"{HERE}?kiosk={key}").location == HERE
    answer = client.get(HERE)
    assert "data-kiosk" in answer.get_data(as_text=True)
    assert "X-Keep-On-Phone" not in answer.headers, "nothing of anybody stays on the device"
    form = client.get(HERE).page.form("/mitmachen/naechste")  # type: ignore[attr-defined]
    token = next(one.get("value") for one in form.iter("input") if one.get("name") == "csrf_token")
    assert client.post("/mitmachen/naechste", data={"csrf_token": token}).location.endswith(
        "/mitmachen/angaben"
    )
    assert sessions(app) == before, "nobody is signed in any more"
    assert client.get(HERE).location.endswith("/mitmachen")
    assert client.submit("/mitmachen/angaben", {"age_band": "a14_15"}).location.endswith("/mitmachen/beleg")


def test_a_survey_that_is_for_no_device_makes_none(app: APIFlask, client: PageClient) -> None:
    with app.app_context():
        other = make_survey(TWENTY, slug="ohne-geraet")
    joined(app, client, other)
    page = "/verfahren/ohne-geraet/umfrage/umfrage"
    with app.app_context():
        key = kiosk_key(other.activity_id)
    text = client.get(f"{page}?kiosk={key}", follow_redirects=True).get_data(as_text=True)
    assert "data-kiosk" not in text
