"""A real worker beside the web process takes jobs from the queue, stops when asked, leaves nothing when killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import flask_migrate
import pytest
from flask import Flask

from app import create_app
from app.accounts.services import create_user
from app.base.database import db, prepare_sqlite, transaction
from app.base.jobs import cancel, job_for, start
from app.base.jobs.queries import folder_of
from app.base.jobs.running import bury_dead
from app.config import Settings
from tests.base import worker as worker
from tests.base.test_child import ends


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[tuple[Flask, subprocess.Popen[bytes], UUID]]:
    """An installation of its own with a running worker and an account."""
    environment = {"STREIFZUG_DATA": str(tmp_path), "SECRET_KEY": "only-for-tests-" * 4}
    app = create_app(Settings.from_environment(environment))
    with app.app_context():
        prepare_sqlite()
        flask_migrate.upgrade()
        with transaction():
            user_id = create_user(email="a@example.org", name="A", password="vier ganz lange worte").id
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.base.worker"],
            env={**os.environ, **environment},
            stderr=subprocess.DEVNULL,
        )
        try:
            yield app, process, user_id
        finally:
            process.kill()
            process.wait()
            db.session.remove()
            db.engine.dispose()
            storage = app.extensions["streifzug_jobs"][0].storage
            storage.close()


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        db.session.rollback()
        time.sleep(0.05)


def begin(user_id: UUID) -> UUID:
    """Queue the slow job and wait until its child works."""
    with transaction():
        job_id = start(kind="tests.slow", title="Langsam", arguments={}, user_id=user_id)
    until(lambda: job_for(job_id, user_id).message == "wartet")
    assert job_for(job_id, user_id).state == "running"
    return job_id


def test_a_killed_worker_leaves_nothing(installation: tuple[Flask, subprocess.Popen[bytes], UUID]) -> None:
    _app, process, user_id = installation
    job_id = begin(user_id)
    child_pid = int((folder_of(job_id) / "pid").read_text())
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert ends(child_pid), "the child dies with its worker"
    assert bury_dead() == 1
    db.session.expire_all()
    job = job_for(job_id, user_id)
    assert (job.state, "Es wurde nichts übernommen" in job.message) == ("failed", True)
    assert not folder_of(job_id).exists()


def test_a_worker_stops_a_job_and_takes_the_next(
    installation: tuple[Flask, subprocess.Popen[bytes], UUID],
) -> None:
    _app, _process, user_id = installation
    for _number in range(2):
        job_id = begin(user_id)
        child_pid = int((folder_of(job_id) / "pid").read_text())
        with transaction():
            cancel(job_id)
        until(lambda job_id=job_id: not job_for(job_id, user_id).is_open)  # type: ignore[misc]
        assert job_for(job_id, user_id).state == "cancelled"
        assert ends(child_pid)
        assert not folder_of(job_id).exists()
