"""R05: many processes that read and then write never lock each other out, also while a file is imported.

Counts are small in the suite; STREIFZUG_FULL=1 runs 8 processes x 250 transactions. The control does the same without
our `transaction` and must fail, or this test proves nothing.
"""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

import pytest
from apiflask import APIFlask
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from app.base.audit import AuditEvent
from app.base.database import db, new_id, transaction
from app.base.shared_commit import share_transaction
from app.contributions.importing.pace import Pace
from app.contributions.importing.records import begin as begin_import
from app.contributions.importing.records import stage
from app.contributions.models import Contribution, Submission
from app.contributions.services import check, prepare, store
from tests.contributions.conftest import Town, draft_of
from tests.contributions.conftest import quiet_channel as quiet_channel
from tests.contributions.conftest import town as town
from tests.faults.forked import FULL, Barrier, together

WRITERS, EACH = (8, 250) if FULL else (8, 15)
FIRST_TURN = Pace().size
IMPORTED, DURING = (20_000, 500) if FULL else (1500, 60)


def read_then_write() -> float:
    """One transaction that decides on what it read; its time in seconds."""
    begin = time.perf_counter()
    with transaction():
        lines = db.session.scalar(select(func.count()).select_from(AuditEvent))
        row = AuditEvent(actor="test", action=f"after {lines}", object_kind="x", object_id=str(new_id()))
        db.session.add(row)
    return time.perf_counter() - begin


def told(times: list[float]) -> str:
    times = sorted(times)
    return f"{len(times)} writes: p99 {times[len(times) * 99 // 100] * 1000:.0f} ms, max {times[-1] * 1000:.0f} ms"


def test_readers_that_turn_into_writers_all_succeed(app: APIFlask) -> None:
    def write(_: int) -> list[float]:
        with app.app_context():
            return [read_then_write() for _ in range(EACH)]

    results = together(app, WRITERS, write)
    assert [failure for failure in results if isinstance(failure, str)] == []
    print(told([one for times in results for one in times]))
    with app.app_context():
        actions = db.session.scalars(select(AuditEvent.action)).all()
        is_sqlite = db.engine.dialect.name == "sqlite"
    assert len(actions) == WRITERS * EACH
    # With one writer at a time each saw exactly the lines before its own; PostgreSQL lets several write at once, and
    # whoever may not decide on the same state locks a row there.
    assert not is_sqlite or sorted(actions) == sorted(f"after {index}" for index in range(WRITERS * EACH))


def test_control_without_our_transaction_most_are_locked_out(app: APIFlask) -> None:
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            pytest.skip("PostgreSQL lets both write; the fault is SQLite's (SQLITE_BUSY_SNAPSHOT)")

    def write(_: int) -> int:
        failed = 0
        for _round in range(EACH):
            with app.app_context():
                try:
                    db.session.scalar(select(func.count()).select_from(AuditEvent))
                    row = AuditEvent(actor="test", action="late", object_kind="x", object_id=str(new_id()))
                    db.session.add(row)
                    db.session.commit()
                except OperationalError:
                    failed += 1
        return failed

    failures = together(app, WRITERS, write)
    assert sum(failures) > 0
    print(f"{sum(failures)} of {WRITERS * EACH} locked out")


def test_recordings_go_on_while_a_file_is_imported(app: APIFlask, town: Town) -> None:
    """The import takes turns of its own length, each a transaction; people's sittings get in between."""
    begun = Barrier(2)

    def written(rows: int) -> None:
        if rows == FIRST_TURN:
            begun.wait(60)

    def work(index: int) -> Any:
        with app.app_context():
            if index == 0:
                with transaction():
                    number = begin_import(
                        process_id=town.process_id, user_id=None, file_name="x.csv", sha256="0"
                    )
                stage(
                    number,
                    (town.sitting(source="import", person_key=str(i)) for i in range(IMPORTED)),
                    written,
                )
                return []
            begun.wait(60)
            times = []
            for _ in range(DURING):
                sitting = prepare(check(town.sitting(draft_of())))
                begin = time.perf_counter()
                assert share_transaction(lambda sitting=sitting: store(sitting)).created  # type: ignore[misc]
                times.append(time.perf_counter() - begin)
            return times

    imported, times = together(app, 2, work)
    assert (imported, len(times)) == ([], DURING), (imported, times)
    print(told(times))
    with app.app_context():
        sources = Counter(db.session.scalars(select(Submission.source)).all())
        assert sources == {"import": IMPORTED, "online": DURING}
        assert db.session.scalar(select(func.count()).select_from(Contribution)) == IMPORTED + DURING
