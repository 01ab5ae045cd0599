"""Migrations: they make exactly the tables of the models, and go down and up again with data in them."""

from __future__ import annotations

from collections.abc import Iterator

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from apiflask import APIFlask
from sqlalchemy import func, inspect, select

from app.areas.models import Area
from app.base.database import db, transaction
from app.demo.load import load_process, load_town


@pytest.fixture
def filled(app: APIFlask) -> Iterator[APIFlask]:
    """The town's areas, residents, staff and an open process; the schema is whole again afterwards."""
    with app.app_context():
        with transaction():
            load_town()
            load_process()
        yield app
        db.session.remove()
        flask_migrate.upgrade()


def own_tables() -> set[str]:
    db.session.remove()
    return set(inspect(db.engine).get_table_names()) & set(db.metadata.tables)


def is_ours(_object: object, name: str | None, kind: str, reflected: bool, _to: object) -> bool:
    if reflected and kind == "index" and (name or "").endswith("_geometry"):
        return False
    return not (kind == "table" and reflected and name not in db.metadata.tables)


@pytest.mark.filterwarnings(
    "ignore:Did not recognize type 'geometry'"
)  # PostGIS's own, known to our column type
def test_the_migrations_make_the_tables_of_the_models(db_session: object) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_object": is_ours}
        )
        assert compare_metadata(context, db.metadata) == []


def test_down_and_up_again_with_data(filled: APIFlask) -> None:
    assert db.session.scalar(select(func.count()).select_from(Area)) > 20
    db.session.remove()  # what it has read, nobody may drop
    script = ScriptDirectory.from_config(filled.extensions["migrate"].migrate.get_config())

    for revision in script.walk_revisions():
        flask_migrate.downgrade(revision=revision.down_revision or "base")
    assert own_tables() == set()

    for revision in reversed(list(script.walk_revisions())):
        flask_migrate.upgrade(revision=revision.revision)
    assert own_tables() == set(db.metadata.tables)
    assert db.session.scalar(select(func.count()).select_from(Area)) == 0


def test_there_is_one_line_of_migrations(app: APIFlask) -> None:
    with app.app_context():
        script = ScriptDirectory.from_config(app.extensions["migrate"].migrate.get_config())

    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1
