"""Events of return for staff: the list, a new one, one to change, and whether it took place."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.base.database import transaction
from app.base.errors import Conflict, DomainError, NotFound
from app.processes import services
from app.processes.access import member_required
from app.processes.models import Process
from app.processes.queries import activities_of
from app.processes.return_forms import HeldForm, ReturnForm, zone
from app.processes.returning import return_by_id, returns_of
from app.processes.roles import INVITE
from app.processes.staff_views.answers import differences, show_error, version_of
from app.processes.staff_views.blueprint import blueprint


@blueprint.route("/verfahren/<slug>/rueckmeldung", methods=["GET", "POST"])
@member_required(*INVITE)
def returns(process: Process) -> Any:
    """What is planned and what was held, and one more; `?aktivitaet=` chooses what it is for."""
    form = ReturnForm(list(activities_of(process.id)))
    if not form.is_submitted():
        form.activity_id.data = request.args.get("aktivitaet", "")
    if form.validate_on_submit():
        try:
            with transaction():
                services.plan_return(process_id=process.id, actor=current_user.id, **_values(form))
                slug = process.slug
        except DomainError as error:
            show_error(form, error)
        else:
            flash(_("Die Rückmeldung ist geplant. Sie steht jetzt auf der öffentlichen Seite."), "success")
            return redirect(url_for(".returns", slug=slug))
    page = render_template("processes/returns.html", process=process, form=form, found=returns_of(process.id))
    return page, 422 if form.errors else 200


@blueprint.route("/verfahren/<slug>/rueckmeldung/<uuid:return_id>", methods=["GET", "POST"])
@member_required(*INVITE)
def one_return(process: Process, return_id: UUID) -> Any:
    """Change what is planned."""
    found = return_by_id(process.id, return_id)
    form = ReturnForm(list(activities_of(process.id)), found)
    conflict = None
    if form.validate_on_submit():
        try:
            with transaction():
                services.update_return(
                    process_id=process.id,
                    return_id=return_id,
                    version=version_of(form),
                    actor=current_user.id,
                    **_values(form),
                )
                slug = process.slug
        except Conflict as error:
            conflict = differences(form, found)
            form.version.data, form.version.raw_data = str(found.version), None
            form.form_errors = [str(error.message)]
        except NotFound:
            raise
        except DomainError as error:
            show_error(form, error)
        else:
            flash(_("Die Rückmeldung ist gespeichert."), "success")
            return redirect(url_for(".returns", slug=slug))
    page = _page(process, return_id, form, HeldForm(formdata=None, obj=found), conflict)
    return page, 409 if conflict is not None else 422 if form.errors else 200


@blueprint.post("/verfahren/<slug>/rueckmeldung/<uuid:return_id>/stattgefunden")
@member_required(*INVITE)
def hold_return(process: Process, return_id: UUID) -> Any:
    """It took place, or an empty day: it did not."""
    found = return_by_id(process.id, return_id)
    form = HeldForm()
    if form.validate_on_submit():
        try:
            with transaction():
                services.hold_return(
                    process_id=process.id,
                    return_id=return_id,
                    held_on=form.held_on.data,
                    came=form.came.data,
                    actor=current_user.id,
                )
                slug = process.slug
        except DomainError as error:
            show_error(form, error)
        else:
            flash(_("Gespeichert."), "success")
            return redirect(url_for(".returns", slug=slug))
    edit = ReturnForm(list(activities_of(process.id)), found, formdata=None)
    return _page(process, return_id, edit, form, None), 422


@blueprint.post("/verfahren/<slug>/rueckmeldung/<uuid:return_id>/streichen")
@member_required(*INVITE)
def drop_return(process: Process, return_id: UUID) -> Any:
    """It will not take place."""
    with transaction():
        services.drop_return(process_id=process.id, return_id=return_id, actor=current_user.id)
        slug = process.slug
    flash(_("Die Rückmeldung ist gestrichen."), "success")
    return redirect(url_for(".returns", slug=slug))


def _page(process: Process, return_id: UUID, form: ReturnForm, held: HeldForm, conflict: Any) -> str:
    return render_template(
        "processes/return.html",
        process=process,
        found=return_by_id(process.id, return_id),
        form=form,
        held=held,
        conflict=conflict,
    )


def _values(form: ReturnForm) -> dict[str, Any]:
    assert form.starts_at.data is not None
    chosen = form.activity_id.data
    return {
        "starts_at": form.starts_at.data.replace(tzinfo=zone()),
        "place": form.place.data or "",
        "text": form.text.data or "",
        "activity_id": UUID(chosen) if chosen else None,
    }
