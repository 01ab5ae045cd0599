"""What a task holds in its hands while it works: its arguments, its folder, a way to tell how far it is."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from app.base.database import db, is_writing, now, transaction
from app.base.jobs.models import Job

_PAUSE = 1.0
"""Seconds between two writes of progress: each of them is a commit."""


class Cancelled(Exception):
    """Somebody asked the job to stop; let it pass through, so that open transactions roll back."""


@dataclass
class JobHandle:
    """One running job. `folder` is private and empty at the start; it goes when the task ends, unless it returns
    `{"file": name}` for a file in it, which is then kept for a day for the job's owner."""

    id: UUID
    arguments: dict[str, Any]
    user_id: UUID | None
    process_id: UUID | None
    folder: Path
    stop: Event = field(default_factory=Event)
    _told_at: float = 0.0
    _told: str = ""

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        """Tell how far the work is; may be called often. Raises Cancelled when somebody asked to stop.

        Inside a transaction of the task nothing is written (it would wait for itself), only the wish to stop is seen.
        """
        if self.stop.is_set():
            raise Cancelled
        is_new = bool(message) and message != self._told
        if is_writing() or (time.monotonic() - self._told_at < _PAUSE and not is_new):
            return
        self._told_at = time.monotonic()
        self._told = message or self._told
        with transaction():
            wants_stop = db.session.scalar(select(Job.cancel_requested).where(Job.id == self.id))
            db.session.execute(
                update(Job)
                .where(Job.id == self.id)
                .values(done=done, total=total, message=self._told[:2000], heartbeat_at=now())
            )
        if wants_stop:
            self.stop.set()
            raise Cancelled

    def cancelled(self) -> bool:
        """For loops that must not raise, and for `base.child.run(cancelled=…)`."""
        return self.stop.is_set()
