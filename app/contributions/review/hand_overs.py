"""The log of safeguarding (E19): what was handed over to which place, apart from all other logs; and when it is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from app.accounts.models import User
from app.base.database import db, now
from app.base.errors import DomainError
from app.contributions.review.models import HandOver
from app.contributions.words import clean

RECIPIENTS = {
    "youth_office": _l("Jugendamt (ASD)"),
    "counsel": _l("Insoweit erfahrene Fachkraft"),
    "school": _l("Schule oder Schulsozialarbeit"),
    "counselling": _l("Fachberatungsstelle"),
    "police": _l("Polizei"),
    "other": _l("andere Stelle"),
}
"""To whom safeguarding hands over; places, never names."""

LONGEST_NOTE = 500
_SATURDAY = 5


def due_at(since: datetime) -> datetime:
    """The end of the next working day after `since` (E19); holidays differ by Land and are not known here."""
    zone = ZoneInfo(current_app.config["BABEL_DEFAULT_TIMEZONE"])
    day: date = since.astimezone(zone).date() + timedelta(days=1)
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=zone)


def log_hand_over(
    *, process_id: UUID, object_id: UUID, user_id: UUID | None, recipient: str, note: str = ""
) -> HandOver:
    """Write to the log of safeguarding that something went to `recipient` (a key of RECIPIENTS)."""
    if recipient not in RECIPIENTS:
        raise DomainError(_("Bitte wählen Sie, an wen Sie übergeben haben."), field="recipient")
    line = HandOver(
        process_id=process_id,
        object_id=object_id,
        user_id=user_id,
        recipient=recipient,
        note=clean(note)[:LONGEST_NOTE],
        handed_over_at=now(),
    )
    db.session.add(line)
    db.session.flush()
    return line


def take_back_hand_over(object_ids: Sequence[UUID]) -> None:
    """A hand-over was noted by mistake: its line stays and says so."""
    standing = (HandOver.object_id.in_(object_ids), HandOver.taken_back_at.is_(None))
    db.session.execute(update(HandOver).where(*standing).values(taken_back_at=now()))


def handed_over(object_ids: Sequence[UUID]) -> set[UUID]:
    """Which of these were handed over."""
    query = select(HandOver.object_id).where(
        HandOver.object_id.in_(object_ids), HandOver.taken_back_at.is_(None)
    )
    return set(db.session.scalars(query))


def log_of(process_id: UUID) -> list[tuple[HandOver, str]]:
    """The log of a process with the names of those who handed over, newest first."""
    rows = db.session.execute(
        select(HandOver, User.name, User.email)
        .outerjoin(User, User.id == HandOver.user_id)
        .where(HandOver.process_id == process_id)
        .order_by(HandOver.handed_over_at.desc(), HandOver.id.desc())
    )
    return [(line, name or email or "") for line, name, email in rows]
