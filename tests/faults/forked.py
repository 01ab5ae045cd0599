"""Work in several processes of this machine at once, as the workers of a real server do it."""

from __future__ import annotations

import multiprocessing
import os
import traceback
from collections.abc import Callable
from typing import Any

from apiflask import APIFlask

from app.base.database import db

FULL = os.environ.get("STREIFZUG_FULL") == "1"
PATIENCE = 900 if FULL else 180
_processes = multiprocessing.get_context("fork")
Barrier = _processes.Barrier


def together(app: APIFlask, count: int, work: Callable[[int], Any]) -> list[Any]:
    """`work(i)` in `count` processes that start at the same moment; results in order, an exception as its text."""
    with app.app_context():
        # A connection shared by two processes would be a fault of the test, not of the application.
        db.session.remove()
        db.engine.dispose()
    answers = _processes.Queue()
    start = _processes.Barrier(count)

    def run(index: int) -> None:
        try:
            app.extensions.pop("streifzug_shared_commit", None)
            start.wait(PATIENCE)
            answers.put((index, work(index)))
        except BaseException:  # what a process died of is what the test asks for
            answers.put((index, traceback.format_exc()))

    workers = [_processes.Process(target=run, args=(index,)) for index in range(count)]
    for worker in workers:
        worker.start()
    found = dict(answers.get(timeout=PATIENCE) for _ in workers)
    for worker in workers:
        worker.join()
    return [found[index] for index in range(count)]
