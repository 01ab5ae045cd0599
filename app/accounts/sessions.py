"""Who is signed in: a token in the signed cookie and its row in the database must agree at every request.

The row ends a session everywhere at once (sign-out, deactivation, new password, 12 hours); the time of the last
request stands in the cookie, so that reading a page writes nothing (idle limit 2 hours).
"""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, after_this_request, g, session
from flask_login import user_logged_out
from flask_security import user_authenticated
from flask_security.utils import set_request_attr

from app.accounts.device import remember_device
from app.accounts.models import User
from app.accounts.queries import signed_in_user
from app.accounts.services import end_session, start_session
from app.base.database import now, transaction

IDLE_SECONDS = 2 * 60 * 60
NOTE_AFTER_SECONDS = 60
TOKEN, SEEN = "staff_token", "staff_seen"
KEPT_AT_SIGN_IN = ("_user_id", "_id", "_fresh", "fs_cc", "fs_paa", "identity.id", "identity.auth_type")


def load_user(uniquifier: str) -> User | None:
    """The account behind this request's cookie, or None when the session is not valid any more."""
    token, seen = session.get(TOKEN), session.get(SEEN, 0)
    moment = now().timestamp()
    if not token or moment - seen > IDLE_SECONDS:
        return None
    user = signed_in_user(uniquifier, token)
    if user is None:
        return None
    if moment - seen > NOTE_AFTER_SECONDS:
        session[SEEN] = moment
    set_request_attr("fs_authn_via", "session")
    set_request_attr("fs_paa", session.get("fs_paa", 0))
    return user


def _begin(_: Flask, user: User, **__: Any) -> None:
    """A sign-in starts a new session: nothing from before is kept, the CSRF token neither."""
    old = session.get(TOKEN)
    for key in [key for key in session if key not in KEPT_AT_SIGN_IN]:
        session.pop(key)
    g.pop("csrf_token", None)
    email = user.email
    with transaction():
        if old:
            end_session(token=old)
        session[TOKEN] = start_session(user_id=user.id)
    session[SEEN] = now().timestamp()

    @after_this_request
    def keep_device(response: Response) -> Response:
        remember_device(response, email)
        return response


def _end(_: Flask, **__: Any) -> None:
    token = session.pop(TOKEN, None)
    session.pop(SEEN, None)
    if token:
        with transaction():
            end_session(token=token)


def init_sessions(app: Flask) -> None:
    """After Flask-Security: take over loading of users and listen for sign-in and sign-out."""
    app.login_manager.user_loader(load_user)  # type: ignore[attr-defined]
    app.login_manager.request_loader(lambda _: None)  # type: ignore[attr-defined]
    user_authenticated.connect(_begin, app)
    user_logged_out.connect(_end, app)
