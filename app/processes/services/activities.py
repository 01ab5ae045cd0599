"""Writes about the activities of a process: create, change, open, close."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from app.base.audit import note
from app.base.database import db, now
from app.base.errors import Conflict, DomainError
from app.processes.channels import channels
from app.processes.models import Activity
from app.processes.queries import activity_by_id, process_by_id
from app.processes.services.checks import check_slug, checked_values


def create_activity(
    *,
    process_id: UUID,
    channel: str,
    slug: str,
    title: str,
    description: str = "",
    opens_on: date | None = None,
    closes_on: date | None = None,
    languages: Sequence[str] = ("de",),
    actor: UUID | str = "command",
) -> Activity:
    """Make an activity of a channel as a draft; DomainError for a bad or taken slug, unknown channel, bad dates."""
    check_slug(slug)
    if channel not in channels():
        raise DomainError(
            _("Diesen Weg der Beteiligung gibt es hier nicht: %(name)s", name=channel), field="channel"
        )
    taken = select(Activity.id).where(Activity.process_id == process_id, Activity.slug == slug)
    if db.session.scalar(taken):
        message = _("In diesem Verfahren gibt es schon eine Aktivität »%(slug)s«.", slug=slug)
        raise Conflict(message, field="slug")
    values = checked_values(
        Activity, title=title, description=description, opens_on=opens_on, closes_on=closes_on
    )
    activity = Activity(channel=channel, slug=slug, languages=list(languages), **values)
    activity.process = process_by_id(process_id)
    db.session.add(activity)
    db.session.flush()
    note(actor=actor, action="activity.create", object_kind="activity", object_id=activity.id)
    return activity


def update_activity(
    *, activity_id: UUID, version: int | None = None, actor: UUID | str = "command", **values: Any
) -> Activity:
    """Change title, description, dates or languages; Conflict when `version` is stale."""
    activity = activity_by_id(activity_id)
    checked = checked_values(Activity, **{"title": activity.title, **values})
    activity.expect_version(version)
    for name, value in checked.items():
        setattr(activity, name, value)
    db.session.flush()
    note(actor=actor, action="activity.update", object_kind="activity", object_id=activity.id)
    return activity


def open_activity(*, activity_id: UUID, actor: UUID | str = "command") -> Activity:
    """Offer an activity; people can take part as soon as its process is open too."""
    return _set_activity_status(activity_id, "open", actor)


def close_activity(*, activity_id: UUID, actor: UUID | str = "command") -> Activity:
    """End an activity; what was contributed stays."""
    return _set_activity_status(activity_id, "closed", actor)


def _set_activity_status(activity_id: UUID, status: str, actor: UUID | str) -> Activity:
    activity = activity_by_id(activity_id)
    if activity.status != status:
        activity.status = status
        activity.closed_at = now() if status == "closed" else None
        db.session.flush()
        note(actor=actor, action=f"activity.{status}", object_kind="activity", object_id=activity.id)
    return activity
