"""The board's own cookie: a secret link opens one lesson's board on this device, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import current_app, request
from werkzeug.wrappers import Response

from app.base.access import declare
from app.contributions.class_mode.queries import lesson_by_board

View = TypeVar("View", bound=Callable[..., Any])
DAYS = 7
"""How long a device opens a board without the link."""


def board_token() -> str:
    return request.cookies.get(_name(), "")


def board_required(view: View) -> View:
    """Decorator: the view gets the `lesson` that this device's cookie opens; 404 without one.

    To the house such a route is open to everybody, as those of invitations are: no account or person stands behind it.
    """

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        return view(*args, lesson=lesson_by_board(board_token()), **kwargs)

    return declare(guarded, "public")  # type: ignore[return-value]


def remember_board(response: Response, token: str) -> Response:
    """Put the token into a cookie of the session's kind; scripts cannot read it."""
    response.set_cookie(
        _name(),
        token,
        max_age=DAYS * 24 * 60 * 60,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return response


def _name() -> str:
    name: str = current_app.config["PARTICIPANT_COOKIE_NAME"]
    return name.replace("teilnahme", "tafel")
