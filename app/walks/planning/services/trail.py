"""Writes of a trail: its line, its notes, its stops in their order. What was spoken of is left out, never deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import shapely
from flask_babel import gettext as _

from app.base.audit import note
from app.base.database import db
from app.base.errors import DomainError, NotFound
from app.contributions.sittings import answered_values
from app.walks.models import Stop, Trail, TrailNote
from app.walks.planning.queries import activities_on
from app.walks.route import joined
from app.walks.services import MOST_STOPS
from app.walks.vocabulary import NOTES

MOST_NOTES = 40
MOST_CORNERS = 2000
MINUTES = (1, 60)


@dataclass(frozen=True)
class StopPlan:
    """A stop as the form has it; `id` is that of a stop of the trail, None for a new one."""

    name: str
    id: UUID | None = None
    point: shapely.Point | None = None
    place_text: str = ""
    prompts: str = ""
    minutes: int = 6
    is_dropped: bool = False


@dataclass(frozen=True)
class NotePlan:
    """Something beside the way: kind (NOTES), point or None, words."""

    kind: str
    point: shapely.Point | None = None
    text: str = ""


@dataclass(frozen=True)
class TrailPlan:
    """The whole trail as the form has it; `joins_stops` draws the line straight from stop to stop."""

    title: str
    route: shapely.LineString | None = None
    slope_hint: str = ""
    stops: Sequence[StopPlan] = ()
    notes: Sequence[NotePlan] = ()
    joins_stops: bool = False


def update_trail(
    *, trail_id: UUID, plan: TrailPlan, version: int | None = None, actor: UUID | str = "command"
) -> Trail:
    """Write the trail anew; Conflict when somebody saved since the form was opened, DomainError names the field.

    A stop that is no longer in the plan goes, unless an entry of any walk on this trail names it: then it is left out.
    """
    trail = db.session.get(Trail, trail_id)
    if trail is None:
        raise NotFound(_("Diesen Weg gibt es nicht."))
    _check(plan)
    trail.expect_version(version)
    trail.title, trail.slope_hint = plan.title.strip(), plan.slope_hint.strip()
    _put_stops(trail, plan.stops)
    trail.notes = [
        TrailNote(position=position, kind=one.kind, point=one.point, text=one.text.strip())
        for position, one in enumerate(plan.notes, start=1)
    ]
    kept = [stop for stop in trail.stops if not stop.is_dropped]
    trail.route = joined(kept) if plan.joins_stops else plan.route
    db.session.flush()
    note(actor=actor, action="trail.update", object_kind="trail", object_id=trail.id)
    return trail


def _put_stops(trail: Trail, plans: Sequence[StopPlan]) -> None:
    known = {stop.id: stop for stop in trail.stops}
    wanted: list[Stop] = []
    # Those left out stand behind the others, so that the numbers people see count without gaps.
    for one in sorted(plans, key=lambda plan: plan.is_dropped):
        stop = known.pop(one.id, None) if one.id else None
        if one.id and stop is None:
            raise DomainError(
                _("Diesen Halt gibt es nicht mehr. Bitte laden Sie die Seite neu."), field="stops"
            )
        stop = stop or Stop()
        stop.name, stop.point = one.name.strip(), one.point
        stop.place_text, stop.prompts = one.place_text.strip(), one.prompts.strip()
        stop.minutes, stop.is_dropped = one.minutes, one.is_dropped
        wanted.append(stop)
    spoken_of = answered_values(activities_on(trail.id), "stop") if known else set()
    for stop in known.values():
        if str(stop.id) in spoken_of:
            stop.is_dropped = True
            wanted.append(stop)
    for position, stop in enumerate(wanted, start=1):
        stop.position = position
    trail.stops = wanted


def _check(plan: TrailPlan) -> None:
    if not plan.title.strip():
        raise DomainError(_("Bitte geben Sie dem Weg einen Namen."), field="title")
    if len([stop for stop in plan.stops if not stop.is_dropped]) > MOST_STOPS:
        raise DomainError(_("Bitte höchstens %(num)s Halte.", num=MOST_STOPS), field="stops")
    if len(plan.notes) > MOST_NOTES:
        raise DomainError(_("Bitte höchstens %(num)s Hinweise.", num=MOST_NOTES), field="notes")
    for stop in plan.stops:
        if not stop.name.strip():
            raise DomainError(_("Jeder Halt braucht einen Namen."), field="stops")
        if not MINUTES[0] <= stop.minutes <= MINUTES[1]:
            raise DomainError(_("Bitte 1 bis 60 Minuten je Halt."), field="stops")
    if any(one.kind not in NOTES for one in plan.notes):
        raise DomainError(_("Diese Art von Hinweis gibt es nicht."), field="notes")
    if plan.route is not None and shapely.get_num_coordinates(plan.route) > MOST_CORNERS:
        raise DomainError(_("Der Weg hat zu viele Punkte. Bitte zeichnen Sie ihn gröber."), field="route")
