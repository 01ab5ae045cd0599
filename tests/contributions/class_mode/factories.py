"""A lesson on the default needle map, and classmates who mark places in it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import shapely

from app.base.database import db, transaction
from app.contributions.class_mode import services
from app.contributions.class_mode.models import ClassSession
from app.contributions.services import record
from app.maps.models import NeedleCampaign
from app.participants.models import Participant
from app.participants.services import join
from tests.maps.factories import make_campaign, mark

NOTE = "Zusage der Schulleitung vom 3.11.2026"
SPOT = (9.3001, 52.7001)
"""Degrees; the middle of nothing in particular."""


@dataclass(frozen=True)
class Lesson:
    """Keys of a planned lesson."""

    id: UUID
    slug: str
    activity_id: UUID
    token: str


def make_lesson(*, plan: int = 45, permission: str = "own_school") -> Lesson:
    """A lesson in an open process; needs an application context."""
    with transaction():
        campaign = make_campaign()
        made = services.plan_lesson(
            process_id=campaign.activity.process_id,
            activity_id=campaign.activity_id,
            label="8b Gesamtschule",
            plan=plan,
            permission=permission,
            permission_note=NOTE if permission != "asked" else "",
        )
        token = services.give_board(lesson=made)
        return Lesson(made.id, campaign.activity.process.slug, campaign.activity_id, token)


def stored(lesson: Lesson) -> ClassSession:
    found = db.session.get(ClassSession, lesson.id, populate_existing=True)
    assert found is not None
    return found


def classmates(lesson: Lesson, number: int, *, marks: int = 1, **values: object) -> list[Participant]:
    """So many join, each with so many places close together."""
    with transaction():
        campaign = db.session.get(NeedleCampaign, lesson.activity_id)
        code_id = stored(lesson).join_code_id
        assert campaign is not None
        assert code_id is not None
        found = []
        for _ in range(number):
            person = join(code_id=code_id, age_band="a12_13").participant
            for _ in range(marks):
                record(mark(campaign, person, **{"geometry": shapely.Point(*SPOT), **values}))  # type: ignore[arg-type]
            found.append(person)
        return found


def press(lesson: Lesson, *steps: str) -> None:
    for step in steps:
        with transaction():
            services.press(board_token=lesson.token, step=step)
