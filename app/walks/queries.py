"""Reads of walks: one by its address, those of a process or a trail, and what the recording path must know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.base.database import db
from app.base.errors import NotFound
from app.base.shared_commit import known
from app.contributions.sittings import sitting_answers
from app.participants.models import Participant
from app.processes.models import Activity
from app.processes.queries import activity_by_slug
from app.walks.models import CHANNEL, Stop, Trail, Walk, WalkCode
from app.walks.vocabulary import GROUP, SAID

_WHOLE = (
    joinedload(Walk.activity),
    joinedload(Walk.trail).selectinload(Trail.stops),
    joinedload(Walk.trail).selectinload(Trail.notes),
    selectinload(Walk.crew),
    selectinload(Walk.invitations),
)


@dataclass(frozen=True)
class WalkRules:
    """What an entry has to keep: the trail's stops, and which version of which questionnaire is asked there."""

    trail_id: UUID
    stops: frozenset[UUID]
    questionnaire_id: UUID | None
    version_id: UUID | None


def walk_by_slug(process_id: UUID, slug: str) -> Walk:
    """The walk of one activity; NotFound."""
    activity = activity_by_slug(process_id, slug)
    found = walk_of(activity.id) if activity.channel == CHANNEL else None
    if found is None:
        raise NotFound(_("Diesen Spaziergang gibt es nicht."))
    return found


def walk_of(activity_id: UUID) -> Walk | None:
    """A walk with its trail, or None when the activity is something else."""
    return db.session.scalar(select(Walk).where(Walk.activity_id == activity_id).options(*_WHOLE))


def walks_of(process_id: UUID) -> Sequence[Walk]:
    """All walks of a process, the earliest date first, those without a date last."""
    query = select(Walk).join(Walk.activity).where(Activity.process_id == process_id).options(*_WHOLE)
    return db.session.scalars(
        query.order_by(Walk.starts_at.is_(None), Walk.starts_at, Activity.created_at)
    ).all()


def sisters_of(walk: Walk) -> list[Walk]:
    """The other walks on the same trail, as `walks_of` orders them."""
    return [
        one
        for one in walks_of(walk.activity.process_id)
        if one.trail_id == walk.trail_id and one.activity_id != walk.activity_id
    ]


def is_first_on(trail_id: UUID, activity_id: UUID) -> bool:
    """Whether this is the walk that was made first on its trail."""
    query = select(Walk.activity_id).join(Walk.activity).where(Walk.trail_id == trail_id)
    return db.session.scalar(query.order_by(Activity.created_at, Activity.id).limit(1)) == activity_id


def trails_of(process_id: UUID) -> Sequence[Trail]:
    """All trails of a process by title, with their stops."""
    query = select(Trail).where(Trail.process_id == process_id).options(selectinload(Trail.stops))
    return db.session.scalars(query.order_by(Trail.title, Trail.id)).all()


def stops_of(trail: Trail) -> list[Stop]:
    """The stops that are walked to, in order."""
    return [stop for stop in trail.stops if not stop.is_dropped]


def stop_choices(activity: Activity) -> list[tuple[str, str]]:
    """Value of the attribute `stop` and name of every stop of an activity's trail (`Channel.stops`)."""
    walk = walk_of(activity.id)
    return [(str(stop.id), f"{stop.position} {stop.name}") for stop in walk.trail.stops] if walk else []


def walk_rules(activity_id: UUID) -> WalkRules | None:
    """What an entry of this activity keeps, None when it is no walk; asked once in a shared transaction."""
    return known(("walk", activity_id), lambda: _read_rules(activity_id))


def _read_rules(activity_id: UUID) -> WalkRules | None:
    row = db.session.execute(
        select(Walk.trail_id, Walk.questionnaire_id, Walk.version_id).where(Walk.activity_id == activity_id)
    ).first()
    if row is None:
        return None
    stops = db.session.scalars(select(Stop.id).where(Stop.trail_id == row.trail_id).order_by(Stop.position))
    return WalkRules(row.trail_id, frozenset(stops), row.questionnaire_id, row.version_id)


def device_of(activity_id: UUID, participant_id: UUID) -> str:
    """What somebody's device is for (DEVICES): by the code it joined with, else it speaks for its owner."""
    query = (
        select(WalkCode.device)
        .join(Participant, Participant.join_code_id == WalkCode.join_code_id)
        .where(WalkCode.activity_id == activity_id, Participant.id == participant_id)
    )
    return db.session.scalar(query) or GROUP


_COUNTED = {
    **dict.fromkeys((*SAID, "dot", "voice"), "notes"),
    "photo": "photos",
    "rating": "ratings",
    "hands": "ratings",
}


def noted_by_all(activity_id: UUID) -> dict[str, dict[str, int]]:
    """How many notes, photos and ratings all devices of a walk have sent, by stop ("" is on the way); no words."""
    table = sitting_answers(activity_id)
    table = table[table["key"].isin(["what", "stop"])]
    wide = table.pivot(index="submission_id", columns="key", values="value_text").reindex(
        columns=["what", "stop"]
    )
    found: dict[str, dict[str, int]] = {}
    for what, stop in zip(wide["what"], wide["stop"].fillna(""), strict=True):
        if name := _COUNTED.get(what):
            here = found.setdefault(str(stop), {"notes": 0, "photos": 0, "ratings": 0})
            here[name] += 1
    return dict(sorted(found.items()))
