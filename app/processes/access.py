"""The decorator for pages that belong to one process: who is not a member does not learn that it exists."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import abort, current_app, g
from flask_login import current_user

from app.accounts.access import ask_to_sign_in
from app.base.access import access_of, declare
from app.processes.models import Process
from app.processes.queries import NoSuchProcess, process_by_slug, roles_of
from app.processes.roles import ROLES

View = TypeVar("View", bound=Callable[..., Any])


def member_required(*roles: str) -> Callable[[View], View]:
    """Decorator for a URL with `<slug>`; the view gets `process` instead of the slug.

    Not signed in: sign-in page (JSON 401). Unknown slug or no membership: 404. Member without one of `roles`: 403.
    No roles given: every member. Administrators may everything.
    """
    unknown = set(roles) - set(ROLES)
    if unknown:
        raise ValueError(f"no such role: {sorted(unknown)}")

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, slug: str, **kwargs: Any) -> Any:
            if not current_user.is_authenticated:
                return ask_to_sign_in()
            process = process_by_slug(slug)
            if not current_user.is_admin:
                held = roles_of(current_user.id, process.id)
                g.setdefault("roles_for_menu", {})[process.id] = held
                if not held:
                    raise NoSuchProcess
                if roles and not held & set(roles):
                    abort(403)
            return view(*args, process=process, **kwargs)

        return declare(guarded, "member", *roles)  # type: ignore[return-value]

    return decorate


def may_open(endpoint: str, process: Process) -> bool:
    """True when the endpoint exists and the person signed in may open it in this process; for menus."""
    if endpoint not in current_app.view_functions or not current_user.is_authenticated:
        return False
    access = access_of(current_app._get_current_object(), endpoint)  # type: ignore[attr-defined]
    if access is None:
        return False
    if current_user.is_admin or access.kind in {"public", "staff"}:
        return True
    held = _roles_for_menu(process)
    return access.kind == "member" and bool(held & access.roles if access.roles else held)


def _roles_for_menu(process: Process) -> frozenset[str]:
    """Asked once a page, although a menu asks for every entry."""
    known: dict[object, frozenset[str]] = g.setdefault("roles_for_menu", {})
    if process.id not in known:
        known[process.id] = roles_of(current_user.id, process.id)
    return known[process.id]
