"""Pages of lessons: who gets in, what the board says and what it never says (E21), and phones that wait."""

from __future__ import annotations

import re
from typing import Any

import pytest
from apiflask import APIFlask

from app.base.database import db, transaction
from app.contributions.class_mode import services
from app.participants.models import JoinCode
from app.participants.services import join, mark_slips
from app.processes.roles import INVITE, ROLES
from tests.contributions.class_mode.factories import (
    NOTE,
    Lesson,
    classmates,
    make_lesson,
    press,
    stored,
)
from tests.page_client import PageClient
from tests.staff import give_role, make_user, sign_in

WORDS = "Hinter der Halle ist es immer nass"


@pytest.fixture
def lesson(app: APIFlask) -> Lesson:
    with app.app_context():
        return make_lesson()


def opened(app: APIFlask, lesson: Lesson) -> PageClient:
    """A device on which the teacher opened the board."""
    client = PageClient(app)
    assert client.submit(f"/klasse/{lesson.token}").location == "/klasse"
    return client


def member(app: APIFlask, lesson: Lesson, role: str) -> PageClient:
    with app.app_context():
        give_role(stored(lesson).process_id, make_user(f"{role}@example.org"), role)
    return sign_in(app, f"{role}@example.org")


@pytest.mark.parametrize("role", ROLES)
def test_only_those_who_invite_plan_lessons(app: APIFlask, lesson: Lesson, role: str) -> None:
    client = member(app, lesson, role)
    here = f"/verwaltung/verfahren/{lesson.slug}/klassen"
    wanted = 200 if role in INVITE else 403
    for url in (here, f"{here}/{lesson.id}", f"{here}/{lesson.id}/mappe"):
        assert client.get(url).status_code == wanted


@pytest.mark.parametrize("role", INVITE)
def test_staff_pages_of_a_lesson_show_counts_and_nobody(app: APIFlask, lesson: Lesson, role: str) -> None:
    with app.app_context():
        people = [str(person.id) for person in classmates(lesson, 6, text=WORDS)]
    client = member(app, lesson, role)
    for url in ("", f"/{lesson.id}", f"/{lesson.id}/mappe"):
        text = client.get(f"/verwaltung/verfahren/{lesson.slug}/klassen{url}").page.text  # type: ignore[attr-defined]
        assert WORDS not in text
        assert not [person for person in people if person in text]


def test_the_link_is_shown_once_and_opens_the_board(app: APIFlask, lesson: Lesson) -> None:
    client = member(app, lesson, "coordinator")
    here = f"/verwaltung/verfahren/{lesson.slug}/klassen"
    values = {"label": "9c", "plan": "90", "permission": "approved", "permission_note": NOTE}
    page = client.submit(here, values, action=here).get_data(as_text=True)
    found = re.search(r"/klasse/[\w-]{22}", page)
    assert found is not None
    assert found[0].rsplit("/", 1)[1] not in client.get(here).get_data(as_text=True)
    board = PageClient(app)
    assert board.submit(found[0]).location == "/klasse"
    assert "9c" in board.get("/klasse").get_data(as_text=True)


def test_a_note_is_asked_for_at_its_field_and_nothing_typed_is_lost(app: APIFlask, lesson: Lesson) -> None:
    client = member(app, lesson, "coordinator")
    here = f"/verwaltung/verfahren/{lesson.slug}/klassen"
    answer = client.submit(here, {"label": "9c am Nachmittag", "permission": "approved"}, action=here)
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "9c am Nachmittag" in page
    assert 'id="permission_note-error"' in page


def test_the_board_says_counts_and_never_a_contribution_or_a_profile(app: APIFlask, lesson: Lesson) -> None:
    with app.app_context():
        people = classmates(lesson, 6, text=WORDS)
        secrets = [WORDS, "a12_13", "12–13", *(str(person.id) for person in people)]
        press(lesson, "start", "next", "reveal")
    client = opened(app, lesson)
    for url in ("/klasse", "/klasse/stand.json", "/klasse/karte.json", "/klasse/mappe"):
        text = client.get(url).get_data(as_text=True)
        shown = text.replace("»12–13«", "")  # the letter to guardians names a band as an example
        assert [secret for secret in secrets if secret in shown] == [], url
    state = client.get("/klasse/stand.json").get_json()
    assert (state["joined"], state["arrived"], state["questions"][0]) == ("6", "6", "6")
    assert set(state) == {
        "phase", "name", "call", "remaining", "clock", "running", "started", "revealed", "ended",
        "joined", "arrived", "questions",
    }  # fmt: skip
    assert set(client.get("/klasse/karte.json").get_json()) == {"cells", "points", "bounds"}


def test_the_token_opens_this_board_and_nothing_else(app: APIFlask, lesson: Lesson) -> None:
    client = opened(app, lesson)
    assert lesson.token not in client.get("/klasse").get_data(as_text=True)
    here = f"/verwaltung/verfahren/{lesson.slug}"
    for url in (f"{here}/klassen", f"{here}/sichtung", here, "/verwaltung"):
        assert client.get(url).location.startswith("/anmelden")
    assert client.get("/mein").location == "/mitmachen"
    assert client.get(f"/m/{lesson.token}").status_code == 422
    other = PageClient(app)
    assert other.get("/klasse").status_code == 404
    assert other.get("/klasse/stand.json").status_code == 404
    assert other.get("/klasse/gibt-es-nicht").status_code == 404


def test_buttons_of_the_board_and_a_link_taken_back(app: APIFlask, lesson: Lesson) -> None:
    client = opened(app, lesson)
    token = client.get("/api/teilnahme").get_json()["csrf_token"]
    pressed = client.post("/klasse", json={"step": "start", "phase": "0"}, headers={"X-CSRFToken": token})
    assert pressed.get_json()["running"] is True
    assert client.post("/klasse", data={"step": "more", "csrf_token": token}).location == "/klasse"
    assert client.get("/klasse/stand.json").get_json()["remaining"] > 300
    client.post("/klasse", data={"step": "explode", "csrf_token": token})
    assert client.get("/klasse/stand.json").get_json()["phase"] == 0
    with app.app_context(), transaction():
        services.take_board(lesson=stored(lesson))
    assert client.get("/klasse/stand.json").status_code == 404
    assert client.post("/klasse", data={"step": "next", "csrf_token": token}).status_code == 404


def test_a_board_without_a_permission_says_so(app: APIFlask) -> None:
    with app.app_context():
        lesson = make_lesson(permission="asked")
    client = opened(app, lesson)
    assert "Es gibt noch keinen Code" in client.get("/klasse").get_data(as_text=True)
    token = client.get("/api/teilnahme").get_json()["csrf_token"]
    refused = client.post("/klasse", json={"step": "start"}, headers={"X-CSRFToken": token})
    assert refused.status_code == 422
    assert "darf" in refused.get_json()["message"]


def test_phones_of_the_class_show_others_only_after_the_reveal(app: APIFlask, lesson: Lesson) -> None:
    with app.app_context(), transaction():
        code_id: Any = stored(lesson).join_code_id
        session = join(code_id=code_id, age_band="a12_13").session_token
    phone = PageClient(app)
    phone.set_cookie(app.config["PARTICIPANT_COOKIE_NAME"], session)
    here = f"/verfahren/{lesson.slug}/karte/nadelkarte"
    assert phone.get(f"{here}/andere.json").get_json() == {"waits": True}
    assert "Gleich schauen wir zusammen" in phone.get(f"{here}/fertig").get_data(as_text=True)
    with app.app_context():
        press(lesson, "start", "reveal")
    assert phone.get(f"{here}/andere.json").get_json() == []
    assert "Gleich schauen wir zusammen" not in phone.get(f"{here}/fertig").get_data(as_text=True)


def test_a_code_with_slips_stands_on_cards_and_on_no_board(app: APIFlask, lesson: Lesson) -> None:
    board = opened(app, lesson)
    with app.app_context():
        code = db.session.get_one(JoinCode, stored(lesson).join_code_id)
        typed = f"{code.code[:4]} {code.code[4:]}"
        assert typed in board.get("/klasse").page.text  # type: ignore[attr-defined]
        assert typed in board.get("/klasse/mappe").page.text  # type: ignore[attr-defined]
        user = make_user("leitung@example.org")
        with transaction():
            mark_slips(code=code, count=20, purposes=["photo"], user_id=user)
    for where in ("/klasse", "/klasse/mappe"):
        page = board.get(where).page  # type: ignore[attr-defined]
        assert typed not in page.text
        assert page.all("img") == []
    assert "Euer Code steht auf eurer Karte." in board.get("/klasse").page.text  # type: ignore[attr-defined]
