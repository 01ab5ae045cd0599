"""Staff pages of walks: begin one, see what is planned."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.base.database import transaction
from app.base.errors import DomainError
from app.processes.access import member_required
from app.processes.models import Process
from app.processes.roles import INVITE
from app.walks.forms import NewWalkForm
from app.walks.queries import stops_of, walk_by_slug
from app.walks.services import create_trail, create_walk

blueprint = Blueprint(
    "walks_staff",
    __name__,
    url_prefix="/verwaltung/verfahren/<slug>/spaziergang",
    template_folder="templates",
)


@blueprint.route("/neu", methods=["GET", "POST"])
@member_required(*INVITE)
def create(process: Process) -> Any:
    """A new walk on a trail of its own."""
    form = NewWalkForm(data={"slug": "spaziergang"})
    if form.validate_on_submit():
        title = form.title.data or ""
        try:
            with transaction():
                trail = create_trail(process_id=process.id, title=title, actor=current_user.id)
                made = create_walk(
                    trail=trail,
                    slug=form.slug.data or "spaziergang",
                    title=title,
                    focus=form.focus.data or "",
                    actor=current_user.id,
                )
                slug = made.activity.slug
        except DomainError as error:
            field = form[error.field] if error.field in form._fields else form.title
            field.errors = [str(error.message)]
        else:
            flash(_("Der Spaziergang ist angelegt."), "success")
            return redirect(url_for("walks_staff.edit", slug=process.slug, walk=slug))
    page = render_template("walks/create.html", process=process, form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/<walk>")
@member_required(*INVITE)
def edit(process: Process, walk: str) -> Any:
    """What is planned so far."""
    found = walk_by_slug(process.id, walk)
    return render_template("walks/edit.html", process=process, walk=found, stops=stops_of(found.trail))
