"""A phone that sends files in parts, as the outbox of a page does."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from apiflask import APIFlask
from werkzeug.test import TestResponse

from app.base.database import new_id
from app.contributions.media.vocabulary import PART
from tests.contributions.conftest import Town
from tests.contributions.media.samples import announced
from tests.contributions.phones import Phone, body, said


class Sender(Phone):
    """Signed in as a participant; `contribution` is one they have sent."""

    def __init__(self, app: APIFlask, town: Town, session_token: str | None = None) -> None:
        super().__init__(app, session_token or town.session_token)
        self.town = town

    def contribute(self, **values: Any) -> UUID:
        """Send a sitting with one contribution; its id."""
        one = said(**values)
        assert self.put(new_id(), body(self.town, one)).status_code == 201
        return UUID(one["id"])

    def announce(
        self, attachment_id: Any, contribution_id: Any, content: bytes, **values: Any
    ) -> TestResponse:
        return self.send(
            "PUT", f"/attachments/{attachment_id}", announced(contribution_id, content, **values)
        )

    def part(self, attachment_id: Any, offset: Any, part: bytes, **headers: str) -> TestResponse:
        return self.send(
            "PATCH",
            f"/attachments/{attachment_id}",
            data=part,
            content_type="application/octet-stream",
            headers={"Upload-Offset": str(offset), **headers},
        )

    def upload(
        self, content: bytes, contribution_id: Any = None, attachment_id: Any = None, **values: Any
    ) -> UUID:
        """Announce and send all parts; the attachment's id."""
        attachment_id = attachment_id or new_id()
        contribution_id = contribution_id or self.contribute()
        assert self.announce(attachment_id, contribution_id, content, **values).status_code in (200, 201)
        for offset in range(0, len(content), PART):
            answer = self.part(attachment_id, offset, content[offset : offset + PART])
            assert answer.status_code == 200, answer.get_json()
        return UUID(str(attachment_id))

    def standing(self, attachment_id: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.send("GET", f"/attachments/{attachment_id}").get_json()
        return answer
