"""The invitation to a walk as an iCalendar file (RFC 5545, RFC 5546): one event, and a tentative one for rain.

The UID never changes and SEQUENCE counts up, so that a newer file changes or strikes out the event that is there.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from flask import current_app
from flask_babel import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress

from app.walks.calendar.words import about_address, description
from app.walks.local_time import ZONE
from app.walks.models import Walk

PRODUCT = "-//Streifzug//Quartiersspaziergang//DE"
PUBLISH, CANCEL = "PUBLISH", "CANCEL"
_MAIL = re.compile(r"[^\s;,<>@]+@[^\s;,<>@]+\.[^\s;,<>@.]+")


def calendar_file(walk: Walk, made_at: datetime) -> bytes:
    """The file for a walk with a date (else ValueError); `made_at` is its DTSTAMP.

    It is for everybody who gets it and names nobody as attendee, so it publishes (PUBLISH) and does not request.
    """
    if walk.starts_at is None:
        raise ValueError("a walk without a date")
    is_off = walk.cancelled_at is not None
    lasts = (walk.ends_at - walk.starts_at) if walk.ends_at else timedelta(minutes=90)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", CANCEL if is_off else PUBLISH)
    calendar.add_component(_zone())
    state = "CANCELLED" if is_off else "CONFIRMED"
    calendar.add_component(_event(walk, walk.starts_at, lasts, state, made_at))
    if walk.rain_starts_at is not None:
        state = "CANCELLED" if is_off else "TENTATIVE"
        calendar.add_component(_event(walk, walk.rain_starts_at, lasts, state, made_at, is_rain=True))
    elif walk.dropped_rain_at is not None:
        calendar.add_component(_event(walk, walk.dropped_rain_at, lasts, "CANCELLED", made_at, is_rain=True))
    return calendar.to_ical()


def _zone() -> Timezone:
    """The town's clocks by the rules of the European Union since 1996 (2000/84/EC), good for every year to come."""
    zone = Timezone()
    zone.add("tzid", str(ZONE))
    for part, name, before, after, month in (
        (TimezoneDaylight(), "CEST", 1, 2, 3),
        (TimezoneStandard(), "CET", 2, 1, 10),
    ):
        part.add("tzname", name)
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        # The last Sunday of the month in 1996, by the clock before it is turned: a time without a zone (RFC 5545).
        first = datetime(1996, month, 31 if month == 3 else 27, before + 1)  # noqa: DTZ001
        part.add("dtstart", first)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1SU"})
        zone.add_component(part)
    return zone


def _event(
    walk: Walk,
    starts_at: datetime,
    lasts: timedelta,
    state: str,
    made_at: datetime,
    *,
    is_rain: bool = False,
) -> Event:
    title = walk.activity.title
    event = Event()
    event.add("uid", f"{walk.activity_id}-rain" if is_rain else str(walk.activity_id))
    event.add("dtstamp", made_at.astimezone(UTC))
    event.add("sequence", walk.calendar_sequence)
    event.add("dtstart", starts_at.astimezone(ZONE))
    event.add("dtend", (starts_at + lasts).astimezone(ZONE))
    event.add("summary", _("Ausweichtermin bei Regen: %(title)s", title=title) if is_rain else title)
    event.add("status", state)
    event.add("class", "PUBLIC" if walk.is_announced else "PRIVATE")
    if walk.meeting_point:
        event.add("location", walk.meeting_point)
    if words := description(walk):
        event.add("description", words)
    if address := about_address(walk):
        event.add("url", address)
    event.add("organizer", _organizer(walk))
    return event


def _organizer(walk: Walk) -> vCalAddress:
    """Whom to ask: the address in the contact of the process, else the address of the platform (any URI will do)."""
    process = walk.activity.process
    mail = _MAIL.search(process.contact or "")
    organizer = vCalAddress(f"mailto:{mail[0]}" if mail else current_app.config["BASE_URL"])
    organizer.params["CN"] = process.responsible or process.title
    return organizer
