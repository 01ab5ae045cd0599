"""Dashboard, new process, overview, description, opening and closing."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.access import admin_required, staff_required
from app.areas.queries import area_sets
from app.base.database import transaction
from app.base.errors import Conflict, DomainError
from app.processes import queries, services
from app.processes.access import member_required
from app.processes.forms import ProcessForm
from app.processes.levels import PARTICIPATION_LEVELS
from app.processes.models import Process
from app.processes.returning import has_returned
from app.processes.roles import MANAGE, ROLES
from app.processes.slugs import slug_from
from app.processes.staff_views.answers import differences, show_error, version_of
from app.processes.staff_views.blueprint import blueprint
from app.processes.steps import steps_of


@blueprint.get("")
@staff_required
def dashboard() -> str:
    mine = queries.all_processes() if current_user.is_admin else queries.processes_of(current_user.id)
    held = queries.roles_by_process(current_user.id)
    roles = {process.id: held.get(process.id, frozenset()) for process in mine}
    return render_template("processes/dashboard.html", processes=mine, roles=roles, role_names=ROLES)


@blueprint.route("/verfahren/neu", methods=["GET", "POST"])
@admin_required
def create() -> Any:
    form = ProcessForm(_area_set_names(), is_new=True)
    if form.validate_on_submit():
        try:
            with transaction():
                process = services.create(
                    slug=form.slug.data or slug_from(form.title.data), actor=current_user.id, **form.values()
                )
                services.add_membership(
                    process_id=process.id, user_id=current_user.id, role="coordinator", actor=current_user.id
                )
                slug = process.slug
        except DomainError as error:
            show_error(form, error)
        else:
            flash(_("Das Verfahren ist angelegt."), "success")
            return redirect(url_for(".overview", slug=slug))
    page = render_template("processes/create.html", form=form, levels=PARTICIPATION_LEVELS)
    return page, 422 if form.errors else 200


@blueprint.get("/verfahren/<slug>")
@member_required()
def overview(process: Process) -> str:
    return _overview(process)


@blueprint.route("/verfahren/<slug>/beschreibung", methods=["GET", "POST"])
@member_required(*MANAGE)
def describe(process: Process) -> Any:
    form = ProcessForm(
        _area_set_names(process.area_set_names),
        is_new=False,
        has_opened=process.status != "draft",
        obj=process,
    )
    conflict = None
    if form.validate_on_submit():
        try:
            with transaction():
                services.update(
                    process_id=process.id,
                    version=version_of(form),
                    change_note=form.change_note.data or "" if form.change_note else "",
                    actor=current_user.id,
                    **form.values(),
                )
                slug = process.slug
        except Conflict as error:
            conflict = differences(form, process)
            form.version.data, form.version.raw_data = str(process.version), None
            form.form_errors = [str(error.message)]
        except DomainError as error:
            show_error(form, error)
        else:
            flash(_("Die Beschreibung ist gespeichert."), "success")
            return redirect(url_for(".overview", slug=slug))
    page = render_template(
        "processes/describe.html", form=form, process=process, levels=PARTICIPATION_LEVELS, conflict=conflict
    )
    return page, 409 if conflict is not None else 422 if form.errors else 200


@blueprint.post("/verfahren/<slug>/oeffnen")
@member_required(*MANAGE)
def open_process(process: Process) -> Any:
    try:
        with transaction():
            services.open_process(process_id=process.id, actor=current_user.id)
            slug, has_begun = process.slug, bool(queries.open_activities(process.id))
    except DomainError as error:
        return _overview(process, refusal=str(error.message)), error.status
    if has_begun:
        flash(_("Das Verfahren ist offen. Menschen können jetzt mitmachen."), "success")
    else:
        flash(_("Das Verfahren ist offen. Öffnen Sie jetzt noch eine Aktivität."), "success")
    return redirect(url_for(".overview", slug=slug))


@blueprint.post("/verfahren/<slug>/schliessen")
@member_required(*MANAGE)
def close_process(process: Process) -> Any:
    try:
        with transaction():
            services.close_process(process_id=process.id, actor=current_user.id)
            slug = process.slug
    except services.NothingReturned as error:
        return _overview(process, refusal=str(error.message), needs_return=True), error.status
    except DomainError as error:
        return _overview(process, refusal=str(error.message)), error.status
    flash(_("Das Verfahren ist geschlossen. Beiträge und Ergebnisse bleiben."), "success")
    return redirect(url_for(".overview", slug=slug))


def _overview(process: Process, refusal: str | None = None, *, needs_return: bool = False) -> str:
    activities = queries.activities_of(process.id)
    return render_template(
        "processes/overview.html",
        process=process,
        steps=steps_of(process),
        missing=queries.missing_for_opening(process),
        has_activity=bool(activities),
        has_open_activity=any(activity.status == "open" for activity in activities),
        refusal=refusal,
        needs_return=needs_return,
        has_returned=has_returned(process.id),
        today=queries.today(),
    )


def _area_set_names(used: list[str] | None = None) -> list[str]:
    """The names to choose from, those in use first and in their order."""
    return list(dict.fromkeys([*(used or []), *(area_set.name for area_set in area_sets())]))
