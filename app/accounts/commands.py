"""flask users: create and list staff accounts, make a new link."""

from __future__ import annotations

import secrets
import sys

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import gettext as _

from app.accounts import queries, services
from app.accounts.passwords import SHORTEST
from app.base.commands import needs_database
from app.base.database import transaction

group = AppGroup("users", help="Staff accounts.")


@group.command("create")
@click.argument("email")
@click.option("--name", default="", help="Name shown to colleagues.")
@click.option("--password", help="Without it: asked for at a terminal, else made up and shown once.")
@click.option(
    "--admin/--no-admin", "is_admin", default=None, help="Default: only the first account is administrator."
)
@needs_database
def create(email: str, name: str, password: str | None, is_admin: bool | None) -> None:
    """Create a staff account."""
    made_up = None
    if password is None and sys.stdin.isatty():
        password = click.prompt(
            _("Passwort (mindestens %(count)s Zeichen)", count=SHORTEST),
            hide_input=True,
            confirmation_prompt=True,
        )
    elif password is None:
        password = made_up = secrets.token_urlsafe(15)
    with transaction():
        admin = queries.count_users() == 0 if is_admin is None else is_admin
        user = services.create_user(email=email, name=name, password=password, is_admin=admin)
        click.echo(_("Konto angelegt: %(email)s", email=user.email))
        if admin:
            click.echo(_("Dieses Konto verwaltet die ganze Installation."))
    if made_up:
        click.echo(_("Passwort (wird nur jetzt gezeigt): %(password)s", password=made_up))


@group.command("link")
@click.argument("email")
@needs_database
def link(email: str) -> None:
    """Make a link by which this person sets a new password."""
    with transaction():
        invitation, token = services.new_link(user_id=queries.user_by_email(email).id)
    click.echo(current_app.config["BASE_URL"] + f"/einladung/{token}")
    click.echo(_("Der Link gilt einmal und bis zum %(day)s.", day=invitation.expires_at.date().isoformat()))


@group.command("list")
@needs_database
def list_users() -> None:
    """List all staff accounts: e-mail, name, state, administrator."""
    for user in queries.people():
        state = (
            _("aktiv")
            if user.active and user.password
            else _("eingeladen")
            if user.active
            else _("abgeschaltet")
        )
        click.echo("\t".join((user.email, user.name, state, _("Verwaltung") if user.is_admin else "")))
