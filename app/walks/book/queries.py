"""Reads of observation sheets that were given out."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import func, select

from app.base.database import db
from app.base.errors import NotFound
from app.walks.book.models import ObservationSheet


def sheets_of(activity_id: UUID) -> Sequence[ObservationSheet]:
    """The sheets of a walk by their numbers."""
    query = select(ObservationSheet).where(ObservationSheet.activity_id == activity_id)
    return db.session.scalars(query.order_by(ObservationSheet.number)).all()


def sheet_by_id(activity_id: UUID, sheet_id: UUID) -> ObservationSheet:
    """One sheet of this walk; NotFound."""
    found = db.session.get(ObservationSheet, sheet_id)
    if found is None or found.activity_id != activity_id:
        raise NotFound(_("Diesen Bogen gibt es nicht."))
    return found


def last_number(activity_id: UUID) -> int:
    """The highest number given out so far, 0 before the first."""
    query = select(func.max(ObservationSheet.number)).where(ObservationSheet.activity_id == activity_id)
    return int(db.session.scalar(query) or 0)
