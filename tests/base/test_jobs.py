"""Background jobs: states, progress, cancel, failure, and what a killed worker leaves behind."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from apiflask import APIFlask

from app.accounts import services as accounts
from app.accounts.queries import find_user
from app.base import child
from app.base.database import db, new_id, transaction
from app.base.errors import DomainError, NotFound
from app.base.jobs import Cancelled, JobHandle, cancel, job_for, running, start, task
from app.base.jobs.models import Job
from app.base.jobs.queries import folder_of, is_dead, jobs_of, this_worker
from app.base.jobs.running import bury_dead, remove_old_files, run_job

cleaned: list[UUID] = []
steps: dict[str, Callable[[JobHandle], Any]] = {}


@task("tests.job", cleanup=lambda job: cleaned.append(job.id))
def do_something(job: JobHandle) -> dict[str, Any]:
    """Does what the test put under the name in its arguments."""
    return steps[job.arguments["step"]](job) or {}


@pytest.fixture
def user_id(app: APIFlask) -> Iterator[UUID]:
    cleaned.clear()
    with app.app_context():
        with transaction():
            found = accounts.create_user(email="a@example.org", name="A", password="vier ganz lange worte").id
        yield found
        db.session.remove()


def begin(user_id: UUID, step: Callable[[JobHandle], Any]) -> Job:
    """Start a job with this step; in tests it is over when the transaction is."""
    name = str(new_id())
    steps[name] = step
    with transaction():
        job_id = start(kind="tests.job", title="Ein Auftrag", arguments={"step": name}, user_id=user_id)
        assert job_for(job_id, user_id).state == "queued", "begins only after the commit"
    db.session.expire_all()
    return job_for(job_id, user_id)


def test_a_job_that_goes_well(user_id: UUID) -> None:
    def step(job: JobHandle) -> dict[str, Any]:
        assert list(job.folder.iterdir()) == []
        (job.folder / "leftover").write_text("x")
        job.progress(3, 10, "Lese Räume")
        db.session.expire_all()
        now = db.session.get_one(Job, job.id)
        assert (now.state, now.done, now.total, now.message) == ("running", 3, 10, "Lese Räume")
        return {"message": "10 Räume gelesen.", "url": "/verwaltung/raeume/", "more": 1}

    job = begin(user_id, step)
    assert (job.state, job.done, job.total) == ("done", 10, 10)
    assert job.message == "10 Räume gelesen."
    assert job.result["more"] == 1
    assert not folder_of(job.id).exists()
    assert not cleaned


def test_progress_is_written_at_most_once_a_second(user_id: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    def step(job: JobHandle) -> None:
        for number in range(1000):
            job.progress(number, 1000)
        db.session.expire_all()
        assert db.session.get_one(Job, job.id).done < 1000

    assert begin(user_id, step).state == "done"


def test_progress_inside_a_transaction_does_not_wait_for_itself(user_id: UUID) -> None:
    def step(job: JobHandle) -> None:
        with transaction():
            job.progress(1, 2)

    assert begin(user_id, step).state == "done"


def test_a_refusal_is_the_message(user_id: UUID) -> None:
    def step(job: JobHandle) -> None:
        (job.folder / "half").write_text("x")
        raise DomainError("Die Datei ist leer.")

    job = begin(user_id, step)
    assert (job.state, job.message) == ("failed", "Die Datei ist leer.")
    assert not folder_of(job.id).exists()
    assert cleaned == [job.id]


def test_any_other_fault_is_logged_and_told_in_general(user_id: UUID, caplog: Any) -> None:
    job = begin(user_id, lambda _job: 1 / 0)
    assert job.state == "failed"
    assert "der Fehler liegt bei uns" in job.message
    assert "ZeroDivisionError" in caplog.text
    assert cleaned == [job.id]


def test_cancelling_rolls_back_what_is_open(user_id: UUID) -> None:
    def step(job: JobHandle) -> None:
        with transaction():
            cancel(job.id)
        with transaction():
            accounts.create_user(email="half@example.org", name="B")
            while not job.cancelled():
                time.sleep(0.01)
            job.progress(1)

    job = begin(user_id, step)
    assert (job.state, cleaned) == ("cancelled", [job.id])
    assert "Es wurde nichts übernommen" in job.message
    assert find_user("half@example.org") is None


def test_cancelling_reaches_the_child(user_id: UUID, tmp_path: Path) -> None:
    def step(job: JobHandle) -> None:
        with transaction():
            cancel(job.id)
        child.run(
            "tests.base.hostile:sleep",
            {},
            folder=job.folder,
            progress=lambda done, total: job.progress(done, total),
            cancelled=job.cancelled,
        )

    assert begin(user_id, step).state == "cancelled"


def test_a_waiting_job_is_cancelled_at_once_and_never_begins(app: APIFlask, user_id: UUID) -> None:
    with transaction():
        job = Job(kind="tests.job", title="Wartet", user_id=user_id, arguments={"step": "never"})
        db.session.add(job)
        db.session.flush()
        cancel(job.id)
    run_job(app, job.id)
    db.session.expire_all()
    assert job_for(job.id, user_id).state == "cancelled"


def test_a_job_is_done_once_however_often_it_is_queued(app: APIFlask, user_id: UUID) -> None:
    done: list[UUID] = []
    job = begin(user_id, lambda job: done.append(job.id))
    run_job(app, job.id)
    assert done == [job.id]


def test_a_job_belongs_to_its_owner(user_id: UUID) -> None:
    job = begin(user_id, lambda _job: None)
    with pytest.raises(NotFound):
        job_for(job.id, new_id())
    assert [found.id for found in jobs_of(user_id)] == [job.id]
    assert jobs_of(new_id()) == []


def test_nothing_begins_when_the_transaction_fails(user_id: UUID) -> None:
    began: list[UUID] = []
    steps["late"] = lambda job: began.append(job.id)

    def begin_and_fail() -> None:
        with transaction():
            start(kind="tests.job", title="T", arguments={"step": "late"}, user_id=user_id)
            start(kind="tests.no such thing", title="T", arguments={}, user_id=user_id)

    with pytest.raises(LookupError):
        begin_and_fail()
    with transaction():
        pass
    assert (began, list(jobs_of(user_id))) == ([], [])


def test_a_file_is_kept_for_a_day(user_id: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    def step(job: JobHandle) -> dict[str, Any]:
        (job.folder / "Räume.csv").write_text("a;b")
        return {"file": "Räume.csv"}

    job = begin(user_id, step)
    remove_old_files()
    assert (folder_of(job.id) / "Räume.csv").is_file()
    monkeypatch.setattr(running, "KEPT_HOURS", -1)
    remove_old_files()
    assert not folder_of(job.id).exists()


def test_a_dead_worker_is_seen_and_its_job_buried(user_id: UUID) -> None:
    job = _running(user_id, worker=this_worker())
    assert not is_dead(job)
    assert bury_dead() == 0
    gone = _running(user_id, worker=" ".join([*this_worker().split()[:2], "1"]))
    folder_of(gone.id).mkdir(parents=True)
    (folder_of(gone.id) / "half").write_text("x")
    assert bury_dead() == 1
    db.session.expire_all()
    assert job_for(gone.id, user_id).state == "failed"
    assert "Abgebrochen" in job_for(gone.id, user_id).message
    assert not folder_of(gone.id).exists()
    assert cleaned == [gone.id]


def test_a_worker_elsewhere_is_known_by_its_sign_of_life(user_id: UUID) -> None:
    job = _running(user_id, worker="elsewhere 12 34")
    assert is_dead(job)
    with transaction():
        job.heartbeat_at = job.created_at
    assert not is_dead(job)


def _running(user_id: UUID, *, worker: str) -> Job:
    with transaction():
        job = Job(kind="tests.job", title="L", user_id=user_id, state="running", worker=worker)
        db.session.add(job)
    return job


def test_cancelled_passes_through_ordinary_nets(user_id: UUID) -> None:
    """A task that catches its own domain errors does not catch the wish to stop."""
    assert not issubclass(Cancelled, DomainError)


def test_in_a_thread_the_answer_does_not_wait(
    app: APIFlask, user_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], jobs="thread"))
    go, gone = threading.Event(), threading.Event()
    steps["wait"] = lambda _job: go.wait(20) and None
    with transaction():
        job_id = start(kind="tests.job", title="T", arguments={"step": "wait"}, user_id=user_id)
    go.set()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and not gone.wait(0.05):
        db.session.rollback()
        if not job_for(job_id, user_id).is_open:
            break
    assert job_for(job_id, user_id).state == "done"
