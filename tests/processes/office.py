"""The desk where a process is set up: a coordinator and an administrator, both signed in."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from apiflask import APIFlask

from tests.page_client import PageClient

HOME = "/verwaltung/verfahren/mein-viertel"


@dataclass
class Office:
    """A process with a coordinator and an administrator, both signed in."""

    app: APIFlask
    process_id: UUID
    kim: UUID
    coordinator: PageClient
    admin: PageClient
