"""Installations on SQLite that are made once in a run and then copied: an empty one, and the demo town."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import flask_migrate
from flask import Flask

from app import create_app
from app.base.database import db, prepare_sqlite, transaction
from app.config import Settings
from app.demo.load import freeze_first_release, load_process, load_town, load_voices
from app.demo.process import CAMPAIGN, SLUG
from app.processes.queries import activity_by_slug, process_by_slug
from tests.shared_run import made_once, share_templates

SECRET = "only-for-tests-" * 4
CHEAP = {"argon2__time_cost": 1, "argon2__memory_cost": 64, "argon2__parallelism": 1}


def put_empty(run: Path, data: Path) -> None:
    """Fill the folder `data` with an installation whose database is migrated and empty."""
    shutil.copytree(
        made_once(run, "empty", lambda place: _make(run, place, _migrate)), data, dirs_exist_ok=True
    )


def put_town(run: Path, data: Path) -> None:
    """Fill `data` with Ellerbrück: the town, its process, 2,140 marks, release 1; as `script/demo` shows it."""

    def make(place: Path) -> None:
        put_empty(run, place)
        _make(run, place, _load)

    shutil.copytree(made_once(run, "town", make), data, dirs_exist_ok=True)


def cheapen_passwords(app: Flask) -> None:
    """Hash as in every other test; a served application is not in the testing mode that would see to it."""
    app.extensions["security"].pwd_context.update(**CHEAP)


def _make(run: Path, place: Path, fill: Callable[[], None]) -> None:
    environment = {"STREIFZUG_DATA": str(place), "SECRET_KEY": SECRET, "DEMO": "1", "JOBS": "inline"}
    app = create_app(Settings.from_environment(environment))
    share_templates(app, run)
    cheapen_passwords(app)
    with app.app_context():
        fill()
        db.session.remove()
        db.engine.dispose()
    app.extensions["streifzug_jobs"][0].storage.close()


def _migrate() -> None:
    prepare_sqlite()
    flask_migrate.upgrade()


def _load() -> None:
    with transaction():
        load_town()
        process = load_process()
        load_voices(process, activity_by_slug(process.id, CAMPAIGN))
        freeze_first_release(process_by_slug(SLUG))
