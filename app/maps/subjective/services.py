"""Writes of drawing activities: create, change. Opening and closing is a matter of processes."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _

from app.base.errors import DomainError
from app.maps.set_up import change, set_up
from app.maps.subjective.models import CHANNEL, DrawingTask
from app.maps.subjective.queries import task_of
from app.maps.subjective.template import TaskDraft
from app.maps.subjective.vocabulary import RATINGS

LONGEST_HINT = 600


def create_task(
    *, process_id: UUID, slug: str, draft: TaskDraft, description: str = "", actor: UUID | str = "command"
) -> DrawingTask:
    """Make a drawing activity; it is a draft until it is opened. DomainError names the field."""
    _check(draft)
    return set_up(
        DrawingTask,
        fill=lambda made: _fill(made, draft),
        process_id=process_id,
        channel=CHANNEL,
        slug=slug,
        title=draft.title,
        description=description,
        actor=actor,
    )


def update_task(
    *, activity_id: UUID, draft: TaskDraft, version: int | None = None, actor: UUID | str = "command"
) -> DrawingTask:
    """Change what is asked; Conflict when somebody saved since the form was opened."""
    task = task_of(activity_id)
    if task is None:
        raise DomainError(_("Diese Aktivität gibt es nicht."))
    _check(draft)
    return change(
        task,
        fill=lambda found: _fill(found, draft),
        title=draft.title,
        version=version,
        action="drawing_task.update",
        actor=actor,
    )


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
