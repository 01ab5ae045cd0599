"""Reads for those who plan: walks on one trail, codes with who came by them, addresses while they may be kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from app.base.database import db
from app.participants.models import JoinCode
from app.participants.queries import arrivals, state_of
from app.walks.models import Walk, WalkCode
from app.walks.planning.models import WalkContact

KEPT = timedelta(days=89)
"""So long after the walk an address may be there at the latest (E08): the shortest three months have 89 days."""


@dataclass(frozen=True)
class DeviceCode:
    """A code of a walk, what joins by it (DEVICES), how many did and when the last one came."""

    code: JoinCode
    device: str
    state: str
    joined: int
    last: datetime | None


def activities_on(trail_id: UUID) -> Sequence[UUID]:
    """The walks on a trail, by the ids of their activities."""
    return db.session.scalars(
        select(Walk.activity_id).where(Walk.trail_id == trail_id).order_by(Walk.activity_id)
    ).all()


def device_codes(activity_id: UUID, at: datetime) -> list[DeviceCode]:
    """The codes of a walk, newest first."""
    query = (
        select(JoinCode, WalkCode.device)
        .join(WalkCode, WalkCode.join_code_id == JoinCode.id)
        .where(WalkCode.activity_id == activity_id)
        .order_by(JoinCode.created_at.desc(), JoinCode.id.desc())
    )
    rows = db.session.execute(query).all()
    came = arrivals([code.id for code, _device in rows])
    return [
        DeviceCode(code, device, state_of(code, at), *came.get(code.id, (0, None))) for code, device in rows
    ]


def contacts_of(activity_id: UUID) -> Sequence[WalkContact]:
    """The addresses of a walk in the order in which they came."""
    query = select(WalkContact).where(WalkContact.activity_id == activity_id)
    return db.session.scalars(query.order_by(WalkContact.created_at, WalkContact.id)).all()


def goes_at(walk_starts_at: datetime | None, came_at: datetime) -> datetime:
    """When an address goes: three months after the walk, without a date three months after it came."""
    return (walk_starts_at or came_at) + KEPT


def number_of_contacts(activity_id: UUID) -> int:
    """How many addresses there are, without opening one."""
    query = select(func.count()).select_from(WalkContact).where(WalkContact.activity_id == activity_id)
    return int(db.session.scalar(query) or 0)
