"""What a page that stayed open asks before it sends again: is this phone still taking part, and a fresh token."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from app.base.access import public
from app.participants.access import current_participant

blueprint = Blueprint("participants_api", __name__)


@blueprint.get("/api/teilnahme")
@public
def state() -> Response:
    """`participant` is this phone's own pseudonym or null; other sites cannot read the answer."""
    participant = current_participant()
    response = jsonify(participant=str(participant.id) if participant else None, csrf_token=generate_csrf())
    response.headers["Cache-Control"] = "no-store"
    return response
