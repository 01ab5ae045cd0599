"""A facilitator with a walk to plan, for the tests of planning, book and calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import shapely
from apiflask import APIFlask

from app.base.database import transaction
from app.processes.services import open_activity
from app.walks.services import StopDraft, create_trail, create_walk
from tests.page_client import PageClient
from tests.staff import give_role, make_process, make_user, sign_in

PLACES = [(9.7300, 52.3700), (9.7340, 52.3712), (9.7380, 52.3704), (9.7405, 52.3722), (9.7440, 52.3715)]
MAY = datetime(2026, 5, 7, 14, 0, tzinfo=UTC)


@dataclass
class Office:
    """Who is signed in, and the walk by its ids and its address."""

    client: PageClient
    process_id: UUID
    walk_id: UUID
    trail_id: UUID
    at: str


def stops(number: int = 5) -> list[StopDraft]:
    """Stops along a street in Hanover, about 250 m apart."""
    return [
        StopDraft(f"Halt {at}", shapely.Point(*place), prompts="Was ist hier los?")
        for at, place in enumerate(PLACES[:number], start=1)
    ]


def make_office(app: APIFlask, *, role: str = "facilitator") -> Office:
    """An open process with an open walk of young people on a drawn trail, and somebody signed in."""
    with app.app_context():
        process_id = make_process(contact="Fragen an beteiligung@example.org", responsible="Stadt Ellerbrück")
        give_role(process_id, make_user("moderation@example.org"), role)
        with transaction():
            trail = create_trail(
                process_id=process_id, title="Lindenrunde", stops=stops(), route=shapely.LineString(PLACES)
            )
            walk = create_walk(
                trail=trail,
                slug="linden",
                title="Lindenhof zu Fuß",
                focus="Wo bist du gern?",
                group_label="Jugendtreff",
                group_bands=["a14_15"],
                starts_at=MAY,
                ends_at=MAY.replace(hour=15, minute=45),
            )
            open_activity(activity_id=walk.activity_id)
            ids = walk.activity_id, trail.id
    client = sign_in(app, "moderation@example.org")
    return Office(client, process_id, *ids, "/verwaltung/verfahren/mein-viertel/spaziergang/linden")
