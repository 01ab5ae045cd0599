"""R67: the calendar file, read by two libraries; summer time, umlauts, updates, cancelling, importing twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from apiflask import APIFlask
from icalendar import Calendar

from app.base.database import transaction
from app.walks.calendar.events import calendar_file
from app.walks.models import Walk
from app.walks.planning.services import cancel, move_to_rain_date, take_place, update_walk
from app.walks.planning.services.settings import Plan
from app.walks.queries import walk_of
from tests.walks.planning.office import MAY, make_office

MADE = datetime(2026, 4, 1, 8, tzinfo=UTC)
LONG = (
    "Fußgängerüberweg, große Ärgernisse; übergroße Mülleimer und \\ Zeichen: „Süßigkeiten“ überall öfter " * 3
)


@pytest.fixture
def walk(app: APIFlask) -> Iterator[Walk]:
    office = make_office(app)
    with app.test_request_context():
        found = walk_of(office.walk_id)
        assert found is not None
        yield found


def plan(**changed: Any) -> Plan:
    given = {"title": "Lindenhof zu Fuß", "starts_at": MAY, "ends_at": MAY + timedelta(minutes=105)}
    return Plan(**{**given, **changed})


def change(walk: Walk, **changed: Any) -> None:
    with transaction():
        update_walk(activity_id=walk.activity_id, plan=plan(**changed))


def read(walk: Walk) -> list[dict[str, Any]]:
    """The events as both libraries see them: UID, SEQUENCE, STATUS, moments, words; both must say the same."""
    data = calendar_file(walk, MADE)
    first = [
        {
            "uid": str(event["UID"]),
            "sequence": int(event["SEQUENCE"]),
            "status": str(event["STATUS"]),
            "start": event["DTSTART"].dt.astimezone(UTC),
            "end": event["DTEND"].dt.astimezone(UTC),
            "summary": str(event["SUMMARY"]),
            "description": str(event.get("DESCRIPTION", "")),
        }
        for event in Calendar.from_ical(data).walk("VEVENT")
    ]
    second = [
        {
            "uid": event.uid.value,
            "sequence": int(event.sequence.value),
            "status": event.status.value,
            "start": event.dtstart.value.astimezone(UTC),
            "end": event.dtend.value.astimezone(UTC),
            "summary": event.summary.value,
            "description": event.description.value if hasattr(event, "description") else "",
        }
        for event in vobject.readOne(data.decode()).vevent_list
    ]
    assert first == second
    return first


@pytest.mark.parametrize(
    "local",
    [
        *("2026-05-07 16:00", "2026-12-03 16:00", "2026-03-28 16:00", "2026-03-29 01:30", "2026-03-29 03:00"),
        *("2026-10-24 23:00", "2026-10-25 03:30", "2027-03-28 10:00"),
    ],
)
def test_moments_are_equal_on_both_sides_of_summer_time(walk: Walk, local: str) -> None:
    begins = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC)
    change(walk, starts_at=begins, ends_at=begins + timedelta(minutes=105))
    (event,) = read(walk)
    assert (event["start"], event["end"]) == (begins, begins + timedelta(minutes=105))
    text = calendar_file(walk, MADE).decode()
    assert "DTSTART;TZID=Europe/Berlin:" in text
    assert text.count("BEGIN:VTIMEZONE") == 1


def test_the_zone_in_the_file_alone_tells_the_moment(walk: Walk) -> None:
    """Somebody whose program does not know Europe/Berlin reads the rules of the file."""
    data = calendar_file(walk, MADE).replace(b"Europe/Berlin", b"Somewhere")
    event = vobject.readOne(data.decode()).vevent
    assert event.dtstart.value.astimezone(UTC) == MAY


def test_long_words_with_umlauts_are_folded_and_come_back(walk: Walk) -> None:
    change(walk, focus=LONG[:300], accessibility=LONG, title="Größe Übung: Straße, Ecke; Süd")
    (event,) = read(walk)
    assert LONG.strip() in event["description"]
    assert event["summary"] == "Größe Übung: Straße, Ecke; Süd"
    assert all(len(line) <= 75 for line in calendar_file(walk, MADE).split(b"\r\n"))


def test_a_new_date_is_the_same_event_with_a_higher_number(walk: Walk) -> None:
    before = read(walk)
    change(walk, starts_at=MAY + timedelta(days=1), ends_at=MAY + timedelta(days=1, minutes=105))
    after = read(walk)
    assert [event["uid"] for event in before] == [event["uid"] for event in after]
    assert after[0]["sequence"] == before[0]["sequence"] + 1
    change(
        walk, starts_at=MAY + timedelta(days=1), ends_at=MAY + timedelta(days=1, minutes=105), focus="Anders?"
    )
    assert read(walk)[0]["sequence"] == after[0]["sequence"]  # nobody needs to hear of that


def test_twice_the_same_file_is_one_event(walk: Walk) -> None:
    calendar: dict[str, dict[str, Any]] = {}
    for event in [*read(walk), *read(walk)]:
        calendar[event["uid"]] = event
    assert len(calendar) == 1


def test_the_rain_date_is_tentative_and_goes_when_it_is_dropped(walk: Walk) -> None:
    change(walk, rain_starts_at=MAY + timedelta(days=7))
    sure, rain = read(walk)
    assert (sure["status"], rain["status"]) == ("CONFIRMED", "TENTATIVE")
    assert rain["start"] == MAY + timedelta(days=7)
    with transaction():
        move_to_rain_date(activity_id=walk.activity_id)
    moved, gone = read(walk)
    assert (moved["uid"], moved["start"], moved["status"]) == (sure["uid"], rain["start"], "CONFIRMED")
    assert (gone["uid"], gone["status"]) == (rain["uid"], "CANCELLED")
    assert moved["sequence"] > sure["sequence"]


def test_cancelling_strikes_out_both_and_can_be_taken_back(walk: Walk) -> None:
    change(walk, rain_starts_at=MAY + timedelta(days=7))
    before = read(walk)
    assert b"METHOD:PUBLISH" in calendar_file(walk, MADE)
    with transaction():
        cancel(activity_id=walk.activity_id)
    assert b"METHOD:CANCEL" in calendar_file(walk, MADE)
    off = read(walk)
    assert [event["status"] for event in off] == ["CANCELLED", "CANCELLED"]
    assert [event["uid"] for event in off] == [event["uid"] for event in before]
    with transaction():
        take_place(activity_id=walk.activity_id)
    assert [event["status"] for event in read(walk)] == ["CONFIRMED", "TENTATIVE"]
    assert read(walk)[0]["sequence"] == before[0]["sequence"] + 2


def test_who_asks_whom_and_nobody_is_named_as_invited(walk: Walk) -> None:
    text = calendar_file(walk, MADE).decode().replace("\r\n ", "")
    assert 'ORGANIZER;CN="Stadt Ellerbrück":mailto:beteiligung@example.org' in text
    assert "ATTENDEE" not in text
    assert "CLASS:PRIVATE" in text
