"""Many small writes, one commit: who waits for the write lock joins the group of whoever gets it first.

A commit costs a wait for the disk, so on SQLite the threads of one process share it: the first becomes the leader,
waits for the fair lock of `transaction`, runs everybody's work, each in a savepoint of its own, and commits once.
Nobody is answered before that commit. Whose work fails, or whose group cannot be committed, does it again alone, so
that a failure is nobody else's and is told in the words and the language of the one it belongs to. PostgreSQL
gathers commits by itself; there everybody has a transaction of their own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar, cast

from flask import current_app

from app.base.database import db, is_writing, transaction

T = TypeVar("T")
_EXTENSION = "streifzug_shared_commit"
_KNOWN = "streifzug_known_in_transaction"
_MOST = 64
"""Tasks in one group: keeps a transaction to some hundredths of a second."""


class _Task(Generic[T]):
    """One thread's work. After `moved` is set it is `done`, or to be repeated alone, or the thread leads next."""

    def __init__(self, work: Callable[[], T]) -> None:
        self.work = work
        self.result: Any = None
        self.done = False
        self.leads = False
        self.moved = threading.Event()


class _Group:
    """The tasks of one process that wait for a commit."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[_Task[Any]] = []
        self._has_leader = False

    def join(self, task: _Task[Any]) -> None:
        with self._lock:
            self._waiting.append(task)
            task.leads = not self._has_leader
            self._has_leader = True
        if not task.leads:
            task.moved.wait()

    def take(self) -> list[_Task[Any]]:
        with self._lock:
            taken, self._waiting = self._waiting[:_MOST], self._waiting[_MOST:]
        return taken

    def hand_over(self) -> None:
        """The next that waits leads; what it waits for is only the lock."""
        with self._lock:
            self._has_leader = bool(self._waiting)
            if self._waiting:
                self._waiting[0].leads = True
                self._waiting[0].moved.set()


def share_transaction(work: Callable[[], T]) -> T:
    """Run `work` in a writing transaction and return its result after the commit; what it raises, this raises.

    `work` uses Core statements only (no ORM objects that a savepoint would have to mend), asks nothing of the
    request, and may be called twice: what it wrote the first time is gone then.
    """
    if is_writing():
        return work()
    if db.engine.dialect.name != "sqlite":
        return _alone(work)
    # The snapshot of what was read so far ends here, and its connection is free for others while this waits.
    db.session.rollback()
    group: _Group = current_app.extensions.setdefault(_EXTENSION, _Group())
    task = _Task(work)
    group.join(task)
    if task.leads:
        _lead(group)
    if task.done:
        return cast(T, task.result)
    return _alone(work)


def known(key: Hashable, find: Callable[[], T]) -> T:
    """What `find` finds, asked once in a shared transaction: while it holds the lock nobody can change the answer."""
    memory: dict[Hashable, Any] | None = db.session().info.get(_KNOWN)
    if memory is None:
        return find()
    if key not in memory:
        memory[key] = find()
    return cast(T, memory[key])


def _alone(work: Callable[[], T]) -> T:
    with transaction():
        return _knowing(work)


def _knowing(work: Callable[[], T]) -> T:
    info = db.session().info
    info[_KNOWN] = {}
    try:
        return work()
    finally:
        info.pop(_KNOWN, None)


def _lead(group: _Group) -> None:
    """Commit what waits; never raises for the sake of a task, so that each thread goes its own way afterwards."""
    tasks: list[_Task[Any]] = []
    finished: list[_Task[Any]] = []
    try:
        with transaction():
            tasks = group.take()
            _knowing(lambda: finished.extend(task for task in tasks if _tried(task)))
        for task in finished:
            task.done = True
    except Exception:
        current_app.logger.warning("a group of %s writes was not committed", len(tasks), exc_info=True)
    finally:
        tasks = tasks or group.take()
        group.hand_over()
        for task in tasks:
            task.moved.set()


def _tried(task: _Task[Any]) -> bool:
    """Run one task in its savepoint; False when it failed and nothing of it is left."""
    connection = db.session.connection()
    connection.exec_driver_sql("SAVEPOINT shared")
    try:
        task.result = task.work()
    except Exception:
        connection.exec_driver_sql("ROLLBACK TO shared")
        # What it found may have been its own.
        db.session().info[_KNOWN].clear()
        return False
    finally:
        connection.exec_driver_sql("RELEASE shared")
    return True
