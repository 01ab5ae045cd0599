"""A survey: which questionnaire an activity asks, in which version, and through which doors people come to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.base.database import Base, UtcDateTime, Versioned, new_id, now
from app.processes.models import Activity
from app.questions.models import KeptQuestionnaire, QuestionnaireVersion

CHANNEL = "surveys"
OPEN, SAMPLE, SCHOOL, PAPER, KIOSK = "open", "sample", "school", "paper", "kiosk"
MODES = {
    OPEN: _l("Offen: alle mit Code oder Link"),
    SAMPLE: _l("Stichprobe: nur Eingeladene"),
    SCHOOL: _l("Schule: eine Klasse nach der anderen"),
    PAPER: _l("Papier: Bögen werden übertragen"),
    KIOSK: _l("Gerät vor Ort: viele nacheinander"),
}
"""Ways to a survey; which way a sitting came is told by its `source` and by the code somebody joined with."""


class Survey(Versioned, Base):
    """The survey of one activity. `answered` is the version people get now; what waited on a phone may answer an
    earlier published one. `modes` are keys of MODES.
    """

    __tablename__ = "survey"

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"), primary_key=True)
    questionnaire_id: Mapped[UUID] = mapped_column(
        ForeignKey("questionnaire.id", ondelete="CASCADE"), index=True
    )
    version_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("questionnaire_version.id", ondelete="SET NULL"), index=True
    )
    modes: Mapped[list[str]] = mapped_column(JSON, default=lambda: [OPEN])
    closing: Mapped[str] = mapped_column(Text, default="")
    activity: Mapped[Activity] = relationship()
    questionnaire: Mapped[KeptQuestionnaire] = relationship()
    answered: Mapped[QuestionnaireVersion | None] = relationship()


class SurveyDraft(Base):
    """What somebody without a script has answered so far, kept until it is sent; `raw` as docs/questions.md says.

    `submission_id` is the sitting it becomes, so that sending twice records once.
    """

    __tablename__ = "survey_draft"
    __table_args__ = (UniqueConstraint("participant_id", "activity_id"),)

    submission_id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"))
    activity_id: Mapped[UUID] = mapped_column(
        ForeignKey("survey.activity_id", ondelete="CASCADE"), index=True
    )
    raw: Mapped[dict[str, Any]] = mapped_column(JSON)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)


class SurveySample(Base):
    """The sample of a survey: `join_code_id` is what all who come by letter joined with.

    That code is never valid, so that nobody comes in by it who has no letter; it only says "by letter".
    """

    __tablename__ = "survey_sample"

    activity_id: Mapped[UUID] = mapped_column(
        ForeignKey("survey.activity_id", ondelete="CASCADE"), primary_key=True
    )
    join_code_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("join_code.id", ondelete="SET NULL"), index=True
    )
