"""R10: a sitting that is sent twenty times at once is stored once; other content under its id changes nothing.

20 senders in 4 processes, through the HTTP interface. Counts are small in the suite; STREIFZUG_FULL=1 sends 500
sittings and 100 changed ones. The control keeps no constraint, looks first, and must get duplicates.
"""

from __future__ import annotations

import threading
from collections import Counter
from typing import Any

from apiflask import APIFlask
from sqlalchemy import func, select, text

from app.base.database import db, new_id
from app.contributions.models import Contribution, Placement, Submission
from tests.contributions.conftest import Town
from tests.contributions.conftest import quiet_channel as quiet_channel
from tests.contributions.conftest import town as town
from tests.contributions.phones import Phone, body, said
from tests.faults.forked import FULL, PATIENCE, Barrier, together

PROCESSES, THREADS = 4, 5
SITTINGS, CHANGED = (500, 100) if FULL else (6, 3)


def send_at_once(app: APIFlask, town: Town, sent: list[tuple[Any, list[Any]]]) -> list[list[tuple[int, str]]]:
    """For each (id, bodies): all senders send at the same moment, in turn one of the bodies; (status, id) of each."""
    moment = Barrier(PROCESSES)

    def work(_: int) -> list[list[tuple[int, str]]]:
        phones = [Phone(app, town.session_token) for _ in range(THREADS)]
        results: list[list[tuple[int, str]]] = []
        for submission_id, bodies in sent:
            answers: list[tuple[int, str]] = []

            def put(
                index: int, submission_id: Any = submission_id, bodies: Any = bodies, answers: Any = answers
            ) -> None:
                answer = phones[index].put(submission_id, bodies[index % len(bodies)])
                answers.append((answer.status_code, answer.get_json().get("id", "")))

            threads = [threading.Thread(target=put, args=(index,)) for index in range(THREADS)]
            moment.wait(PATIENCE)
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            results.append(answers)
        return results

    found = together(app, PROCESSES, work)
    assert [failure for failure in found if isinstance(failure, str)] == []
    return [[answer for process in found for answer in process[index]] for index in range(len(sent))]


def counts(app: APIFlask) -> list[int]:
    with app.app_context():
        tables = (Submission, Contribution, Placement)
        return [db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def words(app: APIFlask) -> list[tuple[Any, ...]]:
    with app.app_context():
        query = select(Contribution.id, Contribution.text, Submission.content_hash).join(
            Contribution.submission
        )
        return sorted(tuple(row) for row in db.session.execute(query))


def test_a_sitting_sent_twenty_times_at_once_is_stored_once(app: APIFlask, town: Town) -> None:
    sent = [(new_id(), [body(town, said(), said())]) for _ in range(SITTINGS)]
    for (submission_id, _), answers in zip(sent, send_at_once(app, town, sent), strict=True):
        assert Counter(status for status, _ in answers) == {201: 1, 200: PROCESSES * THREADS - 1}
        assert {found for _, found in answers} == {str(submission_id)}
    assert counts(app) == [SITTINGS, 2 * SITTINGS, 2 * SITTINGS]
    before = words(app)
    changed = [(submission_id, [body(town, said(text="Anders."))]) for submission_id, _ in sent[:CHANGED]]
    for answers in send_at_once(app, town, changed):
        assert Counter(status for status, _ in answers) == {409: PROCESSES * THREADS}
    assert words(app) == before


def test_of_different_contents_under_one_id_exactly_one_wins(app: APIFlask, town: Town) -> None:
    sent = [(new_id(), [body(town, said(text=f"Fassung {i}")) for i in range(THREADS)]) for _ in range(3)]
    for answers in send_at_once(app, town, sent):
        codes = Counter(status for status, _ in answers)
        # The same version comes from every process: one is new, the others of it repeats, all else refused.
        assert codes == {201: 1, 200: PROCESSES - 1, 409: PROCESSES * (THREADS - 1)}
    assert counts(app) == [3, 3, 3]


def test_control_without_the_constraint_duplicates_appear(app: APIFlask) -> None:
    with app.app_context():
        db.session.execute(text("CREATE TABLE loose (id VARCHAR(36))"))
        db.session.commit()
    same = str(new_id())
    looked = Barrier(PROCESSES)

    def work(_: int) -> bool:
        with app.app_context():
            seen = db.session.execute(text("SELECT 1 FROM loose WHERE id = :id"), {"id": same}).first()
            db.session.rollback()
            looked.wait(PATIENCE)
            if seen is None:
                db.session.connection(execution_options={"streifzug_write": True})
                db.session.execute(text("INSERT INTO loose VALUES (:id)"), {"id": same})
                db.session.commit()
            return seen is None

    try:
        assert together(app, PROCESSES, work) == [True] * PROCESSES
        with app.app_context():
            assert db.session.execute(text("SELECT count(*) FROM loose")).scalar() == PROCESSES
    finally:
        with app.app_context():
            db.session.execute(text("DROP TABLE loose"))
            db.session.commit()
