"""A small square town with two areas, an open activity of a quiet channel, and people who take part in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import pytest
import shapely
from apiflask import APIFlask
from flask import Blueprint

from app.areas.models import Area, AreaSet
from app.base.database import db, new_id, transaction
from app.contributions.drafts import ContributionDraft, SubmissionDraft
from app.participants.services import join_direct
from app.processes.channels import Channel, accept_any
from app.processes.models import Activity, Process, ProcessAreaSet

WEST, EAST = (9.00, 52.00), (9.04, 52.00)
"""Lower-left corners (longitude, latitude) of the two areas, each 0.04 by 0.04 degrees."""


def draft_of(**values: Any) -> ContributionDraft:
    """A favourite place in the western area, unless said otherwise."""
    given = {"quality": "fav", "text": "Hier ist es schön.", "geometry": shapely.Point(9.01, 52.01), **values}
    return ContributionDraft(id=given.pop("id", None) or new_id(), **given)


@dataclass
class Town:
    """What tests need to know of the square town; ids only, as objects end with their session."""

    process_id: UUID
    slug: str
    activity_id: UUID
    area_set_id: UUID
    participant_id: UUID
    session_token: str

    def sitting(self, *contributions: ContributionDraft, **values: Any) -> SubmissionDraft:
        """One sitting of the town's first participant."""
        given = {
            "process_id": self.process_id,
            "activity_id": self.activity_id,
            "participant_id": self.participant_id,
            "person_key": str(self.participant_id),
            "channel": "quiet",
            **values,
        }
        said = list(contributions or (draft_of(),))
        return SubmissionDraft(id=given.pop("id", None) or new_id(), contributions=said, **given)


def square(corner: tuple[float, float]) -> shapely.Polygon:
    return shapely.box(corner[0], corner[1], corner[0] + 0.04, corner[1] + 0.04)


def add_area_set(name: str, valid_from: date, areas: dict[str, shapely.Geometry]) -> AreaSet:
    """A vintage with areas by code; sizes do not matter here."""
    found = AreaSet(name=name, valid_from=valid_from, content_hash=f"{name}{valid_from}")
    found.areas = [
        Area(code=code, name=f"Raum {code}", geometry=shape, area_m2=1.0) for code, shape in areas.items()
    ]
    db.session.add(found)
    db.session.flush()
    return found


@pytest.fixture
def quiet_channel(app: APIFlask, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Offer the channel `quiet`; calling the fixture's value sets the channel's rule, and its other hooks by name."""

    def offer(check: Callable[..., None] = accept_any, **hooks: Any) -> None:
        channel = Channel(
            name="quiet",
            label="Leise",
            blueprints=(Blueprint("quiet", __name__),),
            entry=_nowhere,
            manage=_nowhere,
            check=check,
            **hooks,
        )
        monkeypatch.setitem(app.extensions["streifzug_channels"], "quiet", channel)

    offer()
    return offer


def _nowhere(activity: Activity) -> str:
    return "/"


@pytest.fixture
def town(app: APIFlask, quiet_channel: object) -> Town:
    """The square town with an open process and activity."""
    with app.app_context(), transaction():
        area_set = add_area_set("Viertel", date(2020, 1, 1), {"A": square(WEST), "B": square(EAST)})
        process = Process(slug="stadt", title="Unsere Stadt", status="open")
        process.area_sets = [ProcessAreaSet(area_set_name="Viertel")]
        db.session.add(process)
        db.session.flush()
        activity = Activity(process_id=process.id, channel="quiet", slug="orte", title="Orte", status="open")
        db.session.add(activity)
        joined = join_direct(process_id=process.id, age_band="a14_15", gender="f", home_area_code="A")
        town = Town(
            process.id, process.slug, activity.id, area_set.id, joined.participant.id, joined.session_token
        )
    return town
