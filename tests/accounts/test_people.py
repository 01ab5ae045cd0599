"""Invitations by link and the page about people."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from app.accounts import services
from app.accounts.models import Invitation, User
from app.accounts.queries import find_user, open_invitation
from app.base.audit import AuditEvent
from app.base.database import db, now, transaction
from app.base.errors import Conflict, DomainError, NotFound
from tests.page_client import PageClient
from tests.staff import PASSWORD, make_user, sign_in

NEW = "neu@example.org"


@pytest.fixture
def admin(app: APIFlask) -> PageClient:
    with app.app_context():
        make_user("admin@example.org", name="Ada", is_admin=True)
    return sign_in(app, "admin@example.org")


def _invite(admin: PageClient, email: str = NEW) -> str:
    page = admin.submit("/verwaltung/personen", {"email": email, "name": "Nele"}).page
    fields = [field for field in page.all("input") if field.get("id") == "link"]
    return fields[0].get("value")


def _path(link: str) -> str:
    assert link.startswith("http://localhost:8000/einladung/"), "from the configuration, not from the request"
    return link.removeprefix("http://localhost:8000")


def test_an_invited_person_chooses_a_password_and_signs_in(
    app: APIFlask, admin: PageClient, client: PageClient
) -> None:
    path = _path(_invite(admin))
    values = {"name": "Nele Neu", "password": PASSWORD, "password_again": PASSWORD}
    assert client.submit(path, values).headers["Location"] == "/anmelden"
    assert "Nele Neu" in sign_in(app, NEW).get("/verwaltung/konto").page.text
    gone = client.get(path)
    assert gone.status_code == 404
    assert "gilt nicht mehr" in gone.page.text


def test_the_token_is_not_stored_and_the_link_is_not_shown_again(app: APIFlask, admin: PageClient) -> None:
    token = _path(_invite(admin)).rsplit("/", 1)[1]
    with app.app_context():
        assert db.session.scalar(select(Invitation)).token_hash != token
    assert token not in admin.get("/verwaltung/personen").get_data(as_text=True)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"password": "kurz", "password_again": "kurz"}, "mindestens 12 Zeichen"),
        ({"password": PASSWORD, "password_again": "etwas anderes"}, "nicht gleich"),
        ({"name": "", "password": PASSWORD, "password_again": PASSWORD}, "Ihren Namen"),
    ],
)
def test_a_refused_form_keeps_the_link_alive(
    admin: PageClient, client: PageClient, values: dict[str, str], message: str
) -> None:
    path = _path(_invite(admin))
    response = client.submit(path, values)
    assert response.status_code == 422
    assert message in response.page.text
    assert client.get(path).status_code == 200


def test_a_link_ends_after_14_days_or_by_a_newer_one(app: APIFlask, monkeypatch: pytest.MonkeyPatch) -> None:
    with app.app_context():
        with transaction():
            invitation, first = services.invite(email=NEW)
            user_id = invitation.user_id
        with transaction():
            second = services.new_link(user_id=user_id)[1]
        with pytest.raises(NotFound):
            open_invitation(first)
        later = now() + timedelta(days=14, minutes=1)
        assert open_invitation(second).user_id == user_id
        monkeypatch.setattr("app.accounts.queries.now", lambda: later)
        with pytest.raises(NotFound):
            open_invitation(second)


def test_a_deactivated_account_gets_no_link(app: APIFlask) -> None:
    with app.app_context():
        user_id = make_user(NEW)
        with transaction():
            token = services.new_link(user_id=user_id)[1]
            services.set_active(user_id=user_id, active=False)
        with pytest.raises(NotFound):
            open_invitation(token)
        with pytest.raises(DomainError, match="abgeschaltet"), transaction():
            services.new_link(user_id=user_id)


def test_one_address_has_one_account(app: APIFlask) -> None:
    with app.app_context():
        make_user(NEW)
        with pytest.raises(Conflict), transaction():
            services.create_user(email=" NEU@Example.org ")
        for address in ("", "keine", "a@", "@b.de", "zwei@ex ample.org", "a" * 250 + "@example.org"):
            with pytest.raises(DomainError), transaction():
                services.create_user(email=address)


def test_inviting_a_taken_address_keeps_what_was_typed(admin: PageClient) -> None:
    response = admin.submit("/verwaltung/personen", {"email": "admin@example.org", "name": "Doppelt"})
    assert response.status_code == 422
    assert "gibt es schon ein Konto" in response.page.text
    fields = {field.get("name"): field.get("value") for field in response.page.form().iter("input")}
    assert (fields["email"], fields["name"]) == ("admin@example.org", "Doppelt")


def test_rights_and_access_are_given_and_taken(app: APIFlask, admin: PageClient) -> None:
    with app.app_context():
        user_id = make_user(NEW, name="Nele")
    page = f"/verwaltung/personen/{user_id}"
    other = sign_in(app, NEW)
    assert other.get("/verwaltung/personen").status_code == 403
    admin.submit(page, action=f"{page}/verwaltungsrechte")
    assert other.get("/verwaltung/personen").status_code == 200
    admin.submit(page, action=f"{page}/verwaltungsrechte")
    assert other.get("/verwaltung/personen").status_code == 403
    admin.submit(page, action=f"{page}/zugang")
    assert other.get("/verwaltung/konto").status_code == 302
    assert "abgeschaltet" in admin.get("/verwaltung/personen").page.text
    admin.submit(page, action=f"{page}/zugang")
    assert sign_in(app, NEW).get("/verwaltung/konto").status_code == 200
    with app.app_context():
        found = db.session.scalars(
            select(AuditEvent).where(AuditEvent.object_id == str(user_id)).order_by(AuditEvent.id)
        )
        actions = [event.action for event in found]
    assert [name for name in actions if name != "user.sign_in"] == [
        "user.create",
        "user.admin",
        "user.no_admin",
        "user.deactivate",
        "user.activate",
    ]


def test_the_last_administrator_stays(app: APIFlask, admin: PageClient) -> None:
    with app.app_context():
        user_id = find_user("admin@example.org").id
    for path in ("zugang", "verwaltungsrechte"):
        page = f"/verwaltung/personen/{user_id}"
        response = admin.submit(page, action=f"{page}/{path}")
        assert response.status_code == 422
        assert "mindestens ein aktives Konto" in response.page.text
    assert admin.get("/verwaltung/personen").status_code == 200


def _run(app: APIFlask, *arguments: str) -> Any:
    return app.test_cli_runner().invoke(args=["users", *arguments])


def test_the_first_account_made_by_command_is_administrator(app: APIFlask) -> None:
    first = _run(app, "create", "Ada@Example.org", "--name", "Ada")
    assert first.exit_code == 0, first.output
    password = first.output.split("gezeigt): ")[1].strip()
    assert len(password) >= 12
    assert _run(app, "create", NEW, "--password", PASSWORD).exit_code == 0
    assert sign_in(app, "ada@example.org", password).get("/verwaltung/personen").status_code == 200
    assert sign_in(app, NEW).get("/verwaltung/personen").status_code == 403
    listed = _run(app, "list").output.splitlines()
    assert sorted(listed) == ["ada@example.org\tAda\taktiv\tVerwaltung", f"{NEW}\t\taktiv\t"]
    assert _run(app, "create", "dritte@example.org", "--password", PASSWORD, "--admin").exit_code == 0
    with app.app_context():
        assert find_user("dritte@example.org").is_admin


def test_commands_refuse_with_one_line(app: APIFlask) -> None:
    with app.app_context():
        make_user(NEW)
    for arguments in (
        ("create", NEW),
        ("create", "keine"),
        ("create", "x@example.org", "--password", "kurz"),
        ("link", "x@y.de"),
    ):
        result = _run(app, *arguments)
        assert result.exit_code == 1
        assert result.output.startswith("Fehler: ")
        assert len(result.output.splitlines()) == 1


def test_a_link_by_command_sets_a_password(app: APIFlask, client: PageClient) -> None:
    with app.app_context(), transaction():
        services.create_user(email=NEW, name="Nele")
    link = _run(app, "link", NEW).output.splitlines()[0]
    client.submit(_path(link), {"password": PASSWORD, "password_again": PASSWORD})
    with app.app_context():
        assert db.session.scalar(select(User).where(User.email == NEW)).password
