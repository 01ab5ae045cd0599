"""Pages of administrators that bring in residents by area, age and sex: table, sums, take over."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import format_decimal
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.access import admin_required
from app.areas import queries, uploads
from app.areas.age_bands import AGE_BANDS, ROLLUP_LABELS
from app.areas.counting import Counts, count_residents
from app.areas.errors import ImportRefused
from app.areas.forms import ConfirmPopulationForm, PopulationForm
from app.areas.labels import SEX_LABELS
from app.areas.population import import_population
from app.areas.previews import population_sums
from app.areas.sheets import read_sheet
from app.areas.splitting import Method
from app.areas.staff_views import blueprint
from app.areas.uploads import Upload
from app.base.database import transaction


def _counts(upload: Upload, area_set_id: UUID, form: Any) -> Counts:
    sheet = read_sheet(upload.path, encoding=form.encoding.data or None)
    return count_residents(
        sheet,
        queries.areas_of(area_set_id),
        reference_date=form.reference_date.data,
        method=Method("total") if form.total_only.data else None,
    )


@blueprint.route("/<uuid:area_set_id>/einwohner", methods=["GET", "POST"])
@admin_required
def population(area_set_id: UUID) -> Any:
    """Step 1: the table; when it can be understood, step 2 with its sums follows at once."""
    area_set = queries.area_set_by_id(area_set_id)
    form = PopulationForm()
    problems: list[str] = []
    if form.validate_on_submit():
        file = form.file.data
        upload = uploads.keep(file.stream, name=file.filename or "", owner=current_user.id)
        try:
            counts = _counts(upload, area_set_id, form)
        except ImportRefused as error:
            uploads.remove(upload)
            problems = error.problems
        else:
            return _sums_page(area_set_id, upload, counts, form)
    page = render_template("areas/population.html", form=form, area_set=area_set, problems=problems)
    return page, 422 if form.errors or problems else 200


def _sums_page(area_set_id: UUID, upload: Upload, counts: Counts, form: Any) -> str:
    with_counts = {row.area_code for row in counts.rows}
    return render_template(
        "areas/population_sums.html",
        area_set=queries.area_set_by_id(area_set_id),
        upload=upload,
        counts=counts,
        sums=population_sums(counts),
        total=sum(row.count for row in counts.rows),
        without=[area.name for area in queries.areas_of(area_set_id) if area.code not in with_counts],
        sex_labels=SEX_LABELS,
        band_labels={**AGE_BANDS, "all": ROLLUP_LABELS["all"]},
        form=form,
    )


@blueprint.post("/<uuid:area_set_id>/einwohner/<token>")
@admin_required
def store_population(area_set_id: UUID, token: str) -> Any:
    """Step 3: store what was shown."""
    upload = uploads.find(token, owner=current_user.id)
    form = ConfirmPopulationForm()
    counts = _counts(upload, area_set_id, form)
    with transaction():
        imported = import_population(
            area_set_id=area_set_id,
            rows=counts.rows,
            source=form.source.data or upload.name,
            actor=current_user.id,
        )
    uploads.remove(upload)
    if imported.outcome == "unchanged":
        flash(_("Diese Zahlen sind schon gespeichert. Es wurde nichts geändert."), "info")
    else:
        flash(_("%(n)s Personen übernommen.", n=format_decimal(sum(imported.residents.values()))), "success")
    return redirect(url_for("areas_staff.show", area_set_id=area_set_id))


@blueprint.post("/<uuid:area_set_id>/einwohner/<token>/abbrechen")
@admin_required
def cancel_population(area_set_id: UUID, token: str) -> Any:
    uploads.remove(uploads.find(token, owner=current_user.id))
    flash(_("Die Datei wurde gelöscht, nichts wurde übernommen."), "info")
    return redirect(url_for("areas_staff.show", area_set_id=area_set_id))
