"""Drafts of people without a script: kept from page to page, gone when sent or after 30 days without a change."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from app.base.database import db, now
from app.base.retention import Due, Keeper, keep_for_a_time
from app.contributions.media.queries import kept_files
from app.contributions.media.services import drop_waiting, expire_waiting
from app.contributions.queries import has_answered
from app.processes.models import Activity
from app.surveys.models import SurveyDraft

KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Unsent:
    """One draft as its owner takes it along; `title` is that of the activity."""

    submission_id: UUID
    title: str
    updated_at: datetime
    raw: dict[str, Any]


def draft_of(participant_id: UUID, activity_id: UUID) -> SurveyDraft | None:
    """What somebody has answered so far in a survey, None when nothing."""
    query = select(SurveyDraft).where(
        SurveyDraft.participant_id == participant_id, SurveyDraft.activity_id == activity_id
    )
    return db.session.scalar(query)


def drafts_of(participant_id: UUID) -> list[Unsent]:
    """All that somebody has begun and not sent, the oldest first; what arrived another way since is no draft."""
    query = select(SurveyDraft, Activity.title).join(Activity, Activity.id == SurveyDraft.activity_id)
    query = query.where(SurveyDraft.participant_id == participant_id).order_by(SurveyDraft.updated_at)
    return [
        Unsent(draft.submission_id, title, draft.updated_at, draft.raw)
        for draft, title in db.session.execute(query)
        if not has_answered(activity_id=draft.activity_id, participant_id=participant_id, without=UUID(int=0))
    ]


def save_unsent(*, participant_id: UUID, activity_id: UUID, raw: dict[str, Any]) -> SurveyDraft:
    """Keep raw answers until they are sent."""
    draft = draft_of(participant_id, activity_id)
    if draft is None:
        draft = SurveyDraft(participant_id=participant_id, activity_id=activity_id, raw=raw)
        db.session.add(draft)
    draft.raw, draft.updated_at = raw, now()
    db.session.flush()
    return draft


def drop_unnamed(draft: SurveyDraft) -> None:
    """Files that no answer names any more go."""
    said = json.dumps(draft.raw)
    named = {one.id for one in kept_files(submission_id=draft.submission_id) if str(one.id) in said}
    drop_waiting(submission_id=draft.submission_id, participant_id=draft.participant_id, but=named)


def drop_unsent(*, participant_id: UUID, activity_id: UUID) -> None:
    """Forget what was answered, and its files; nothing happens when nothing was."""
    draft = draft_of(participant_id, activity_id)
    if draft is not None:
        expire_waiting(draft.submission_id)
    own = (SurveyDraft.participant_id == participant_id, SurveyDraft.activity_id == activity_id)
    db.session.execute(delete(SurveyDraft).where(*own))


def due(at: datetime, process_id: UUID | None) -> Sequence[Due]:
    query = select(SurveyDraft, Activity.process_id).join(Activity, Activity.id == SurveyDraft.activity_id)
    query = query.where(SurveyDraft.updated_at <= at - KEPT)
    if process_id is not None:
        query = query.where(Activity.process_id == process_id)
    ordered = query.order_by(SurveyDraft.updated_at, SurveyDraft.submission_id)
    return [
        Due(draft.updated_at + KEPT, "survey_draft", draft.submission_id, of)
        for draft, of in db.session.execute(ordered)
    ]


def expire(submission_id: UUID, at: datetime) -> bool:
    """False when somebody went on answering since."""
    old = (SurveyDraft.submission_id == submission_id, SurveyDraft.updated_at <= at - KEPT)
    removed: Any = db.session.execute(delete(SurveyDraft).where(*old))
    if removed.rowcount:
        expire_waiting(submission_id)
    return bool(removed.rowcount)


keep_for_a_time("survey drafts", Keeper(due, expire))
