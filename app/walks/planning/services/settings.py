"""Writes of what a walk is: its question, group, date and place; cancelling it and taking that back; its materials."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from app.areas.age_bands import AGE_BANDS
from app.base.audit import note
from app.base.database import db, now
from app.base.errors import DomainError
from app.participants.models import JoinCode
from app.participants.services import preset_code
from app.participants.vocabulary import ROLES
from app.processes.services import update_activity
from app.walks.models import Walk, WalkCode
from app.walks.planning.materials import as_text, things
from app.walks.queries import walk_of
from app.walks.services import age_band_of
from app.walks.vocabulary import AUDIENCES, KINDS, RECORDER

MOST_EXPECTED = 200


@dataclass(frozen=True)
class Plan:
    """What the form of a walk holds; moments are UTC, `materials` has a thing on each line."""

    title: str
    focus: str = ""
    kind: str = "walk"
    audience: str = "homogeneous"
    group_label: str = ""
    group_role: str = "youth"
    group_bands: Collection[str] = ()
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    rain_starts_at: datetime | None = None
    meeting_point: str = ""
    accessibility: str = ""
    materials: str = ""
    expected_persons: int | None = None
    is_announced: bool = False


_TOLD = ("starts_at", "ends_at", "rain_starts_at", "meeting_point")
"""What people with an invitation must hear of when it changes."""


def update_walk(
    *, activity_id: UUID, plan: Plan, version: int | None = None, actor: UUID | str = "command"
) -> Walk:
    """Change what a walk is; Conflict when somebody saved since the form was opened, DomainError names the field."""
    walk = _walk(activity_id)
    _check(plan)
    walk.expect_version(version)
    before, rain_before = [getattr(walk, name) for name in _TOLD], walk.rain_starts_at
    if walk.activity.title != plan.title.strip():
        update_activity(activity_id=activity_id, title=plan.title.strip(), actor=actor)
    for name in ("focus", "group_label", "meeting_point", "accessibility"):
        setattr(walk, name, getattr(plan, name).strip())
    for name in ("kind", "audience", "group_role", "starts_at", "ends_at", "rain_starts_at"):
        setattr(walk, name, getattr(plan, name))
    walk.group_bands = [band for band in AGE_BANDS if band in plan.group_bands]
    walk.expected_persons, walk.is_announced = plan.expected_persons, plan.is_announced
    packed = {thing.text for thing in things(walk.materials) if thing.is_packed}
    walk.materials = as_text(things(plan.materials), packed)
    if [getattr(walk, name) for name in _TOLD] != before:
        walk.calendar_sequence += 1
    if walk.rain_starts_at is not None:
        walk.dropped_rain_at = None
    elif rain_before is not None:
        walk.dropped_rain_at = rain_before
    db.session.flush()
    _tell_recorders(walk)
    note(actor=actor, action="walk.update", object_kind="activity", object_id=activity_id)
    return walk


def pack(*, activity_id: UUID, packed: Collection[str], actor: UUID | str = "command") -> Walk:
    """Tick the things that are packed; what is not on the list is not put there."""
    walk = _walk(activity_id)
    walk.materials = as_text(things(walk.materials), set(packed))
    walk.version += 1
    db.session.flush()
    note(actor=actor, action="walk.pack", object_kind="activity", object_id=activity_id)
    return walk


def cancel(*, activity_id: UUID, actor: UUID | str = "command") -> Walk:
    """The walk does not take place; calendars are told by the next file. Once more changes nothing."""
    walk = _walk(activity_id)
    if walk.cancelled_at is None:
        walk.cancelled_at = now()
        _tell_anew(walk, "walk.cancel", actor)
    return walk


def take_place(*, activity_id: UUID, actor: UUID | str = "command") -> Walk:
    """The walk takes place after all."""
    walk = _walk(activity_id)
    if walk.cancelled_at is not None:
        walk.cancelled_at = None
        _tell_anew(walk, "walk.take_place", actor)
    return walk


def move_to_rain_date(*, activity_id: UUID, actor: UUID | str = "command") -> Walk:
    """It rains: the walk takes place at its rain date, as long as it was planned; DomainError without a rain date."""
    walk = _walk(activity_id)
    if walk.rain_starts_at is None or walk.starts_at is None or walk.ends_at is None:
        raise DomainError(_("Es gibt keinen Ausweichtermin."), field="rain_starts_at")
    lasts = walk.ends_at - walk.starts_at
    walk.starts_at, walk.ends_at = walk.rain_starts_at, walk.rain_starts_at + lasts
    walk.dropped_rain_at, walk.rain_starts_at = walk.rain_starts_at, None
    _tell_anew(walk, "walk.move", actor)
    return walk


def _tell_anew(walk: Walk, action: str, actor: UUID | str) -> None:
    walk.calendar_sequence += 1
    walk.version += 1
    db.session.flush()
    note(actor=actor, action=action, object_kind="activity", object_id=walk.activity_id)


def _tell_recorders(walk: Walk) -> None:
    """Devices that join from now on speak for the group as it is described now."""
    codes = (
        select(JoinCode)
        .join(WalkCode, WalkCode.join_code_id == JoinCode.id)
        .where(WalkCode.activity_id == walk.activity_id, WalkCode.device == RECORDER)
        .order_by(JoinCode.id)
    )
    for code in db.session.scalars(codes):
        preset_code(code=code, role=walk.group_role, age_band=age_band_of(walk))


def _check(plan: Plan) -> None:
    if not plan.title.strip():
        raise DomainError(_("Bitte geben Sie einen Titel an."), field="title")
    if plan.kind not in KINDS:
        raise DomainError(_("Diese Art von Spaziergang gibt es nicht."), field="kind")
    if plan.audience not in AUDIENCES:
        raise DomainError(_("Bitte wählen Sie, wer zusammen geht."), field="audience")
    if plan.group_role not in ROLES:
        raise DomainError(_("Diese Rolle gibt es nicht."), field="group_role")
    if not set(plan.group_bands) <= set(AGE_BANDS):
        raise DomainError(_("Diese Altersgruppe gibt es nicht."), field="group_bands")
    if plan.ends_at and plan.starts_at is None:
        raise DomainError(_("Bitte geben Sie an, wann es beginnt."), field="starts_at")
    if plan.starts_at and plan.ends_at is None:
        raise DomainError(_("Bitte geben Sie an, wann es endet."), field="ends_at")
    if plan.starts_at and plan.ends_at and plan.ends_at <= plan.starts_at:
        raise DomainError(_("Das Ende liegt vor dem Beginn."), field="ends_at")
    if plan.rain_starts_at and (plan.starts_at is None or plan.rain_starts_at <= plan.starts_at):
        raise DomainError(_("Der Ausweichtermin liegt nach dem Termin."), field="rain_starts_at")
    if plan.expected_persons is not None and not 1 <= plan.expected_persons <= MOST_EXPECTED:
        message = _("Bitte eine Zahl von 1 bis %(most)s.", most=MOST_EXPECTED)
        raise DomainError(message, field="expected_persons")


def _walk(activity_id: UUID) -> Walk:
    walk = walk_of(activity_id)
    if walk is None:
        raise DomainError(_("Diesen Spaziergang gibt es nicht."), field="walk")
    return walk
