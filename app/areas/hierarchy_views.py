"""Staff page about levels: do the areas of a vintage lie in those of another Raumgliederung."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.accounts.access import admin_required, staff_required
from app.areas import queries
from app.areas.hierarchy import TOLERANCE, nested_sets, store_parents, upper_sets
from app.areas.models import AreaSet
from app.areas.staff_views import blueprint
from app.base.database import transaction
from app.base.errors import NotFound


def _upper(choices: list[AreaSet], wanted: str | None) -> AreaSet | None:
    return next((found for found in choices if str(found.id) == wanted), None)


@blueprint.get("/<uuid:area_set_id>/ebenen")
@staff_required
def hierarchy(area_set_id: UUID) -> str:
    """Choose the upper Raumgliederung, see each area's place in it and what does not fit."""
    area_set = queries.area_set_by_id(area_set_id)
    choices = upper_sets(area_set)
    upper = _upper(choices, request.args.get("ueber"))
    found = nested_sets(area_set_id, upper.id) if upper else []
    return render_template(
        "areas/hierarchy.html",
        area_set=area_set,
        choices=choices,
        upper=upper,
        found=found,
        misfits=[one for one in found if not one.fits],
        tolerance=TOLERANCE,
    )


@blueprint.post("/<uuid:area_set_id>/ebenen")
@admin_required
def fill_parents(area_set_id: UUID) -> Any:
    """Enter the upper areas that were shown."""
    upper = _upper(upper_sets(queries.area_set_by_id(area_set_id)), request.form.get("ueber"))
    if upper is None:
        raise NotFound(_("Diese Raumgliederung gibt es nicht."))
    upper_id = upper.id
    with transaction():
        count = store_parents(
            lower_id=area_set_id,
            upper_id=upper_id,
            seen_hashes=(request.form.get("seen", ""), request.form.get("seen_upper", "")),
            actor=current_user.id,
        )
    flash(ngettext("%(num)s Raum zugeordnet.", "%(num)s Räume zugeordnet.", count), "success")
    return redirect(url_for("areas_staff.hierarchy", area_set_id=area_set_id, ueber=upper_id))
