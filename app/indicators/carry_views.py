"""Pages of administrators that estimate imported values of one vintage in the borders of another."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from app.accounts.access import admin_required
from app.areas.models import AreaSet
from app.areas.queries import area_names, area_set_by_id, vintages
from app.base.database import transaction
from app.base.errors import DomainError, NotFound
from app.indicators import carrying, labels
from app.indicators.carrying import Series
from app.indicators.catalogue import definition_of
from app.indicators.import_forms import CarryForm
from app.indicators.values import preview_row

blueprint = Blueprint(
    "indicators_areas", __name__, url_prefix="/verwaltung/raeume", template_folder="templates"
)


@blueprint.get("/<uuid:area_set_id>/umrechnen")
@admin_required
def carry(area_set_id: UUID) -> str:
    """What can be carried over from another vintage and, once chosen, every value it would give."""
    new, old = _pair(area_set_id)
    found = carrying.series_of(old) if old else []
    form = _form(found)
    estimate, problem = None, ""
    if old and request.args.get("series"):
        try:
            estimate = carrying.estimated(series=_chosen(form), old=old, new=new, by=form.by.data)
        except DomainError as error:
            problem = str(error.message)
    names = dict(area_names([new.id])[new.id])
    return render_template(
        "indicators/carry.html",
        area_set=new,
        old=old,
        form=form,
        estimate=estimate,
        problems=[problem] if problem else [],
        lines=[
            (code, names[code], preview_row(row), labels.STATUSES[row["obs_status"]])
            for code, row in (estimate.figures.items() if estimate else ())
        ],
        unit=labels.UNITS.get(definition_of(estimate.series.indicator_id).unit, "") if estimate else "",
    )


@blueprint.post("/<uuid:area_set_id>/umrechnen")
@admin_required
def store_carried(area_set_id: UUID) -> Any:
    """Store what was shown, computed anew."""
    new, old = _pair(area_set_id)
    if old is None:
        raise NotFound(_("Diesen Stand gibt es nicht."))
    form = _form(carrying.series_of(old), request.form)
    address = url_for(".carry", area_set_id=new.id, von=old.id, series=form.series.data, by=form.by.data)
    try:
        with transaction():
            estimate = carrying.estimated(series=_chosen(form), old=old, new=new, by=form.by.data)
            done = carrying.store(estimate=estimate, old=old, new=new, actor=current_user.id)
    except DomainError as error:
        flash(str(error.message), "danger")
        return redirect(address, code=303)
    if done.new or done.changed:
        flash(_("%(n)s geschätzte Werte gespeichert.", n=done.new + done.changed), "success")
    else:
        flash(_("Diese Werte sind schon gespeichert. Es wurde nichts geändert."), "info")
    return redirect(address, code=303)


def _pair(area_set_id: UUID) -> tuple[AreaSet, AreaSet | None]:
    """The vintage to estimate for, and the one to take from: named by `von`, else the one before."""
    new = area_set_by_id(area_set_id)
    others = [found for found in vintages(new.name) if found.id != new.id]
    if wanted := request.values.get("von"):
        return new, next((found for found in others if str(found.id) == wanted), None)
    before = [found for found in others if found.valid_from < new.valid_from]
    return new, next(iter(before or others), None)


def _form(found: list[Series], given: Any = None) -> CarryForm:
    form = CarryForm(request.args if given is None else given, meta={"csrf": False})
    form.series.choices = [
        SelectChoice(
            _key(one),
            _("%(name)s, %(start)s bis %(end)s",
              name=one.label, start=format_date(one.start), end=format_date(one.end)),
        )
        for one in found
    ]  # fmt: skip
    if form.by.data not in carrying.BY:
        form.by.data = carrying.PEOPLE
    return form


def _key(series: Series) -> str:
    return f"{series.indicator_id} {series.start.isoformat()} {series.end.isoformat()}"


def _chosen(form: CarryForm) -> Series:
    choices: list[SelectChoice] = list(form.series.choices or ())
    if form.series.data not in {choice.value for choice in choices}:
        raise NotFound(_("Zu dieser Kennzahl und diesem Zeitraum gibt es im alten Stand keine Werte."))
    indicator_id, start, end = form.series.data.rsplit(" ", 2)
    return Series(indicator_id, date.fromisoformat(start), date.fromisoformat(end))
