"""The door for files as its contract says, in memory: cuts lines, loses answers and counts bytes on demand."""

from __future__ import annotations

import hashlib
import json
import random
import re
from dataclasses import dataclass, field

from playwright.sync_api import Page, Route


@dataclass
class Stored:
    said: dict[str, object]
    data: bytes = b""
    state: str = "pending"


@dataclass
class FakeAttachments:
    """`cuts` are chances (0 to 1) that a part breaks off in the middle, `lost` that its answer does not arrive."""

    cuts: float = 0
    lost: float = 0
    seed: int = 1
    is_offline: bool = False
    files: dict[str, Stored] = field(default_factory=dict)
    attempts: list[str] = field(default_factory=list)
    sent_bytes: int = 0
    withdrawn: list[str] = field(default_factory=list)

    def serve(self, page: Page) -> None:
        self.chance = random.Random(self.seed)
        page.route("**/api/attachments/*", self.answer)

    def offline(self, page: Page, is_offline: bool) -> None:
        """Takes the line away or gives it back, for what is answered here too."""
        self.is_offline = is_offline
        page.context.set_offline(is_offline)

    def answer(self, route: Route) -> None:
        if self.is_offline:
            route.abort("internetdisconnected")
            return
        request = route.request
        found = re.search(r"attachments/([0-9a-f-]+)$", request.url)
        assert found
        identity, stored = found[1], self.files.get(found[1])
        self.attempts.append(f"{request.method} {identity}")
        if request.method == "PUT":
            said = json.loads(request.post_data or "")
            known = stored or self.files.setdefault(identity, Stored(said))
            self.say(route, identity, 409 if known.said != said else 200 if stored else 201)
        elif request.method == "DELETE":
            self.files.pop(identity, None)
            self.withdrawn.append(identity)
            route.fulfill(status=204)
        elif stored is None:
            route.fulfill(status=404, json={"message": "unbekannt"})
        elif request.method == "GET":
            self.say(route, identity, 200)
        else:
            self.take(route, identity, stored)

    def take(self, route: Route, identity: str, stored: Stored) -> None:
        body, offset = route.request.post_data_buffer or b"", int(route.request.headers["upload-offset"])
        assert len(body) <= 256 * 1024
        self.sent_bytes += len(body)
        if offset != len(stored.data):
            self.say(route, identity, 409)
        elif self.chance.random() < self.cuts:
            stored.data += body[: self.chance.randrange(len(body))]
            route.abort("connectionreset")
        else:
            stored.data += body
            if len(stored.data) == stored.said["size"]:
                if hashlib.sha256(stored.data).hexdigest() != stored.said["sha256"]:
                    stored.data = b""
                    self.say(route, identity, 422)
                    return
                stored.state = "received"
            if self.chance.random() < self.lost:
                route.abort("connectionreset")
            else:
                self.say(route, identity, 200)

    def say(self, route: Route, identity: str, status: int) -> None:
        stored = self.files[identity]
        answer = {"id": identity, "state": stored.state, "received": len(stored.data)}
        route.fulfill(status=status, json=answer)
