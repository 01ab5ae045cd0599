"""A long export beside people who write: nobody waits, no row is lost or comes twice, the log can be emptied (R06)."""

from __future__ import annotations

import threading

import pyarrow as pa
from apiflask import APIFlask

from app.base.database import db, transaction
from app.contributions.extracts import Wish
from app.contributions.extracts.internal import InternalExtract
from app.contributions.services import record, record_many
from app.exports.streams.writing import Progress
from tests.contributions.conftest import Town, draft_of


def test_nobody_who_writes_waits_and_no_row_is_lost_or_doubled(app: APIFlask, town: Town) -> None:
    """R06: between its short reads an export holds nothing, so writers go on and SQLite's log can be emptied."""
    drafts = [draft_of(text=f"vorher {number}") for number in range(120)]
    with app.app_context(), transaction():
        record_many([town.sitting(draft) for draft in drafts])
    held: list[int] = []

    def meanwhile(done: int, _total: int | None) -> None:
        def write() -> None:
            with app.app_context(), transaction():
                record(town.sitting(draft_of(text=f"währenddessen {done}")))

        writer = threading.Thread(target=write)
        writer.start()
        writer.join(timeout=20)
        assert not writer.is_alive(), "a writer waits for the export"
        held.append(done)

    with app.app_context():
        found = _ids(InternalExtract(Wish(process_id=town.process_id)), meanwhile)
    assert len(held) == 12
    assert len(found) == len(set(found)) == 120
    assert set(found) == {str(draft.id) for draft in drafts}
    if not db_is_postgres(app):
        assert _log_can_be_emptied(app)


def _ids(extract: InternalExtract, meanwhile: Progress) -> list[str]:
    found: list[str] = []
    for batch in extract.batches(size=10):
        assert isinstance(batch, pa.RecordBatch)
        found += batch.column("contribution_id").to_pylist()
        meanwhile(len(found), None)
    return found


def db_is_postgres(app: APIFlask) -> bool:
    with app.app_context():
        return db.engine.dialect.name == "postgresql"


def _log_can_be_emptied(app: APIFlask) -> bool:
    with app.app_context(), db.engine.connect() as connection:
        connection = connection.execution_options(isolation_level="AUTOCOMMIT")
        busy, _pages, _moved = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
    return not busy
