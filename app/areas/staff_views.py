"""Staff pages to look at Raumgliederungen: the list, one vintage with its map."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, jsonify, render_template, request

from app.accounts.access import staff_required
from app.areas import queries
from app.areas.age_bands import AGE_BANDS, ROLLUP_LABELS
from app.areas.previews import simplified

blueprint = Blueprint("areas_staff", __name__, template_folder="templates", url_prefix="/verwaltung/raeume")


@blueprint.get("")
@staff_required
def index() -> str:
    return render_template("areas/index.html", summaries=queries.summaries())


@blueprint.get("/<uuid:area_set_id>")
@staff_required
def show(area_set_id: UUID) -> str:
    area_set = queries.area_set_by_id(area_set_id)
    return render_template(
        "areas/show.html",
        area_set=area_set,
        areas=queries.sizes_of(area_set_id),
        residents=queries.residents_by_area(area_set_id),
        bands=queries.residents_by_band(area_set_id),
        band_labels={**AGE_BANDS, "all": ROLLUP_LABELS["all"]},
        vintages=queries.vintages(area_set.name),
    )


@blueprint.get("/<uuid:area_set_id>/formen.geojson")
@staff_required
def shapes(area_set_id: UUID) -> Response:
    """Simplified shapes for the small map; cached by content."""
    digest = queries.area_set_by_id(area_set_id).content_hash
    if digest in request.if_none_match:
        return Response(status=304)
    areas = queries.areas_of(area_set_id)
    response = geojson_response(
        simplified([area.geometry for area in areas], [{"code": a.code, "name": a.name} for a in areas])
    )
    response.set_etag(digest)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def geojson_response(content: dict[str, Any]) -> Response:
    response = jsonify(content)
    response.mimetype = "application/geo+json"
    return response
