"""The way from a click to a worker: huey on a SQLite file beside the database, or on Redis."""

from __future__ import annotations

import logging
import os
import threading
import time
from pathlib import Path
from uuid import UUID

from flask import Flask, current_app
from huey import Huey, RedisHuey, SqliteHuey

from app.base.database import after_commit
from app.base.jobs.queries import waiting_jobs
from app.base.jobs.running import bury_dead, remove_old_files, run_job
from app.base.jobs.tasks import upkeeps
from app.config import Settings

_SWEEPS = 20.0
_UPKEEP = 3600.0
_log = logging.getLogger(__name__)


def init_queue(app: Flask) -> None:
    """Make the queue of this installation; nothing is opened before the first job."""
    settings: Settings = app.config["SETTINGS"]
    queue = _queue(settings)

    @queue.task(name="run_job")
    def run(job_id: str) -> None:
        run_job(app, UUID(job_id))

    app.extensions["streifzug_jobs"] = (queue, run)


def _queue(settings: Settings) -> Huey:
    if settings.redis_url:
        return RedisHuey("streifzug", url=settings.redis_url, results=False)
    return SqliteHuey("streifzug", filename=str(settings.data / "jobs.sqlite"), results=False, fsync=True)


def enqueue(job_id: UUID) -> None:
    """Hand the job on once the caller's transaction has committed, in the way the settings say."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    ways = {"inline": _inline, "thread": _thread, "worker": _to_worker}
    after_commit(lambda: ways[app.config["SETTINGS"].jobs](app, job_id))


def _inline(app: Flask, job_id: UUID) -> None:
    run_job(app, job_id)


def _thread(app: Flask, job_id: UUID) -> None:
    threading.Thread(target=run_job, args=(app, job_id), daemon=True).start()


def _to_worker(app: Flask, job_id: UUID) -> None:
    _queue_of_app, run = app.extensions["streifzug_jobs"]
    try:
        run(str(job_id))
    except Exception:
        # The row says that the job waits; the worker's next look around finds it.
        _log.exception("the queue did not take job %s", job_id)


def work(app: Flask, *, beside: int | None = None, threads: int = 1) -> None:
    """Do jobs until the process is told to end, or until the process `beside` (gunicorn) is gone."""
    queue, run = app.extensions["streifzug_jobs"]
    if not app.config["SETTINGS"].redis_url:
        Path(queue.storage.filename).touch(mode=0o600)
    _sweep(app, run)
    threading.Thread(target=_look_around, args=(app, run, beside), daemon=True).start()
    consumer = queue.create_consumer(
        workers=threads, worker_type="thread", periodic=False, initial_delay=0.1, max_delay=0.5, backoff=1.3
    )
    logging.getLogger("huey").setLevel(logging.WARNING)
    consumer.run()


def _look_around(app: Flask, run: object, beside: int | None) -> None:
    """Every second: is the web process still there? Now and then: does a job have nobody who does it?"""
    last, kept_up = time.monotonic(), float("-inf")
    while True:
        time.sleep(1.0)
        if beside is not None and not Path(f"/proc/{beside}").exists():
            _log.warning("the web process %s is gone, so this worker ends", beside)
            os._exit(0)
        if time.monotonic() - last > _SWEEPS:
            last = time.monotonic()
            try:
                _sweep(app, run)
            except Exception:
                _log.exception("looking after jobs failed")
        if time.monotonic() - kept_up > _UPKEEP:
            kept_up = time.monotonic()
            keep_up(app)


def keep_up(app: Flask) -> None:
    """What packages do every hour; one that fails is no hindrance to the others."""
    for work in upkeeps():
        with app.app_context():
            try:
                work()
            except Exception:
                _log.exception("regular work failed")


def _sweep(app: Flask, run: object) -> None:
    assert callable(run)
    with app.app_context():
        bury_dead()
        remove_old_files()
        for job_id in waiting_jobs():
            run(str(job_id))
