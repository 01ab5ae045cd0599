"""Writes of drawing activities: create, change. Opening and closing is a matter of processes."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _

from app.base.audit import note
from app.base.database import db
from app.base.errors import DomainError
from app.maps.subjective.models import CHANNEL, DrawingTask
from app.maps.subjective.queries import task_of
from app.maps.subjective.template import TaskDraft
from app.maps.subjective.vocabulary import RATINGS
from app.processes.services import create_activity, update_activity

LONGEST_HINT = 600


def create_task(
    *, process_id: UUID, slug: str, draft: TaskDraft, description: str = "", actor: UUID | str = "command"
) -> DrawingTask:
    """Make a drawing activity; it is a draft until it is opened. DomainError names the field."""
    _check(draft)
    activity = create_activity(
        process_id=process_id,
        channel=CHANNEL,
        slug=slug,
        title=draft.title,
        description=description,
        actor=actor,
    )
    task = DrawingTask(activity=activity)
    _fill(task, draft)
    db.session.add(task)
    db.session.flush()
    return task


def update_task(
    *, activity_id: UUID, draft: TaskDraft, version: int | None = None, actor: UUID | str = "command"
) -> DrawingTask:
    """Change what is asked; Conflict when somebody saved since the form was opened."""
    task = task_of(activity_id)
    if task is None:
        raise DomainError(_("Diese Aktivität gibt es nicht."))
    _check(draft)
    task.expect_version(version)
    if task.activity.title != draft.title:
        update_activity(activity_id=activity_id, title=draft.title, actor=actor)
    _fill(task, draft)
    db.session.flush()
    note(actor=actor, action="drawing_task.update", object_kind="activity", object_id=activity_id)
    return task


def _check(draft: TaskDraft) -> None:
    for name in ("intro", "start_hint", "second_hint"):
        if len(getattr(draft, name)) > LONGEST_HINT:
            raise DomainError(_("Bitte höchstens %(limit)s Zeichen.", limit=LONGEST_HINT), field=name)
    if set(draft.ratings) - set(RATINGS):
        raise DomainError(_("Diesen Aufkleber gibt es nicht."), field="ratings")


def _fill(task: DrawingTask, draft: TaskDraft) -> None:
    task.intro = draft.intro.strip()
    task.start_hint, task.second_hint = draft.start_hint.strip(), draft.second_hint.strip()
    task.ask_narration, task.ask_places = draft.ask_narration, draft.ask_places
    task.ratings = [code for code in RATINGS if code in draft.ratings]
