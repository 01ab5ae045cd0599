"""Writes of paper: print sheets, record one that came back, take it back, compare a second entry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from app.base.audit import note
from app.base.database import db, new_id
from app.base.errors import Conflict, DomainError
from app.contributions.own import own
from app.contributions.queries import states_of
from app.contributions.services import erase_participant
from app.participants.services import erase, join_direct
from app.processes.double_entry.models import DoubleEntry
from app.processes.double_entry.services import enter_again, forget_entry
from app.surveys.models import PAPER, SAMPLE, Survey
from app.surveys.paper.models import SurveyPrint, SurveySheet
from app.surveys.paper.plan import AGE, GENDER
from app.surveys.paper.queries import KIND, last_number, run_of_sheet, sheet_by_number
from app.surveys.paper.second_entry import first_entry, second_entry
from app.surveys.services import record_answers
from app.surveys.ways import SAMPLE_PAPER

MOST_COPIES = 200
"""Of one run: a PDF that is made while somebody waits."""
UNDECIDED = ("submitted", "in_review")


def print_sheets(
    *,
    survey: Survey,
    copies: int,
    language: str,
    for_letters: bool = False,
    actor: UUID | str = "command",
) -> SurveyPrint:
    """Give out numbers for `copies` sheets of the version people answer now; DomainError names the field.

    `for_letters` are sheets that go out with letters only, so that they belong to the sample.
    """
    if PAPER not in survey.modes:
        raise DomainError(
            _("Diese Umfrage geht nicht auf Papier. Sie können das in ihren Einstellungen ändern."),
            field="copies",
        )
    if for_letters and SAMPLE not in survey.modes:
        raise DomainError(
            _("Diese Umfrage hat keine Stichprobe. Sie können das in ihren Einstellungen ändern."),
            field="for_letters",
        )
    if survey.answered is None:
        raise DomainError(_("Diese Umfrage ist noch nicht fertig."), field="copies")
    if not 1 <= copies <= MOST_COPIES:
        raise DomainError(_("Bitte eine Zahl von 1 bis %(max)s.", max=MOST_COPIES), field="copies")
    _lock(survey.activity_id)
    first = last_number(survey.activity_id) + 1
    run = SurveyPrint(
        activity_id=survey.activity_id,
        version_id=survey.answered.id,
        language=language,
        first=first,
        last=first + copies - 1,
        for_letters=for_letters,
    )
    db.session.add(run)
    db.session.flush()
    note(actor=actor, action="survey.print", object_kind="activity", object_id=survey.activity_id)
    return run


def record_sheet(
    *, survey: Survey, number: int, raw: dict[str, Any], person: Mapping[str, str], user_id: UUID
) -> SurveySheet:
    """Record a sheet once, as the answers of a person of its own; Conflict when it was typed in before.

    NotFound for a number nobody printed, UnsoundAnswers with the path of each problem.
    """
    _lock(survey.activity_id)
    run = run_of_sheet(survey.activity_id, number)
    if sheet_by_number(survey.activity_id, number) is not None:
        raise Conflict(_("Dieser Bogen ist schon eingetragen."), field="number")
    joined = join_direct(process_id=survey.activity.process_id, age_band=person[AGE], gender=person[GENDER])
    sheet = SurveySheet(
        activity_id=survey.activity_id,
        print_id=run.id,
        number=number,
        submission_id=new_id(),
        participant_id=joined.participant.id,
        entered_by=user_id,
    )
    record_answers(
        survey=survey,
        submission_id=sheet.submission_id,
        participant_id=joined.participant.id,
        language=run.language,
        raw=raw,
        number=run.asked.number,
        source="paper",
        way=SAMPLE_PAPER if run.for_letters else PAPER,
    )
    db.session.add(sheet)
    db.session.flush()
    note(actor=user_id, action="survey.sheet", object_kind="survey_sheet", object_id=sheet.id)
    return sheet


def take_back_sheet(*, sheet: SurveySheet, actor: UUID) -> None:
    """Delete what was typed in, to type it anew. Conflict once any of its words or places was decided."""
    if sheet.participant_id is not None:
        states = states_of([one.id for one in own(sheet.participant_id)])
        if any(state not in UNDECIDED for state in states.values()):
            raise Conflict(
                _(
                    "Worte von diesem Bogen sind schon gesichtet. Deshalb lässt er sich nicht mehr zurücknehmen."
                )
            )
        person = sheet.participant_id
        erase_participant(participant_id=person)
        erase(participant_id=person)
    forget_entry(kind=KIND, sheet_id=sheet.id)
    note(actor=actor, action="survey.sheet_back", object_kind="survey_sheet", object_id=sheet.id)
    db.session.delete(sheet)
    db.session.flush()


def compare_sheet(
    *, survey: Survey, sheet: SurveySheet, raw: dict[str, Any], person: Mapping[str, str], user_id: UUID
) -> DoubleEntry:
    """What a second person typed beside the record; UnsoundAnswers, and what `enter_again` raises."""
    return enter_again(
        process_id=survey.activity.process_id,
        kind=KIND,
        sheet_id=sheet.id,
        first=first_entry(sheet),
        second=second_entry(survey, sheet, raw, person),
        first_by=sheet.entered_by,
        user_id=user_id,
    )


def _lock(activity_id: UUID) -> None:
    """One after the other, so that a number is given once and a sheet is recorded once."""
    query = select(Survey.activity_id).where(Survey.activity_id == activity_id)
    db.session.scalar(query.with_for_update(key_share=True))
