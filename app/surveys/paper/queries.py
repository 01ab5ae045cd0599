"""Reads of paper: print runs and sheets of a survey, and what the record says of a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.base.database import db
from app.base.errors import NotFound
from app.participants.models import Participant
from app.processes.double_entry.queries import Checked, checked
from app.surveys.paper.models import SurveyPrint, SurveySheet

KIND = "survey_sheet"
"""Of sheets in the double entry."""


def runs_of(activity_id: UUID) -> Sequence[SurveyPrint]:
    """The print runs of a survey by number."""
    query = select(SurveyPrint).where(SurveyPrint.activity_id == activity_id)
    return db.session.scalars(query.options(joinedload(SurveyPrint.asked)).order_by(SurveyPrint.first)).all()


def run_by_id(activity_id: UUID, run_id: UUID) -> SurveyPrint:
    """A print run of this survey; NotFound."""
    found = db.session.get(SurveyPrint, run_id)
    if found is None or found.activity_id != activity_id:
        raise NotFound(_("Diese Bögen gibt es nicht."))
    return found


def run_of_sheet(activity_id: UUID, number: int) -> SurveyPrint:
    """The run that a number was printed in; NotFound."""
    query = select(SurveyPrint).where(
        SurveyPrint.activity_id == activity_id, SurveyPrint.first <= number, SurveyPrint.last >= number
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound(_("Einen Bogen mit dieser Nummer gibt es nicht."), field="number")
    return found


def sheets_of(activity_id: UUID) -> Sequence[SurveySheet]:
    """The sheets that were typed in, by number."""
    query = select(SurveySheet).where(SurveySheet.activity_id == activity_id)
    return db.session.scalars(query.order_by(SurveySheet.number)).all()


def sheet_by_number(activity_id: UUID, number: int) -> SurveySheet | None:
    """The sheet with this number, None when it was not typed in yet."""
    query = select(SurveySheet).where(SurveySheet.activity_id == activity_id, SurveySheet.number == number)
    return db.session.scalar(query)


def person_of(sheet: SurveySheet) -> Participant:
    """The person a sheet was recorded for; NotFound when what it said is erased."""
    found = db.session.get(Participant, sheet.participant_id) if sheet.participant_id else None
    if found is None:
        raise NotFound(_("Was auf diesem Bogen stand, ist gelöscht."))
    return found


def check_of(activity_id: UUID) -> Checked:
    """The check of all sheets that are in the record."""
    return checked(KIND, [sheet.id for sheet in sheets_of(activity_id) if sheet.participant_id])


def last_number(activity_id: UUID) -> int:
    """The highest number printed, 0 for none."""
    query = select(func.max(SurveyPrint.last)).where(SurveyPrint.activity_id == activity_id)
    return db.session.scalar(query) or 0
