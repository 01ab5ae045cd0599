"""Who may open which file, and that a browser may do nothing with it but show it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.base.database import db, new_id, transaction
from app.contributions.media.models import Attachment
from app.contributions.models import Contribution
from app.participants.services import join_direct
from app.processes.models import Process
from tests.contributions.conftest import Town
from tests.contributions.media.samples import photo, quarters, voice
from tests.contributions.media.senders import Sender
from tests.staff import give_role, make_user, sign_in


@pytest.fixture
def picture(phone: Sender) -> UUID:
    return phone.upload(photo(image=quarters(800, 600)))


def own(phone: Sender, attachment_id: UUID, size: str = "whole", **headers: str) -> TestResponse:
    return phone.client.get(f"/mein/medien/{attachment_id}/{size}", headers=headers)


def everybody(app: APIFlask, attachment_id: UUID, size: str = "whole", **headers: str) -> TestResponse:
    """Ask as a stranger who has the address: the digest of what others may see, or of what they may not."""
    with app.app_context():
        found = db.session.get_one(Attachment, attachment_id)
        digest = found.public_digest or found.digest or "0" * 64
    return app.test_client().get(f"/medien/{digest}/{size}", headers=headers)


def publish(app: APIFlask, attachment_id: UUID) -> None:
    """Release it with its words, in the variant made for others."""
    with app.app_context():
        found = db.session.get_one(Attachment, attachment_id)
        made = {"public_digest": found.preview, "public_preview": found.preview}
    change(app, attachment_id, state="released", said_state="released", **made)


def change(app: APIFlask, attachment_id: UUID, **values: Any) -> None:
    """Set values of the attachment; those of its contribution begin with `said_`."""
    with app.app_context(), transaction():
        found = db.session.get_one(Attachment, attachment_id)
        for name, value in values.items():
            if name.startswith("said_"):
                said = db.session.get_one(Contribution, found.contribution_id)
                setattr(said, name.removeprefix("said_"), value)
            else:
                setattr(found, name, value)


def staff(app: APIFlask, town: Town, *roles: str, is_admin: bool = False) -> FlaskClient:
    email = f"{'-'.join(roles) or 'admin'}@example.org"
    with app.app_context():
        user_id = make_user(email, name="Team", is_admin=is_admin)
        for role in roles:
            give_role(town.process_id, user_id, role)
    return sign_in(app, email)


def test_its_owner_sees_it_and_nobody_keeps_it(phone: Sender, picture: UUID) -> None:
    for size in ("whole", "preview"):
        answer = own(phone, picture, size)
        assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
        assert answer.get_data()[:3] == b"\xff\xd8\xff"
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert "script-src" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["Content-Disposition"] == "inline"
        assert answer.content_length == len(answer.get_data())
    assert own(phone, picture, "public").status_code == 404


def test_nobody_else_sees_it(app: APIFlask, town: Town, phone: Sender, picture: UUID) -> None:
    with app.app_context(), transaction():
        token = join_direct(process_id=town.process_id, age_band="a14_15").session_token
    other = Sender(app, town, token)
    assert own(other, picture).status_code == 404
    assert own(phone, new_id()).status_code == 404
    assert app.test_client().get(f"/mein/medien/{picture}/whole").headers["Location"] == "/mitmachen"
    assert everybody(app, picture).status_code == 404


def test_a_player_may_jump(phone: Sender) -> None:
    sound = phone.upload(voice("mp4", 2.0), kind="audio")
    whole = own(phone, sound)
    assert (whole.mimetype, whole.headers["Accept-Ranges"]) == ("audio/mpeg", "bytes")
    data = whole.get_data()
    part = own(phone, sound, Range="bytes=100-199")
    assert (part.status_code, part.get_data()) == (206, data[100:200])
    assert part.headers["Content-Range"] == f"bytes 100-199/{len(data)}"
    assert own(phone, sound, Range="bytes=0-").get_data() == data
    assert own(phone, sound, Range=f"bytes={len(data)}-").status_code == 416


@pytest.mark.parametrize(
    "state", ["pending", "received", "in_review", "internal", "rejected", "locked", "failed"]
)
def test_what_is_not_released_is_not_public(app: APIFlask, picture: UUID, state: str) -> None:
    change(app, picture, state=state, said_state="released")
    assert everybody(app, picture).status_code == 404


@pytest.mark.parametrize(
    "values",
    [
        {"said_state": "submitted"},
        {"said_state": "internal"},
        {"said_state": "withdrawn"},
        {"said_is_secret": True},
        {"said_flags": ["danger"]},
    ],
)
def test_a_released_photo_of_what_is_not_public_is_not_public(
    app: APIFlask, picture: UUID, values: dict[str, Any]
) -> None:
    publish(app, picture)
    assert everybody(app, picture).status_code == 200
    change(app, picture, **values)
    assert everybody(app, picture).status_code == 404


def test_the_public_sees_only_the_blurred_one_and_asks_anew(app: APIFlask, picture: UUID) -> None:
    with app.app_context(), transaction():
        found = db.session.get_one(Attachment, picture)
        blurred = found.preview
        found.public_digest, found.public_preview = blurred, blurred
        found.state = "released"
        db.session.get_one(Contribution, found.contribution_id).state = "released"
    answer = everybody(app, picture)
    assert answer.get_etag() == (blurred, False)
    assert answer.headers["Cache-Control"] == "public, no-cache"
    again = everybody(app, picture, **{"If-None-Match": f'"{blurred}"'})
    assert (again.status_code, again.get_data()) == (304, b"")
    change(app, picture, state="rejected")
    assert everybody(app, picture, **{"If-None-Match": f'"{blurred}"'}).status_code == 404


def test_nothing_of_a_draft_is_public(app: APIFlask, town: Town, picture: UUID) -> None:
    publish(app, picture)
    with app.app_context(), transaction():
        db.session.get_one(Process, town.process_id).status = "draft"
    assert everybody(app, picture).status_code == 404


ALL, BLURRED = ("whole", "preview", "public", "public_preview"), ("public", "public_preview")
RIGHTS = [
    # role, state, flags of the contribution, what may be opened
    ("editor", "in_review", [], ALL),
    ("facilitator", "rejected", [], ALL),
    ("coordinator", "released", [], ALL),
    ("planner", "in_review", [], ()),
    ("planner", "rejected", [], ()),
    ("planner", "internal", [], BLURRED),
    ("planner", "released", [], BLURRED),
    ("safeguard", "in_review", [], ()),
    ("viewer", "released", [], ()),
    ("statistics", "released", [], ()),
    ("editor", "locked", [], ()),
    ("coordinator", "locked", [], ()),
    ("safeguard", "locked", [], ALL),
    ("editor", "in_review", ["danger"], ()),
    ("safeguard", "in_review", ["danger"], ALL),
]


@pytest.mark.parametrize(("role", "state", "flags", "allowed"), RIGHTS)
def test_what_each_role_may_open(
    app: APIFlask,
    town: Town,
    picture: UUID,
    role: str,
    state: str,
    flags: list[str],
    allowed: tuple[str, ...],
) -> None:
    change(app, picture, state=state, said_flags=flags)
    client = staff(app, town, role)
    for size in ALL:
        answer = client.get(f"/verwaltung/verfahren/{town.slug}/medien/{picture}/{size}")
        refused = 403 if role in ("viewer", "statistics") else 404
        assert answer.status_code == (200 if size in allowed else refused), size
        if size in allowed:
            assert answer.headers["Cache-Control"] == "private, no-store"


def test_who_administers_the_house_opens_no_lock(app: APIFlask, town: Town, picture: UUID) -> None:
    client = staff(app, town, is_admin=True)
    path = f"/verwaltung/verfahren/{town.slug}/medien/{picture}/whole"
    assert client.get(path).status_code == 200
    change(app, picture, state="locked")
    assert client.get(path).status_code == 404


def test_what_was_taken_back_is_gone_for_everybody(
    app: APIFlask, town: Town, phone: Sender, picture: UUID
) -> None:
    client = staff(app, town, "editor")
    phone.send("DELETE", f"/attachments/{picture}")
    assert client.get(f"/verwaltung/verfahren/{town.slug}/medien/{picture}/whole").status_code == 404
    assert own(phone, picture).status_code == 404
    assert everybody(app, picture).status_code == 404
