"""What can be asked about jobs; a job is its owner's alone."""

from __future__ import annotations

import os
import socket
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from app.base.database import db, now
from app.base.errors import NotFound
from app.base.jobs.models import OPEN_STATES, Job

SILENT = timedelta(seconds=90)
"""So long after its last sign of life a worker on another machine counts as dead."""
WAITS_LONG = timedelta(seconds=30)
_SHOWN = 100


def job_for(job_id: UUID, user_id: UUID) -> Job:
    """The job with this id of this person; NotFound for everybody else."""
    job = db.session.get(Job, job_id)
    if job is None or job.user_id != user_id:
        raise NotFound(_("Diesen Auftrag gibt es nicht."))
    return job


def jobs_of(user_id: UUID) -> Sequence[Job]:
    """The last jobs of a person, newest first."""
    query = select(Job).where(Job.user_id == user_id).order_by(Job.created_at.desc(), Job.id.desc())
    return db.session.scalars(query.limit(_SHOWN)).all()


def open_job(*, kind: str, process_id: UUID, user_id: UUID, arguments: dict[str, Any]) -> UUID | None:
    """The same work that this person already waits for, so that looking again does not start it again."""
    query = select(Job).where(
        Job.kind == kind,
        Job.process_id == process_id,
        Job.user_id == user_id,
        Job.state.in_(OPEN_STATES),
        Job.cancel_requested.is_(False),
    )
    same = (job for job in db.session.scalars(query.order_by(Job.id)) if job.arguments == arguments)
    return next((job.id for job in same if not is_dead(job)), None)


def dead_jobs() -> Sequence[Job]:
    """Running jobs whose worker is gone, oldest first."""
    query = select(Job).where(Job.state == "running").order_by(Job.created_at, Job.id)
    return [job for job in db.session.scalars(query) if is_dead(job)]


def waiting_jobs() -> Sequence[UUID]:
    """Jobs that have waited so long that their place in the queue may be lost."""
    query = select(Job.id).where(Job.state == "queued", Job.created_at < now() - WAITS_LONG)
    return db.session.scalars(query.order_by(Job.created_at, Job.id)).all()


def finished_before(hours: int) -> Sequence[UUID]:
    """Jobs that ended so many hours ago."""
    query = select(Job.id).where(
        Job.state.not_in(OPEN_STATES), Job.finished_at < now() - timedelta(hours=hours)
    )
    return db.session.scalars(query.order_by(Job.id)).all()


def waits_without_worker(job: Job) -> bool:
    """A job that nobody takes: probably no worker runs."""
    return job.state == "queued" and now() - job.created_at > WAITS_LONG


def is_dead(job: Job) -> bool:
    """A running job whose worker is gone: on this machine its process, elsewhere its sign of life."""
    if job.state != "running":
        return False
    machine, _space, process = job.worker.partition(" ")
    if machine == socket.gethostname():
        return process != _process(int(process.partition(" ")[0] or 0))
    return job.heartbeat_at is None or now() - job.heartbeat_at > SILENT


def this_worker() -> str:
    """Name of this process: machine, number, and its start, because numbers come again."""
    return f"{socket.gethostname()} {_process(os.getpid())}"


def _process(pid: int) -> str:
    """`pid start` of a living process, "" when there is none (proc(5): field 22 of stat)."""
    try:
        state, *fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if state == "Z" else f"{pid} {fields[18]}"


def folder_of(job_id: UUID) -> Path:
    """Where a job keeps its files while it works."""
    return Path(current_app.config["SETTINGS"].data) / "jobs" / str(job_id)
