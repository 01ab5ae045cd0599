"""Decorators for pages of staff: signed in, or administrator of the installation."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import abort, jsonify, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.base.access import declare
from app.base.pages import wants_json
from app.base.security import SAFE_METHODS

View = TypeVar("View", bound=Callable[..., Any])


def ask_to_sign_in() -> Any:
    """What somebody gets who is not signed in: the sign-in page and then back here; JSON 401 for programs."""
    if wants_json():
        return jsonify(message=_("Bitte melden Sie sich an.")), 401
    target = request.full_path.rstrip("?") if request.method in SAFE_METHODS else None
    return redirect(url_for("security.login", next=target))


def staff_required(view: View) -> View:
    """Decorator: anybody with an active staff account."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not current_user.is_authenticated:
            return ask_to_sign_in()
        return view(*args, **kwargs)

    return declare(guarded, "staff")  # type: ignore[return-value]


def admin_required(view: View) -> View:
    """Decorator: administrators of this installation only; other staff get 403."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not current_user.is_authenticated:
            return ask_to_sign_in()
        if not current_user.is_admin:
            abort(403)
        return view(*args, **kwargs)

    return declare(guarded, "admin")  # type: ignore[return-value]
