"""Pages that a phone may keep for when there is no line: only those that hold nothing of anybody but its own person."""

from __future__ import annotations

from flask import Response, make_response

from app.participants.access import phone_owner

HEADER = "X-Keep-On-Phone"
"""Whose page it is; the service worker (app/base/assets/phone_worker.js) keeps no page without it."""


def keep_on_phone(page: str) -> Response:
    """The page as an answer that its person's phone keeps until the person leaves it; of nobody, it is not kept."""
    response = make_response(page)
    if owner := phone_owner():
        response.headers[HEADER] = owner
    return response
