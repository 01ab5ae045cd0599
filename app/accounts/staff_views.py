"""Pages of staff about accounts: the people of this installation, one person, one's own account."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts import queries, services
from app.accounts.access import admin_required, staff_required
from app.accounts.forms import InviteForm
from app.base.database import transaction
from app.base.errors import DomainError

blueprint = Blueprint("accounts_staff", __name__, template_folder="templates", url_prefix="/verwaltung")


def invitation_link(token: str) -> str:
    """The address to hand over; from the configuration, never from what a request claims to be sent to."""
    return current_app.config["BASE_URL"] + url_for("accounts.accept", token=token)


@blueprint.get("/konto")
@staff_required
def account() -> str:
    return render_template("accounts/account.html")


@blueprint.route("/personen", methods=["GET", "POST"])
@admin_required
def people() -> Any:
    form = InviteForm()
    if form.validate_on_submit():
        try:
            with transaction():
                invitation, token = services.invite(
                    email=form.email.data, name=form.name.data or "", actor=current_user.id
                )
                person = invitation.user
        except DomainError as error:
            form[error.field or "email"].errors = [str(error.message)]
        else:
            return render_template("accounts/link.html", person=person, link=invitation_link(token))
    page = render_template("accounts/people.html", form=form, people=queries.people())
    return page, 422 if form.errors else 200


@blueprint.get("/personen/<uuid:user_id>")
@admin_required
def person(user_id: UUID) -> str:
    return render_template("accounts/person.html", person=queries.user_by_id(user_id))


@blueprint.post("/personen/<uuid:user_id>/link")
@admin_required
def new_link(user_id: UUID) -> Any:
    try:
        with transaction():
            invitation, token = services.new_link(user_id=user_id, actor=current_user.id)
    except DomainError as error:
        return _refused(user_id, error)
    return render_template("accounts/link.html", person=invitation.user, link=invitation_link(token))


@blueprint.post("/personen/<uuid:user_id>/zugang")
@admin_required
def set_active(user_id: UUID) -> Any:
    active = request.form.get("active") == "1"
    try:
        with transaction():
            services.set_active(user_id=user_id, active=active, actor=current_user.id)
    except DomainError as error:
        return _refused(user_id, error)
    flash(_("Das Konto ist eingeschaltet.") if active else _("Das Konto ist abgeschaltet."), "success")
    return redirect(url_for(".person", user_id=user_id))


@blueprint.post("/personen/<uuid:user_id>/verwaltungsrechte")
@admin_required
def set_admin(user_id: UUID) -> Any:
    try:
        with transaction():
            services.set_admin(
                user_id=user_id, is_admin=request.form.get("is_admin") == "1", actor=current_user.id
            )
    except DomainError as error:
        return _refused(user_id, error)
    flash(_("Die Verwaltungsrechte sind geändert."), "success")
    return redirect(url_for(".person", user_id=user_id))


@blueprint.post("/personen/<uuid:user_id>/zweiter-faktor")
@admin_required
def reset_second_factor(user_id: UUID) -> Any:
    with transaction():
        services.reset_second_factor(user_id=user_id, actor=current_user.id)
    flash(
        _("Der zweite Faktor ist gelöscht. Die Person kann ihn nach dem Anmelden neu einrichten."), "success"
    )
    return redirect(url_for(".person", user_id=user_id))


def _refused(user_id: UUID, error: DomainError) -> Any:
    if error.status == 404:
        raise error
    page = render_template(
        "accounts/person.html", person=queries.user_by_id(user_id), refusal=str(error.message)
    )
    return page, error.status
