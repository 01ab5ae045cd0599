"""Answering a survey without a script: page after page with a draft, what conditions ask, the look-over, sending."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from apiflask import APIFlask
from sqlalchemy import func, select

from app.base.database import db, new_id, now, transaction
from app.base.retention import due
from app.contributions.models import Submission
from app.processes.services import close_activity
from app.surveys.models import SurveyDraft
from app.surveys.unsent import KEPT, draft_of, expire
from tests.contributions.phones import Phone
from tests.page_client import PageClient
from tests.surveys.factories import Asked, make_survey
from tests.surveys.recorded import sitting_of
from tests.surveys.twenty import FIELDS, RAW, TWENTY

HERE = "/verfahren/zeig-dein-viertel/umfrage/umfrage"


@pytest.fixture
def asked(app: APIFlask) -> Asked:
    with app.app_context():
        return make_survey(TWENTY, closing="Wir melden uns im Mai.")


@pytest.fixture
def page(app: APIFlask, client: PageClient, asked: Asked) -> PageClient:
    client.set_cookie(app.config["PARTICIPANT_COOKIE_NAME"], asked.session_token)
    return client


def fill(page: PageClient, number: int, values: dict[str, Any], go: str = "next") -> Any:
    """Fill one page; fields that come only after an answer are sent as if they had been there."""
    url = f"{HERE}?seite={number}"
    found = page.get(url).page  # type: ignore[attr-defined]
    asked = [one.get("value") for one in found.form().iter("input") if one.get("name") == "asked"]
    token = next(one.get("value") for one in found.form().iter("input") if one.get("name") == "csrf_token")
    ids = {
        one.get("name"): one.get("value")
        for one in found.form().iter("input")
        if (one.get("name") or "").endswith(".id")
    }
    return page.post(url, data={**ids, **values, "asked": asked, "csrf_token": token, "go": go})


def answer_all(page: PageClient) -> None:
    """All pages as a person without a script fills them."""
    first = {name: value for name, value in FIELDS[0].items() if name != "grade"}
    assert "seite=1" in fill(page, 1, first).location, "the class is asked once the school is known"
    assert "seite=2" in fill(page, 1, FIELDS[0]).location
    second = {name: value for name, value in FIELDS[1].items() if name != "mood_why"}
    assert "seite=2" in fill(page, 2, second).location
    assert "seite=3" in fill(page, 2, FIELDS[1]).location
    assert "seite=4" in fill(page, 3, FIELDS[2], go="again").location
    assert "seite=5" in fill(page, 4, FIELDS[3]).location
    places = {name: value for name, value in FIELDS[4].items() if not name.startswith("spot.2.")}
    assert "mehr=spot" in fill(page, 5, places, go="more:spot").location
    more = {**FIELDS[4], "spot.2.id": str(new_id())}
    assert "seite=6" in fill(page, 5, more).location
    assert "seite=pruefen" in fill(page, 6, FIELDS[5]).location


def test_the_same_answers_are_the_same_record_with_and_without_a_script(
    app: APIFlask, page: PageClient, asked: Asked
) -> None:
    answer_all(page)
    review = page.get(f"{HERE}?seite=pruefen")
    for words in ("Mika", "Eine andere, Waldschule", "Musik, Freunde", "Park: Jeden Tag", "Bank am Bach"):
        assert words in review.get_data(as_text=True)
    sent = page.submit(f"{HERE}?seite=pruefen")
    assert sent.location.endswith("/fertig")
    thanks = page.get(sent.location).get_data(as_text=True)
    assert "Wir melden uns im Mai." in thanks
    assert page.get(HERE).location.endswith("/fertig"), "each person answers once"
    with app.app_context():
        other = make_survey(TWENTY, slug="zum-vergleich")
    body = {"activity": str(other.activity_id), "language": "de", "version": 1, "answers": RAW}
    assert Phone(app, other.session_token).put(new_id(), body).status_code == 201
    with app.app_context():
        assert sitting_of(asked.participant_id) == sitting_of(other.participant_id)
        assert draft_of(asked.participant_id, asked.activity_id) is None


def test_what_does_not_fit_is_said_at_its_field_and_nothing_is_lost(page: PageClient, asked: Asked) -> None:
    answer = fill(page, 1, {"name": "Mika", "age": "zwölf"})
    assert answer.status_code == 422
    told = answer.get_data(as_text=True)
    assert "Bitte gib eine Zahl ein." in told
    assert "Bitte beantworte diese Frage." in told
    assert 'value="zwölf"' in told
    back = page.get(f"{HERE}?seite=1").get_data(as_text=True)
    assert 'value="Mika"' in back
    assert 'value="zwölf"' in back, "the draft keeps what does not fit yet"


def test_a_step_back_keeps_what_was_typed_without_checking(page: PageClient) -> None:
    fill(page, 1, {"age": "12", "school": "none"})
    assert "seite=1" in fill(page, 2, {"mood": "good", "day": "gestern"}, go="back").location
    assert 'value="gestern"' in page.get(f"{HERE}?seite=2").get_data(as_text=True)


def test_sending_too_early_leads_to_what_is_missing(app: APIFlask, page: PageClient, asked: Asked) -> None:
    fill(page, 2, {"mood": "good"})
    answer = page.submit(f"{HERE}?seite=pruefen")
    assert answer.status_code == 422
    assert "seite=1#q-age" in answer.get_data(as_text=True)
    with app.app_context():
        assert db.session.scalar(select(func.count(Submission.id))) == 0
        assert draft_of(asked.participant_id, asked.activity_id) is not None


def test_sent_twice_is_recorded_once(app: APIFlask, page: PageClient) -> None:
    answer_all(page)
    form = page.get(f"{HERE}?seite=pruefen").page.form()  # type: ignore[attr-defined]
    token = next(one.get("value") for one in form.iter("input") if one.get("name") == "csrf_token")
    for _ in range(2):
        page.post(f"{HERE}/abschicken", data={"csrf_token": token})
    with app.app_context():
        assert db.session.scalar(select(func.count(Submission.id))) == 1


def test_a_draft_goes_after_a_month_and_not_before(app: APIFlask, page: PageClient, asked: Asked) -> None:
    fill(page, 1, {"name": "Mika"})
    with app.app_context():
        draft = draft_of(asked.participant_id, asked.activity_id)
        assert draft is not None
        soon, late = draft.updated_at + KEPT / 2, now() + KEPT
        assert [one.kind for one in due(soon)] == []
        assert [one.kind for one in due(late)] == ["survey_draft"]
        with transaction():
            assert not expire(draft.submission_id, soon)
            assert expire(draft.submission_id, late)
        assert db.session.scalar(select(func.count(SurveyDraft.submission_id))) == 0


def test_a_closed_survey_says_so(app: APIFlask, page: PageClient, asked: Asked) -> None:
    with app.app_context(), transaction():
        close_activity(activity_id=asked.activity_id)
    assert "gerade nicht mitmachen" in page.get(HERE).get_data(as_text=True)


@pytest.mark.parametrize("language", ["de", "de-simple", "en", "ar"])
def test_the_whole_survey_stands_in_one_page_for_the_script(page: PageClient, language: str) -> None:
    answer = page.get(f"{HERE}?sprache={language}")
    text = answer.get_data(as_text=True)
    assert answer.headers["X-Keep-On-Phone"]
    for question in TWENTY.questions():
        if question.key not in {"child_age", "child_wish"}:
            assert f'data-path="{question.key}"' in text
    assert TWENTY.title[language] in text
    assert ('dir="rtl"' in text[:300]) == (language == "ar")


def test_texts_that_are_missing_in_a_language_say_which_they_are_in(page: PageClient) -> None:
    text = page.get(f"{HERE}?sprache=tr").get_data(as_text=True)
    assert '<span lang="de" dir="auto">Wie alt bist du?</span>' in text


def test_pages_belong_to_who_answers(app: APIFlask, client: PageClient, asked: Asked) -> None:
    assert "/mitmachen" in client.get(HERE).location
    with app.app_context():
        other = make_survey(TWENTY, slug="anderswo")
    client.set_cookie(app.config["PARTICIPANT_COOKIE_NAME"], other.session_token)
    assert client.get(HERE).status_code == 302
    assert client.get(f"{HERE}/fertig").status_code == 404
    assert isinstance(asked.activity_id, UUID)
