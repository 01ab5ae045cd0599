"""The kinds of work that can be done in the background: each package registers its own by a decorator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.base.jobs.handle import JobHandle
from app.base.jobs.models import Job

Work = Callable[[JobHandle], dict[str, Any]]
Cleanup = Callable[[Job], None]


@dataclass(frozen=True)
class Task:
    """One kind of job: the work, and what to tidy up when its worker died, it failed or was cancelled."""

    kind: str
    work: Work
    cleanup: Cleanup | None


_tasks: dict[str, Task] = {}
_upkeep: list[Callable[[], object]] = []


def task(kind: str, *, cleanup: Cleanup | None = None) -> Callable[[Work], Work]:
    """Decorator: `work(job: JobHandle) -> dict` does jobs of this kind.

    It runs inside an application context and outside any transaction. Import its module where the application starts
    (a blueprint's views do), or the worker will not know it.
    """

    def register(work: Work) -> Work:
        _tasks[kind] = Task(kind, work, cleanup)
        return work

    return register


def upkeep(work: Callable[[], object]) -> Callable[[], object]:
    """Decorator: the worker does this when it starts and every hour, in an application context, no transaction open."""
    _upkeep.append(work)
    return work


def upkeeps() -> list[Callable[[], object]]:
    return list(_upkeep)


def task_of(kind: str) -> Task | None:
    return _tasks.get(kind)
