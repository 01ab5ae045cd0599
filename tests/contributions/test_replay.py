"""R20: a captured session is worth nothing after leaving, erasing, the end, or elsewhere; also when all try at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from apiflask import APIFlask
from sqlalchemy import func, select

from app.base.database import db, new_id, now, transaction
from app.contributions.models import Submission
from app.participants.models import Participant, ParticipantSession
from app.participants.services import join_direct, leave
from app.processes.models import Activity, Process
from app.processes.queries import today
from tests.contributions.conftest import Town
from tests.contributions.phones import Phone, body

CASES = 10


def _left(town: Town) -> None:
    leave(session_token=town.session_token)


def _erased(town: Town) -> None:
    db.session.get_one(Participant, town.participant_id).withdrawn_at = now()


def _expired(town: Town) -> None:
    for found in db.session.scalars(select(ParticipantSession)):
        found.expires_at = now() - timedelta(seconds=1)


def _over(town: Town) -> None:
    db.session.get_one(Activity, town.activity_id).closes_on = today() - timedelta(days=15)


def _elsewhere(town: Town) -> None:
    other = Process(slug="woanders", title="Woanders", status="open")
    db.session.add(other)
    db.session.flush()
    db.session.get_one(Activity, town.activity_id).process_id = other.id


@pytest.mark.parametrize(
    ("happened", "expected"),
    [(_left, 401), (_erased, 401), (_expired, 401), (_over, 403), (_elsewhere, 404)],
)
def test_a_captured_session_is_worth_nothing(
    app: APIFlask, town: Town, happened: Callable[[Town], None], expected: int
) -> None:
    assert Phone(app, town.session_token).put(new_id(), body(town)).status_code == 201
    phones = [Phone(app, town.session_token) for _ in range(CASES)]
    with app.app_context(), transaction():
        happened(town)
    with ThreadPoolExecutor(CASES) as pool:
        answers = list(pool.map(lambda phone: phone.put(new_id(), body(town)).status_code, phones))
    assert answers == [expected] * CASES
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Submission)) == 1


def test_what_waits_of_one_person_is_not_taken_as_anothers(app: APIFlask, town: Town) -> None:
    """A shared phone: the outbox of the first names its owner, the cookie is the second's."""
    with app.app_context(), transaction():
        second = join_direct(process_id=town.process_id, age_band="a14_15").session_token
    phone = Phone(app, second)
    answer = phone.client.put(
        f"/api/submissions/{new_id()}",
        json=body(town),
        headers={**phone.headers, "X-Participant": str(town.participant_id)},
    )
    assert answer.status_code == 401
