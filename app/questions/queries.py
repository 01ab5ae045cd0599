"""Reads of kept questionnaires: those of a process, their versions, and the content of one as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import bindparam, select
from sqlalchemy.orm import selectinload

from app.base.database import db
from app.base.errors import NotFound
from app.base.prepared import Prepared
from app.questions.content import Questionnaire
from app.questions.models import DRAFT, PUBLISHED, KeptQuestionnaire, QuestionnaireVersion
from app.questions.reading import from_json

_VERSION = QuestionnaireVersion.__table__.c
_PUBLISHED = Prepared(
    select(_VERSION.id).where(
        _VERSION.questionnaire_id == bindparam("questionnaire_id"),
        _VERSION.number == bindparam("number"),
        _VERSION.state == PUBLISHED,
    )
)


def questionnaires_of(process_id: UUID) -> Sequence[KeptQuestionnaire]:
    """All questionnaires of a process with their versions, by title."""
    query = select(KeptQuestionnaire).where(KeptQuestionnaire.process_id == process_id)
    query = query.options(selectinload(KeptQuestionnaire.versions))
    return db.session.scalars(query.order_by(KeptQuestionnaire.title, KeptQuestionnaire.key)).all()


def questionnaire_by_key(process_id: UUID, key: str) -> KeptQuestionnaire:
    """The questionnaire with this key in this process; NotFound."""
    query = select(KeptQuestionnaire).where(
        KeptQuestionnaire.process_id == process_id, KeptQuestionnaire.key == key
    )
    return _found(db.session.scalar(query))


def questionnaire_by_id(questionnaire_id: UUID) -> KeptQuestionnaire:
    """The questionnaire with this id; NotFound."""
    return _found(db.session.get(KeptQuestionnaire, questionnaire_id))


def _found(questionnaire: KeptQuestionnaire | None) -> KeptQuestionnaire:
    if questionnaire is None:
        raise NotFound(_("Diesen Fragebogen gibt es nicht."))
    return questionnaire


def versions_of(questionnaire_id: UUID) -> Sequence[QuestionnaireVersion]:
    """All versions, the newest first."""
    query = select(QuestionnaireVersion).where(QuestionnaireVersion.questionnaire_id == questionnaire_id)
    return db.session.scalars(query.order_by(QuestionnaireVersion.number.desc())).all()


def version_by_number(questionnaire_id: UUID, number: int) -> QuestionnaireVersion:
    """One version; NotFound."""
    query = select(QuestionnaireVersion).where(
        QuestionnaireVersion.questionnaire_id == questionnaire_id, QuestionnaireVersion.number == number
    )
    version = db.session.scalar(query)
    if version is None:
        raise NotFound(_("Diese Fassung des Fragebogens gibt es nicht."))
    return version


def draft_of(questionnaire_id: UUID) -> QuestionnaireVersion | None:
    """The version that is being worked on, if there is one."""
    query = select(QuestionnaireVersion).where(
        QuestionnaireVersion.questionnaire_id == questionnaire_id, QuestionnaireVersion.state == DRAFT
    )
    return db.session.scalar(query)


def newest_published(questionnaire_id: UUID) -> QuestionnaireVersion | None:
    """The published version with the highest number, if there is one."""
    query = select(QuestionnaireVersion).where(
        QuestionnaireVersion.questionnaire_id == questionnaire_id, QuestionnaireVersion.state == PUBLISHED
    )
    return db.session.scalar(query.order_by(QuestionnaireVersion.number.desc()).limit(1))


def published_id(questionnaire_id: UUID, number: int) -> UUID | None:
    """The id of a published version by its number, None when there is none; for the recording path."""
    found: UUID | None = _PUBLISHED.run({"questionnaire_id": questionnaire_id, "number": number}).scalar()
    return found


def content_of(version: QuestionnaireVersion) -> Questionnaire:
    """The questionnaire of a version as plain values; published ones are read once in a process."""
    return from_json(version.content) if version.state == DRAFT else published_content(version.id)


@lru_cache(maxsize=64)
def published_number(version_id: UUID) -> int:
    """The number of a published version, read once in a process. NotFound."""
    query = select(QuestionnaireVersion.number).where(
        QuestionnaireVersion.id == version_id, QuestionnaireVersion.state == PUBLISHED
    )
    number: int | None = db.session.scalar(query)
    if number is None:
        raise NotFound(_("Diese Fassung des Fragebogens gibt es nicht."))
    return number


@lru_cache(maxsize=64)
def published_content(version_id: UUID) -> Questionnaire:
    """The questionnaire of a published version: it never changes, so it is read once in a process. NotFound."""
    query = select(QuestionnaireVersion.content).where(
        QuestionnaireVersion.id == version_id, QuestionnaireVersion.state == PUBLISHED
    )
    content: dict[str, Any] | None = db.session.scalar(query)
    if content is None:
        raise NotFound(_("Diese Fassung des Fragebogens gibt es nicht."))
    return from_json(content)
