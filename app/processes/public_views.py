"""What visitors see: the start page and the page of one process."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_login import current_user

from app.base.access import public
from app.processes import queries
from app.processes.channels import channels
from app.processes.levels import PARTICIPATION_LEVELS
from app.processes.returning import returns_of

blueprint = Blueprint("processes", __name__, template_folder="templates")


@blueprint.get("/")
@public
def home() -> str:
    return render_template(
        "processes/home.html",
        open_processes=queries.processes_with_status("open"),
        closed_processes=queries.processes_with_status("closed"),
        levels=PARTICIPATION_LEVELS,
    )


@blueprint.get("/verfahren/<slug>")
@public
def show(slug: str) -> str:
    """A draft is shown to its team only, as a preview."""
    process = queries.process_by_slug(slug)
    if process.status == "draft" and not _may_preview(process):
        raise queries.NoSuchProcess
    entries = [
        (activity, channels()[activity.channel].entry(activity))
        for activity in queries.open_activities(process.id)
        if activity.channel in channels()
    ]
    return render_template(
        "processes/show.html",
        process=process,
        entries=entries,
        level=PARTICIPATION_LEVELS.get(process.participation_level),
        notices=queries.notices_of(process.id),
        returns=returns_of(process.id),
    )


def _may_preview(process: queries.Process) -> bool:
    if not current_user.is_authenticated:
        return False
    return bool(current_user.is_admin or queries.roles_of(current_user.id, process.id))
