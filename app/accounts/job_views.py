"""Pages about one's own jobs in the background: how far they are, stopping them, what came of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from flask import jsonify, redirect, render_template, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.access import staff_required
from app.accounts.staff_views import blueprint
from app.base import jobs
from app.base.database import transaction
from app.base.errors import NotFound
from app.base.jobs.models import Job
from app.base.jobs.queries import folder_of, is_dead, jobs_of, waits_without_worker
from app.base.jobs.running import bury_dead


@blueprint.get("/auftraege")
@staff_required
def jobs_list() -> str:
    return render_template("accounts/jobs.html", jobs=jobs_of(current_user.id))


@blueprint.get("/auftraege/<uuid:job_id>")
@staff_required
def job(job_id: UUID) -> str:
    """How far it is; without scripts the page loads itself anew while the job is open."""
    found = _looked_after(job_id)
    return render_template(
        "accounts/job.html", job=found, file=_file(found), waits=waits_without_worker(found)
    )


@blueprint.get("/auftraege/<uuid:job_id>/status")
@staff_required
def job_status(job_id: UUID) -> Any:
    """For the script of the page."""
    found = _looked_after(job_id)
    answer = jsonify(
        state=found.state, done=found.done, total=found.total, message=found.message, is_open=found.is_open
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.post("/auftraege/<uuid:job_id>/abbrechen")
@staff_required
def cancel_job(job_id: UUID) -> Any:
    with transaction():
        jobs.cancel(jobs.job_for(job_id, current_user.id).id)
    return redirect(url_for(".job", job_id=job_id), 303)


@blueprint.get("/auftraege/<uuid:job_id>/datei")
@staff_required
def job_file(job_id: UUID) -> Any:
    """The file a job made, for its owner, for a day."""
    path = _file(jobs.job_for(job_id, current_user.id))
    if path is None:
        raise NotFound(_("Diese Datei gibt es nicht mehr. Dateien bleiben einen Tag lang."))
    answer = send_file(path, as_attachment=True, download_name=path.name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _looked_after(job_id: UUID) -> Job:
    """One's own job; one whose worker is gone is buried first, so that nobody waits for nothing."""
    found = jobs.job_for(job_id, current_user.id)
    if is_dead(found):
        bury_dead()
        found = jobs.job_for(job_id, current_user.id)
    return found


def _file(job: Job) -> Path | None:
    name = Path(str(job.result.get("file") or "")).name
    path = folder_of(job.id) / name
    return path if job.state == "done" and name and path.is_file() else None
