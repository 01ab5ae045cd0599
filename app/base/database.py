"""The database: one declarative base, one way to write (`transaction`), a fair lock in front of SQLite."""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import uuid6
from flask import Flask, current_app
from flask_babel import lazy_gettext as _l
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Engine, MetaData, event, inspect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from app.base.errors import Conflict

_WRITE = "streifzug_write"
_ERASES = "streifzug_erases"
_LOG_WAITS = "streifzug_log_waits"
_AFTER = "streifzug_after"


class Base(DeclarativeBase):
    """Declarative base; the naming convention lets migrations name every constraint on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base)
migrate = Migrate(compare_type=True, render_as_batch=True)


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC time on both databases; naive values are refused because nobody knows what they mean."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("times are stored with their zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): sorts by the time it was made, on phones as on the server."""
    return UUID(int=uuid6.uuid7().int)


def now() -> datetime:
    return datetime.now(UTC)


class Keyed:
    """Mixin: primary key and creation time, the same in every table."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Versioned:
    """Mixin for what two people may edit: services compare `version` with what the form was filled from."""

    version: Mapped[int] = mapped_column(default=1)

    def expect_version(self, version: int | None) -> None:
        """Raise Conflict when somebody saved since the form was opened; else count this write."""
        if version is not None and version != self.version:
            raise Conflict(
                _l("Jemand anderes hat das inzwischen geändert. Bitte prüfen Sie beide Fassungen.")
            )
        self.version += 1


@contextmanager
def transaction() -> Iterator[None]:
    """The only place that commits.

    Ends the read snapshot first, so that a writer always decides on the newest state, then takes the write lock
    (SQLite: a fair file lock and BEGIN IMMEDIATE, see SQLite's SQLITE_BUSY_SNAPSHOT), yields, commits or rolls back.
    Nested calls join the outer one.
    """
    session = db.session()
    if session.info.get(_WRITE):
        yield
        return
    session.rollback()
    with _writer_lock():
        session.info[_WRITE] = True
        try:
            session.connection(execution_options={_WRITE: True})
            yield
            session.commit()
            if session.info.get(_ERASES) or current_app.extensions.get(_LOG_WAITS):
                current_app.extensions[_LOG_WAITS] = not _empty_log()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info.pop(_WRITE, None)
            session.info.pop(_ERASES, None)
            afterwards = session.info.pop(_AFTER, [])
    for action in afterwards:
        action()


def after_commit(action: Callable[[], None]) -> None:
    """Call in a transaction: `action` happens once it has committed and the lock is free, and never otherwise."""
    db.session.info.setdefault(_AFTER, []).append(action)


def is_writing() -> bool:
    """True inside a transaction of this thread's session."""
    return bool(db.session.info.get(_WRITE))


def leave_no_trace() -> None:
    """Call in a transaction that takes words away: after the commit SQLite's log, which still has them, is emptied.

    The pages of the file itself are overwritten by `secure_delete`.
    """
    db.session.info[_ERASES] = True


def _empty_log() -> bool:
    """Move the write-ahead log into the file and cut it to nothing; False when readers were in the way.

    Then the next write of this process tries again.
    """
    if db.engine.dialect.name != "sqlite":
        return True
    connection = db.engine.raw_connection()
    try:
        waits = connection.execute("PRAGMA busy_timeout").fetchone()[0]
        connection.execute("PRAGMA busy_timeout=300")
        is_busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        connection.execute(f"PRAGMA busy_timeout={int(waits)}")
    except sqlite3.Error:
        # What was written stands; only its log is still there.
        return False
    finally:
        connection.close()
    return not is_busy


@contextmanager
def _writer_lock() -> Iterator[None]:
    engine = db.engine
    if engine.dialect.name != "sqlite" or not engine.url.database:
        yield
        return
    with Path(engine.url.database + ".lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def init_database(app: Flask) -> None:
    """Bind the extensions and, on SQLite, take over transaction control from the driver."""
    db.init_app(app)
    migrate.init_app(app, db, directory=str(Path(app.root_path).parent / "migrations"))
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            _control_sqlite(db.engine)


def _control_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        for pragma in ("foreign_keys=ON", "synchronous=FULL", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        write = connection.get_execution_options().get(_WRITE)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def is_empty() -> bool:
    """True when no table was ever made in the configured database."""
    return not inspect(db.engine).get_table_names()


def prepare_sqlite() -> None:
    """Switch a new SQLite file to WAL, once; doing it at every start makes starting workers collide."""
    url = current_app.config["SQLALCHEMY_DATABASE_URI"]
    if url.startswith("sqlite"):
        connection = db.engine.raw_connection()
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        finally:
            connection.close()
