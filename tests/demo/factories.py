"""Ellerbrück in an empty database, with as much of it as a test needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from apiflask import APIFlask

from app.base.database import transaction
from app.demo.load import load_process, load_town, load_voices
from app.demo.process import CAMPAIGN, SLUG
from app.processes.models import Process
from app.processes.queries import activity_by_slug, process_by_slug
from tests.conftest import empty_database


@contextmanager
def ellerbrueck(app: APIFlask, fill: Callable[[Process], None]) -> Iterator[Process]:
    """The town and its process; `fill` loads what is said in it, in the same transaction."""
    with app.app_context():
        empty_database()
        with transaction():
            load_town()
            fill(load_process())
        yield process_by_slug(SLUG)


def voices(process: Process) -> None:
    load_voices(process, activity_by_slug(process.id, CAMPAIGN))
