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
from app.areas import deliveries, queries, uploads
from app.areas.age_bands import AGE_BANDS, ROLLUP_LABELS
from app.areas.counting import Counts, count_residents
from app.areas.errors import ImportRefused
from app.areas.folding import BandsCross
from app.areas.heads import Meaning, meaning
from app.areas.labels import SEX_LABELS
from app.areas.matching import LEFT_OUT, MatchesNeeded
from app.areas.models import AreaSet
from app.areas.persons import PersonsRefused
from app.areas.pictures import meaning_words, picture
from app.areas.population import import_population, stored_rows
from app.areas.previews import population_sums
from app.areas.sheets import Sheet
from app.areas.splitting import REFERENCE, Method
from app.areas.staff_views import blueprint
from app.areas.table_forms import PopulationFileForm, PopulationReadingForm, ReadingForm
from app.areas.table_reading import read_upload
from app.areas.understanding import Understood, understand
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
    problems, matches, crossing, sheet, counts = [], [], [], None, None
    try:
        if not form.validate():
            raise ImportRefused([str(text) for texts in form.errors.values() for text in texts])
        sheet = _sheet(upload, area_set, form)
        counts = _counts(sheet, area_set, form, upload)
    except MatchesNeeded as needed:
        matches = needed.proposals
    except PersonsRefused as error:
        uploads.remove(upload)
        return _upload_page(area_set, PopulationFileForm(formdata=None), error.problems), 422
    except BandsCross as crossed:
        crossing = crossed.heads
    except ImportRefused as error:
        problems = error.problems
    except DomainError as error:
        problems = [str(error.message)]
    found = counts.understood if counts else _understood(sheet, area_set, form, upload)
    fill_reading(form, sheet, found)
    return render_template(
        "areas/population_table.html",
        area_set=area_set,
        upload=upload,
        form=form,
        problems=problems,
        matches=matches,
        crossing=crossing,
        areas=queries.areas_of(area_set_id),
        picture=_picture(sheet, found, counts) if sheet else None,
        counts=counts,
        **(_preview(counts, area_set) if counts else {}),
    )


@blueprint.post("/<uuid:area_set_id>/einwohner/<token>")
@admin_required
def store_population(area_set_id: UUID, token: str) -> Any:
    """Step 3: store what was shown."""
    upload = uploads.find(token, owner=current_user.id)
    area_set = queries.area_set_by_id(area_set_id)
    form = PopulationReadingForm()
    source, arguments = form.source.data or upload.name, form.arguments()
    try:
        counts = _counts(_sheet(upload, area_set, form), area_set, form, upload)
    except DomainError:
        address = url_for(".population_table", area_set_id=area_set_id, token=token, **arguments)
        return redirect(address, code=303)
    with transaction():
        imported = import_population(
            area_set_id=area_set_id,
            rows=counts.rows,
            source=source,
            file_name=upload.name,
            about={"notes": [str(text) for text in counts.notes], "suppressed": counts.suppressed},
            actor=current_user.id,
        )
    uploads.remove(upload)
    if imported.outcome == "unchanged":
        flash(_("Diese Zahlen sind schon gespeichert. Es wurde nichts geändert."), "info")
    else:
        flash(_("%(n)s Personen übernommen.", n=format_decimal(sum(imported.residents.values()))), "success")
    return redirect(url_for("areas_staff.show", area_set_id=area_set_id))


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


def _sheet(upload: Upload, area_set: AreaSet, form: PopulationReadingForm) -> Sheet:
    return read_upload(upload.path, area_set, encoding=form.encoding.data, sheet=form.sheet.data)


def _counts(sheet: Sheet, area_set: AreaSet, form: PopulationReadingForm, upload: Upload) -> Counts:
    method = Method(form.method.data) if form.method.data else None
    if method is not None and method.kind == REFERENCE:
        method = Method(REFERENCE, *queries.reference_structure(area_set))
    return count_residents(
        sheet,
        queries.areas_of(area_set.id),
        reference_date=form.reference_date.data,
        method=method,
        head=form.head,
        area_column=form.column,
        confirmed=deliveries.confirmed(area_set.name, form.source.data or upload.name),
    )


def _understood(
    sheet: Sheet | None, area_set: AreaSet, form: PopulationReadingForm, upload: Upload
) -> Understood | None:
    """As much as can be told about a table that cannot be taken over yet."""
    if sheet is None:
        return None
    answers = deliveries.confirmed(area_set.name, form.source.data or upload.name)
    areas = queries.areas_of(area_set.id)
    try:
        return understand(sheet, areas, head=form.head, area_column=form.column, confirmed=answers)
    except ImportRefused:
        return None


def fill_reading(form: ReadingForm, sheet: Sheet | None, found: Understood | None) -> None:
    """Offer the sheets of a book and the columns of a table."""
    names = sheet.names if sheet else ()
    form.sheet.choices = [SelectChoice("", _("automatisch wählen")), *(SelectChoice(n, n) for n in names)]
    heads = list(enumerate(found.table.header)) if found else []
    form.area_column.choices = [
        SelectChoice("", _("automatisch erkennen")),
        *(SelectChoice(str(i), head or str(i + 1)) for i, head in heads),
    ]


def _picture(sheet: Sheet, found: Understood | None, counts: Counts | None) -> Any:
    if counts is not None:
        columns = counts.columns
    else:
        heads = enumerate(found.table.heads) if found else ()
        columns = {
            i: said for i, parts in heads if parts and (said := meaning(parts)) not in (None, Meaning())
        }
    return picture(sheet, found, {column: meaning_words(said) for column, said in columns.items()})


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
