"""Every route declares who may use it; what is not declared is not served.

The packages that know the people (accounts, processes, participants) write the decorators; each marks its view here,
so that one test can walk the URL map and fail on a route nobody decided about.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Access:
    """Who may use a route: `kind` is public, participant, staff, member or admin; `roles` narrows member."""

    kind: str
    roles: frozenset[str] = frozenset()


def declare(view: View, kind: str, *roles: str) -> View:
    """Mark a view function with its access decision."""
    view.access = Access(kind, frozenset(roles))  # type: ignore[attr-defined]
    return view


def public(view: View) -> View:
    """Decorator: anybody may use this route."""
    return declare(view, "public")


def access_of(app: Flask, endpoint: str) -> Access | None:
    """The declared access of an endpoint, or None when nobody decided."""
    declared: dict[str, Access] = app.extensions["streifzug_access"]
    if endpoint in declared:
        return declared[endpoint]
    return getattr(app.view_functions[endpoint], "access", None)


def declare_endpoint(app: Flask, endpoint: str, kind: str) -> None:
    """For routes of libraries, whose functions we cannot decorate."""
    app.extensions["streifzug_access"][endpoint] = Access(kind)


def init_access(app: Flask) -> None:
    app.extensions["streifzug_access"] = {"static": Access("public"), "openapi.spec": Access("public")}

    @app.before_request
    def refuse_undeclared() -> None:
        if request.endpoint and access_of(current_app, request.endpoint) is None:
            current_app.logger.error("route without access decision: %s", request.endpoint)
            abort(403)
