"""All contributions on one map for those who review them: filtered like the desk, read as text beside the map."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request, url_for
from flask_babel import format_date

from app.areas.queries import areas_of
from app.contributions.point_maps import staff_queries
from app.contributions.point_maps.page_data import points_config, template
from app.contributions.points.answers import EVERYWHERE, bounds_of, tile_response
from app.contributions.points.reading import count, extent, layer_of, tile
from app.contributions.review import full_text
from app.contributions.review.filters import FLAG_CHOICES, LONGEST_SEARCH, STATE_CHOICES, Filters, choices_of
from app.contributions.review.queries import review_area_set
from app.contributions.vocabulary import KINDS, QUALITIES, STATES
from app.processes.access import member_required
from app.processes.models import Process
from app.processes.queries import activities_of
from app.processes.roles import REVIEW

blueprint = Blueprint(
    "points_staff",
    __name__,
    url_prefix="/verwaltung/verfahren/<slug>/sichtung",
    template_folder="../templates",
)
ALL_VALENCES = ("pos", "neg", "idea", "zero")
MOST_PAGES = 200


@blueprint.get("/karte")
@member_required(*REVIEW)
def all_points(process: Process) -> Any:
    """The map with the filters of the desk; without a script the link to the list remains."""
    filters, code = _sought()
    layer = layer_of(process.id, public=False)
    bounds = extent(layer)
    area_set = review_area_set(process)
    arguments: dict[str, Any] = {**filters.arguments(), **({"code": code} if code else {})}
    config = bounds and points_config(
        tiles=template(url_for(".staff_tile", slug=process.slug, z=0, x=0, y=0, **arguments)),
        here=url_for(".staff_here", slug=process.slug, **arguments),
        bounds=bounds,
        valences=ALL_VALENCES,
    )
    return render_template(
        "contributions/points.html",
        process=process,
        filters=filters,
        code=code,
        codes=staff_queries.codes_of(process.id),
        areas=[(area.code, area.name) for area in areas_of(area_set.id)] if area_set else [],
        activities=[(activity.slug, activity.title) for activity in activities_of(process.id)],
        choices={"state": list(STATE_CHOICES.items()), "flag": choices_of(FLAG_CHOICES, "")},
        qualities=QUALITIES,
        points=config,
        total=count(layer),
    )


@blueprint.get("/kacheln/<int:z>/<int:x>/<int:y>")
@member_required(*REVIEW)
def staff_tile(process: Process, z: int, x: int, y: int) -> Response:
    """One tile of the view; exact places, so only for those who review."""
    filters, code = _sought()
    layer = layer_of(process.id, public=False)

    def make() -> bytes:
        return tile(layer, z, x, y, staff_queries.conditions_of(process, filters, code))

    return tile_response(layer, z, x, y, make, public=False, filters=repr((filters.arguments(), code)))


@blueprint.get("/orte.json")
@member_required(*REVIEW)
def staff_here(process: Process) -> Any:
    """What was said in a box, a page at a time."""
    filters, code = _sought()
    layer = layer_of(process.id, public=False)
    page = min(max(request.args.get("seite", 1, type=int), 1), MOST_PAGES)
    conditions = staff_queries.conditions_of(process, filters, code)
    total, found = staff_queries.here(
        layer, bounds_of(request.args.get("bbox", EVERYWHERE)), conditions, page
    )
    items = [
        {
            "quality": said.quality,
            "label": str(QUALITIES[said.quality].label if said.quality else KINDS[said.kind]),
            "text": full_text(said),
            "note": f"{STATES[said.state]} · {format_date(said.said_at)}",
            "url": url_for("contributions_staff.show_one", slug=process.slug, contribution_id=said.id),
        }
        for said in found
    ]
    return jsonify(total=total, page=page, pages=-(-total // staff_queries.PER_PAGE), items=items)


def _sought() -> tuple[Filters, str]:
    """The desk's filters and a code, from the address; the map opens with all contributions."""
    filters = Filters.read({"stand": "alle", **request.args})
    return filters, request.args.get("code", "").strip()[:LONGEST_SEARCH]
