"""A test client that checks every page it gets and that nothing was left uncommitted."""

from __future__ import annotations

from contextvars import Context, ContextVar
from typing import Any, Self
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from flask import Flask
from flask.signals import request_tearing_down
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, event
from werkzeug.test import TestResponse

from app.base.database import db
from tests.page_checks import Page, policy_faults, text_of

_PENDING: ContextVar[dict[int, str] | None] = ContextVar("pending_writes", default=None)
_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


class PageFault(AssertionError):
    """A page broke what every page must keep."""


class PageClient(FlaskClient):
    """Use it like Flask's client. `response.page` is the parsed Page of an HTML response.

    Every request runs in a context of its own, as in a server: what a view did not commit is lost here too, even
    when the test itself stands inside an application context.
    """

    def __init__(self, app: Flask) -> None:
        super().__init__(app, app.response_class, use_cookies=True)
        self.left_over: list[str] = []

    def __enter__(self) -> Self:
        raise RuntimeError("PageClient keeps no context between requests; look at response.page instead")

    def open(self, *args: Any, framed: bool = False, **kwargs: Any) -> TestResponse:
        """Send a request and check the answer; `framed` is for pages that stand inside a frame."""
        return Context().run(self._open, framed, *args, **kwargs)

    def _open(self, framed: bool, *args: Any, **kwargs: Any) -> TestResponse:
        self.left_over = []
        _PENDING.set({})
        with request_tearing_down.connected_to(self._note_left_over, self.application):
            response = super().open(*args, **kwargs)
        faults = list(self.left_over) if response.status_code < 400 else []
        faults += _redirect_faults(response)
        if response.mimetype == "text/html" and response.get_data():
            response.page = Page(response.get_data(as_text=True), response.request.host)  # type: ignore[attr-defined]
            if not 300 <= response.status_code < 400:
                faults += response.page.faults(framed=framed) + policy_faults(response.headers)  # type: ignore[attr-defined]
        if faults:
            lines = "\n  - ".join(faults)
            raise PageFault(f"{response.request.method} {response.request.path}:\n  - {lines}")
        return response

    def submit(
        self, url: str, values: dict[str, Any] | None = None, *, action: str | None = None, **kwargs: Any
    ) -> TestResponse:
        """Open `url`, fill its form as a person would, and send it.

        Fields not named in `values` keep what the page gave them, the CSRF token too. `action` names the form when
        there are several. A name that the form does not have is a mistake of the test and raises.
        """
        page = self.get(url).page  # type: ignore[attr-defined]
        form = page.form(action)
        fields = values_of(form)
        names = {
            field.get("name")
            for field in form.iter()
            if field.tag in {"input", "select", "textarea", "button"}
        }
        for name in values or {}:
            assert name in names, f"the form has no field {name!r}, only {sorted(filter(None, names))}"
        return self.post(form.get("action") or url, data={**fields, **(values or {})}, **kwargs)

    def _note_left_over(self, app: Flask, **_: Any) -> None:
        if "sqlalchemy" not in app.extensions:
            return
        session = db.session()
        changed = [
            *session.new,
            *(thing for thing in session.dirty if session.is_modified(thing)),
            *session.deleted,
        ]
        self.left_over += [f"changed but not committed: {type(thing).__name__}" for thing in changed]
        self.left_over += [f"written but not committed: {text}" for text in (_PENDING.get() or {}).values()]


def values_of(form: Element) -> dict[str, Any]:
    """What a browser would send for an untouched form, buttons aside."""
    sent: dict[str, Any] = {}
    for field in form.iter():
        name = field.get("name")
        if not name or field.get("disabled") is not None:
            continue
        kind = field.get("type", "text")
        if field.tag == "textarea":
            sent[name] = text_of(field) if field.text is None else field.text.removeprefix("\n")
        elif field.tag == "select":
            options = list(field.iter("option"))
            chosen = [option for option in options if option.get("selected") is not None]
            if field.get("multiple") is None:
                chosen = (chosen or options)[:1]
            picked = [option.get("value", text_of(option)) for option in chosen]
            if picked:
                sent[name] = picked if field.get("multiple") is not None else picked[0]
        elif field.tag == "input" and kind in {"checkbox", "radio"}:
            if field.get("checked") is not None:
                value = field.get("value", "on")
                already = sent.get(name)
                sent[name] = (
                    value
                    if already is None
                    else [*([already] if isinstance(already, str) else already), value]
                )
        elif field.tag == "input" and kind not in {"submit", "button", "reset", "image", "file"}:
            sent[name] = field.get("value", "")
    return sent


def _redirect_faults(response: TestResponse) -> list[str]:
    target = urlsplit(response.headers.get("Location", ""))
    if target.netloc and target.netloc != response.request.host:
        return [f"sends the visitor to another host: {target.netloc}"]
    return []


@event.listens_for(Engine, "after_cursor_execute")
def _note_write(connection: Connection, cursor: Any, statement: str, *_: Any) -> None:
    pending = _PENDING.get()
    if pending is not None and statement.lstrip().upper().startswith(_WRITES):
        pending.setdefault(id(connection), statement.split("\n")[0][:80])


@event.listens_for(Engine, "commit")
@event.listens_for(Engine, "rollback")
def _forget_writes(connection: Connection) -> None:
    if (pending := _PENDING.get()) is not None:
        pending.pop(id(connection), None)
