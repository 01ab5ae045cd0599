"""What pages do when the figures of a process take longer than a page may: start a job and go to where it is seen."""

from __future__ import annotations

from typing import Any

from flask import redirect, url_for
from flask_login import current_user

from app.base import jobs
from app.base.database import transaction
from app.base.i18n import current_language
from app.processes.models import Process


def in_background(process: Process, kind: str, name: str, **arguments: Any) -> Any:
    """Start the job, unless this person already waits for the same one, and lead to its page."""
    given = {**arguments, "language": current_language()}
    process_id, user_id = process.id, current_user.id
    with transaction():
        job_id = jobs.open_job(kind=kind, process_id=process_id, user_id=user_id, arguments=given)
        if job_id is None:
            job_id = jobs.start(
                kind=kind, title=name, arguments=given, user_id=user_id, process_id=process_id
            )
    return redirect(url_for("accounts_staff.job", job_id=job_id), code=303)
