"""Areas are replaced while people record: nobody's words are refused, and each lies in the vintage that stands."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest
from apiflask import APIFlask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.areas.models import Area
from app.areas.preparing import PreparedArea
from app.areas.services import import_area_set
from app.base.database import db, transaction
from app.contributions.models import Contribution, Placement
from app.contributions.services import record, recording
from tests.contributions.conftest import EAST, WEST, Town, draft_of, square

SOON = 0.7
"""Seconds in which a replacement that does not wait has long happened."""


def replace_areas(app: APIFlask, prefix: str) -> None:
    areas = [PreparedArea(f"{prefix}{i}", "Raum", square(at), 1.0) for i, at in enumerate((WEST, EAST))]
    with app.app_context(), transaction():
        import_area_set(name="Viertel", valid_from=date(2020, 1, 1), areas=areas, replace=True)


def record_while_replacing(app: APIFlask, town: Town, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Recording has just read which vintage stands when somebody else begins to replace it; what recording raised."""
    read, replaced = threading.Event(), threading.Event()
    sets_in_force = recording.sets_in_force

    def slow(process_id: Any) -> Any:
        found = sets_in_force(process_id)
        read.set()
        replaced.wait(timeout=SOON)
        return found

    def replace() -> None:
        read.wait(timeout=20)
        replace_areas(app, "N")
        replaced.set()

    monkeypatch.setattr(recording, "sets_in_force", slow)
    other = threading.Thread(target=replace)
    other.start()
    try:
        with app.app_context(), transaction():
            record(town.sitting())
    except IntegrityError as error:
        return error
    finally:
        other.join()
    return None


def codes(app: APIFlask) -> list[tuple[str, ...]]:
    """The codes of the areas each contribution lies in."""
    with app.app_context():
        said = db.session.scalars(select(Contribution.id)).all()
        rows = db.session.execute(select(Placement.contribution_id, Area.code).join(Area)).all()
        return [tuple(row.code for row in rows if row.contribution_id == one) for one in said]


def test_replacing_waits_for_a_recording_that_has_begun(
    app: APIFlask, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert record_while_replacing(app, town, monkeypatch) is None
    assert codes(app) == [("N0",)]


def test_control_without_the_lock_the_area_is_gone_under_the_recording(
    app: APIFlask, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If this stops failing inside, the test above proves nothing on PostgreSQL."""
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            pytest.skip("SQLite has one writer at a time")
    monkeypatch.setattr(recording, "hold_areas", lambda: None)
    assert isinstance(record_while_replacing(app, town, monkeypatch), IntegrityError)


def test_many_record_while_areas_are_replaced_again_and_again(app: APIFlask, town: Town) -> None:
    wrong: list[Exception] = []

    def say() -> None:
        try:
            for _ in range(5):
                with app.app_context(), transaction():
                    record(town.sitting(draft_of(), participant_id=None))
        except Exception as error:  # the thread hands it to the test
            wrong.append(error)

    writers = [threading.Thread(target=say) for _ in range(4)]
    for writer in writers:
        writer.start()
    for turn in range(4):
        replace_areas(app, f"T{turn}")
    for writer in writers:
        writer.join()
    assert not wrong
    assert codes(app) == [("T30",)] * 20
