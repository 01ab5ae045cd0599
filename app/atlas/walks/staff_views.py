"""Sister walks compared, for staff who may read words."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template
from flask_babel import gettext as _

from app.atlas.walks.comparing import compared
from app.atlas.walks.conflict_map import cells_of, map_data
from app.atlas.walks.near import RADIUS, marks_with_valence
from app.base.errors import NotFound
from app.contributions.queries import frame
from app.processes.access import member_required
from app.processes.models import Process
from app.processes.roles import RAW
from app.walks.queries import trails_of, walks_of
from app.walks.vocabulary import OBSERVED

blueprint = Blueprint(
    "atlas_walks",
    __name__,
    url_prefix="/verwaltung/verfahren/<slug>/wege/<uuid:trail_id>/vergleich",
    template_folder="../templates",
)


@blueprint.get("")
@member_required(*RAW)
def compare(process: Process, trail_id: UUID) -> str:
    """Stop by stop, all walks of one trail; a map of what is contested."""
    trail = next((one for one in trails_of(process.id) if one.id == trail_id), None)
    if trail is None:
        raise NotFound(_("Diesen Weg gibt es nicht."))
    walks = [walk for walk in walks_of(process.id) if walk.trail_id == trail.id]
    marks = marks_with_valence(frame(process.id))
    comparison = compared(trail, walks, marks)
    return render_template(
        "atlas/walks/compare.html",
        process=process,
        comparison=comparison,
        observed=OBSERVED,
        radius=RADIUS,
        map_data=map_data(comparison, cells_of(marks)),
    )
