"""A release is frozen in the database itself: bulk statements that pass every check in Python are refused, too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from apiflask import APIFlask
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.base.database import db, transaction
from app.indicators import releases
from app.indicators.models import Release, ReleaseRow
from app.processes.models import Process
from tests.indicators.conftest import Town

ATTACKS = {
    "a value": update(ReleaseRow).values(value=99),
    "all rows": delete(ReleaseRow),
    "the hash": update(Release).values(content_hash="0" * 64),
    "the number": update(Release).values(number=Release.number + 1),
    "the rule": update(Release).values(rule={"persons": 1}),
    "the release": delete(Release),
}


@pytest.fixture
def frozen(app: APIFlask, town: Town) -> Iterator[Release]:
    with app.app_context():
        with transaction():
            releases.freeze(process_id=town.process_id, approvals=town.approvals)
        yield db.session.scalars(select(Release)).one()


def rows() -> int:
    return db.session.scalar(select(func.count()).select_from(ReleaseRow)) or 0


@contextmanager
def without(trigger: str) -> Iterator[None]:
    """The database without one guard, until the end of the block."""
    on_postgres = db.engine.dialect.name == "postgresql"
    table = "release_row" if trigger.startswith("release_row") else "release"
    switch = f"ALTER TABLE {table} {{}} TRIGGER {trigger}"
    found = (
        db.session.scalar(text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": trigger})
        if (not on_postgres)
        else ""
    )
    with transaction():
        db.session.execute(text(switch.format("DISABLE") if on_postgres else f"DROP TRIGGER {trigger}"))
    try:
        yield
    finally:
        with transaction():
            db.session.execute(text(switch.format("ENABLE") if on_postgres else str(found)))


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_bulk_statements_are_refused(frozen: Release, attack: object) -> None:
    before = rows()
    with pytest.raises(IntegrityError, match="frozen"), transaction():
        db.session.execute(attack)  # type: ignore[call-overload]
    assert rows() == before > 0
    assert releases.rows(db.session.scalars(select(Release.id)).one())["value"].max() != 99


@pytest.mark.parametrize("trigger", ["release_row_update", "release_row_delete"])
def test_without_the_guard_the_change_goes_through(frozen: Release, trigger: str) -> None:
    """The positive control: it is the guard that refuses, nothing else."""
    attack = ATTACKS["a value" if trigger.endswith("update") else "all rows"]
    with without(trigger), transaction():
        db.session.execute(attack)
    left = db.session.scalars(select(ReleaseRow.value)).all()
    assert set(left) == ({99} if trigger.endswith("update") else set())


def test_a_release_goes_with_its_process_and_only_so(frozen: Release) -> None:
    with transaction():
        db.session.execute(delete(Process))
    assert rows() == 0
    assert db.session.scalar(select(func.count()).select_from(Release)) == 0


def test_an_account_may_go_and_its_release_stays(frozen: Release) -> None:
    before = rows()
    approved_by = frozen.approved_first_by
    with transaction():
        db.session.execute(delete(User).where(User.id == approved_by))
    assert db.session.scalars(select(Release.approved_first_by)).one() is None
    assert rows() == before
