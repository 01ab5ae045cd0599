"""What may be kept for a time only (E08): packages say what is due, the daily round removes it and leaves a trace."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.base import jobs
from app.base.audit import note
from app.base.database import now, transaction

NOTICE = timedelta(days=14)
"""So long before it goes, staff are told."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Due:
    """One thing whose time is over at `due_at`; `kind` in words of the audit log."""

    due_at: datetime
    kind: str
    id: UUID
    process_id: UUID


@dataclass(frozen=True)
class Keeper:
    """`due(at, process_id)` lists what is due at a time, of one process or (None) of all. `remove(id, at)` makes one
    thing go in the caller's transaction, and tells whether it was still due: it may have changed since it was listed.
    """

    due: Callable[[datetime, UUID | None], Sequence[Due]]
    remove: Callable[[UUID, datetime], bool]


_keepers: dict[str, Keeper] = {}


def keep_for_a_time(name: str, keeper: Keeper) -> None:
    """Take part in the daily round; import the module where the application starts, or nothing goes."""
    _keepers[name] = keeper


def due(at: datetime, process_id: UUID | None = None) -> list[Due]:
    """What is due at a time, the oldest first."""
    found = [one for keeper in _keepers.values() for one in keeper.due(at, process_id)]
    return sorted(found, key=lambda one: (one.due_at, str(one.id)))


def soon(process_id: UUID) -> list[Due]:
    """What will go within the time of notice."""
    return due(now() + NOTICE, process_id)


def expire(at: datetime) -> int:
    """Remove what is due, each in a transaction of its own, and note it; how many went. Outside of any transaction."""
    gone = 0
    for keeper in list(_keepers.values()):
        with transaction():
            listed = keeper.due(at, None)
        for one in listed:
            with transaction():
                if not keeper.remove(one.id, at):
                    continue
                note(actor="command", action="retention.remove", object_kind=one.kind, object_id=one.id)
            gone += 1
    if gone:
        _log.info("removed %s things whose time was over", gone)
    return gone


@jobs.upkeep
def expire_now() -> None:
    expire(now())
