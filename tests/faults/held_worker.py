"""A worker, in a process of its own, that stops in the middle of a step and waits to be killed."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable
from importlib import import_module
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from app import create_app
from app.base.jobs import queue

STEPS = {
    "areas": ("app.areas.taking_over", "import_area_set", 1),
    "residents": ("app.areas.population_reading", "import_population", 1),
    "values": ("app.indicators.values_reading", "store_values", 1),
    "staging": ("app.contributions.importing.records", "record_many", 3),
    "publishing": ("app.contributions.importing.records", "publish_some", 2),
    "undo": ("app.contributions.importing.records", "remove_some", 2),
}
"""Name of a step: module, function, and after which call of it the worker stands still."""


def held(work: Callable[..., Any], calls: int, marker: Path) -> Callable[..., Any]:
    """Does its work; after so many calls it says so in `marker` and waits."""
    left = [calls]

    def wrapped(*given: Any, **named: Any) -> Any:
        answer = work(*given, **named)
        left[0] -= 1
        if left[0] == 0:
            marker.write_text("x")
            time.sleep(600)
        return answer

    return wrapped


def start(environment: dict[str, str], step: str | None) -> BaseProcess:
    """A worker on the installation that ENVIRONMENT names, held at STEP if there is one.

    It is forked, because what it has to import takes much longer than what it does; the connections of the caller
    must be closed, two processes cannot share one.
    """
    process = multiprocessing.get_context("fork").Process(target=_work, args=(environment, step), daemon=True)
    process.start()
    return process


def _work(environment: dict[str, str], step: str | None) -> None:
    os.environ.update(environment)
    app = create_app()
    if step is not None:
        name, function, calls = STEPS[step]
        module = import_module(name)
        marker = Path(app.config["SETTINGS"].data) / "held"
        setattr(module, function, held(getattr(module, function), calls, marker))
    queue.work(app)
