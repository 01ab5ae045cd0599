"""What a walk is: the form of its question, group, date and place; packing, cancelling, moving to the rain date."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from app.base.database import transaction
from app.base.errors import Conflict, DomainError
from app.processes.access import member_required
from app.processes.models import Process
from app.processes.roles import INVITE
from app.processes.staff_views.answers import version_of
from app.walks.planning import services
from app.walks.planning.forms.settings import WalkForm, values_of
from app.walks.planning.staff_views.blueprint import blueprint, to
from app.walks.planning.staff_views.saving import show, stale
from app.walks.queries import walk_by_slug


@blueprint.route("/angaben", methods=["GET", "POST"])
@member_required(*INVITE)
def settings(process: Process, walk: str) -> Any:
    """Question, group, date with rain date, place, what to bring."""
    found = walk_by_slug(process.id, walk)
    form, conflict = WalkForm(data=values_of(found)), None
    if form.validate_on_submit():
        try:
            with transaction():
                services.update_walk(
                    activity_id=found.activity_id,
                    plan=form.plan(),
                    version=version_of(form),
                    actor=current_user.id,
                )
        except Conflict as error:
            found = walk_by_slug(process.id, walk)
            conflict = stale(form, error, values_of(found))
        except DomainError as error:
            show(form, error)
            found = walk_by_slug(process.id, walk)
        else:
            flash(_("Gespeichert."), "success")
            return to(process, walk)
    page = render_template(
        "walks/plan/settings.html", process=process, walk=found, form=form, conflict=conflict
    )
    return page, 409 if conflict is not None else 422 if form.is_submitted() else 200


@blueprint.post("/packen")
@member_required(*INVITE)
def pack(process: Process, walk: str) -> Any:
    """Tick what lies ready."""
    found = walk_by_slug(process.id, walk)
    with transaction():
        services.pack(
            activity_id=found.activity_id, packed=request.form.getlist("packed"), actor=current_user.id
        )
    flash(_("Gespeichert."), "success")
    return to(process, walk)


@blueprint.post("/absagen")
@member_required(*INVITE)
def cancel(process: Process, walk: str) -> Any:
    """The walk does not take place."""
    found = walk_by_slug(process.id, walk)
    with transaction():
        services.cancel(activity_id=found.activity_id, actor=current_user.id)
    flash(_("Abgesagt. Schicken Sie allen die neue Kalenderdatei: Sie streicht den Termin."), "success")
    return to(process, walk)


@blueprint.post("/doch")
@member_required(*INVITE)
def take_place(process: Process, walk: str) -> Any:
    """The walk takes place after all."""
    found = walk_by_slug(process.id, walk)
    with transaction():
        services.take_place(activity_id=found.activity_id, actor=current_user.id)
    flash(_("Der Spaziergang findet statt. Schicken Sie allen die neue Kalenderdatei."), "success")
    return to(process, walk)


@blueprint.post("/ausweichen")
@member_required(*INVITE)
def move_to_rain_date(process: Process, walk: str) -> Any:
    """It rains: the rain date becomes the date."""
    found = walk_by_slug(process.id, walk)
    try:
        with transaction():
            services.move_to_rain_date(activity_id=found.activity_id, actor=current_user.id)
    except DomainError as error:
        flash(str(error.message), "warning")
    else:
        flash(_("Verlegt. Schicken Sie allen die neue Kalenderdatei."), "success")
    return to(process, walk)
