"""The blueprint of the pages about paper, and who may use them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, url_for
from flask_login import current_user

from app.base import jobs
from app.base.database import transaction
from app.processes.models import Process

blueprint = Blueprint(
    "maps_paper",
    __name__,
    url_prefix="/verwaltung/verfahren/<slug>",
    template_folder="../../templates",
)
PATH = "/karte/<campaign>/papier"
PAPER = ("coordinator", "facilitator", "recorder", "editor")
"""Recorders bring in what was said on paper; the others review it anyway."""


def begin(process: Process, kind: str, title: str, arguments: dict[str, Any]) -> Any:
    """To the page of a job; the same work that still runs is not begun again."""
    job_id: UUID | None = jobs.open_job(
        kind=kind, process_id=process.id, user_id=current_user.id, arguments=arguments
    )
    if job_id is None:
        with transaction():
            job_id = jobs.start(
                kind=kind, title=title, arguments=arguments, user_id=current_user.id, process_id=process.id
            )
    return redirect(url_for("accounts_staff.job", job_id=job_id), 303)
