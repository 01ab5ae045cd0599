"""Starting and stopping jobs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from app.base.database import after_commit, db, now
from app.base.jobs.models import Job
from app.base.jobs.queue import enqueue
from app.base.jobs.running import clean
from app.base.jobs.tasks import task_of


def start(
    *, kind: str, title: str, arguments: dict[str, Any], user_id: UUID | None, process_id: UUID | None = None
) -> UUID:
    """Write the job in the caller's transaction; it is queued once that has committed. LookupError: unknown kind."""
    if task_of(kind) is None:
        raise LookupError(f"no task for jobs of kind {kind!r}")
    job = Job(kind=kind, title=title[:200], arguments=arguments, user_id=user_id, process_id=process_id)
    db.session.add(job)
    db.session.flush()
    enqueue(job.id)
    return job.id


def cancel(job_id: UUID) -> None:
    """A waiting job ends at once, a running one as soon as its task looks up; one that has ended stays as it is.

    What a waiting one had prepared is tidied up after the commit, so that it stands in nobody's way.
    """
    job = db.session.get(Job, job_id)
    if job is None:
        return
    if job.state == "queued":
        job.state, job.finished_at = "cancelled", now()
        job.message = _("Abgebrochen, bevor es losging.")
        kind = job.kind
        after_commit(lambda: clean(job_id, kind))
    elif job.state == "running":
        job.cancel_requested = True
    db.session.flush()
