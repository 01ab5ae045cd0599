"""A JSON body for an API view: read with limits, checked against a schema, described in OpenAPI."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import abort, request
from flask_babel import gettext as _
from marshmallow import Schema, ValidationError

from app.base.errors import DomainError

View = TypeVar("View", bound=Callable[..., Any])
LARGEST_BODY = 2 * 1024 * 1024


def json_body(schema: type[Schema]) -> Callable[[View], View]:
    """Decorator: the view gets the checked body as `data`.

    415 unless it is sent as application/json; DomainError (422) with the field for anything that does not fit.
    """
    checker = schema()

    def decorate(view: View) -> View:
        @wraps(view)
        def reading(*args: Any, **kwargs: Any) -> Any:
            return view(*args, data=_checked(checker, _read()), **kwargs)

        reading._spec = {  # type: ignore[attr-defined]
            **getattr(view, "_spec", {}),
            "body": checker,
            "body_example": None,
            "body_examples": None,
            "content_type": "application/json",
        }
        return reading  # type: ignore[return-value]

    return decorate


def _read() -> Any:
    if request.mimetype != "application/json":
        abort(415)
    if (request.content_length or 0) > LARGEST_BODY:
        raise _too_large()
    body = request.get_data()
    if len(body) > LARGEST_BODY:
        raise _too_large()
    try:
        return json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise DomainError(_("Das konnten wir nicht lesen. Es ist kein gültiges JSON.")) from error


def _too_large() -> DomainError:
    return DomainError(_("Das ist zu groß. Bitte schicke weniger auf einmal."))


def _refuse(name: str) -> float:
    raise ValueError(f"{name} is no JSON number")


def _checked(checker: Schema, body: Any) -> dict[str, Any]:
    try:
        loaded: dict[str, Any] = checker.load(body)
    except ValidationError as error:
        field = _first_field(error.messages)
        if not field:
            raise DomainError(_("Das konnten wir nicht lesen. Es fehlen Angaben.")) from error
        message = _("Die Angabe »%(field)s« fehlt oder hat die falsche Form.", field=field)
        raise DomainError(message, field=field) from error
    return loaded


def _first_field(messages: Any) -> str:
    """Path of the first wrong field, such as `contributions.0.quality`."""
    path: list[str] = []
    while isinstance(messages, dict) and messages:
        name, messages = next(iter(messages.items()))
        if name != "_schema":
            path.append(str(name))
    return ".".join(path)
