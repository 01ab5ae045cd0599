"""Whole answers that are given again: as long as nothing was written, to the same browser, and never what is unique."""

from __future__ import annotations

import time
from typing import Any

import pytest
from apiflask import APIFlask
from flask import session
from flask.testing import FlaskClient
from itsdangerous import TimestampSigner
from sqlalchemy import event, text

from app.accounts import services as accounts
from app.base import answers
from app.base.access import access_of
from app.base.database import db, transaction
from tests.house.routes import address, rules
from tests.house.world import ADMIN, ANONYMOUS, PARTICIPANT, World, build, quiet
from tests.page_client import PageClient
from tests.staff import PASSWORD, give_role, make_area_set, make_process, make_user, sign_in

BROWSER = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}
HOME = "/"
TELL_THE_TIME = {"indicators_staff.overview", "indicators_staff.approve"}
"""Pages that say when their figures were worked out; within the seconds an answer is kept."""


class Asked:
    """How many statements reach the database while the block runs; the watch of the answers is not one of them."""

    def __enter__(self) -> Asked:
        self.statements: list[str] = []
        event.listen(db.engine, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(db.engine, "before_cursor_execute", self._note)

    def _note(self, _c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "pg_current_snapshot" not in statement:
            self.statements.append(statement)


def look(client: PageClient, url: str, **headers: str) -> tuple[str, list[str]]:
    """The page and what was asked of the database for it."""
    with client.application.app_context(), Asked() as asked:
        body = client.get(url, headers=BROWSER | headers).get_data(as_text=True)
    return body, asked.statements


@pytest.fixture
def process(app: APIFlask) -> Any:
    with app.app_context(), transaction():
        make_area_set()
        return make_process()


@pytest.fixture
def undisturbed(app: APIFlask) -> None:
    """Only where nobody else writes: PostgreSQL's snapshot tells of every database of a server."""
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            pytest.skip("other tests write on the same server meanwhile, and then nothing is kept")


@pytest.mark.usefixtures("undisturbed")
def test_a_page_is_given_again_without_asking_the_database(process: Any, client: PageClient) -> None:
    first, asked = look(client, HOME)
    again, nothing = look(client, HOME)
    assert again == first
    assert asked
    assert nothing == []


def test_after_a_write_nothing_old_is_given(process: Any, app: APIFlask, client: PageClient) -> None:
    look(client, HOME)
    look(client, HOME)
    with app.app_context(), transaction():
        db.session.execute(text("UPDATE process SET title = 'Ganz anders'"))
    body, asked = look(client, HOME)
    assert "Ganz anders" in body
    assert asked


def test_a_role_taken_away_counts_at_once(process: Any, app: APIFlask) -> None:
    with app.app_context(), transaction():
        user = make_user("planung@example.org")
        give_role(process, user, "planner")
    client = sign_in(app, "planung@example.org", PASSWORD)
    url = "/verwaltung/verfahren/mein-viertel"
    for _ in range(3):
        assert client.get(url, headers=BROWSER).status_code == 200
    with app.app_context(), transaction():
        accounts.set_active(user_id=user, active=False)
    assert client.get(url, headers=BROWSER).status_code in {302, 303, 401, 403}


def test_another_language_is_another_answer(process: Any, client: PageClient) -> None:
    german, _ = look(client, HOME, **{"Accept-Language": "de"})
    look(client, HOME, **{"Accept-Language": "de"})
    english, _ = look(client, HOME, **{"Accept-Language": "en"})
    assert 'lang="de"' in german
    assert 'lang="en"' in english


def test_another_person_is_another_answer(process: Any, app: APIFlask) -> None:
    with app.app_context(), transaction():
        for name in ("eins", "zwei"):
            give_role(process, make_user(f"{name}@example.org"), "planner")
    url = "/verwaltung/konto"
    pages = []
    for name in ("eins", "zwei"):
        client = sign_in(app, f"{name}@example.org", PASSWORD)
        look(client, url)
        pages.append(look(client, url)[0])
    assert "eins@example.org" in pages[0]
    assert "zwei@example.org" in pages[1]
    assert "eins@example.org" not in pages[1]


def test_an_answer_grows_old(process: Any, client: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    look(client, HOME)
    look(client, HOME)
    late = time.monotonic() + answers.SECONDS + 1
    monkeypatch.setattr(answers.time, "monotonic", lambda: late)
    assert look(client, HOME)[1]


def test_a_page_that_writes_is_never_kept(app: APIFlask) -> None:
    shelf = app.extensions["streifzug_answers"]
    with app.test_request_context(HOME, headers=BROWSER):
        app.preprocess_request()
        with transaction():
            db.session.execute(text("CREATE TABLE written_by_a_page (id INTEGER)"))
            db.session.execute(text("DROP TABLE written_by_a_page"))
        app.process_response(app.response_class("<p>Ja</p>"))
    assert not shelf.answers


def test_a_message_for_once_is_shown_once(process: Any, client: PageClient) -> None:
    look(client, HOME)
    look(client, HOME)
    with client.session_transaction() as stored:
        stored["_flashes"] = [("message", "Nur einmal")]
    first, _ = look(client, HOME)
    second, _ = look(client, HOME)
    assert "Nur einmal" in first
    assert "Nur einmal" not in second


@pytest.mark.usefixtures("undisturbed")
def test_what_is_unique_to_a_visit_is_not_kept(app: APIFlask) -> None:
    shelf = app.extensions["streifzug_answers"]
    shelf.forget()
    for is_unique in (True, False):
        with app.test_request_context(HOME, headers=BROWSER):
            app.preprocess_request()
            if is_unique:
                answers.made_for_one_visit()
            assert not session.modified
            app.process_response(app.response_class("<p>Ja</p>"))
        assert bool(shelf.answers) is not is_unique


def test_the_shelf_holds_so_many_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "ALTOGETHER", 250)
    shelf = answers._Shelf(state=1)
    for number in range(5):
        shelf.put(1, number, answers._Answer(b"x" * 100, [], time.monotonic() + 60))
    assert list(shelf.answers) == [3, 4]
    assert shelf.size == 200
    shelf.put(2, "from a state that is over", answers._Answer(b"x", [], time.monotonic() + 60))
    assert list(shelf.answers) == [3, 4]
    assert shelf.find(2, 3) is None
    assert (list(shelf.answers), shelf.size) == ([], 0)


@pytest.mark.usefixtures("undisturbed")
def test_a_page_that_is_kept_would_be_made_the_same(app: APIFlask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page that would be kept, made twice without the shelf; what differs is known or declared unique.

    The forms of the needle map, of a walk, of a subjective map and of a survey that is tried are known, and the
    positive control: they have a new id each time. The same phone may get the same id twice within seconds, as when it
    goes back; tests/maps/test_pages.py says what then happens.
    """
    # A form's token tells the second in which it was signed.
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _: 1_800_000_000)
    world = build(app)
    people = {"public": ANONYMOUS, "participant": PARTICIPANT}
    differs, compared = [], 0
    with quiet(world.app):
        for rule in rules(world.app):
            access = access_of(world.app, rule.endpoint)
            if "GET" not in (rule.methods or set()) or access is None:
                continue
            try:
                url = address(world, rule, "own") or rule.rule
            except KeyError:
                continue
            person = people.get(access.kind, ADMIN)
            browser = _browser(world, person)
            # By the third look a browser's session holds all that pages put into it; before, nothing is kept.
            made = [_made(browser, url) for _ in range(4)][2:]
            if None not in made and rule.endpoint not in TELL_THE_TIME:
                compared += 1
                differs += [rule.endpoint] if made[0] != made[1] else []
    assert compared >= 40
    assert differs == ["maps.needle", "walks.show", "drawings.draw", "surveys_staff.try_version"]


def _browser(world: World, person: str) -> FlaskClient:
    client = world.app.test_client()
    for pair in filter(None, world.cookies[person].split("; ")):
        client.set_cookie(*pair.split("=", 1))
    return client


def _made(client: FlaskClient, url: str) -> bytes | None:
    """The page as made now, if it would be kept; the shelf is emptied before."""
    shelf = client.application.extensions["streifzug_answers"]
    shelf.forget()
    body = client.get(url, headers=BROWSER, buffered=True).get_data()
    return body if shelf.answers else None
