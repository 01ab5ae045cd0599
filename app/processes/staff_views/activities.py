"""The activities of a process: list, change, open, close."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.base.database import transaction
from app.base.errors import Conflict, DomainError
from app.processes import queries, services
from app.processes.access import may_open, member_required
from app.processes.channels import channels
from app.processes.forms import ActivityForm
from app.processes.models import Process
from app.processes.roles import MANAGE
from app.processes.staff_views.answers import differences, show_error, version_of
from app.processes.staff_views.blueprint import blueprint


@blueprint.get("/verfahren/<slug>/aktivitaeten")
@member_required()
def activities(process: Process) -> str:
    rows = [
        (activity, channels()[activity.channel], queries.is_open(activity, queries.today()))
        for activity in queries.activities_of(process.id)
        if activity.channel in channels()
    ]
    offers = [
        (channel.label, url_for(f"{channel.name}_staff.create", slug=process.slug))
        for channel in channels().values()
        if may_open(f"{channel.name}_staff.create", process)
    ]
    manageable = {name: f"{name}_staff.edit" in current_app.view_functions for name in channels()}
    return render_template(
        "processes/activities.html", process=process, rows=rows, offers=offers, manageable=manageable
    )


@blueprint.route("/verfahren/<slug>/aktivitaeten/<activity_slug>", methods=["GET", "POST"])
@member_required(*MANAGE)
def activity(process: Process, activity_slug: str) -> Any:
    entry = queries.activity_by_slug(process.id, activity_slug)
    form = ActivityForm(obj=entry)
    conflict = None
    if form.validate_on_submit():
        try:
            with transaction():
                services.update_activity(
                    activity_id=entry.id,
                    version=version_of(form),
                    actor=current_user.id,
                    title=form.title.data,
                    description=form.description.data or "",
                    opens_on=form.opens_on.data,
                    closes_on=form.closes_on.data,
                )
        except Conflict as error:
            conflict = differences(form, entry)
            form.version.data, form.version.raw_data = str(entry.version), None
            form.form_errors = [str(error.message)]
        except DomainError as error:
            show_error(form, error)
        else:
            flash(_("Die Aktivität ist gespeichert."), "success")
            return redirect(url_for(".activities", slug=process.slug))
    page = render_template(
        "processes/activity.html", form=form, process=process, activity=entry, conflict=conflict
    )
    return page, 409 if conflict is not None else 422 if form.errors else 200


@blueprint.post("/verfahren/<slug>/aktivitaeten/<activity_slug>/oeffnen")
@member_required(*MANAGE)
def open_activity(process: Process, activity_slug: str) -> Any:
    with transaction():
        entry = queries.activity_by_slug(process.id, activity_slug)
        services.open_activity(activity_id=entry.id, actor=current_user.id)
    flash(_("Die Aktivität ist offen."), "success")
    return redirect(url_for(".activities", slug=process.slug))


@blueprint.post("/verfahren/<slug>/aktivitaeten/<activity_slug>/schliessen")
@member_required(*MANAGE)
def close_activity(process: Process, activity_slug: str) -> Any:
    with transaction():
        entry = queries.activity_by_slug(process.id, activity_slug)
        services.close_activity(activity_id=entry.id, actor=current_user.id)
    flash(_("Die Aktivität ist geschlossen."), "success")
    return redirect(url_for(".activities", slug=process.slug))
