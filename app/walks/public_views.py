"""The page of a walk for those who walk along: where to meet, what it is about, the stops."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, url_for

from app.participants.access import current_participant, participant_required
from app.processes.queries import process_by_slug
from app.walks.access import at_the_walk
from app.walks.queries import stops_of

blueprint = Blueprint(
    "walks", __name__, url_prefix="/verfahren/<slug>/spaziergang/<walk>", template_folder="templates"
)


@blueprint.get("")
@participant_required
def show(slug: str, walk: str) -> Any:
    """What the walk is about and where it goes."""
    person = current_participant()
    if person is not None and person.process_id != process_by_slug(slug).id:
        return redirect(url_for("participants.start"))
    process, found, person = at_the_walk(slug, walk)
    return render_template("walks/walk.html", process=process, walk=found, stops=stops_of(found.trail))
