"""Writes that needle maps and drawing activities have in common: an activity with settings of its own beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar
from uuid import UUID

from app.base.audit import note
from app.base.database import db
from app.processes.services import create_activity, update_activity


class OfActivity(Protocol):
    """Settings that two people may edit, of one activity."""

    @property
    def activity_id(self) -> Any: ...

    @property
    def activity(self) -> Any: ...

    def expect_version(self, version: int | None) -> None: ...


Settings = TypeVar("Settings", bound=OfActivity)


def set_up(
    make: Callable[..., Settings],
    *,
    fill: Callable[[Settings], None],
    process_id: UUID,
    channel: str,
    slug: str,
    title: str,
    description: str,
    actor: UUID | str,
) -> Settings:
    """Make an activity of a channel with its settings, which `fill` sets; a draft until it is opened."""
    activity = create_activity(
        process_id=process_id, channel=channel, slug=slug, title=title, description=description, actor=actor
    )
    settings = make(activity=activity)
    fill(settings)
    db.session.add(settings)
    db.session.flush()
    return settings


def change(
    settings: Settings,
    *,
    fill: Callable[[Settings], None],
    title: str,
    version: int | None,
    action: str,
    actor: UUID | str,
) -> Settings:
    """Set the settings anew; Conflict when somebody saved since `version`. `action` names it in the audit log."""
    settings.expect_version(version)
    if settings.activity.title != title:
        update_activity(activity_id=settings.activity_id, title=title, actor=actor)
    fill(settings)
    db.session.flush()
    note(actor=actor, action=action, object_kind="activity", object_id=settings.activity_id)
    return settings
