"""R40: guessing gets slow, the owner gets in, and nobody waits more than 25 seconds."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from app.accounts import pace
from app.accounts.models import SignInPace
from app.accounts.pace import LONGEST_WAIT, Place, begin_try, succeeded, wait_after
from app.base.database import now, transaction
from tests.page_client import PageClient
from tests.staff import PASSWORD, make_user, sign_in

EMAIL = "kim@example.org"
FULL = os.environ.get("STREIFZUG_FULL") == "1"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Call it to let seconds pass."""
    moment = [now()]
    monkeypatch.setattr(pace, "now", lambda: moment[0])

    def advance(seconds: float) -> None:
        moment[0] += timedelta(seconds=seconds)

    return advance


def _try(place: Place, email: str = EMAIL) -> int:
    with transaction():
        return begin_try(kind="password", email=email, place=place)


def test_waits_grow_and_stay_below_the_limit() -> None:
    assert [wait_after(failures) for failures in range(10)] == [0, 0, 0, 1, 2, 4, 8, 16, 20, 20]
    assert wait_after(10_000) == LONGEST_WAIT <= 25


@pytest.mark.parametrize("guesses", [10_000 if FULL else 1_000])
def test_many_guesses_on_ten_accounts(db_session: Any, clock: Callable[[float], None], guesses: int) -> None:
    """One guesser, ten guesses a second: 3 quick tries on each account, then ever fewer, at last one in 20 seconds."""
    looked_at = 0
    place = Place("203.0.113.5")
    with transaction():
        for number in range(guesses):
            wait = begin_try(kind="password", email=f"person{number % 10}@example.org", place=place)
            assert wait <= 25
            looked_at += wait == 0
            clock(0.1)
    assert looked_at <= 10 * (3 + 5 + guesses // 10 // 20)


def test_the_owner_is_not_slowed_by_a_guesser_elsewhere(
    db_session: Any, clock: Callable[[float], None]
) -> None:
    for _ in range(20):
        _try(Place("203.0.113.5"))
    assert _try(Place("203.0.113.99")) > 0, "same network"
    assert _try(Place("198.51.100.7")) == 0
    assert _try(Place("203.0.113.5", device="known")) == 0


def test_under_attack_an_unknown_place_waits_once_and_gets_in(
    db_session: Any, clock: Callable[[float], None]
) -> None:
    for number in range(40):
        _try(Place(f"10.{number}.0.1"))
    owner = Place("198.51.100.7")
    wait = _try(owner)
    assert wait == LONGEST_WAIT
    clock(wait)
    assert _try(owner) == 0
    assert _try(Place("198.51.100.8", device="known")) == 0


def test_refused_tries_do_not_lengthen_the_wait(db_session: Any, clock: Callable[[float], None]) -> None:
    place = Place("203.0.113.5")
    for _ in range(3):
        assert _try(place) == 0
    for _ in range(50):
        assert _try(place) == 1
    clock(1)
    assert _try(place) == 0


def test_success_forgets_and_time_forgets(db_session: Any, clock: Callable[[float], None]) -> None:
    place = Place("203.0.113.5")
    for _ in range(3):
        _try(place)
    with transaction():
        succeeded(kind="password", email=EMAIL, place=place)
    assert _try(place) == 0
    clock(13 * 60 * 60)
    _try(Place("198.51.100.7"), email="other@example.org")
    assert len(db_session.scalars(select(SignInPace)).all()) == 2, "only the newest try is still known"


def test_ipv6_counts_by_its_network(db_session: Any, clock: Callable[[float], None]) -> None:
    for number in range(5):
        _try(Place(f"2001:db8:1:1::{number:x}"))
    assert _try(Place("2001:db8:1:1::ffff")) > 0
    assert _try(Place("2001:db8:1:2::1")) == 0
    assert _try(Place(None)) == 0
    assert _try(Place("not an address")) == 0


def test_no_address_and_no_name_is_stored(db_session: Any) -> None:
    _try(Place("203.0.113.5"))
    stored = " ".join(entry.key for entry in db_session.scalars(select(SignInPace)))
    assert "203.0" not in stored
    assert "kim" not in stored


def test_the_page_asks_to_wait_and_lets_the_owner_in(
    app: APIFlask, client: PageClient, clock: Callable[[float], None]
) -> None:
    with app.app_context():
        make_user(EMAIL)
    guess = {"email": EMAIL, "password": "geraten und falsch"}
    statuses = [client.submit("/anmelden", guess, action="/anmelden").status_code for _ in range(5)]
    assert statuses == [422, 422, 422, 429, 429]
    response = client.submit("/anmelden", {"email": EMAIL, "password": PASSWORD}, action="/anmelden")
    assert response.status_code == 429
    assert "warten Sie noch eine Sekunde" in response.page.text
    clock(1)
    response = client.submit("/anmelden", {"email": EMAIL, "password": PASSWORD}, action="/anmelden")
    assert response.status_code == 302


def test_a_known_browser_passes_a_guesser_in_its_own_network(
    app: APIFlask, clock: Callable[[float], None]
) -> None:
    with app.app_context():
        make_user(EMAIL)
        make_user("other@example.org")
    owner = sign_in(app, EMAIL)
    owner.submit("/verwaltung/konto", action="/abmelden")
    guesser = PageClient(app)
    for _ in range(6):
        guesser.submit("/anmelden", {"email": EMAIL, "password": "geraten und falsch"}, action="/anmelden")
    answers = [
        browser.submit("/anmelden", {"email": EMAIL, "password": PASSWORD}, action="/anmelden").status_code
        for browser in (guesser, owner)
    ]
    assert answers == [429, 302]
    # A browser known to another account is not known to this one.
    stranger = sign_in(app, "other@example.org")
    stranger.submit("/verwaltung/konto", action="/abmelden")
    response = stranger.submit("/anmelden", {"email": EMAIL, "password": "geraten"}, action="/anmelden")
    assert response.status_code == 429
