"""Alembic's way into the application: the same metadata and engine that serve pages."""

from __future__ import annotations

import logging
from typing import Any, Literal

from alembic import context
from flask import current_app

from app.base.database import UtcDateTime
from app.base.geometry import Geometry

config = context.config
logging.getLogger("alembic").setLevel(logging.WARNING)


def is_ours(_object: object, name: str | None, kind: str, reflected: bool, _compare_to: object) -> bool:
    """PostGIS brings tables of its own; its GiST indices exist on one of our two databases only."""
    if reflected and kind == "index" and (name or "").endswith("_geometry"):
        return False
    return not (kind == "table" and reflected and name not in target_metadata.tables)


def render_item(kind: str, found: Any, autogen: Any) -> str | Literal[False]:
    """Write our own column types by their short names, with the import they need."""
    if kind == "type" and isinstance(found, UtcDateTime | Geometry):
        name = type(found).__name__
        autogen.imports.add(f"from {type(found).__module__} import {name}")
        return f"{name}()"
    return False


migrate = current_app.extensions["migrate"]
target_metadata = migrate.db.metadata

if context.is_offline_mode():
    raise SystemExit("Streifzug migrates a living database only; offline SQL is not supported.")

with migrate.db.engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=target_metadata,
        include_object=is_ours,
        render_item=render_item,
        **migrate.configure_args,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
