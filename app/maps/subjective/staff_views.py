"""Staff pages of subjective maps: set up what is asked, see it as young people do, look at the maps side by side."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.base.database import transaction
from app.base.errors import DomainError
from app.maps.subjective.forms import TaskForm
from app.maps.subjective.gallery import sheets
from app.maps.subjective.models import DrawingTask
from app.maps.subjective.queries import task_by_slug
from app.maps.subjective.services import create_task, update_task
from app.maps.subjective.template import DEFAULT_TASK, TaskDraft
from app.maps.subjective.vocabulary import RATINGS
from app.processes.access import member_required
from app.processes.models import Process
from app.processes.queries import is_open, today
from app.processes.roles import MANAGE, RAW

blueprint = Blueprint(
    "drawings_staff",
    __name__,
    url_prefix="/verwaltung/verfahren/<slug>/zeichnen",
    template_folder="../templates",
)


@blueprint.route("/neu", methods=["GET", "POST"])
@member_required(*MANAGE)
def create(process: Process) -> Any:
    """A new drawing activity, filled with the usual words."""
    form = TaskForm(data={**vars(DEFAULT_TASK), "slug": "meine-karte", "ratings": list(DEFAULT_TASK.ratings)})
    if form.validate_on_submit():
        try:
            with transaction():
                slug = form.slug.data or "meine-karte"
                made = create_task(
                    process_id=process.id, slug=slug, draft=_draft(form), actor=current_user.id
                )
                slug = made.activity.slug
        except DomainError as error:
            form.show(error)
        else:
            flash(_("Die Aktivität ist angelegt. Sehen Sie sie an und öffnen Sie sie dann."), "success")
            return redirect(url_for("drawings_staff.edit", slug=process.slug, sheet=slug))
    return _page(process, form, None), 422 if form.is_submitted() else 200


@blueprint.route("/<sheet>", methods=["GET", "POST"])
@member_required(*MANAGE)
def edit(process: Process, sheet: str) -> Any:
    found = task_by_slug(process.id, sheet)
    form = TaskForm(data=_values(found))
    if form.validate_on_submit():
        try:
            with transaction():
                update_task(
                    activity_id=found.activity_id,
                    draft=_draft(form),
                    version=form.expected_version,
                    actor=current_user.id,
                )
        except DomainError as error:
            form.show(error)
            return _page(process, form, task_by_slug(process.id, sheet)), error.status
        flash(_("Gespeichert."), "success")
        return redirect(url_for("drawings_staff.edit", slug=process.slug, sheet=sheet))
    return _page(process, form, found), 422 if form.is_submitted() else 200


@blueprint.get("/<sheet>/vorschau")
@member_required()
def preview(process: Process, sheet: str) -> str:
    """What is asked, as young people read it, without sending anything."""
    task = task_by_slug(process.id, sheet)
    return render_template(
        "maps/subjective/preview.html",
        process=process,
        task=task,
        ratings=[RATINGS[code] for code in task.ratings],
    )


@blueprint.get("/<sheet>/karten")
@member_required(*RAW)
def gallery(process: Process, sheet: str) -> str:
    """The maps side by side for talk, stage 2 shown or not; nothing that leads to a person."""
    task = task_by_slug(process.id, sheet)
    return render_template(
        "maps/subjective/gallery.html",
        process=process,
        task=task,
        sheets=sheets(task.activity_id),
        stage=request.args.get("stufe") if request.args.get("stufe") in {"1", "2"} else "3",
    )


def _page(process: Process, form: TaskForm, task: DrawingTask | None) -> str:
    return render_template(
        "maps/subjective/edit.html",
        process=process,
        form=form,
        task=task,
        is_open=task is not None and is_open(task.activity, today()),
    )


def _draft(form: TaskForm) -> TaskDraft:
    return TaskDraft(
        title=form.title.data or "",
        intro=form.intro.data or "",
        start_hint=form.start_hint.data or "",
        second_hint=form.second_hint.data or "",
        ask_narration=form.ask_narration.data,
        ask_places=form.ask_places.data,
        ratings=tuple(form.ratings.data or ()),
    )


def _values(task: DrawingTask) -> dict[str, Any]:
    names = ("version", "intro", "start_hint", "second_hint", "ask_narration", "ask_places", "ratings")
    return {
        "title": task.activity.title,
        "slug": task.activity.slug,
        **{name: getattr(task, name) for name in names},
    }
