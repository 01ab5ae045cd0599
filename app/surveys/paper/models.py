"""Printed sheets of a survey: which numbers were printed for which version, and which came back."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.base.database import Base, Keyed
from app.questions.models import QuestionnaireVersion


class SurveyPrint(Keyed, Base):
    """One print run in one language: sheets `first` to `last`, which count through all runs of the survey.

    `for_letters`: the sheets lie in the letters of a sample and nowhere else.
    """

    __tablename__ = "survey_print"
    __table_args__ = (UniqueConstraint("activity_id", "first"),)

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("survey.activity_id", ondelete="CASCADE"))
    version_id: Mapped[UUID] = mapped_column(
        ForeignKey("questionnaire_version.id", ondelete="CASCADE"), index=True
    )
    language: Mapped[str] = mapped_column(String(12))
    first: Mapped[int]
    last: Mapped[int]
    for_letters: Mapped[bool] = mapped_column(default=False)
    asked: Mapped[QuestionnaireVersion] = relationship()


class SurveySheet(Keyed, Base):
    """A sheet that came back and was typed in: its number, and the sitting and person that were made of it.

    What was typed stands in the record only, so that it is erased in one place.
    """

    __tablename__ = "survey_sheet"
    __table_args__ = (UniqueConstraint("activity_id", "number"),)

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("survey.activity_id", ondelete="CASCADE"))
    print_id: Mapped[UUID] = mapped_column(ForeignKey("survey_print.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    submission_id: Mapped[UUID]
    participant_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("participant.id", ondelete="SET NULL"), index=True
    )
    entered_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    run: Mapped[SurveyPrint] = relationship()
