"""Released points for everybody, many or few: vector tiles, and the words of those in one place."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from app.base.access import public
from app.contributions import public as released
from app.contributions.points.answers import EVERYWHERE, bounds_of, tile_response
from app.contributions.points.reading import tile
from app.contributions.vocabulary import QUALITIES
from app.processes.queries import public_process

blueprint = Blueprint("points", __name__)
MOST_PAGES = 400


@blueprint.get("/kacheln/orte/<slug>/<int:z>/<int:x>/<int:y>")
@public
def public_tile(slug: str, z: int, x: int, y: int) -> Response:
    """What everybody may see of one tile: rounded, without negative marks, without anything of a person (E18)."""
    layer = released.layer(public_process(slug).id)
    return tile_response(layer, z, x, y, lambda: tile(layer, z, x, y), public=True)


@blueprint.get("/verfahren/<slug>/orte.json")
@public
def public_here(slug: str) -> Any:
    """The words of the points in a box, a page at a time."""
    layer = released.layer(public_process(slug).id)
    page = min(max(request.args.get("seite", 1, type=int), 1), MOST_PAGES)
    total, items = released.here(layer, bounds_of(request.args.get("bbox", EVERYWHERE)), page)
    labelled = [{**item, "label": str(QUALITIES[item["quality"]].label)} for item in items]
    response = jsonify(total=total, page=page, pages=-(-total // released.PER_PAGE), items=labelled)
    response.headers["Cache-Control"] = "public, no-cache"
    return response
