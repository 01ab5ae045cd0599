"""What every command does first: make a new database usable, refuse an outdated one."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

import click
import flask_migrate
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask_babel import gettext as _

from app.base.database import db, is_empty, prepare_sqlite
from app.base.errors import DomainError

Command = TypeVar("Command", bound=Callable[..., Any])


def ensure_database() -> None:
    """Migrate an empty database to the newest schema; raise ClickException when an existing one is behind."""
    if is_empty():
        prepare_sqlite()
        flask_migrate.upgrade()
        return
    with db.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    config = current_app.extensions["migrate"].migrate.get_config()
    if current != ScriptDirectory.from_config(config).get_current_head():
        raise click.ClickException(
            _(
                "Die Datenbank ist nicht auf dem neuesten Stand. Bitte zuerst sichern und »flask db upgrade« ausführen."
            )
        )


def needs_database(command: Command) -> Command:
    """Decorator for commands: database ready, and a DomainError becomes one clear line and exit code 1."""

    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        ensure_database()
        try:
            return command(*args, **kwargs)
        except DomainError as error:
            raise click.ClickException(str(error.message)) from error

    return run  # type: ignore[return-value]
