"""Who does what on a walk, and how many of which group are invited: functions and numbers."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from app.base.database import transaction
from app.base.errors import Conflict, DomainError
from app.participants.vocabulary import ROLES
from app.processes.access import member_required
from app.processes.models import Process
from app.processes.roles import INVITE
from app.processes.staff_views.answers import version_of
from app.walks.planning import services
from app.walks.planning.forms.people import PeopleForm, values_of
from app.walks.planning.forms.rows import rearranged
from app.walks.planning.queries import number_of_contacts
from app.walks.planning.staff_views.blueprint import blueprint, to
from app.walks.planning.staff_views.saving import show, stale
from app.walks.queries import walk_by_slug
from app.walks.vocabulary import FUNCTIONS

_FRESH = {"crew": {"function": "escort"}, "invitations": {"group_role": "other", "invited": "0", "came": "0"}}


@blueprint.route("/menschen", methods=["GET", "POST"])
@member_required(*INVITE)
def people(process: Process, walk: str) -> Any:
    """Tasks and invited groups."""
    found = walk_by_slug(process.id, walk)
    sent, target = rearranged(request.form, _FRESH) if request.method == "POST" else (None, "")
    form, conflict = PeopleForm(formdata=sent, data=values_of(found)), None
    only_moved = request.method == "POST" and "move" in request.form
    if not only_moved and form.validate_on_submit():
        try:
            with transaction():
                services.update_people(
                    activity_id=found.activity_id,
                    crew=form.tasks(),
                    invitations=form.groups(),
                    version=version_of(form),
                    actor=current_user.id,
                )
        except Conflict as error:
            found = walk_by_slug(process.id, walk)
            rows = {"crew": _task_line, "invitations": _group_line}
            conflict = stale(form, error, values_of(found), rows)
        except DomainError as error:
            show(form, error)
            found = walk_by_slug(process.id, walk)
        else:
            flash(_("Gespeichert."), "success")
            return to(process, walk)
    page = render_template(
        "walks/plan/people.html",
        process=process,
        walk=found,
        form=form,
        conflict=conflict,
        target=target,
        contacts=number_of_contacts(found.activity_id),
    )
    if only_moved:
        return page
    return page, 409 if conflict is not None else 422 if form.is_submitted() else 200


def _task_line(row: Any) -> str:
    return f"{FUNCTIONS[row['function']]}: {row['who'] or ''}"


def _group_line(row: Any) -> str:
    label = f" ({row['label']})" if row["label"] else ""
    return f"{ROLES[row['group_role']]}{label}: {row['invited']} / {row['came']}"
