"""A release is frozen in the database itself: bulk statements that pass every check in Python are refused, too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from apiflask import APIFlask
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.base.database import db, now, transaction
from app.indicators.models import Release, ReleaseRow
from app.processes.models import Process
from tests.staff import make_user

ATTACKS = {
    "a value": update(ReleaseRow).values(value=99),
    "all rows": delete(ReleaseRow),
    "the hash": update(Release).values(content_hash="0" * 64),
    "the number": update(Release).values(number=Release.number + 1),
    "the rule": update(Release).values(rule={"persons": 1}),
    "the release": delete(Release),
}


@pytest.fixture
def frozen(app: APIFlask) -> Iterator[Release]:
    """A release of two rows in a process of its own, approved by two accounts."""
    with app.app_context():
        with transaction():
            process = Process(slug="stadt", title="Stadt", status="open")
            db.session.add(process)
            db.session.flush()
            approvals = [make_user(f"{name}@example.org") for name in ("one", "two")]
            release = Release(
                number=1,
                process_id=process.id,
                frozen_at=now(),
                content_hash="f" * 64,
                rule={"persons": 5},
                approved_first_by=approvals[0],
                approved_second_by=approvals[1],
            )
            db.session.add(release)
            db.session.flush()
            db.session.add_all(_row(release, number) for number in range(2))
        yield release


def _row(release: Release, number: int) -> ReleaseRow:
    days = {"period_start": date(2026, 3, 2), "period_end": date(2026, 3, 27)}
    area = {"area_set": "Viertel", "area_id": str(number), "area_vintage": "2024-01-01"}
    figure = {"indicator_id": "N01", "ref": "place", "value": 12.0, "unit": "persons"}
    return ReleaseRow(release_id=release.id, row=number, computed_at=now(), **days, **area, **figure)


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
    assert rows() == before == 2
    assert set(db.session.scalars(select(ReleaseRow.value))) == {12.0}


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
