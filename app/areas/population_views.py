"""Pages of administrators that bring in residents: table, what was understood, confirmed names, take over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import format_decimal
from flask_babel import gettext as _
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from app.accounts.access import admin_required, staff_required
from app.areas import deliveries, population_reading, queries, uploads
from app.areas.age_bands import AGE_BANDS, ROLLUP_LABELS
from app.areas.counting import Counts
from app.areas.errors import ImportRefused
from app.areas.labels import SEX_LABELS
from app.areas.matching import LEFT_OUT
from app.areas.models import AreaSet
from app.areas.population import stored_rows
from app.areas.previews import population_sums
from app.areas.splitting import REFERENCE
from app.areas.staff_views import blueprint
from app.areas.table_forms import PopulationFileForm, PopulationReadingForm, ReadingForm
from app.areas.table_jobs import READ, STORE, begin
from app.areas.table_reading import Examined, Question, examined, waits
from app.areas.uploads import Upload
from app.base.database import transaction
from app.base.errors import DomainError


@blueprint.route("/<uuid:area_set_id>/einwohner", methods=["GET", "POST"])
@admin_required
def population(area_set_id: UUID) -> Any:
    """Step 1: the table and its source."""
    area_set = queries.area_set_by_id(area_set_id)
    form = PopulationFileForm()
    if form.validate_on_submit():
        upload = uploads.keep(
            form.file.data.stream, name=form.file.data.filename or "", owner=current_user.id
        )
        address = url_for(
            ".population_table", area_set_id=area_set_id, token=upload.token, source=form.source.data
        )
        return redirect(address, code=303)
    return _upload_page(area_set, form), 422 if form.errors else 200


def _upload_page(area_set: AreaSet, form: PopulationFileForm, problems: Sequence[str] = ()) -> str:
    return render_template(
        "areas/population.html",
        form=form,
        area_set=area_set,
        problems=problems,
        history=deliveries.deliveries_of(area_set, "population"),
    )


@blueprint.get("/<uuid:area_set_id>/einwohner/<token>")
@admin_required
def population_table(area_set_id: UUID, token: str) -> Any:
    """Step 2: what was understood, what is to be decided, the sums to compare with the source."""
    upload = uploads.find(token, owner=current_user.id)
    area_set = queries.area_set_by_id(area_set_id)
    form = PopulationReadingForm(request.args, meta={"csrf": False})
    found = Examined()
    try:
        if not form.validate():
            raise ImportRefused([str(text) for texts in form.errors.values() for text in texts])
        asked = _question(area_set, form, upload)
        if waits(upload, area_set, asked):
            title = _("%(name)s lesen", name=upload.name)
            back = url_for(".population", area_set_id=area_set_id)
            return begin(READ, title, upload, area_set, asked, request.full_path, back=back)
        found = examined(upload, area_set, asked)
    except DomainError as error:
        found.problems = getattr(error, "problems", [str(error.message)])
    if found.is_personal:
        uploads.remove(upload)
        return _upload_page(area_set, PopulationFileForm(formdata=None), found.problems), 422
    fill_reading(form, found)
    return render_template(
        "areas/population_table.html",
        area_set=area_set,
        upload=upload,
        form=form,
        found=found,
        areas=queries.areas_of(area_set_id),
        counts=found.content,
        **(_preview(found.content, area_set) if found.content else {}),
    )


@blueprint.post("/<uuid:area_set_id>/einwohner/<token>")
@admin_required
def store_population(area_set_id: UUID, token: str) -> Any:
    """Step 3: store what was shown."""
    upload = uploads.find(token, owner=current_user.id)
    area_set = queries.area_set_by_id(area_set_id)
    form = PopulationReadingForm()
    source, arguments = form.source.data or upload.name, form.arguments()
    here = url_for(".population_table", area_set_id=area_set_id, token=token, **arguments)
    there = url_for("areas_staff.show", area_set_id=area_set_id)
    try:
        asked = _question(area_set, form, upload)
        counts = None if waits(upload, area_set, asked) else examined(upload, area_set, asked).content
        if counts is None:
            return redirect(here, code=303)
        if len(counts.rows) > population_reading.MANY:
            title = _("Einwohnerzahlen übernehmen: %(name)s", name=upload.name)
            return begin(STORE, title, upload, area_set, asked, there, source=source, back=here)
        imported = population_reading.store(upload, area_set, asked, source=source, actor=current_user.id)
    except DomainError:
        return redirect(here, code=303)
    if imported.outcome == "unchanged":
        flash(_("Diese Zahlen sind schon gespeichert. Es wurde nichts geändert."), "info")
    else:
        flash(_("%(n)s Personen übernommen.", n=format_decimal(sum(imported.residents.values()))), "success")
    return redirect(there)


@blueprint.post("/<uuid:area_set_id>/einwohner/<token>/zuordnung")
@admin_required
def confirm_population_areas(area_set_id: UUID, token: str) -> Any:
    """Remember which areas the names of a source mean, then show the table again."""
    uploads.find(token, owner=current_user.id)
    area_set = queries.area_set_by_id(area_set_id)
    form = PopulationReadingForm()
    arguments, source = form.arguments(), form.source.data or ""
    remember(area_set, source)
    return redirect(url_for(".population_table", area_set_id=area_set_id, token=token, **arguments), code=303)


@blueprint.post("/<uuid:area_set_id>/einwohner/<token>/abbrechen")
@admin_required
def cancel_population(area_set_id: UUID, token: str) -> Any:
    uploads.remove(uploads.find(token, owner=current_user.id))
    flash(_("Die Datei wurde gelöscht, nichts wurde übernommen."), "info")
    return redirect(url_for("areas_staff.show", area_set_id=area_set_id))


@blueprint.get("/<uuid:area_set_id>/schreibweisen")
@staff_required
def aliases(area_set_id: UUID) -> str:
    """What people confirmed about the names of areas, by source."""
    area_set = queries.area_set_by_id(area_set_id)
    return render_template(
        "areas/aliases.html",
        area_set=area_set,
        found=deliveries.aliases_of(area_set.name),
        names={area.code: area.name for area in queries.areas_of(area_set_id)},
    )


@blueprint.post("/<uuid:area_set_id>/schreibweisen/<uuid:alias_id>/entfernen")
@admin_required
def remove_alias(area_set_id: UUID, alias_id: UUID) -> Any:
    area_set = queries.area_set_by_id(area_set_id)
    name = area_set.name
    with transaction():
        deliveries.forget(alias_id=alias_id, area_set=name, actor=current_user.id)
    flash(_("Schreibweise entfernt."), "success")
    return redirect(url_for(".aliases", area_set_id=area_set_id))


def remember(area_set: AreaSet, source: str) -> None:
    """Store the answers of a form about names: `text-<n>` and `area-<n>` (a code, `-` = no area, empty = open)."""
    codes = {area.code for area in queries.areas_of(area_set.id)}
    answers = {}
    for name, text in request.form.items():
        number = name.removeprefix("text-")
        if number == name:
            continue
        answer = request.form.get(f"area-{number}", "")
        if not answer and "all" in request.form:
            answer = request.form.get(f"proposal-{number}", "")
        if answer in codes or answer == "-":
            answers[text] = LEFT_OUT if answer == "-" else answer
    set_name = area_set.name
    with transaction():
        deliveries.confirm(area_set=set_name, source=source, answers=answers, actor=current_user.id)
    if answers:
        flash(_("Zuordnung gemerkt."), "success")
    else:
        flash(_("Es war keine Antwort ausgewählt."), "info")


def _question(area_set: AreaSet, form: PopulationReadingForm, upload: Upload) -> Question:
    method = None
    if form.method.data == REFERENCE:
        method = [REFERENCE, *queries.reference_structure(area_set)]
    elif form.method.data:
        method = [form.method.data]
    day = form.reference_date.data
    return population_reading.question(
        {**reading_arguments(area_set, form, upload), "day": day and day.isoformat(), "method": method}
    )


def reading_arguments(area_set: AreaSet, form: ReadingForm, upload: Upload) -> dict[str, Any]:
    """What a person chose about any table, for the child that reads it."""
    return {
        "encoding": form.encoding.data or "",
        "sheet": form.sheet.data or "",
        "head": form.head,
        "column": form.column,
        "confirmed": deliveries.confirmed(area_set.name, form.source.data or upload.name),
    }


def fill_reading(form: ReadingForm, found: Examined) -> None:
    """Offer the sheets of a book and the columns of a table."""
    names = [SelectChoice(name, name) for name in found.names]
    form.sheet.choices = [SelectChoice("", _("automatisch wählen")), *names]
    form.area_column.choices = [
        SelectChoice("", _("automatisch erkennen")),
        *(SelectChoice(str(i), head or str(i + 1)) for i, head in enumerate(found.header)),
    ]


def _preview(counts: Counts, area_set: AreaSet) -> dict[str, Any]:
    with_counts = {row.area_code for row in counts.rows}
    former = {day: sum(stored_rows(area_set.id, day).values()) for day in counts.days}
    return {
        "sums": population_sums(counts),
        "total": sum(row.count for row in counts.rows if row.reference_date == counts.days[-1]),
        "former": {day: total for day, total in former.items() if total},
        "estimated": sum(row.obs_status == "E" for row in counts.rows),
        "without": [area.name for area in queries.areas_of(area_set.id) if area.code not in with_counts],
        "sex_labels": SEX_LABELS,
        "band_labels": {**AGE_BANDS, "all": ROLLUP_LABELS["all"]},
    }
