"""A phone of a participant, as the recording API sees it, and the JSON bodies it sends."""

from __future__ import annotations

from typing import Any

from apiflask import APIFlask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.base.database import new_id
from tests.contributions.conftest import Town


def said(**values: Any) -> dict[str, Any]:
    """One contribution as JSON: a favourite place in the west, unless said otherwise."""
    return {
        "id": str(new_id()),
        "kind": "mark",
        "quality": "fav",
        "text": "Hier ist es schön.",
        "place_text": "",
        "geometry": {"type": "Point", "coordinates": [9.01, 52.01]},
        "precision": "exact",
        "is_secret": False,
        "attributes": {"question": "q1", "time_of_day": "dark", "company": "friends"},
        **values,
    }


def body(town: Town, *contributions: dict[str, Any], **values: Any) -> dict[str, Any]:
    """One sitting as JSON."""
    return {
        "activity": str(town.activity_id),
        "device_time": "2026-05-04T16:00:00+02:00",
        "language": "de",
        "contributions": list(contributions) or [said()],
        **values,
    }


class Phone:
    """Signed in as a participant; sends what a page's script would send."""

    def __init__(self, app: APIFlask, session_token: str | None) -> None:
        self.client = FlaskClient(app, app.response_class, use_cookies=True)
        if session_token:
            self.client.set_cookie(app.config["PARTICIPANT_COOKIE_NAME"], session_token)
        state = self.client.get("/api/teilnahme").get_json()
        self.headers = {"X-CSRFToken": state["csrf_token"]}

    def send(self, method: str, path: str, json: Any = None, **kwargs: Any) -> TestResponse:
        headers = {**self.headers, **kwargs.pop("headers", {})}
        given = {} if json is None else {"json": json}
        return self.client.open(f"/api{path}", method=method, headers=headers, **given, **kwargs)

    def put(self, submission_id: Any, json: Any) -> TestResponse:
        return self.send("PUT", f"/submissions/{submission_id}", json)

    def put_raw(self, submission_id: Any, data: bytes | str) -> TestResponse:
        return self.send("PUT", f"/submissions/{submission_id}", data=data, content_type="application/json")
