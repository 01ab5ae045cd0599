"""Writes of surveys: set one up, choose the version people answer, record what somebody answered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from app.base.audit import note
from app.base.database import db
from app.base.errors import DomainError
from app.contributions.drafts import SubmissionDraft
from app.contributions.services import Recorded, as_sent, record, record_many, repeated
from app.processes.services import create_activity, update_activity
from app.questions.content import Questionnaire
from app.questions.models import PUBLISHED
from app.questions.queries import questionnaire_by_id, version_by_number
from app.questions.services import create_questionnaire, publish
from app.surveys.answering import answered
from app.surveys.models import CHANNEL, MODES, OPEN, Survey
from app.surveys.queries import SurveyRules, survey_of
from app.surveys.soundness import refuse_unfit
from app.surveys.ways import way_of

LONGEST_CLOSING = 2000


def create_survey(
    *,
    process_id: UUID,
    slug: str,
    title: str,
    content: Questionnaire | None = None,
    questionnaire_id: UUID | None = None,
    modes: Collection[str] = (OPEN,),
    closing: str = "",
    description: str = "",
    actor: UUID | str = "command",
) -> Survey:
    """Make a survey with a questionnaire of its own (`content`, as a draft) or one of the process; not open yet.

    The new questionnaire has the survey's slug as its key. DomainError names the field.
    """
    activity = create_activity(
        process_id=process_id,
        channel=CHANNEL,
        slug=slug,
        title=title,
        description=description,
        actor=actor,
    )
    if questionnaire_id is None:
        questionnaire = create_questionnaire(
            process_id=process_id,
            key=slug,
            title=title,
            content=content or Questionnaire(title={"de": title}),
            actor=actor,
        )
    else:
        questionnaire = questionnaire_by_id(questionnaire_id)
        if questionnaire.process_id != process_id:
            raise DomainError(_("Diesen Fragebogen gibt es nicht."), field="questionnaire")
    survey = Survey(activity=activity, questionnaire=questionnaire)
    _fill(survey, modes, closing)
    db.session.add(survey)
    db.session.flush()
    return survey


def update_survey(
    *,
    activity_id: UUID,
    title: str,
    modes: Collection[str],
    closing: str,
    version: int | None = None,
    actor: UUID | str = "command",
) -> Survey:
    """Change title, ways and last words; Conflict when somebody saved since the form was opened."""
    survey = _survey(activity_id)
    survey.expect_version(version)
    if survey.activity.title != title:
        update_activity(activity_id=activity_id, title=title, actor=actor)
    _fill(survey, modes, closing)
    db.session.flush()
    note(actor=actor, action="survey.update", object_kind="activity", object_id=activity_id)
    return survey


def use_version(*, activity_id: UUID, number: int, actor: UUID | str = "command") -> Survey:
    """Let people answer this published version from now on; what waits on phones may answer an earlier one."""
    survey = _survey(activity_id)
    version = version_by_number(survey.questionnaire_id, number)
    if version.state != PUBLISHED:
        raise DomainError(_("Diese Fassung ist noch ein Entwurf."), field="number")
    survey.answered = version
    survey.version += 1
    db.session.flush()
    note(actor=actor, action="survey.use_version", object_kind="activity", object_id=activity_id)
    return survey


def publish_and_use(
    *, activity_id: UUID, version: int | None = None, actor: UUID | str = "command"
) -> Survey:
    """Publish the draft of the survey's questionnaire and let people answer it; Problems with what is not sound."""
    survey = _survey(activity_id)
    refuse_unfit(survey.questionnaire_id)
    published = publish(questionnaire_id=survey.questionnaire_id, version=version, actor=actor)
    return use_version(activity_id=activity_id, number=published.number, actor=actor)


def record_answers(
    *,
    survey: Survey,
    submission_id: UUID,
    participant_id: UUID | None,
    language: str,
    raw: dict[str, Any],
    person_key: str | None = None,
    number: int | None = None,
    quote: str = "",
    source: str = "online",
    device_time: datetime | None = None,
    received_at: datetime | None = None,
    way: str = "",
) -> Recorded:
    """Record one sitting from raw answers, exactly once, to version `number` (default: the one people get now).

    UnknownVersion, UnsoundAnswers with the path of each problem, OtherWay, and what `contributions.services.record`
    raises. `person_key` is the participant's id unless given. `quote` is the version of the yes to showing the words.
    `way` is how it came, else what the person's code tells.
    """
    sitting = SubmissionDraft(
        id=submission_id,
        process_id=survey.activity.process_id,
        activity_id=survey.activity_id,
        participant_id=participant_id,
        person_key=person_key or str(participant_id or submission_id),
        channel=CHANNEL,
        source=source,
        language=language,
        device_time=device_time,
        received_at=received_at,
        sent=_sent(survey, number, raw, quote),
    )
    came = way or way_of(survey.activity_id, participant_id)
    return repeated(as_sent(sitting)) or record(_filled(survey, sitting, came))


def record_earlier(
    *, survey: Survey, sittings: Sequence[tuple[SubmissionDraft, dict[str, Any]]], way: str = OPEN
) -> int:
    """Record many sittings of earlier data with their raw answers to the version people get now; how many were new.

    All or nothing; all came by the same `way`. They are checked like others, but not whether the survey is open and
    who answered before.
    """
    drafts = [
        _filled(survey, replace(sitting, sent=_sent(survey, None, raw, "")), way) for sitting, raw in sittings
    ]
    return sum(one.created for one in record_many(drafts))


def _sent(survey: Survey, number: int | None, raw: dict[str, Any], quote: str) -> dict[str, Any]:
    """The body a phone would have sent; its names are those of the door."""
    if number is None and survey.answered is not None:
        number = survey.answered.number
    return {"answers": raw, "version": number, "quote": quote}


def _filled(survey: Survey, sitting: SubmissionDraft, way: str) -> SubmissionDraft:
    rules, sent = SurveyRules(survey.questionnaire_id, frozenset(survey.modes)), sitting.sent or {}
    return answered(
        rules,
        sitting,
        number=sent["version"],
        raw=sent["answers"],
        quote=sent["quote"],
        language=sitting.language,
        way=way,
    )


def _survey(activity_id: UUID) -> Survey:
    survey = survey_of(activity_id)
    if survey is None:
        raise DomainError(_("Diese Umfrage gibt es nicht."))
    return survey


def _fill(survey: Survey, modes: Collection[str], closing: str) -> None:
    if not modes or set(modes) - set(MODES):
        raise DomainError(_("Bitte wählen Sie mindestens einen Weg zur Umfrage."), field="modes")
    if len(closing) > LONGEST_CLOSING:
        message = _("Bitte höchstens %(limit)s Zeichen.", limit=LONGEST_CLOSING)
        raise DomainError(message, field="closing")
    survey.modes = [mode for mode in MODES if mode in modes]
    survey.closing = closing.strip()
