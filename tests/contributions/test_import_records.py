"""An import is drafts until its last step; cancelled or killed ones leave nothing, published ones are finished."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from app.base.database import db, now, transaction
from app.base.errors import Conflict
from app.contributions import queries, review
from app.contributions.drafts import SubmissionDraft
from app.contributions.importing import records
from app.contributions.models import Attribute, Contribution, ContributionImport, Placement, Submission
from tests.contributions.conftest import Town, draft_of


@pytest.fixture(autouse=True)
def _session(db_session: Any) -> Any:
    return db_session


def begin(town: Town) -> UUID:
    with transaction():
        return records.begin(process_id=town.process_id, user_id=None, file_name="a.csv", sha256="0" * 64)


def sittings(town: Town, count: int) -> list[SubmissionDraft]:
    return [
        town.sitting(
            draft_of(attributes={"code": "Rad"}), activity_id=None, participant_id=None, source="import"
        )
        for _number in range(count)
    ]


def states() -> list[str]:
    return sorted(set(db.session.scalars(select(Contribution.state))))


def left() -> list[int]:
    tables = (Submission, Contribution, Attribute, Placement)
    return [db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def test_rows_are_unseen_until_the_last_step(town: Town) -> None:
    import_id = begin(town)
    assert records.stage(import_id, sittings(town, 450)) == 450
    assert states() == ["draft"]
    assert len(queries.frame(town.process_id)) == 0
    records.publish(import_id, {"new_count": 450})
    assert states() == ["in_review"]
    assert len(queries.frame(town.process_id)) == 450
    found = records.one(town.process_id, import_id)
    assert (found.state, found.new_count) == ("done", 450)


def test_a_discarded_import_leaves_nothing(town: Town) -> None:
    import_id = begin(town)
    records.stage(import_id, sittings(town, 250))
    records.discard(import_id)
    assert left() == [0, 0, 0, 0]
    assert records.one(town.process_id, import_id).state == "cancelled"


def test_who_was_killed_while_staging_leaves_nothing_and_while_publishing_is_finished(town: Town) -> None:
    first = begin(town)
    records.stage(first, sittings(town, 30))
    with pytest.raises(records.ImportRunning), transaction():
        records.begin(process_id=town.process_id, user_id=None, file_name="b.csv", sha256="1" * 64)
    assert records.settle_abandoned(town.process_id) == 0
    _stand_still(first)
    assert records.settle_abandoned(town.process_id) == 1
    assert left() == [0, 0, 0, 0]

    second = begin(town)
    records.stage(second, sittings(town, 30))
    with transaction():
        db.session.execute(
            update(ContributionImport).where(ContributionImport.id == second).values(state="publishing")
        )
        half = list(db.session.scalars(select(Contribution.id).limit(10)))
        db.session.execute(update(Contribution).where(Contribution.id.in_(half)).values(state="in_review"))
    _stand_still(second)
    assert records.settle_abandoned() == 1
    assert states() == ["in_review"]
    assert records.one(town.process_id, second).state == "done"


def test_a_cancelled_import_writes_no_more(town: Town) -> None:
    import_id = begin(town)

    def interrupted() -> Iterator[SubmissionDraft]:
        for number, draft in enumerate(sittings(town, 400)):
            if number == 300:
                records.discard(import_id)
            yield draft

    with pytest.raises(Conflict, match="beendet"):
        records.stage(import_id, interrupted())
    records.settle(import_id)
    assert left() == [0, 0, 0, 0]


def test_a_whole_import_is_withdrawn_until_something_of_it_was_decided(town: Town) -> None:
    import_id = begin(town)
    records.stage(import_id, sittings(town, 3))
    records.publish(import_id)
    some = db.session.scalars(select(Contribution.id).limit(1)).one()
    with transaction():
        review.release(process_id=town.process_id, versions={some: None}, user_id=None)
    with pytest.raises(Conflict, match="schon gesichtet"):
        records.undo(process_id=town.process_id, import_id=import_id, user_id=None)
    assert left()[0] == 3
    other = begin(town)
    records.stage(other, sittings(town, 2))
    records.publish(other)
    records.undo(process_id=town.process_id, import_id=other, user_id=None)
    assert left()[0] == 3
    with pytest.raises(Conflict, match="nicht mehr"):
        records.undo(process_id=town.process_id, import_id=other, user_id=None)


def _stand_still(import_id: UUID) -> None:
    with transaction():
        long_ago = now() - timedelta(minutes=5)
        db.session.execute(
            update(ContributionImport).where(ContributionImport.id == import_id).values(heartbeat_at=long_ago)
        )
