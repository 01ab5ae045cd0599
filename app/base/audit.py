"""Accountability: who did what to which thing and when; ids only, never words people wrote."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Base, Keyed, db


class AuditEvent(Keyed, Base):
    """One line of the protocol; `actor` is a user id, `participant` or `command`."""

    __tablename__ = "audit_event"

    actor: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(64), index=True)
    object_kind: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[str] = mapped_column(String(64), index=True)


def note(*, actor: UUID | str, action: str, object_kind: str, object_id: UUID | str) -> None:
    """Write one line in the caller's transaction, so that the act and its trace stand or fall together."""
    db.session.add(
        AuditEvent(actor=str(actor), action=action, object_kind=object_kind, object_id=str(object_id))
    )


def last_actor(*, action: str, object_id: UUID | str) -> UUID | None:
    """Which account did this to a thing last; None when nobody or no account did."""
    query = select(AuditEvent.actor).where(
        AuditEvent.action == action, AuditEvent.object_id == str(object_id)
    )
    actor = db.session.scalar(query.order_by(AuditEvent.created_at.desc(), AuditEvent.id.desc()).limit(1))
    try:
        return UUID(actor) if actor else None
    except ValueError:
        return None
