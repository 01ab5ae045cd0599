"""Loads the open survey of the demo process: the shipped questionnaire, a code, and some dozens of sittings."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from sqlalchemy import select

from app.base.database import db
from app.contributions.drafts import SubmissionDraft
from app.demo.process import SURVEY, SURVEY_CLOSING, SURVEY_CODE
from app.demo.survey_answers import Answered, survey_answers
from app.demo.voices_people import BERLIN, participants
from app.participants.models import Participant
from app.participants.services import create_code
from app.participants.vocabulary import OUTSIDE
from app.processes.models import Process
from app.processes.services import open_activity
from app.questions.shipped import SHIPPED
from app.surveys.models import CHANNEL, OPEN, SCHOOL, Survey
from app.surveys.services import create_survey, publish_and_use, record_earlier

BEGUN = datetime(2026, 6, 1, 8, 0, tzinfo=BERLIN)


def load_survey(process: Process) -> int:
    """The Jugendbefragung as an open activity with its answers; returns how many sittings."""
    survey = create_survey(
        process_id=process.id,
        slug=SURVEY,
        title="Jugendbefragung",
        content=SHIPPED["youth_quarter"](),
        modes=(OPEN, SCHOOL),
        closing=SURVEY_CLOSING,
        description="Neun kurze Seiten, höchstens zwölf Minuten. Du kannst jede Frage auslassen.",
    )
    publish_and_use(activity_id=survey.activity_id)
    open_activity(activity_id=survey.activity_id)
    code = create_code(process_id=process.id, label="Jugendbefragung", activity_id=survey.activity_id)
    code.code = SURVEY_CODE
    people = _people(process.id)
    sittings = [
        (_sitting(process, survey, people[one.person.key], number, one), one.raw)
        for number, one in enumerate(survey_answers())
    ]
    return record_earlier(survey=survey, sittings=sittings)


def _people(process_id: UUID) -> dict[str, UUID]:
    """For each who answered somebody of the same age, gender and home; nobody twice."""
    known: dict[tuple[str, str, str], list[UUID]] = defaultdict(list)
    query = select(Participant).where(Participant.process_id == process_id).order_by(Participant.id.desc())
    for found in db.session.scalars(query):
        known[found.age_band, found.gender, found.home_area_code or OUTSIDE].append(found.id)
    return {
        person.key: known[person.age_band, person.gender, person.home_area or OUTSIDE].pop()
        for person in participants()
    }


def _sitting(
    process: Process, survey: Survey, participant_id: UUID, number: int, one: Answered
) -> SubmissionDraft:
    """Two or three a day, in the afternoon."""
    return SubmissionDraft(
        id=uuid5(participant_id, "demo-survey"),
        process_id=process.id,
        activity_id=survey.activity_id,
        participant_id=participant_id,
        person_key=str(participant_id),
        channel=CHANNEL,
        language=one.language,
        received_at=BEGUN + timedelta(hours=10 * number, minutes=7 * number % 60),
    )
