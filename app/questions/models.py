"""Questionnaires as they are kept: one of a process, and its numbered versions; a published version never changes."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Connection,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    event,
    inspect,
    text,
)
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from app.base.database import Base, Keyed, UtcDateTime, Versioned

DRAFT, PUBLISHED = "draft", "published"


class KeptQuestionnaire(Keyed, Base):
    """One questionnaire of a process, whatever asks it; `key` names it in files and commands."""

    __tablename__ = "questionnaire"
    __table_args__ = (UniqueConstraint("process_id", "key"),)

    process_id: Mapped[UUID] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(200))
    versions: Mapped[list[QuestionnaireVersion]] = relationship(
        cascade="all, delete-orphan",
        order_by="QuestionnaireVersion.number",
        passive_deletes=True,
        back_populates="questionnaire",
    )


class QuestionnaireVersion(Keyed, Versioned, Base):
    """One version, counted from 1. `content` is the questionnaire as `reading.to_json` writes it, `fingerprint` its
    SHA-256. At most one version of a questionnaire is a draft; what is published stays as it is for ever.
    """

    __tablename__ = "questionnaire_version"
    __table_args__ = (
        UniqueConstraint("questionnaire_id", "number"),
        CheckConstraint("state IN ('draft','published')", name="state"),
        Index(
            "ix_questionnaire_version_one_draft",
            "questionnaire_id",
            unique=True,
            sqlite_where=text("state = 'draft'"),
            postgresql_where=text("state = 'draft'"),
        ),
    )

    questionnaire_id: Mapped[UUID] = mapped_column(ForeignKey("questionnaire.id", ondelete="CASCADE"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    fingerprint: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10), default=DRAFT)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    questionnaire: Mapped[KeptQuestionnaire] = relationship(back_populates="versions")


class PublishedVersionChanged(RuntimeError):
    """A fault of the program: somebody tried to write over what people have answered."""


@event.listens_for(QuestionnaireVersion, "before_update")
def _keep_published(_mapper: Mapper[Any], _connection: Connection, version: QuestionnaireVersion) -> None:
    state = inspect(version).attrs.state.history
    before = state.deleted[0] if state.deleted else version.state
    if before == PUBLISHED:
        raise PublishedVersionChanged(f"version {version.number} of questionnaire {version.questionnaire_id}")
