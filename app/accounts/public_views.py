"""The page behind an invitation link: choose a name and a password."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.accounts import services
from app.accounts.forms import AcceptForm
from app.accounts.queries import open_invitation
from app.base.access import public
from app.base.database import transaction
from app.base.errors import DomainError, NotFound

blueprint = Blueprint("accounts", __name__, template_folder="templates")


@blueprint.route("/einladung/<token>", methods=["GET", "POST"])
@public
def accept(token: str) -> Any:
    try:
        invitation = open_invitation(token)
    except NotFound as error:
        return render_template("accounts/invitation_gone.html", message=error.message), error.status
    form = AcceptForm(name=invitation.user.name)
    email = invitation.user.email
    if form.validate_on_submit():
        try:
            with transaction():
                services.accept_invitation(token=token, password=form.password.data, name=form.name.data)
        except DomainError as error:
            form[error.field or "password"].errors = [str(error.message)]
        else:
            flash(_("Ihr Passwort ist gesetzt. Sie können sich jetzt anmelden."), "success")
            return redirect(url_for("security.login"))
    return render_template("accounts/accept.html", form=form, email=email), 422 if form.errors else 200
