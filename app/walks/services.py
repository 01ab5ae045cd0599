"""Writes of walks: a trail with its stops, a group's walk on it, the codes of its devices, entries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import shapely
from flask_babel import gettext as _

from app.base.audit import note
from app.base.database import db
from app.base.errors import DomainError
from app.contributions.drafts import SubmissionDraft
from app.contributions.services import Recorded, as_sent, check, prepare, repeated, store
from app.participants.consents import ADULT, GROUPS, OLDER
from app.participants.models import JoinCode
from app.participants.services import create_code
from app.processes.services import create_activity
from app.walks.entries import entered
from app.walks.models import CHANNEL, Stop, Trail, Walk, WalkCode
from app.walks.vocabulary import AUDIENCES, DEVICES, KINDS, RECORDER

MOST_STOPS = 12


@dataclass(frozen=True)
class StopDraft:
    """A stop to be planned; `point` in WGS 84 or None for a stop described in words."""

    name: str
    point: shapely.Point | None = None
    place_text: str = ""
    prompts: str = ""
    minutes: int = 6


def create_trail(
    *,
    process_id: UUID,
    title: str,
    stops: Sequence[StopDraft] = (),
    route: shapely.LineString | None = None,
    actor: UUID | str = "command",
) -> Trail:
    """A route and its stops, numbered in the order given; DomainError names the field."""
    if not title.strip():
        raise DomainError(_("Bitte geben Sie einen Titel an."), field="title")
    if len(stops) > MOST_STOPS:
        raise DomainError(_("Bitte höchstens %(num)s Halte.", num=MOST_STOPS), field="stops")
    trail = Trail(process_id=process_id, title=title.strip(), route=route)
    for position, stop in enumerate(stops, start=1):
        if not stop.name.strip():
            raise DomainError(_("Jeder Halt braucht einen Namen."), field="stops")
        trail.stops.append(
            Stop(
                position=position,
                name=stop.name.strip(),
                point=stop.point,
                place_text=stop.place_text,
                prompts=stop.prompts,
                minutes=stop.minutes,
            )
        )
    db.session.add(trail)
    db.session.flush()
    note(actor=actor, action="trail.create", object_kind="trail", object_id=trail.id)
    return trail


def create_walk(
    *,
    trail: Trail,
    slug: str,
    title: str,
    focus: str = "",
    kind: str = "walk",
    audience: str = "homogeneous",
    group_label: str = "",
    group_role: str = "youth",
    group_bands: Collection[str] = (),
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    actor: UUID | str = "command",
) -> Walk:
    """One group's walk on a trail, not open yet; times are UTC. DomainError names the field."""
    if kind not in KINDS:
        raise DomainError(_("Diese Art von Spaziergang gibt es nicht."), field="kind")
    if audience not in AUDIENCES:
        raise DomainError(_("Bitte wählen Sie, wer zusammen geht."), field="audience")
    if starts_at and ends_at and ends_at <= starts_at:
        raise DomainError(_("Das Ende liegt vor dem Beginn."), field="ends_at")
    activity = create_activity(
        process_id=trail.process_id, channel=CHANNEL, slug=slug, title=title, actor=actor
    )
    walk = Walk(
        activity=activity,
        trail=trail,
        kind=kind,
        focus=focus.strip(),
        audience=audience,
        group_label=group_label.strip(),
        group_role=group_role,
        group_bands=list(group_bands),
        starts_at=starts_at,
        ends_at=ends_at,
    )
    db.session.add(walk)
    db.session.flush()
    return walk


def create_walk_code(*, walk: Walk, device: str, label: str, actor: UUID | str = "command") -> JoinCode:
    """A code for devices of this walk; DomainError for an unknown device.

    A recorder is asked nothing: it takes role and age band of the group. To a phone of the group its role is proposed.
    """
    if device not in DEVICES:
        raise DomainError(_("Diese Art von Gerät gibt es nicht."), field="device")
    is_recorder = device == RECORDER
    code = create_code(
        process_id=walk.activity.process_id,
        label=label,
        activity_id=walk.activity_id,
        preset_role=walk.group_role,
        preset_age_band=age_band_of(walk) if is_recorder else None,
        asks_nothing=is_recorder,
        actor=actor,
    )
    db.session.add(WalkCode(join_code_id=code.id, activity_id=walk.activity_id, device=device))
    db.session.flush()
    note(actor=actor, action="walk.code", object_kind="activity", object_id=walk.activity_id)
    return code


def age_band_of(walk: Walk) -> str:
    """The band a device takes that speaks for the group: the walk's single one from 16 on, else none (`na`).

    Whose hands hold the device is nobody's band below 16: photos and voices are a yes of that person, who says on the
    spot to be old enough (E04).
    """
    only = walk.group_bands[0] if len(walk.group_bands) == 1 else "na"
    return only if GROUPS[only] in (OLDER, ADULT) else "na"


def record_entry(*, walk: Walk, sitting: SubmissionDraft, raw: dict[str, Any], device: str) -> Recorded:
    """Record one entry that came as a form or from paper, exactly once by the sitting's id (docs/walks.md)."""
    sitting.sent = {"answers": raw}
    found = repeated(as_sent(sitting))
    if found is not None:
        return found
    return store(prepare(check(entered(sitting, raw, device, walk.questionnaire_id))))
