"""The team of a process: who is in it, adding somebody (with or without an account), changing roles."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts import services as accounts
from app.accounts.queries import find_user
from app.accounts.staff_views import invitation_link
from app.base.database import transaction
from app.base.errors import DomainError
from app.processes import queries, services
from app.processes.access import member_required
from app.processes.forms import AddMemberForm, RolesForm
from app.processes.models import Process
from app.processes.roles import MANAGE, ROLES, TASKS
from app.processes.staff_views.answers import show_error
from app.processes.staff_views.blueprint import blueprint


@blueprint.route("/verfahren/<slug>/team", methods=["GET", "POST"])
@member_required(*MANAGE)
def team(process: Process) -> Any:
    form = AddMemberForm(by_admin=current_user.is_admin)
    if form.validate_on_submit():
        try:
            with transaction():
                person, token = _account_for(form.email.data, form.name.data or "")
                for role in form.roles.data:
                    services.add_membership(
                        process_id=process.id, user_id=person.id, role=role, actor=current_user.id
                    )
        except DomainError as error:
            show_error(form, error)
        else:
            if token:
                link = invitation_link(token)
                return render_template(
                    "processes/member_link.html", process=process, person=person, link=link
                )
            flash(_("Die Person gehört jetzt zum Team."), "success")
            return redirect(url_for(".team", slug=process.slug))
    page = render_template(
        "processes/team.html", process=process, form=form, members=queries.members_of(process.id), roles=ROLES
    )
    return page, 422 if form.errors else 200


@blueprint.route("/verfahren/<slug>/team/<uuid:user_id>", methods=["GET", "POST"])
@member_required(*MANAGE)
def member(process: Process, user_id: UUID) -> Any:
    found = {entry.user_id: entry for entry in queries.members_of(process.id)}
    if user_id not in found:
        abort(404)
    form = RolesForm(by_admin=current_user.is_admin, held=found[user_id].roles)
    if form.validate_on_submit():
        try:
            with transaction():
                services.set_roles(
                    process_id=process.id, user_id=user_id, roles=form.roles.data, actor=current_user.id
                )
        except DomainError as error:
            show_error(form, error)
        else:
            flash(_("Die Rollen sind gespeichert."), "success")
            mine = current_user.is_admin or queries.roles_of(current_user.id, process.id) & set(MANAGE)
            return redirect(url_for(".team", slug=process.slug) if mine else url_for(".dashboard"))
    page = render_template(
        "processes/member.html", process=process, form=form, member=found[user_id], tasks=TASKS
    )
    return page, 422 if form.errors else 200


def _account_for(email: str, name: str) -> tuple[Any, str | None]:
    """The existing account, or a new one and the token of its invitation.

    Only a new account gets a link here: a link to an existing one would let a coordinator take it over.
    """
    person = find_user(email)
    if person is not None:
        return person, None
    invitation, token = accounts.invite(email=email, name=name, actor=current_user.id)
    return invitation.user, token
