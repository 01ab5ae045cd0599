"""Staff pages about two vintages of a Raumgliederung: what became of each area, as table, map and file."""

from __future__ import annotations

import csv
import io
from typing import Any
from uuid import UUID

from flask import Response, render_template, request
from flask_babel import gettext as _

from app.accounts.access import staff_required
from app.areas import queries
from app.areas.crosswalk.naming import KINDS
from app.areas.crosswalk.queries import BASES, COLUMNS, Crosswalk, crosswalk
from app.areas.models import AreaSet
from app.areas.previews import simplified
from app.areas.staff_views import blueprint, geojson_response
from app.base.errors import NotFound

_PICTURED = {"rearranged": "moved", "renamed": "unchanged", "gone": "moved"}


def _earlier(area_set: AreaSet) -> AreaSet | None:
    """The vintage named by `von`, else the one before; None when there is no other."""
    others = [found for found in queries.vintages(area_set.name) if found.id != area_set.id]
    if wanted := request.args.get("von"):
        return next((found for found in others if str(found.id) == wanted), None)
    before = [found for found in others if found.valid_from < area_set.valid_from]
    return next(iter(before or others), None)


def _needed(area_set_id: UUID) -> Crosswalk:
    area_set = queries.area_set_by_id(area_set_id)
    old = _earlier(area_set)
    if old is None:
        raise NotFound(_("Diesen Stand gibt es nicht."))
    return crosswalk(old.id, area_set.id)


@blueprint.get("/<uuid:area_set_id>/umsteigen", endpoint="crosswalk")
@staff_required
def crosswalk_page(area_set_id: UUID) -> str:
    """What became of the areas of an earlier vintage: sentences, map, and every pair with its shares."""
    area_set = queries.area_set_by_id(area_set_id)
    old = _earlier(area_set)
    return render_template(
        "areas/crosswalk.html",
        area_set=area_set,
        old=old,
        others=[found for found in queries.vintages(area_set.name) if found.id != area_set.id],
        found=crosswalk(old.id, area_set.id) if old else None,
        kinds=KINDS,
        bases=BASES,
    )


@blueprint.get("/<uuid:area_set_id>/umsteigen.csv")
@staff_required
def crosswalk_file(area_set_id: UUID) -> Response:
    """The links as a table for other programs (D4 `area_links.csv`): comma, point, UTF-8."""
    found = _needed(area_set_id)
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(COLUMNS)
    table.writerows(found.rows())
    name = f"umsteigeschluessel_{found.old.vintage}_{found.new.vintage}.csv"
    return Response(
        text.getvalue(),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@blueprint.get("/<uuid:area_set_id>/umsteigen.geojson")
@staff_required
def crosswalk_shapes(area_set_id: UUID) -> Response:
    """The new areas with what happened to them, for the small map."""
    found = _needed(area_set_id)
    kinds = {code: (unit.kind, str(at)) for at, unit in enumerate(found.units) for code in unit.new}
    areas = queries.areas_of(area_set_id)
    about: list[dict[str, Any]] = [
        {
            "code": area.code,
            "name": area.name,
            "kind": _PICTURED.get(kinds[area.code][0], kinds[area.code][0]),
            "key": kinds[area.code][1],
        }
        for area in areas
    ]
    return geojson_response(simplified([area.geometry for area in areas], about))
