"""A device on which one person after the other takes part: what is left of one before the next begins."""

from __future__ import annotations

from flask import redirect, session, url_for
from werkzeug.wrappers import Response

from app.base.access import public
from app.base.database import transaction
from app.participants.access import current_participant, forget
from app.participants.kiosk import KIOSK
from app.participants.public_views.blueprint import blueprint
from app.participants.public_views.this_phone import CODE, RECEIPT, session_token
from app.participants.services import leave


@blueprint.post("/mitmachen/naechste")
@public
def next_person() -> Response:
    """Who took part leaves the device, with everything of theirs; the next one begins with the same code."""
    if current_participant() is not None:
        with transaction():
            leave(session_token=session_token())
    session.pop(RECEIPT, None)
    code = session.get(KIOSK)
    if not code:
        return forget(redirect(url_for("participants.join_form")))
    session[CODE] = code
    return forget(redirect(url_for("participants.about")))
