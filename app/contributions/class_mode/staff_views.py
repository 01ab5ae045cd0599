"""Staff pages of lessons: plan one, answer E37, give the board's link, print the kit. Counts, never people (E21)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.base.answers import made_for_one_visit
from app.base.database import transaction
from app.base.errors import DomainError
from app.contributions.class_mode import queries, services
from app.contributions.class_mode.board_views import kit_page
from app.contributions.class_mode.forms import PermissionForm, PlanForm
from app.contributions.class_mode.vocabulary import PERMISSIONS
from app.participants.pictures import qr_svg
from app.processes.access import member_required
from app.processes.models import Process
from app.processes.queries import activities_of
from app.processes.roles import INVITE

blueprint = Blueprint(
    "class_staff",
    __name__,
    url_prefix="/verwaltung/verfahren/<slug>/klassen",
    template_folder="../templates",
)


@blueprint.route("", methods=["GET", "POST"])
@member_required(*INVITE)
def index(process: Process) -> Any:
    """The lessons of a process, with the form for a new one below."""
    activities = activities_of(process.id)
    form = PlanForm([(str(activity.id), activity.title) for activity in activities])
    if form.validate_on_submit():
        try:
            with transaction():
                lesson = services.plan_lesson(
                    process_id=process.id,
                    activity_id=UUID(form.activity_id.data),
                    label=form.label.data or "",
                    plan=int(form.plan.data),
                    permission=form.permission.data,
                    permission_note=form.permission_note.data or "",
                    actor=current_user.id,
                )
                token = services.give_board(lesson=lesson, actor=current_user.id)
        except DomainError as error:
            _put_error(form, error)
        else:
            return _link_page(process, lesson.id, token)
    page = render_template(
        "contributions/class_mode/index.html",
        process=process,
        form=form,
        has_activities=bool(activities),
        lessons=queries.lessons_of(process.id),
        permissions=PERMISSIONS,
    )
    return page, 422 if form.errors else 200


@blueprint.route("/<uuid:lesson_id>", methods=["GET", "POST"])
@member_required(*INVITE)
def lesson(process: Process, lesson_id: UUID) -> Any:
    """One lesson, with the answer to E37 as a form."""
    found = queries.lesson_by_id(lesson_id, process.id)
    form = PermissionForm(obj=found)
    if form.validate_on_submit():
        try:
            with transaction():
                services.note_permission(
                    lesson=queries.lesson_by_id(lesson_id, process.id),
                    permission=form.permission.data,
                    permission_note=form.permission_note.data or "",
                    actor=current_user.id,
                )
        except DomainError as error:
            _put_error(form, error)
        else:
            flash(_("Notiert."), "success")
            return redirect(url_for(".lesson", slug=process.slug, lesson_id=lesson_id))
    found = queries.lesson_by_id(lesson_id, process.id)
    page = render_template(
        "contributions/class_mode/lesson.html",
        process=process,
        lesson=found,
        form=form,
        counts=queries.tally(found),
    )
    return page, 422 if form.errors else 200


@blueprint.post("/<uuid:lesson_id>/link")
@member_required(*INVITE)
def give_link(process: Process, lesson_id: UUID) -> Any:
    """A new link to the board, shown this one time; the old one stops working."""
    with transaction():
        token = services.give_board(lesson=queries.lesson_by_id(lesson_id, process.id), actor=current_user.id)
    return _link_page(process, lesson_id, token)


@blueprint.post("/<uuid:lesson_id>/link-sperren")
@member_required(*INVITE)
def take_link(process: Process, lesson_id: UUID) -> Any:
    with transaction():
        services.take_board(lesson=queries.lesson_by_id(lesson_id, process.id), actor=current_user.id)
    flash(_("Der Link ist gesperrt. Offene Tafeln zeigen nichts mehr."), "success")
    return redirect(url_for(".lesson", slug=process.slug, lesson_id=lesson_id))


@blueprint.post("/<uuid:lesson_id>/beenden")
@member_required(*INVITE)
def end(process: Process, lesson_id: UUID) -> Any:
    with transaction():
        services.end(lesson=queries.lesson_by_id(lesson_id, process.id), actor=current_user.id)
    flash(_("Die Stunde ist beendet. Mit dem Code kommt niemand Neues mehr dazu."), "success")
    return redirect(url_for(".lesson", slug=process.slug, lesson_id=lesson_id))


@blueprint.get("/<uuid:lesson_id>/mappe")
@member_required(*INVITE)
def kit(process: Process, lesson_id: UUID) -> str:
    found = queries.lesson_by_id(lesson_id, process.id)
    way_back = url_for(".lesson", slug=process.slug, lesson_id=lesson_id)
    return kit_page(found, way_back, _("Zurück zur Klassenstunde"))


def _link_page(process: Process, lesson_id: UUID, token: str) -> str:
    made_for_one_visit()
    link = f"{current_app.config['BASE_URL']}{url_for('class_board.enter', token=token)}"
    return render_template(
        "contributions/class_mode/link.html",
        process=process,
        lesson=queries.lesson_by_id(lesson_id, process.id),
        link=link,
        picture=qr_svg(link),
    )


def _put_error(form: PermissionForm, error: DomainError) -> None:
    field = form[error.field] if error.field in form._fields else form.permission
    field.errors = [str(error.message)]
