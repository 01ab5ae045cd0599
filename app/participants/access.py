"""Who is taking part on this phone: the participant's own cookie, and the decorator for pages that need one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import current_app, g, jsonify, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.base.access import declare
from app.base.pages import wants_json
from app.participants.models import Participant
from app.participants.queries import SignedIn, participant_by_session, signed_in_by_session
from app.participants.vocabulary import SESSION_DAYS

View = TypeVar("View", bound=Callable[..., Any])


def current_participant() -> Participant | None:
    """The participant this phone is signed in as, or None. Looked up once a request."""
    if "participant" not in g:
        token = request.cookies.get(current_app.config["PARTICIPANT_COOKIE_NAME"], "")
        g.participant = participant_by_session(token) if token else None
    found: Participant | None = g.participant
    return found


def signed_in() -> SignedIn | None:
    """Who this phone is signed in as, without the rest of the person; for JSON, where every question counts."""
    if "participant" in g:
        person = current_participant()
        return None if person is None else SignedIn(person.id, person.process_id)
    if "signed_in" not in g:
        token = request.cookies.get(current_app.config["PARTICIPANT_COOKIE_NAME"], "")
        g.signed_in = signed_in_by_session(token) if token else None
    found: SignedIn | None = g.signed_in
    return found


def phone_owner() -> str:
    """For templates: the pseudonym of who takes part on this phone, whose outbox it holds; "" when nobody does."""
    person = current_participant()
    return str(person.id) if person is not None else ""


def participant_required(view: View) -> View:
    """Decorator: only with a participant's cookie; else the page to join, for /api a JSON 401."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        participant = signed_in() if wants_json() else current_participant()
        # A page that stayed open from another person on this phone names whose words it carries.
        carries = request.headers.get("X-Participant")
        if participant is None or (carries and carries != str(participant.id)):
            if wants_json():
                message = _(
                    "Du bist auf diesem Handy nicht mehr dabei. Gib deinen Beleg ein, dann geht es weiter."
                )
                return jsonify(message=message), 401
            return redirect(url_for("participants.join_form"))
        return view(*args, **kwargs)

    return declare(guarded, "participant")  # type: ignore[return-value]


def remember(response: Response, token: str) -> Response:
    """Put the session token into the participant's cookie; scripts cannot read it."""
    config = current_app.config
    response.set_cookie(
        config["PARTICIPANT_COOKIE_NAME"],
        token,
        max_age=SESSION_DAYS * 24 * 60 * 60,
        secure=config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return response


def forget(response: Response) -> Response:
    """Take the participant's cookie off this phone."""
    config = current_app.config
    response.delete_cookie(
        config["PARTICIPANT_COOKIE_NAME"],
        secure=config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return response
