"""flask processes: create, open, close and list processes, give roles."""

from __future__ import annotations

from typing import Any

import click
from flask.cli import AppGroup
from flask_babel import gettext as _

from app.accounts.queries import user_by_email
from app.base.commands import needs_database
from app.base.database import transaction
from app.processes import queries, services
from app.processes.levels import PARTICIPATION_LEVELS
from app.processes.roles import ROLES

group = AppGroup("processes", help="Beteiligungsverfahren.")


@group.command("create")
@click.argument("slug")
@click.option("--title", required=True)
@click.option(
    "--set",
    "area_set_names",
    multiple=True,
    required=True,
    help="Raumgliederung; may be given several times.",
)
@click.option("--aim", default="")
@click.option("--decision-scope", default="")
@click.option("--level", "participation_level", default="", type=click.Choice(["", *PARTICIPATION_LEVELS]))
@click.option("--target-groups", default="")
@click.option("--results-use", default="")
@click.option("--responsible", default="")
@click.option("--contact", default="")
@click.option("--from", "period_start", type=click.DateTime(["%Y-%m-%d"]), help="First day, e.g. 2026-03-02.")
@click.option("--to", "period_end", type=click.DateTime(["%Y-%m-%d"]), help="Last day.")
@click.option("--open", "open_at_once", is_flag=True, help="Open it at once; all texts must be given.")
@needs_database
def create(slug: str, open_at_once: bool, **values: Any) -> None:
    """Create a process that counts in the given area sets."""
    for name in ("period_start", "period_end"):
        values[name] = values[name].date() if values[name] else None
    with transaction():
        process = services.create(slug=slug, **values)
        if open_at_once:
            services.open_process(process_id=process.id)
        sets = ", ".join(process.area_set_names)
        status = {"draft": _("Entwurf"), "open": _("offen"), "closed": _("geschlossen")}[process.status]
    click.echo(
        _(
            "Verfahren angelegt: %(slug)s (%(status)s), gezählt in: %(sets)s",
            slug=slug,
            status=status,
            sets=sets,
        )
    )


@group.command("open")
@click.argument("slug")
@needs_database
def open_(slug: str) -> None:
    """Open a process; says what is missing."""
    with transaction():
        services.open_process(process_id=queries.process_by_slug(slug).id)
    click.echo(_("Geöffnet: %(slug)s", slug=slug))


@group.command("close")
@click.argument("slug")
@needs_database
def close(slug: str) -> None:
    """Close a process."""
    with transaction():
        services.close_process(process_id=queries.process_by_slug(slug).id)
    click.echo(_("Geschlossen: %(slug)s", slug=slug))


@group.command("list")
@needs_database
def list_processes() -> None:
    """List all processes: slug, status, title, area sets."""
    for process in queries.all_processes():
        click.echo(
            "\t".join((process.slug, process.status, process.title, ", ".join(process.area_set_names)))
        )


@group.command("grant")
@click.argument("slug")
@click.argument("email")
@click.argument("role", type=click.Choice(list(ROLES)))
@needs_database
def grant(slug: str, email: str, role: str) -> None:
    """Give a staff account a role in a process."""
    with transaction():
        process, user = queries.process_by_slug(slug), user_by_email(email)
        services.add_membership(process_id=process.id, user_id=user.id, role=role)
    click.echo(
        _("%(email)s hat jetzt die Rolle »%(role)s« in %(slug)s.", email=email, role=ROLES[role], slug=slug)
    )
