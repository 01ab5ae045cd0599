"""Reads of the events at which results are returned: those planned and held, and whether one was held."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.base.database import db
from app.base.errors import NotFound
from app.processes.models import ResultsReturn


def returns_of(process_id: UUID) -> Sequence[ResultsReturn]:
    """All events of return of a process with their activities, the earliest first."""
    query = (
        select(ResultsReturn)
        .where(ResultsReturn.process_id == process_id)
        .options(joinedload(ResultsReturn.activity))
    )
    return db.session.scalars(query.order_by(ResultsReturn.starts_at, ResultsReturn.id)).all()


def return_by_id(process_id: UUID, return_id: UUID) -> ResultsReturn:
    """One of them; NotFound for an unknown one and for one of another process."""
    found = db.session.get(ResultsReturn, return_id)
    if found is None or found.process_id != process_id:
        raise NotFound(_l("Diese Rückmeldung gibt es nicht."))
    return found


def has_returned(process_id: UUID) -> bool:
    """Whether people of this process have heard at an event what came of what they said."""
    query = select(ResultsReturn.id).where(
        ResultsReturn.process_id == process_id, ResultsReturn.held_on.is_not(None)
    )
    return db.session.scalar(query.limit(1)) is not None


def is_return_planned(process_id: UUID, activity_id: UUID) -> bool:
    """Whether this activity has an event of return, planned or held; one for the whole process counts for each."""
    query = select(ResultsReturn.id).where(
        ResultsReturn.process_id == process_id,
        ResultsReturn.activity_id.is_(None) | (ResultsReturn.activity_id == activity_id),
    )
    return db.session.scalar(query.limit(1)) is not None
