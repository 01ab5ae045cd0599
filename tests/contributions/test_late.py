"""What had waited on a phone when its activity ended: taken for 14 days, marked, from those who had joined before."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from app.base.database import db, new_id, transaction
from app.contributions.models import Contribution, Submission
from app.participants.models import Participant
from app.processes.models import Activity
from app.processes.queries import GRACE_DAYS, takes_late, today
from tests.contributions.conftest import Town
from tests.contributions.phones import Phone, body

DAY = timedelta(days=1)


def ended(app: APIFlask, town: Town, *, days_ago: int, joined_days_ago: int, by: str) -> None:
    """The activity ended some days ago, by its date or by staff; its person joined some days ago."""
    with app.app_context(), transaction():
        activity = db.session.get_one(Activity, town.activity_id)
        person = db.session.get_one(Participant, town.participant_id)
        end = today() - days_ago * DAY
        if by == "date":
            activity.closes_on = end
        else:
            activity.status = "closed"
            activity.closed_at = datetime(end.year, end.month, end.day, 12, tzinfo=UTC)
        person.joined_on = today() - joined_days_ago * DAY


@pytest.mark.parametrize("by", ["date", "staff"])
@pytest.mark.parametrize(
    ("days_ago", "joined_days_ago", "expected"),
    [(1, 1, 201), (GRACE_DAYS, 20, 201), (GRACE_DAYS + 1, 20, 403), (3, 2, 403)],
)
def test_what_waited_on_a_phone_is_taken_for_some_days(
    app: APIFlask, town: Town, by: str, days_ago: int, joined_days_ago: int, expected: int
) -> None:
    ended(app, town, days_ago=days_ago, joined_days_ago=joined_days_ago, by=by)
    answer = Phone(app, town.session_token).put(new_id(), body(town))
    assert answer.status_code == expected
    with app.app_context():
        assert db.session.scalars(select(Submission.source)).all() == (["late"] if expected == 201 else [])


def test_it_can_be_mended_and_repeated_in_that_time(app: APIFlask, town: Town) -> None:
    ended(app, town, days_ago=5, joined_days_ago=9, by="staff")
    phone, identity = Phone(app, town.session_token), new_id()
    sent = body(town)
    assert phone.put(identity, sent).status_code == 201
    assert phone.put(identity, sent).status_code == 200
    with app.app_context():
        contribution = db.session.scalars(select(Contribution.id)).one()
    assert phone.send("PATCH", f"/contributions/{contribution}", {"text": "besser"}).status_code == 200


def test_what_a_phone_says_about_time_decides_nothing(app: APIFlask, town: Town) -> None:
    """R19: an old clock does not open what is over, a future one does not close what is open."""
    phone = Phone(app, town.session_token)
    year, clocks = datetime.now(UTC).year, []
    for number in range(50):
        zone = timezone(timedelta(hours=number % 28 - 14))
        moment = datetime(year - 10 + number % 20, 1 + number % 12, 28, number % 24, 30, tzinfo=zone)
        clocks.append(moment.isoformat())
    clocks += ["2038-01-19T03:14:08Z", "2026-03-29T02:30:00", "1970-01-01T00:00:00Z"]
    clocks.append("9999-12-31T23:59:59-14:00")
    for clock in clocks:
        assert phone.put(new_id(), {**body(town), "device_time": clock}).status_code == 201, clock
    with app.app_context():
        received = db.session.scalars(select(Submission.received_at)).all()
        assert len(received) == len(clocks)
        assert max(received) - min(received) < DAY, "the server's clock alone says when it came"
    ended(app, town, days_ago=GRACE_DAYS + 1, joined_days_ago=30, by="date")
    for clock in clocks:
        assert phone.put(new_id(), {**body(town), "device_time": clock}).status_code == 403, clock


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"status": "closed", "closed_at": None}, False),
        ({"status": "draft", "closes_on": date(2026, 5, 1)}, False),
        ({"status": "open", "closes_on": None}, False),
        ({"status": "open", "closes_on": date(2026, 5, 1), "opens_on": date(2026, 5, 2)}, False),
        ({"status": "open", "closes_on": date(2026, 5, 1)}, True),
        ({"status": "open", "closes_on": date(2026, 5, 4)}, False),
    ],
)
def test_when_there_is_a_time_for_latecomers(
    app: APIFlask, town: Town, values: dict[str, Any], expected: bool
) -> None:
    with app.app_context():
        activity = db.session.get_one(Activity, town.activity_id)
        for name, value in values.items():
            setattr(activity, name, value)
        assert takes_late(activity, date(2026, 5, 3), date(2026, 4, 1)) is expected
        db.session.rollback()
