"""Signing in and out: R38 (sessions), R39 (open redirect), and what a stranger learns."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from app.accounts import services
from app.accounts.models import StaffSession, User
from app.base.database import db, now, transaction
from tests.page_client import PageClient
from tests.staff import PASSWORD, make_user, sign_in

EMAIL = "kim@example.org"


@pytest.fixture
def kim(app: APIFlask) -> Any:
    with app.app_context():
        return make_user(EMAIL, name="Kim Beispiel")


def _attempt(client: PageClient, email: str, password: str, **query: str) -> Any:
    address = "/anmelden" + ("?next=" + query["next"] if query else "")
    return client.submit(address, {"email": email, "password": password}, action="/anmelden")


def test_a_staff_page_leads_to_sign_in_and_back(app: APIFlask, client: PageClient, kim: Any) -> None:
    response = client.get("/verwaltung/konto?seite=2")
    assert response.status_code == 302
    response = client.submit(
        response.headers["Location"],
        {"email": "  KIM@example.org ", "password": PASSWORD},
        action="/anmelden",
    )
    assert response.headers["Location"] == "/verwaltung/konto?seite=2"
    assert "Kim Beispiel" in client.get("/verwaltung/konto").page.text


def test_wrong_password_and_unknown_address_read_the_same(client: PageClient, kim: Any) -> None:
    wrong = _attempt(client, EMAIL, "nicht das richtige")
    unknown = _attempt(client, "niemand@example.org", "nicht das richtige")
    assert wrong.status_code == unknown.status_code == 422
    assert "E-Mail-Adresse oder Passwort stimmen nicht." in wrong.page.text
    assert wrong.page.text == unknown.page.text


def test_an_empty_form_names_its_fields(client: PageClient) -> None:
    response = _attempt(client, "", "")
    assert response.status_code == 422
    assert "Bitte geben Sie Ihre E-Mail-Adresse an." in response.page.text


def test_the_password_is_stored_as_argon2(app: APIFlask, kim: Any) -> None:
    with app.app_context():
        assert db.session.get(User, kim).password.startswith("$argon2id$")


def test_signing_in_starts_a_new_session(app: APIFlask, client: PageClient, kim: Any) -> None:
    """Fixation: nothing known before the sign-in is worth anything after it."""
    client.get("/anmelden")
    before = client.get_cookie("streifzug").value
    _attempt(client, EMAIL, PASSWORD)
    stranger = app.test_client()
    stranger.set_cookie("streifzug", before)
    assert stranger.get("/verwaltung/konto").status_code == 302
    page = client.get("/verwaltung/konto").page
    assert client.get_cookie("streifzug").value != before
    assert page.form("/abmelden") is not None


def test_signing_out_ends_copies_of_the_cookie(app: APIFlask, kim: Any) -> None:
    client = sign_in(app, EMAIL)
    copy = app.test_client()
    copy.set_cookie("streifzug", client.get_cookie("streifzug").value)
    assert copy.get("/verwaltung/konto").status_code == 200
    assert client.submit("/verwaltung/konto", action="/abmelden").headers["Location"] == "/"
    assert client.get("/verwaltung/konto").status_code == 302
    assert copy.get("/verwaltung/konto").status_code == 302
    with app.app_context():
        assert db.session.scalars(select(StaffSession)).all() == []


def test_get_does_not_sign_out(app: APIFlask, kim: Any) -> None:
    client = sign_in(app, EMAIL)
    assert client.get("/abmelden").status_code == 405
    assert client.get("/verwaltung/konto").status_code == 200


@pytest.mark.parametrize(
    ("pauses", "still_in"),
    [([119], True), ([121], False), ([110] * 6, True), ([110] * 7, False)],
    ids=["short pause", "idle for two hours", "busy for eleven hours", "busy for twelve hours"],
)
def test_idle_and_absolute_limit(
    app: APIFlask, kim: Any, monkeypatch: pytest.MonkeyPatch, pauses: list[int], still_in: bool
) -> None:
    client = sign_in(app, EMAIL)
    moment = now()
    for minutes in pauses:
        moment += timedelta(minutes=minutes)
        for module in ("sessions", "queries"):
            monkeypatch.setattr(f"app.accounts.{module}.now", lambda at=moment: at)
        status = client.get("/verwaltung/konto").status_code
    assert (status == 200) is still_in


@pytest.mark.parametrize("end", ["deactivate", "new password", "lost second factor"])
def test_the_next_request_is_refused_after(app: APIFlask, kim: Any, end: str) -> None:
    client = sign_in(app, EMAIL)
    assert client.get("/verwaltung/konto").status_code == 200
    with app.app_context(), transaction():
        if end == "deactivate":
            services.set_active(user_id=kim, active=False)
        elif end == "new password":
            _, token = services.new_link(user_id=kim)
            services.accept_invitation(token=token, password="noch ein anderes wort")
        else:
            services.reset_second_factor(user_id=kim)
    assert client.get("/verwaltung/konto").status_code == 302


def test_a_deactivated_account_cannot_sign_in(app: APIFlask, client: PageClient, kim: Any) -> None:
    with app.app_context(), transaction():
        services.set_active(user_id=kim, active=False)
    assert _attempt(client, EMAIL, PASSWORD).status_code == 422
    assert client.get("/verwaltung/konto").status_code == 302


def test_changing_the_password_ends_other_sessions(app: APIFlask, kim: Any) -> None:
    here, elsewhere = sign_in(app, EMAIL), sign_in(app, EMAIL)
    new = "ein Fahrrad im Regen"
    values = {"password": PASSWORD, "new_password": new, "new_password_confirm": new}
    assert here.submit("/konto/passwort", values).headers["Location"] == "/verwaltung/konto"
    assert "Ihr Passwort ist geändert." in here.get("/verwaltung/konto").page.text
    assert elsewhere.get("/verwaltung/konto").status_code == 302
    assert sign_in(app, EMAIL, new).get("/verwaltung/konto").status_code == 200


@pytest.mark.parametrize(
    ("new", "message"),
    [("kurz", "mindestens 12 Zeichen"), ("kimbeispielkim", "Namen"), ("passwort123456", "leicht zu erraten")],
)
def test_weak_new_passwords_are_refused(app: APIFlask, kim: Any, new: str, message: str) -> None:
    client = sign_in(app, EMAIL)
    values = {"password": PASSWORD, "new_password": new, "new_password_confirm": new}
    response = client.submit("/konto/passwort", values)
    assert response.status_code == 422
    assert message in response.page.text
    assert sign_in(app, EMAIL).get("/verwaltung/konto").status_code == 200


OFF_SITE = [
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\\/evil.example",
    "https://evil.example",
    "HTTPS://evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "http:\\\\evil.example",
    "ftp://evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "evil.example",
    "www.evil.example/verwaltung",
    "@evil.example",
    "/@evil.example//..//evil.example\\",
    "https://localhost@evil.example",
    "https://localhost:80@evil.example",
    "//localhost@evil.example",
    "/%0d%0aLocation:%20https://evil.example\r\nX: y",
    "/\r\nSet-Cookie: a=b",
    "/\n//evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    " //evil.example",
    "\x00//evil.example",
    "/\x00/evil.example",
    "//evil.example%2f..",
    "//evil%E3%80%82example",
    "/.//evil.example\\..",
    "https://localhost.evil.example",
    "https://localhost%2eevil.example",
    "//[::1]@evil.example",
    "///////evil.example/",
]


def test_there_are_forty_ways_out() -> None:
    assert len(set(OFF_SITE)) == 40


@pytest.mark.parametrize("target", OFF_SITE)
def test_next_never_leaves_the_site(app: APIFlask, client: PageClient, kim: Any, target: str) -> None:
    """In the address, in the form, and both; forged Host and forwarding headers do not help."""
    from_form = PageClient(app)
    if "\x00" in target:
        assert from_form.get("/anmelden", query_string={"next": target}).status_code == 404
        return
    page = from_form.get("/anmelden", query_string={"next": target}).page
    token = page.form("/anmelden").find(".//input[@name='csrf_token']").get("value")
    response = from_form.post(
        "/anmelden",
        query_string={"next": target},
        data={"email": EMAIL, "password": PASSWORD, "next": target, "csrf_token": token},
        headers={"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"},
    )
    location = response.headers.get("Location", "/")
    assert response.status_code in {302, 422}
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))
    assert "\\" not in location
    assert not any(ord(sign) < 32 for sign in location)
