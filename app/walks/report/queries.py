"""What stands in the report of a walk: released words and photos by stop, and which reports are out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from app.base.database import db
from app.contributions.shown_in_activity import ShownThere, shown_in
from app.walks.minutes.vocabulary import SPOKEN
from app.walks.models import Walk
from app.walks.queries import sisters_of
from app.walks.report.models import WalkReport
from app.walks.vocabulary import CHANGES, TOPS


@dataclass
class Place:
    """A stop, or the way between: released words by what they are, and photos with their words."""

    title: str
    said: dict[str, list[str]] = field(default_factory=dict)
    photos: list[ShownThere] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self.said and not self.photos


@dataclass(frozen=True)
class Content:
    """The whole report. `tops` by code of TOPS, `changes` are sentences; `stops` stand in their planned order."""

    stops: list[Place]
    way: Place
    tops: dict[str, list[str]]
    changes: list[tuple[str, str]]


def report_of(activity_id: UUID) -> WalkReport | None:
    return db.session.get(WalkReport, activity_id)


def published(activity_ids: Collection[UUID]) -> set[UUID]:
    """Which of these walks have a report that everybody may read."""
    query = select(WalkReport.activity_id).where(
        WalkReport.activity_id.in_(activity_ids), WalkReport.published_at.is_not(None)
    )
    return set(db.session.scalars(query)) if activity_ids else set()


def published_sisters(walk: Walk) -> list[Walk]:
    """Other walks on the same trail whose report is out; the others stay unseen (A18)."""
    sisters = sisters_of(walk)
    out = published([one.activity_id for one in sisters])
    return [one for one in sisters if one.activity_id in out]


def report_content(walk: Walk) -> Content:
    """Sorted by words, never by person or time. Counts of hands are no words and leave with a release only."""
    shown = shown_in(walk.activity_id)
    places = {
        str(stop.id): Place(_("Halt %(number)s: %(name)s", number=stop.position, name=stop.name))
        for stop in walk.trail.stops
        if not stop.is_dropped
    }
    for one in shown:
        if one.attributes.get("observed") == "stop_new":
            title = one.text.partition("\n")[0]
            places[str(one.sitting)] = Place(_("Neuer Halt: %(name)s", name=title))
    way = Place(_("Auf dem Weg"))
    tops: dict[str, list[str]] = {}
    changes: list[tuple[str, str]] = []
    for one in shown:
        observed = one.attributes.get("observed", "")
        place = places.get(one.attributes.get("stop", ""), way)
        if one.photo:
            place.photos.append(one)
        elif observed in TOPS:
            tops.setdefault(observed, []).append(one.text)
        elif observed in CHANGES:
            changes.append((str(CHANGES[observed]), one.text))
        else:
            place.said.setdefault(observed if observed in SPOKEN else "observation", []).append(one.text)
    for place in (*places.values(), way):
        place.said = {kind: place.said[kind] for kind in SPOKEN if kind in place.said}
    return Content(list(places.values()), way, {code: tops[code] for code in TOPS if code in tops}, changes)
