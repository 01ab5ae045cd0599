"""Writers who wait share one commit; a failure stays with whom it belongs to, and nobody hears of it too early."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from apiflask import APIFlask
from sqlalchemy import func, insert, select

from app.base import shared_commit
from app.base.audit import AuditEvent
from app.base.database import db, new_id, now, transaction
from app.base.shared_commit import known, share_transaction

TABLE = AuditEvent.__table__


def write(name: str) -> Callable[[], str]:
    """Work that writes one line and returns its name."""

    def work() -> str:
        row = {"actor": "test", "action": name, "object_kind": "x", "object_id": "1"}
        db.session.connection().execute(insert(TABLE), {"id": new_id(), "created_at": now(), **row})
        return name

    return work


def failing(name: str) -> Callable[[], str]:
    def work() -> str:
        write(name)()
        raise ValueError(name)

    return work


def written(app: APIFlask) -> list[str]:
    with app.app_context():
        return sorted(db.session.scalars(select(AuditEvent.action)))


@contextmanager
def held_lock(app: APIFlask) -> Iterator[None]:
    """Somebody else writes; whoever comes meanwhile waits."""
    begun, end = threading.Event(), threading.Event()

    def hold() -> None:
        with app.app_context(), transaction():
            begun.set()
            end.wait(20)

    thread = threading.Thread(target=hold)
    thread.start()
    begun.wait(20)
    try:
        yield
    finally:
        end.set()
        thread.join()


def share(app: APIFlask, works: list[Callable[[], str]]) -> list[Any]:
    """All works at once while the lock is held, so that they meet in groups; exceptions are results."""
    results: list[Any] = [None] * len(works)

    def run(index: int) -> None:
        with app.app_context():
            try:
                results[index] = share_transaction(works[index])
            except Exception as error:  # what was raised is what the test asks for
                results[index] = error

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(works))]
    with held_lock(app):
        for thread in threads:
            thread.start()
        wait_for_group(app, len(works))
    for thread in threads:
        thread.join()
    return results


def wait_for_group(app: APIFlask, count: int) -> None:
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            return
    pause = threading.Event()
    for _ in range(2000):
        group = app.extensions.get("streifzug_shared_commit")
        if group is not None and len(group._waiting) >= count:
            return
        pause.wait(0.005)
    raise AssertionError("the threads did not meet")


@pytest.fixture
def commits(app: APIFlask, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Numbers of tasks in each group that was committed."""
    sizes: list[int] = []
    take = shared_commit._Group.take

    def counted(self: Any) -> Any:
        tasks = take(self)
        sizes.append(len(tasks))
        return tasks

    monkeypatch.setattr(shared_commit._Group, "take", counted)
    return sizes


def only_sqlite(app: APIFlask) -> None:
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            pytest.skip("PostgreSQL gathers commits by itself")


def test_those_who_wait_share_one_commit(app: APIFlask, commits: list[int]) -> None:
    only_sqlite(app)
    names = [f"n{index}" for index in range(10)]
    assert share(app, [write(name) for name in names]) == names
    assert written(app) == names
    assert commits == [10]


def test_one_failure_is_nobody_elses(app: APIFlask) -> None:
    results = share(app, [write("a"), failing("b"), write("c"), failing("d"), write("e")])
    assert [str(result) for result in results] == ["a", "b", "c", "d", "e"]
    assert [isinstance(result, ValueError) for result in results] == [False, True, False, True, False]
    assert written(app) == ["a", "c", "e"]


def test_a_group_that_cannot_be_committed_is_written_one_by_one(
    app: APIFlask, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_sqlite(app)
    whole = shared_commit.transaction
    broken = threading.Event()

    @contextmanager
    def failing_once() -> Iterator[None]:
        with whole():
            yield
            if not broken.is_set():
                broken.set()
                raise OSError("disk full")

    monkeypatch.setattr(shared_commit, "transaction", failing_once)
    assert share(app, [write("a"), write("b"), write("c")]) == ["a", "b", "c"]
    assert broken.is_set()
    assert written(app) == ["a", "b", "c"]


def test_nobody_is_answered_before_the_commit(app: APIFlask, monkeypatch: pytest.MonkeyPatch) -> None:
    only_sqlite(app)
    answered: list[str] = []
    seen: list[int] = []
    whole = shared_commit.transaction

    @contextmanager
    def looking() -> Iterator[None]:
        with whole():
            yield
            seen.append(len(answered))

    def telling(name: str) -> Callable[[], str]:
        return write(name)

    monkeypatch.setattr(shared_commit, "transaction", looking)

    def run(name: str) -> None:
        with app.app_context():
            answered.append(share_transaction(telling(name)))

    threads = [threading.Thread(target=run, args=(name,)) for name in "abc"]
    with held_lock(app):
        for thread in threads:
            thread.start()
        wait_for_group(app, 3)
    for thread in threads:
        thread.join()
    assert seen == [0]
    assert sorted(answered) == ["a", "b", "c"]


def test_more_than_one_group_holds_are_all_written(app: APIFlask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_commit, "_MOST", 4)
    names = [f"n{index:02}" for index in range(15)]
    assert share(app, [write(name) for name in names]) == names
    assert written(app) == names


def test_inside_a_transaction_it_joins(app: APIFlask) -> None:
    def outer() -> None:
        with transaction():
            share_transaction(write("a"))
            raise ValueError("outer")

    with app.app_context():
        with pytest.raises(ValueError, match="outer"):
            outer()
        assert db.session.scalar(select(func.count()).select_from(AuditEvent)) == 0


def test_what_is_known_is_asked_once_in_a_transaction_and_anew_in_the_next(app: APIFlask) -> None:
    asked: list[int] = []

    def find() -> int:
        asked.append(1)
        return len(asked)

    with app.app_context():
        assert share_transaction(lambda: (known("k", find), known("k", find))) == (1, 1)
        assert share_transaction(lambda: known("k", find)) == 2
        assert (known("k", find), known("k", find)) == (3, 4)
