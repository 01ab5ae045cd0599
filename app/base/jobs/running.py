"""Does one job from its first to its last state, and buries jobs whose worker died."""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy import select, update

from app.base.database import db, now, transaction
from app.base.errors import DomainError
from app.base.jobs.handle import Cancelled, JobHandle
from app.base.jobs.models import Job
from app.base.jobs.queries import dead_jobs, finished_before, folder_of, this_worker
from app.base.jobs.tasks import task_of

KEPT_HOURS = 24
_LISTENS = 1.0
_BEATS = 15
_log = logging.getLogger(__name__)


def run_job(app: Flask, job_id: UUID) -> None:
    """Do the job if it still waits; whatever happens in it becomes a state and a sentence, never an exception."""
    with app.app_context():
        handle = _claim(job_id)
        if handle is None:
            return
        state, message, result = "failed", "", {}
        try:
            with _listening(app, handle):
                result = _work(handle)
            state = "done"
        except Cancelled:
            state, message = "cancelled", _("Abgebrochen. Es wurde nichts übernommen.")
        except DomainError as error:
            state = "cancelled" if handle.stop.is_set() else "failed"
            message = str(error.message)
        except Exception:
            _log.exception("job %s failed", job_id)
            message = _("Da ist etwas schiefgegangen, der Fehler liegt bei uns. Es wurde nichts übernommen.")
        finally:
            db.session.rollback()
            _end(job_id, state=state, message=message, result=result)


def _claim(job_id: UUID) -> JobHandle | None:
    """Take a waiting job; None when somebody else has it or it was cancelled."""
    with transaction():
        taken = db.session.execute(
            update(Job)
            .where(Job.id == job_id, Job.state == "queued")
            .values(state="running", started_at=now(), heartbeat_at=now(), worker=this_worker())
        )
        job = db.session.get(Job, job_id, populate_existing=True)
        if taken.rowcount != 1 or job is None:  # type: ignore[attr-defined]
            return None
        folder = folder_of(job_id)
        return JobHandle(job.id, dict(job.arguments), job.user_id, job.process_id, folder)


def _work(handle: JobHandle) -> dict[str, Any]:
    with transaction():
        kind = db.session.scalar(select(Job.kind).where(Job.id == handle.id)) or ""
    task = task_of(kind)
    if task is None:
        raise LookupError(f"no task for jobs of kind {kind!r}")
    shutil.rmtree(handle.folder, ignore_errors=True)
    handle.folder.parent.mkdir(mode=0o700, exist_ok=True)
    handle.folder.mkdir(mode=0o700)
    return task.work(handle) or {}


def _end(job_id: UUID, *, state: str, message: str, result: dict[str, Any]) -> None:
    """Write the last state; what failed is tidied up after, so that its cleanup sees the state it is in."""
    name = str(result.get("file") or "")
    folder = folder_of(job_id)
    if state != "done" or not name or not (folder / Path(name).name).is_file():
        shutil.rmtree(folder, ignore_errors=True)
    with transaction():
        job = db.session.get(Job, job_id)
        if job is None:
            shutil.rmtree(folder, ignore_errors=True)
            return
        job.state, job.finished_at, job.result = state, now(), result
        job.message = (message or str(result.get("message") or ""))[:2000]
        if state == "done":
            job.done = job.total = job.total or max(job.done, 1)
        kind = job.kind
    if state != "done":
        clean(job_id, kind)


def clean(job_id: UUID, kind: str) -> None:
    """Let the task tidy up after itself; a fault there must not hide what happened."""
    task = task_of(kind)
    job = db.session.get(Job, job_id)
    if task is None or task.cleanup is None or job is None:
        return
    try:
        task.cleanup(job)
    except Exception:
        _log.exception("cleanup after job %s failed", job_id)
        db.session.rollback()


def bury_dead() -> int:
    """Jobs whose worker is gone become failed, their folders and what they left behind go; how many there were."""
    with transaction():
        dead = [(job.id, job.kind) for job in dead_jobs()]
        for job_id, _kind in dead:
            job = db.session.get_one(Job, job_id)
            job.state, job.finished_at = "failed", now()
            job.message = _(
                "Abgebrochen, weil das Programm beendet wurde. Es wurde nichts übernommen. "
                "Bitte starten Sie den Auftrag noch einmal."
            )
    for job_id, kind in dead:
        _log.warning("job %s (%s): its worker is gone", job_id, kind)
        shutil.rmtree(folder_of(job_id), ignore_errors=True)
        clean(job_id, kind)
    return len(dead)


def remove_old_files() -> None:
    """Files of jobs go a day after they were made; the rows stay as a record."""
    for job_id in finished_before(KEPT_HOURS):
        shutil.rmtree(folder_of(job_id), ignore_errors=True)


@contextmanager
def _listening(app: Flask, handle: JobHandle) -> Iterator[None]:
    """Beside the work: see the wish to stop, which a long transaction of the task would not, and give signs of life."""
    ended = threading.Event()
    listener = threading.Thread(target=_listen, args=(app, handle, ended), daemon=True)
    listener.start()
    try:
        yield
    finally:
        ended.set()
        listener.join(5)


def _listen(app: Flask, handle: JobHandle, ended: threading.Event) -> None:
    beat = 0
    while not ended.wait(_LISTENS):
        with app.app_context():
            try:
                beat += 1
                if db.session.scalar(select(Job.cancel_requested).where(Job.id == handle.id)):
                    handle.stop.set()
                # On SQLite a beat would wait for the task's own transaction; there the process itself is looked at.
                if beat % _BEATS == 0 and db.engine.dialect.name != "sqlite":
                    with transaction():
                        db.session.execute(update(Job).where(Job.id == handle.id).values(heartbeat_at=now()))
            except Exception:
                _log.exception("could not look after job %s", handle.id)
