"""Staff pages that take over values of classic indicators: table, what was understood, confirmed names, take over."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from app.areas import uploads
from app.areas.deliveries import Period, versions_of
from app.areas.errors import ImportRefused
from app.areas.models import AreaSet
from app.areas.population_views import fill_reading, reading_arguments, remember
from app.areas.queries import areas_of
from app.areas.table_jobs import READ, begin
from app.areas.table_reading import Examined, Question, examined, waits
from app.areas.uploads import Upload
from app.base.database import transaction
from app.base.errors import DomainError, NotFound
from app.indicators import importing, labels, values_reading
from app.indicators.catalogue import all_definitions, definition_of
from app.indicators.catalogue.external import Own, define
from app.indicators.definitions import Measure
from app.indicators.import_forms import OWN, ValuesFileForm, ValuesReadingForm
from app.indicators.staff_views import blueprint
from app.indicators.values import EVERY_YEAR, Values, preview_row
from app.processes.access import member_required
from app.processes.models import Process
from app.processes.queries import area_sets_of
from app.processes.roles import PLAN


def _sets(process: Process) -> dict[str, AreaSet]:
    return {f"{found.name}@{found.vintage}": found for found in area_sets_of(process)}


def _set(process: Process, key: str) -> AreaSet:
    found = _sets(process).get(key)
    if found is None:
        raise NotFound(_("Diese Raumgliederung gehört nicht zum Verfahren."))
    return found


@blueprint.route("/kennzahlen/einlesen", methods=["GET", "POST"])
@member_required(*PLAN)
def import_values(process: Process) -> Any:
    """Step 1: the table, its indicator, its source."""
    form = ValuesFileForm()
    form.area_set.choices = [
        SelectChoice(key, _("%(name)s, Stand %(day)s", name=found.name, day=format_date(found.valid_from)))
        for key, found in _sets(process).items()
    ]
    taken = [one for one in all_definitions() if one.measure is Measure.IMPORTED]
    form.indicator.choices = [
        *(SelectChoice(one.id, f"{one.id} {one.label}") for one in taken),
        SelectChoice(OWN, _("eigene Kennzahl (unten beschreiben)")),
    ]
    if form.validate_on_submit():
        try:
            indicator = _indicator(form)
        except DomainError as error:
            form.form_errors = [*form.form_errors, str(error.message)]
        else:
            upload = uploads.keep(
                form.file.data.stream, name=form.file.data.filename or "", owner=current_user.id
            )
            names = ("area_set", "period_start", "period_end", "source", "provider", "licence")
            given: dict[str, Any] = {name: str(form[name].data) for name in names}
            address = url_for(
                ".values_table", slug=process.slug, token=upload.token, indicator=indicator, **given
            )
            return redirect(address, code=303)
    failed = bool(form.errors or form.form_errors)
    page = render_template("indicators/import.html", process=process, form=form)
    return page, 422 if failed else 200


def _indicator(form: ValuesFileForm) -> str:
    if form.indicator.data != OWN:
        return str(form.indicator.data)
    own = Own(
        form.name.data or "", form.unit.data, form.ref.data, form.meaning.data or "", form.is_public.data
    )
    with transaction():
        return define(own).id


@blueprint.get("/kennzahlen/einlesen/<token>")
@member_required(*PLAN)
def values_table(process: Process, token: str) -> Any:
    """Step 2: what was understood, which column holds the values, names to confirm, the values to compare."""
    upload = uploads.find(token, owner=current_user.id)
    form = ValuesReadingForm(request.args, meta={"csrf": False})
    area_set = _set(process, form.area_set.data or "")
    found = Examined()
    try:
        asked = _question(area_set, form, upload)
        if waits(upload, area_set, asked):
            title = _("%(name)s lesen", name=upload.name)
            back = url_for(".import_values", slug=process.slug)
            return begin(READ, title, upload, area_set, asked, request.full_path, back=back)
        found = examined(upload, area_set, asked)
    except DomainError as error:
        found.problems = getattr(error, "problems", [str(error.message)])
    if found.is_personal:
        uploads.remove(upload)
        flash(found.problems[0], "danger")
        return redirect(url_for(".import_values", slug=process.slug), code=303)
    _fill_choices(form, found)
    return render_template(
        "indicators/import_table.html",
        process=process,
        upload=upload,
        form=form,
        area_set=area_set,
        areas=areas_of(area_set.id),
        definition=definition_of(form.indicator.data or ""),
        found=found,
        values=found.content,
        **(_preview(found.content, area_set, form) if found.content else {}),
    )


@blueprint.post("/kennzahlen/einlesen/<token>")
@member_required(*PLAN)
def store_values(process: Process, token: str) -> Any:
    """Step 3: store what was shown."""
    upload = uploads.find(token, owner=current_user.id)
    form = ValuesReadingForm()
    area_set, slug, arguments = _set(process, form.area_set.data or ""), process.slug, form.arguments()
    about: dict[str, str] = {
        "indicator_id": form.indicator.data or "",
        "source": form.source.data or upload.name,
        "provider": form.provider.data or "",
        "licence": form.licence.data or "",
    }
    here, there = (
        url_for(".values_table", slug=slug, token=token, **arguments),
        url_for(".overview", slug=slug),
    )
    try:
        asked = _question(area_set, form, upload)
        if waits(upload, area_set, asked):
            return redirect(here, code=303)
        values: Values | None = examined(upload, area_set, asked).content
        if values is not None and sum(map(len, values.figures.values())) > values_reading.MANY:
            title = _("Werte übernehmen: %(name)s", name=upload.name)
            return begin(values_reading.STORE, title, upload, area_set, asked, there, back=here, **about)
        done = values_reading.store(upload, area_set, asked, actor=current_user.id, about=about)
    except DomainError as error:
        flash(str(error.message), "danger")
        return redirect(here, code=303)
    flash(values_reading.told(done), "success" if done.new or done.changed else "info")
    return redirect(there)


@blueprint.post("/kennzahlen/einlesen/<token>/zuordnung")
@member_required(*PLAN)
def confirm_value_areas(process: Process, token: str) -> Any:
    """Remember which areas the names of a source mean, then show the table again."""
    uploads.find(token, owner=current_user.id)
    form = ValuesReadingForm()
    arguments, slug = form.arguments(), process.slug
    remember(_set(process, form.area_set.data or ""), form.source.data or "")
    return redirect(url_for(".values_table", slug=slug, token=token, **arguments), code=303)


@blueprint.post("/kennzahlen/einlesen/<token>/abbrechen")
@member_required(*PLAN)
def cancel_values(process: Process, token: str) -> Any:
    uploads.remove(uploads.find(token, owner=current_user.id))
    flash(_("Die Datei wurde gelöscht, nichts wurde übernommen."), "info")
    return redirect(url_for(".overview", slug=process.slug))


def _question(area_set: AreaSet, form: ValuesReadingForm, upload: Upload) -> Question:
    if form.period_start.data is None or form.period_end.data is None:
        raise ImportRefused(_("Bitte geben Sie den Zeitraum an."))
    definition = importing.importable(form.indicator.data or "")
    named = ("value", "numerator", "denominator")
    return values_reading.question(
        {
            **reading_arguments(area_set, form, upload),
            "columns": {name: form[name].data for name in named if form[name].data},
            "period": [form.period_start.data.isoformat(), form.period_end.data.isoformat()],
            "unit": definition.unit,
            "internal": importing.is_internal(definition.id, form.licence.data or ""),
        }
    )


def _fill_choices(form: ValuesReadingForm, found: Examined) -> None:
    fill_reading(form, found)
    columns = [SelectChoice(head, head) for head in found.value_heads]
    every = SelectChoice(EVERY_YEAR, _("jede Spalte mit einem Jahr, je Jahr ein Zeitraum"))
    form.value.choices = [SelectChoice("", _("bitte wählen")), every, *columns]
    for counts in (form.numerator, form.denominator):
        counts.choices = [SelectChoice("", _("keine")), *columns]


def _preview(values: Values, area_set: AreaSet, form: ValuesReadingForm) -> dict[str, Any]:
    names = {area.code: area.name for area in areas_of(area_set.id)}
    periods = sorted(values.figures)
    newest = values.figures[periods[-1]]
    subject = form.indicator.data or ""
    former = [
        period for period in periods if versions_of(Period(subject, area_set.name, area_set.vintage, *period))
    ]
    return {
        "periods": periods,
        "former": former,
        "without": [name for code, name in names.items() if code not in newest],
        "lines": [
            (names.get(code, _("gesamt")), preview_row(row), row["obs_status"], row["quality_note"])
            for code, row in sorted(newest.items())
        ],
        "unit": labels.UNITS.get(definition_of(subject).unit, ""),
        "statuses": labels.STATUSES,
    }
