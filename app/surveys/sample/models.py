"""Letters of a sample: stacks of codes, and whether each was used; nothing here leads to who answered what."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Base, Keyed
from app.surveys.models import SurveySample as SurveySample


class SurveyBatch(Keyed, Base):
    """A stack of letters to one group, such as a quarter and an age band (`label`), with the answers wished for."""

    __tablename__ = "survey_batch"

    activity_id: Mapped[UUID] = mapped_column(
        ForeignKey("survey_sample.activity_id", ondelete="CASCADE"), index=True
    )
    label: Mapped[str] = mapped_column(String(120), default="")
    target: Mapped[int | None]


class SurveyCode(Base):
    """One letter. `serial` counts through all stacks of a survey, `code_hash` is keyed, the code itself is not kept.

    `used_on` is the Monday of the week in which it was used. There is no id of a person or a sitting, no time and no
    order of use; see `joining._spend` for what else could tell.
    """

    __tablename__ = "survey_code"
    __table_args__ = ({"sqlite_with_rowid": False},)

    activity_id: Mapped[UUID] = mapped_column(
        ForeignKey("survey_sample.activity_id", ondelete="CASCADE"), primary_key=True
    )
    serial: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    batch_id: Mapped[UUID] = mapped_column(ForeignKey("survey_batch.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    used_on: Mapped[date | None]
