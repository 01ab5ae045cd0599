"""Dates and hours as the town's clocks show them, and the moments they are; summer time is minded."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from app.base.errors import DomainError

ZONE = ZoneInfo("Europe/Berlin")


def moment(day: date | None, at: time | None, field: str) -> datetime | None:
    """The moment in UTC, None without a day; DomainError for an hour that this day does not have.

    Of an hour that comes twice (end of October) the first is meant, as `datetime.fold` has it.
    """
    if day is None:
        return None
    if at is None:
        raise DomainError(_("Bitte geben Sie die Uhrzeit an."), field=field)
    local = datetime.combine(day, at, tzinfo=ZONE)
    found = local.astimezone(UTC)
    if found.astimezone(ZONE).replace(tzinfo=None) != local.replace(tzinfo=None):
        message = _("Diese Uhrzeit gibt es an dem Tag nicht: Die Uhren werden auf Sommerzeit gestellt.")
        raise DomainError(message, field=field)
    return found


def local(at: datetime | None) -> datetime | None:
    """A stored moment as the clocks of the town show it."""
    return at.astimezone(ZONE) if at else None
