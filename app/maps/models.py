"""Needle campaigns (Nadelmethode, B4): the map of an activity, and the questionnaire it asks on it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.base.database import Base, Versioned
from app.maps.asked import MapQuestion, questions_of_version
from app.maps.vocabulary import CHANNEL as CHANNEL
from app.processes.models import Activity
from app.questions.models import KeptQuestionnaire, QuestionnaireVersion


class NeedleCampaign(Versioned, Base):
    """The map settings of one activity; centre in WGS 84, zoom levels as Leaflet counts them.

    `answered` is the published version of the questionnaire people get now; what waited on a phone may answer an
    earlier one.
    """

    __tablename__ = "needle_campaign"

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"), primary_key=True)
    questionnaire_id: Mapped[UUID] = mapped_column(
        ForeignKey("questionnaire.id", ondelete="CASCADE"), index=True
    )
    version_id: Mapped[UUID] = mapped_column(
        ForeignKey("questionnaire_version.id", ondelete="CASCADE"), index=True
    )
    intro: Mapped[str] = mapped_column(Text, default="")
    center_lon: Mapped[float]
    center_lat: Mapped[float]
    zoom: Mapped[int] = mapped_column(default=14)
    min_pin_zoom: Mapped[int] = mapped_column(default=15)
    reveal: Mapped[bool] = mapped_column(default=True)
    activity: Mapped[Activity] = relationship()
    questionnaire: Mapped[KeptQuestionnaire] = relationship()
    answered: Mapped[QuestionnaireVersion] = relationship()

    @property
    def questions(self) -> tuple[MapQuestion, ...]:
        """What people are asked now, one after the other."""
        return questions_of_version(self.version_id)
