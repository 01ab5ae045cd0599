"""Background work as people see it: one row for each job, from the click to the result."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Base, Keyed, UtcDateTime

OPEN_STATES = ("queued", "running")


class Job(Keyed, Base):
    """One job. `done` of `total` steps (None: nobody knows how many); `worker` is machine, process and its start.

    `state` is queued, running, done, failed or cancelled; `message` says what happens or what went wrong, in German;
    `result` is what the task returned: `message`, `url`, `file` are shown, anything else is the caller's own.
    """

    __tablename__ = "job"

    kind: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(12), default="queued", index=True)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    message: Mapped[str] = mapped_column(String(2000), default="")
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    result: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    process_id: Mapped[UUID | None] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    worker: Mapped[str] = mapped_column(String(200), default="")
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    heartbeat_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancel_requested: Mapped[bool] = mapped_column(default=False)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES
