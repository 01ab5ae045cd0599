"""The second factor: setting it up, signing in with it, codes for the day the phone is gone."""

from __future__ import annotations

import base64
import hmac
import time
from typing import Any

import pytest
from apiflask import APIFlask

from app.accounts import services
from app.accounts.models import User
from app.base.database import db, transaction
from tests.page_checks import text_of
from tests.page_client import PageClient
from tests.staff import PASSWORD, make_user, sign_in

EMAIL = "kim@example.org"


@pytest.fixture
def kim(app: APIFlask) -> Any:
    with app.app_context():
        return make_user(EMAIL)


def _code(key: str, steps: int = 0) -> str:
    """RFC 6238 with SHA-1, 30 seconds and 6 digits, written anew; `steps` later than now."""
    counter = int(time.time()) // 30 + steps
    digest = hmac.new(
        base64.b32decode(key + "=" * (-len(key) % 8)), counter.to_bytes(8, "big"), "sha1"
    ).digest()
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"


def _set_up(client: PageClient) -> str:
    """Switch it on; returns the key that the app on the phone would hold."""
    response = client.submit(
        "/konto/zweiter-faktor", {"setup": "authenticator"}, action="/konto/zweiter-faktor"
    )
    assert response.status_code == 200
    key = text_of(response.page.one("code")).replace("-", "").replace(" ", "")
    picture = response.page.one("img").get("src")
    assert picture.startswith("data:image/svg+xml")
    form = next(f for f in response.page.one("main").iter("form"))
    token = form.find(".//input[@name='csrf_token']").get("value")
    done = client.post(form.get("action"), data={"csrf_token": token, "code": _code(key)})
    assert done.headers["Location"] == "/verwaltung/konto"
    assert "Der zweite Faktor ist eingerichtet." in client.get("/verwaltung/konto").page.text
    return key


def _password_step(app: APIFlask) -> PageClient:
    client = PageClient(app)
    response = client.submit(
        "/anmelden?next=/verwaltung/konto", {"email": EMAIL, "password": PASSWORD}, action="/anmelden"
    )
    assert response.headers["Location"].startswith("/anmelden/code")
    assert client.get("/verwaltung/konto").status_code == 302, "a password alone must not be enough"
    return client


def _enter(client: PageClient, code: str) -> Any:
    return client.submit("/anmelden/code?next=/verwaltung/konto", {"code": code})


def test_sign_in_asks_for_the_code(app: APIFlask, kim: Any) -> None:
    key = _set_up(sign_in(app, EMAIL))
    client = _password_step(app)
    assert _enter(client, "000000").status_code == 422
    response = _enter(client, f" {_code(key, 1)} ")
    assert response.headers["Location"] == "/verwaltung/konto"
    assert client.get("/verwaltung/konto").status_code == 200


def test_a_code_works_once(app: APIFlask, kim: Any) -> None:
    key = _set_up(sign_in(app, EMAIL))
    code = _code(key, 1)
    assert _enter(_password_step(app), code).status_code == 302
    assert _enter(_password_step(app), code).status_code == 422


def test_guessing_codes_is_slowed(app: APIFlask, kim: Any) -> None:
    _set_up(sign_in(app, EMAIL))
    client = _password_step(app)
    assert [_enter(client, f"{number:06d}").status_code for number in range(5)] == [422, 422, 422, 429, 429]


def test_the_secret_is_stored_encrypted(app: APIFlask, kim: Any) -> None:
    key = _set_up(sign_in(app, EMAIL))
    with app.app_context():
        stored = db.session.get(User, kim).tf_totp_secret
    assert key not in stored


def test_switching_off_needs_nothing_more_than_a_fresh_sign_in(app: APIFlask, kim: Any) -> None:
    client = sign_in(app, EMAIL)
    _set_up(client)
    client.submit("/konto/zweiter-faktor", {"setup": "disable"}, action="/konto/zweiter-faktor")
    assert sign_in(app, EMAIL).get("/verwaltung/konto").status_code == 200


def test_an_old_sign_in_has_to_confirm_the_password(app: APIFlask, kim: Any) -> None:
    client = sign_in(app, EMAIL)
    with client.session_transaction() as session:
        session["fs_paa"] = time.time() - 3600
    response = client.get("/konto/zweiter-faktor")
    assert response.headers["Location"].startswith("/konto/bestaetigen?next=")
    back = client.submit(response.headers["Location"], {"password": PASSWORD})
    assert back.headers["Location"] == "/konto/zweiter-faktor"
    assert client.get("/konto/zweiter-faktor").status_code == 200


def test_recovery_codes_replace_the_phone_once_each(app: APIFlask, kim: Any) -> None:
    client = sign_in(app, EMAIL)
    _set_up(client)
    page = client.submit("/konto/wiederherstellung", action="/konto/wiederherstellung").page
    codes = [text_of(element) for element in page.all("code")]
    assert len(set(codes)) == 8
    with app.app_context():
        assert not set(codes) & set(db.session.get(User, kim).mf_recovery_codes)
    for code, status in ((codes[0], 302), (codes[0], 422), ("falsch", 422), (codes[1], 302)):
        browser = _password_step(app)
        assert browser.submit("/anmelden/wiederherstellung", {"code": code}).status_code == status
    assert "Noch gültige Codes: 6" in client.get("/verwaltung/konto").page.text


def test_an_administrator_can_take_a_lost_factor_away(app: APIFlask, kim: Any) -> None:
    _set_up(sign_in(app, EMAIL))
    with app.app_context():
        make_user("admin@example.org", is_admin=True)
    admin = sign_in(app, "admin@example.org")
    action = f"/verwaltung/personen/{kim}/zweiter-faktor"
    assert admin.submit(f"/verwaltung/personen/{kim}", action=action).status_code == 302
    assert sign_in(app, EMAIL).get("/verwaltung/konto").status_code == 200
    with app.app_context(), transaction():
        services.reset_second_factor(user_id=kim)


def test_pages_of_the_second_step_lead_back_without_a_first(client: PageClient) -> None:
    for url in ("/anmelden/code", "/anmelden/wiederherstellung"):
        assert client.get(url).headers["Location"] == "/anmelden"
    assert client.get("/anmelden/hilfe").headers["Location"] == "/anmelden/wiederherstellung"
