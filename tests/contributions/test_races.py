"""Many at once: a repeat never doubles (R10), writers never lock each other out (R05); each with its control."""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from apiflask import APIFlask
from sqlalchemy import func, insert, select
from sqlalchemy.exc import DBAPIError

from app.base.database import db, new_id, transaction
from app.contributions import api_views
from app.contributions.models import Contribution, Placement, Submission
from app.contributions.services import record, record_many, recording
from tests.contributions.conftest import Town, draft_of
from tests.contributions.phones import Phone, body, said

FULL = os.environ.get("STREIFZUG_FULL") == "1"
ROUNDS, PARALLEL = (500, 20) if FULL else (10, 20)


def together(count: int, work: Callable[[int], Any]) -> list[Any]:
    """Run `work(i)` in `count` threads that start at the same moment; exceptions are results too."""
    results: list[Any] = [None] * count
    start = threading.Barrier(count)

    def run(index: int) -> None:
        start.wait()
        try:
            results[index] = work(index)
        except Exception as error:  # what a thread raised is what the test asks for
            results[index] = error

    threads = [threading.Thread(target=run, args=(index,)) for index in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def count_of(app: APIFlask, table: Any) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_twenty_identical_puts_at_once_make_one_row(app: APIFlask, town: Town) -> None:
    phones = [Phone(app, town.session_token) for _ in range(PARALLEL)]
    for _ in range(ROUNDS):
        submission_id, sent = new_id(), body(town, said(), said())
        answers = together(PARALLEL, lambda i, id=submission_id, sent=sent: phones[i].put(id, sent))  # type: ignore[misc]
        codes = Counter(getattr(answer, "status_code", repr(answer)) for answer in answers)
        assert codes == {201: 1, 200: PARALLEL - 1}
        assert {answer.get_json()["id"] for answer in answers} == {str(submission_id)}
    assert count_of(app, Submission) == ROUNDS
    assert count_of(app, Contribution) == count_of(app, Placement) == 2 * ROUNDS


def test_other_content_under_the_same_id_loses_every_time(app: APIFlask, town: Town) -> None:
    phones = [Phone(app, town.session_token) for _ in range(PARALLEL)]
    submission_id = new_id()
    answers = together(
        PARALLEL, lambda i: phones[i].put(submission_id, body(town, said(text=f"Fassung {i}")))
    )
    codes = Counter(answer.status_code for answer in answers)
    assert codes == {201: 1, 409: PARALLEL - 1}
    winner = next(i for i, answer in enumerate(answers) if answer.status_code == 201)
    with app.app_context():
        assert db.session.scalars(select(Contribution.text)).all() == [f"Fassung {winner}"]


def test_a_repeat_waits_for_nobody(app: APIFlask, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    phone, submission_id, sent = Phone(app, town.session_token), new_id(), body(town)
    assert phone.put(submission_id, sent).status_code == 201

    def writing(_: Callable[[], Any]) -> None:
        pytest.fail("a repeat asked for the lock")

    monkeypatch.setattr(api_views, "share_transaction", writing)
    assert phone.put(submission_id, sent).status_code == 200
    assert phone.put(submission_id, body(town, said(text="Anders."))).status_code == 409


@contextmanager
def without_lock() -> Iterator[None]:
    """What `transaction` would be without the lock in front: reads first, writes when it wants to."""
    yield
    db.session.commit()


def test_control_without_lock_and_conflict_clause_the_race_is_there(
    app: APIFlask, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If this stops failing inside, the tests above no longer prove anything."""
    looked = threading.Barrier(4)

    def look_then_insert_blindly(row: Any) -> bool:
        assert not db.session.scalars(select(Submission.id)).all()
        looked.wait(timeout=20)
        db.session.execute(insert(Submission.__table__), [row])
        return True

    def each_for_itself(work: Callable[[], Any]) -> Any:
        with without_lock():
            return work()

    phones = [Phone(app, town.session_token) for _ in range(4)]
    monkeypatch.setattr(recording, "_insert_new", look_then_insert_blindly)
    monkeypatch.setattr(api_views, "share_transaction", each_for_itself)
    submission_id, sent = new_id(), body(town)
    answers = together(4, lambda i: phones[i].put(submission_id, sent))
    assert sum(isinstance(answer, DBAPIError) for answer in answers) == 3


def test_writers_do_not_lock_each_other_out_while_a_file_is_imported(app: APIFlask, town: Town) -> None:
    writers, each, rows = (8, 250, 500) if FULL else (8, 10, 500)

    def write(index: int) -> int:
        with app.app_context():
            if index == 0:
                with transaction():
                    record_many([town.sitting(source="import", person_key=str(i)) for i in range(rows)])
                return rows
            for _ in range(each):
                with transaction():
                    db.session.scalar(select(func.count()).select_from(Submission))
                    record(town.sitting(draft_of()))
            return each

    results = together(writers + 1, write)
    assert results == [rows] + [each] * writers
    assert count_of(app, Submission) == rows + writers * each


def test_control_readers_that_turn_into_writers_without_the_lock_are_refused(
    app: APIFlask, town: Town
) -> None:
    if db_is_postgres(app):
        pytest.skip("PostgreSQL lets both write; this control is about SQLite's lock")
    looked = threading.Barrier(4)

    def write(_: int) -> None:
        with app.app_context(), without_lock():
            db.session.scalar(select(func.count()).select_from(Submission))
            looked.wait(timeout=20)
            record(town.sitting(draft_of()))

    results = together(4, write)
    assert sum(isinstance(result, DBAPIError) for result in results) >= 1


def db_is_postgres(app: APIFlask) -> bool:
    with app.app_context():
        return db.engine.dialect.name == "postgresql"
