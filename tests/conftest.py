"""Fixtures every test may use: an app on a fresh database (SQLite, or PostgreSQL with TEST_DATABASE_URL)."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
from apiflask import APIFlask
from sqlalchemy import text

from app import create_app
from app.base.database import db, prepare_sqlite
from app.config import Settings
from tests.databases import own_database
from tests.network import closed_network as closed_network
from tests.order import in_order
from tests.page_client import PageClient
from tests.shared_run import folder_of_run, share_templates

POSTGRES = own_database(os.environ.get("TEST_DATABASE_URL"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The slow files first. On PostgreSQL only what touches the database; the rest is the same as on SQLite."""
    if POSTGRES:
        with_database = {
            item
            for item in items
            if "settings" in getattr(item, "fixturenames", ()) and not item.get_closest_marker("one_database")
        }
        config.hook.pytest_deselected(items=[item for item in items if item not in with_database])
        items[:] = [item for item in items if item in with_database]
    items[:] = in_order(items)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a throw-away installation."""
    data = tmp_path_factory.mktemp("data")
    environment = {"STREIFZUG_DATA": str(data), "SECRET_KEY": "only-for-tests-" * 4}
    if POSTGRES:
        environment["DATABASE_URL"] = POSTGRES
    loaded = Settings.from_environment(environment)
    return Settings(**{**loaded.__dict__, "testing": True, "jobs": "inline"})


@pytest.fixture(scope="session")
def built_app(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[APIFlask]:
    """One application for the whole run, its database migrated once."""
    app = create_app(settings)
    share_templates(app, folder_of_run(tmp_path_factory.getbasetemp()))
    with app.app_context():
        if POSTGRES:
            with db.engine.begin() as connection:
                connection.execute(text("DROP SCHEMA public CASCADE"))
                connection.execute(text("CREATE SCHEMA public"))
                connection.execute(text("CREATE EXTENSION IF NOT EXISTS postgis"))
        else:
            prepare_sqlite()
        if list(Path("migrations/versions").glob("*.py")):
            flask_migrate.upgrade()
        else:
            db.create_all()
        if not POSTGRES:
            with db.engine.connect() as connection:
                connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql(
                    "PRAGMA wal_checkpoint(TRUNCATE)"
                )
            db.engine.dispose()
            file = Path(db.engine.url.database or "")
            shutil.copy(file, file.with_suffix(".empty"))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(built_app: APIFlask) -> APIFlask:
    """The application on an empty database."""
    with built_app.app_context():
        empty_database()
    return built_app


def empty_database() -> None:
    """Bring the database back to migrated and empty."""
    db.session.remove()
    if POSTGRES:
        # Most tests fill few tables, and emptying a file of its own for each of all the others takes longer.
        names = [table.name for table in db.metadata.sorted_tables]
        filled = " UNION ALL ".join(
            f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in names
        )
        with db.engine.begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))  # no order of deleting
            for name in connection.scalars(text(filled)).all():
                connection.execute(text(f'DELETE FROM "{name}"'))
        return
    db.engine.dispose()
    file = Path(db.engine.url.database or "")
    # SQLite copies itself: files exchanged under a connection that somebody still holds would be an I/O error.
    with closing(sqlite3.connect(file.with_suffix(".empty"))) as empty, closing(sqlite3.connect(file)) as own:
        empty.backup(own)


@pytest.fixture
def db_session(app: APIFlask) -> Iterator[Any]:
    """The database session inside an application context, for service and query tests."""
    with app.app_context():
        yield db.session
        db.session.remove()


@pytest.fixture
def client(app: APIFlask) -> PageClient:
    """A browser-like client that checks every HTML page it gets."""
    return PageClient(app)
