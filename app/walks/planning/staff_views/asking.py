"""The questionnaire at the stops, and another walk on the same trail."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template
from flask_babel import gettext as _
from flask_login import current_user

from app.base.database import transaction
from app.base.errors import Conflict, DomainError
from app.processes.access import member_required
from app.processes.models import Process
from app.processes.roles import INVITE
from app.processes.staff_views.answers import version_of
from app.walks.planning import services
from app.walks.planning.forms.people import AgainForm, AskForm
from app.walks.planning.staff_views.blueprint import blueprint, to
from app.walks.planning.staff_views.saving import show, stale
from app.walks.queries import walk_by_slug


@blueprint.route("/fragebogen", methods=["GET", "POST"])
@member_required(*INVITE)
def questionnaire(process: Process, walk: str) -> Any:
    """Choose what is asked at each stop."""
    found = walk_by_slug(process.id, walk)
    form = AskForm(
        services.offered(process.id), data={"version": found.version, "questionnaire": services.chosen(found)}
    )
    conflict = None
    if form.validate_on_submit():
        try:
            with transaction():
                services.ask(
                    activity_id=found.activity_id,
                    code=form.questionnaire.data or "",
                    version=version_of(form),
                    actor=current_user.id,
                )
        except Conflict as error:
            found = walk_by_slug(process.id, walk)
            now_chosen = {"version": found.version, "questionnaire": services.chosen(found)}
            conflict = stale(form, error, now_chosen)
        except DomainError as error:
            show(form, error)
            found = walk_by_slug(process.id, walk)
        else:
            flash(_("Gespeichert."), "success")
            return to(process, walk)
    page = render_template(
        "walks/plan/questionnaire.html", process=process, walk=found, form=form, conflict=conflict
    )
    return page, 409 if conflict is not None else 422 if form.is_submitted() else 200


@blueprint.route("/schwester", methods=["GET", "POST"])
@member_required(*INVITE)
def sister(process: Process, walk: str) -> Any:
    """A walk of another group on the same trail."""
    return _another(process, walk, services.SISTER)


@blueprint.route("/noch-einmal", methods=["GET", "POST"])
@member_required(*INVITE)
def again(process: Process, walk: str) -> Any:
    """The same group once more, in another year or at another hour."""
    return _another(process, walk, services.AGAIN)


def _another(process: Process, walk: str, how: str) -> Any:
    found = walk_by_slug(process.id, walk)
    is_again = how == services.AGAIN
    other = "senior" if found.group_role != "senior" else "youth"
    form = AgainForm(
        data={
            "title": _("%(title)s, noch einmal", title=found.activity.title) if is_again else "",
            "slug": f"{walk[:70]}-{'wieder' if is_again else 'schwester'}",
            "group_label": found.group_label if is_again else "",
            "group_role": found.group_role if is_again else other,
        }
    )
    if form.validate_on_submit():
        try:
            with transaction():
                made = services.walk_again(
                    walk=walk_by_slug(process.id, walk),
                    how=how,
                    slug=form.slug.data or "",
                    title=form.title.data or "",
                    group_label=form.group_label.data or "",
                    group_role=form.group_role.data or "",
                    actor=current_user.id,
                )
                slug = made.activity.slug
        except DomainError as error:
            show(form, error)
            found = walk_by_slug(process.id, walk)
        else:
            flash(_("Angelegt. Jetzt fehlt noch der Termin."), "success")
            return to(process, slug, "walks_plan.settings")
    page = render_template("walks/plan/again.html", process=process, walk=found, form=form, is_again=is_again)
    return page, 422 if form.is_submitted() else 200
