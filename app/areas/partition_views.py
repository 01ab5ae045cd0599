"""Staff pages about gaps and overlaps: looking for all staff; proposing, confirming, taking back for administrators."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.accounts.access import admin_required, staff_required
from app.areas import queries
from app.areas.crosswalk.naming import KINDS
from app.areas.errors import ImportRefused
from app.areas.partition import services
from app.areas.partition.findings import ASSIGN, SPLIT, Finding, bulk, findings
from app.areas.partition.pictures import after_picture, before_picture, picture
from app.areas.partition.queries import actors, changes_of, newest_repair, report_of
from app.areas.staff_views import blueprint, geojson_response
from app.areas.validation import PartitionReport
from app.base.database import transaction

SHOWN = 200
MOST_STEPS = 600
"""More repairs than this at once would keep the page waiting; the largest come first, then one goes on."""
_FIELD = "fund-"


@blueprint.get("/<uuid:area_set_id>/pruefung")
@staff_required
def partition(area_set_id: UUID) -> str:
    """Every gap and overlap in a table beside its map, what was done so far, and a choice of repairs."""
    return _page(area_set_id)


def _page(area_set_id: UUID, problems: list[str] | None = None) -> str:
    report, found = _found(area_set_id)
    area_set, changes = queries.area_set_by_id(area_set_id), changes_of(area_set_id)
    return render_template(
        "areas/partition.html",
        area_set=area_set,
        report=report,
        findings=found[:SHOWN],
        total=len(found),
        decisions=_chosen(),
        problems=problems or [],
        changes=changes,
        actors=actors(changes),
        newest=standing.id if (standing := newest_repair(area_set, changes)) else None,
        kinds=KINDS,
    )


def _found(area_set_id: UUID) -> tuple[PartitionReport, list[Finding]]:
    report = report_of(area_set_id)
    sizes = {area.code: area.area_m2 for area in queries.sizes_of(area_set_id)}
    return report, findings(report, sizes)


def _chosen() -> dict[str, str]:
    """Decisions of the form by finding key, those that say nothing left out."""
    return {
        name.removeprefix(_FIELD): value
        for name, value in request.form.items()
        if name.startswith(_FIELD) and value
    }


def _decisions(area_set_id: UUID) -> dict[str, str]:
    """What was chosen one by one, and what the form says about all others up to a size in hectares."""
    chosen = _chosen()
    method = request.form.get("all")
    if method in (SPLIT, ASSIGN):
        try:
            limit = float(request.form.get("up_to_ha", "").replace(".", "").replace(",", ".")) * 1e4
        except ValueError as error:
            raise ImportRefused(
                _("Bitte geben Sie die Größe in Hektar als Zahl an."), field="up_to_ha"
            ) from error
        _report, found = _found(area_set_id)
        others = sorted(found, key=lambda finding: -finding.fault.m2)
        chosen = bulk([one for one in others if one.fault.m2 <= limit][:MOST_STEPS], method, limit) | chosen
    return chosen


@blueprint.post("/<uuid:area_set_id>/pruefung")
@admin_required
def propose_repair(area_set_id: UUID) -> Any:
    """What the chosen repairs would change, before anything is stored."""
    try:
        decisions = _decisions(area_set_id)
        repair = services.proposed(
            area_set_id=area_set_id, decisions=decisions, seen_hash=request.form.get("seen")
        )
    except ImportRefused as error:
        return _page(area_set_id, error.problems), 422
    return render_template(
        "areas/repair.html",
        area_set=queries.area_set_by_id(area_set_id),
        repair=repair,
        decisions=decisions,
        before=before_picture(repair),
        after=after_picture(repair),
    )


@blueprint.post("/<uuid:area_set_id>/pruefung/uebernehmen")
@admin_required
def store_repair(area_set_id: UUID) -> Any:
    """Store what the preview showed, if the shapes are still the same."""
    seen = request.form.get("seen", "")
    try:
        repair = services.proposed(area_set_id=area_set_id, decisions=_chosen(), seen_hash=seen)
        with transaction():
            change = services.apply_repair(
                area_set_id=area_set_id, repair=repair, seen_hash=seen, actor=current_user.id
            )
            areas, places = len(change.sizes), change.placements
    except ImportRefused as error:
        return _page(area_set_id, error.problems), 422
    flash(
        _(
            "Repariert: %(areas)s. %(places)s.",
            areas=ngettext("%(num)s Raum geändert", "%(num)s Räume geändert", areas),
            places=ngettext("%(num)s Beitrag neu zugeordnet", "%(num)s Beiträge neu zugeordnet", places),
        ),
        "success",
    )
    return redirect(url_for("areas_staff.partition", area_set_id=area_set_id))


@blueprint.post("/<uuid:area_set_id>/aenderungen/<uuid:change_id>/zuruecknehmen")
@admin_required
def undo_repair(area_set_id: UUID, change_id: UUID) -> Any:
    with transaction():
        services.undo(change_id=change_id, actor=current_user.id)
    flash(_("Die Reparatur ist zurückgenommen, die früheren Grenzen gelten wieder."), "success")
    return redirect(url_for("areas_staff.partition", area_set_id=area_set_id))


@blueprint.get("/<uuid:area_set_id>/pruefung.geojson")
@staff_required
def faults(area_set_id: UUID) -> Response:
    """Gaps and overlaps as a file for a GIS, and for the map with `?karte`: areas first, thinned, then the faults."""
    report, found = _found(area_set_id)
    if "karte" in request.args:
        return geojson_response(picture(queries.areas_of(area_set_id), found[:SHOWN]))
    return geojson_response(report.geojson())
