"""The walk in the world of the access tests, with one stop and an entry of the place's participant."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import shapely

from app.base.database import new_id, now
from app.contributions.drafts import SubmissionDraft
from app.processes.services import open_activity
from app.walks.book.services import give_out
from app.walks.models import CHANNEL
from app.walks.planning.queries import contacts_of
from app.walks.planning.services import add_contacts
from app.walks.services import StopDraft, create_trail, create_walk, create_walk_code, record_entry
from app.walks.structured.services import lay_grid
from app.walks.vocabulary import GROUP, RECORDER


def add_walk(*, process_id: UUID, slug: str, participant_id: UUID) -> dict[str, Any]:
    """An open walk with a stop, an address, a sheet, codes for its devices and one quote; the ids of its parts."""
    stop = StopDraft("Haltestelle", shapely.Point(10.05, 52.05), prompts="Was passiert hier?")
    trail = create_trail(process_id=process_id, title=f"Weg {slug}", stops=[stop])
    begins = now() + timedelta(days=7)
    walk = create_walk(
        trail=trail,
        slug=f"spaziergang-{slug}",
        title=f"Spaziergang {slug}",
        focus="Wie ist es hier?",
        starts_at=begins,
        ends_at=begins + timedelta(minutes=105),
    )
    walk.is_announced = True
    add_contacts(walk=walk, text=f"Beirat; beirat-{slug}@example.org")
    sheets = give_out(walk=walk, number=1, given_to="Protokoll")
    open_activity(activity_id=walk.activity_id)
    for device in (RECORDER, GROUP):
        create_walk_code(walk=walk, device=device, label=f"{device} {slug}")
    sitting = SubmissionDraft(
        id=new_id(),
        process_id=process_id,
        activity_id=walk.activity_id,
        participant_id=participant_id,
        person_key=str(participant_id),
        channel=CHANNEL,
    )
    raw = {"what": "quote", "stop": str(trail.stops[0].id), "text": "Hier ist es zu laut.", "valence": "neg"}
    record_entry(walk=walk, sitting=sitting, raw=raw, device=GROUP)
    lay_grid(walk=walk, names=["Lindenallee"], slots=["vormittags"])
    return {
        "segment": 1,
        "slot": 1,
        "walk": walk.activity.slug,
        "trail_id": trail.id,
        "stop_id": trail.stops[0].id,
        "walk_sheet_id": sheets[0].id,
        "contact_id": contacts_of(walk.activity_id)[0].id,
    }
