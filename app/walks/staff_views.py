"""Staff pages of walks: begin one on a trail of its own or on one that is there, see what is planned."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.base.database import transaction
from app.base.errors import DomainError
from app.participants.vocabulary import ROLES
from app.processes.access import member_required
from app.processes.models import Process
from app.processes.queries import is_open, today
from app.processes.roles import INVITE
from app.walks.calendar.words import when
from app.walks.forms import NewWalkForm
from app.walks.local_time import local
from app.walks.models import Trail
from app.walks.planning.materials import things
from app.walks.queries import sisters_of, stops_of, trails_of, walk_by_slug
from app.walks.route import hints, times_of
from app.walks.services import create_trail, create_walk
from app.walks.vocabulary import FUNCTIONS

blueprint = Blueprint(
    "walks_staff",
    __name__,
    url_prefix="/verwaltung/verfahren/<slug>/spaziergang",
    template_folder="templates",
)


@blueprint.route("/neu", methods=["GET", "POST"])
@member_required(*INVITE)
def create(process: Process) -> Any:
    """A new walk; with a trail of another walk both are compared stop by stop."""
    form = NewWalkForm(
        [(str(trail.id), trail.title) for trail in trails_of(process.id)], data={"slug": "spaziergang"}
    )
    if form.validate_on_submit():
        try:
            with transaction():
                made = create_walk(
                    trail=_trail(process, form),
                    slug=form.slug.data or "spaziergang",
                    title=form.title.data or "",
                    focus=form.focus.data or "",
                    group_label=form.group_label.data or "",
                    group_role=form.group_role.data or "youth",
                    actor=current_user.id,
                )
                slug = made.activity.slug
        except DomainError as error:
            field = form[error.field] if error.field in form._fields else form.title
            field.errors = [str(error.message)]
        else:
            flash(_("Der Spaziergang ist angelegt. Als Nächstes kommt der Weg mit seinen Halten."), "success")
            return redirect(url_for("walks_staff.edit", slug=process.slug, walk=slug))
    page = render_template("walks/create.html", process=process, form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/<walk>")
@member_required(*INVITE)
def edit(process: Process, walk: str) -> Any:
    """What is planned so far, what is to be thought of, and where to go on."""
    found = walk_by_slug(process.id, walk)
    return render_template(
        "walks/edit.html",
        process=process,
        walk=found,
        stops=stops_of(found.trail),
        sisters=sisters_of(found),
        hints=hints(found),
        times=times_of(found.trail, found.group_role),
        things=things(found.materials),
        when=when(found),
        rain=local(found.rain_starts_at),
        is_open=is_open(found.activity, today()),
        ROLES=ROLES,
        FUNCTIONS=FUNCTIONS,
    )


def _trail(process: Process, form: NewWalkForm) -> Trail:
    if form.trail.data:
        wanted = UUID(form.trail.data)
        return next(trail for trail in trails_of(process.id) if trail.id == wanted)
    return create_trail(process_id=process.id, title=form.title.data or "", actor=current_user.id)
