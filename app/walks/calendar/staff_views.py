"""The calendar file of a walk for staff, to be sent along with an invitation."""

from __future__ import annotations

from flask import Blueprint, Response

from app.processes.access import member_required
from app.processes.models import Process
from app.walks.calendar.answers import calendar_answer
from app.walks.queries import walk_by_slug

blueprint = Blueprint(
    "walks_calendar", __name__, url_prefix="/verwaltung/verfahren/<slug>/spaziergang/<walk>"
)


@blueprint.get("/termin.ics")
@member_required()
def invitation(process: Process, walk: str) -> Response:
    """The invitation, its update, or that it is called off: what the walk is now."""
    return calendar_answer(walk_by_slug(process.id, walk))
