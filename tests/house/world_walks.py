"""The walk in the world of the access tests: one stop, an entry, a photo that was brought in, a typed sheet."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import shapely

from app.base.database import db, new_id, now
from app.contributions.drafts import SubmissionDraft
from app.processes.services import open_activity
from app.walks.book.services import give_out
from app.walks.bringing import storage
from app.walks.bringing.models import BroughtPhoto
from app.walks.models import CHANNEL, Walk
from app.walks.planning.queries import contacts_of
from app.walks.planning.services import add_contacts
from app.walks.services import StopDraft, create_trail, create_walk, create_walk_code, record_entry
from app.walks.sheets.models import TypedSheet
from app.walks.structured.services import lay_grid
from app.walks.vocabulary import GROUP, RECORDER
from tests.house.world_files import jpeg


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
    typed = TypedSheet(id=new_id(), activity_id=walk.activity_id, number=1)
    db.session.add(typed)
    lay_grid(walk=walk, names=["Lindenallee"], slots=["vormittags"])
    return {
        "segment": 1,
        "slot": 1,
        "walk": walk.activity.slug,
        "trail_id": trail.id,
        "stop_id": trail.stops[0].id,
        "walk_sheet_id": sheets[0].id,
        "contact_id": contacts_of(walk.activity_id)[0].id,
        "brought_id": _photo(walk),
        "typed_id": typed.id,
    }


def _photo(walk: Walk) -> UUID:
    """A photo with its files that waits to be confirmed."""
    photo = BroughtPhoto(
        id=new_id(),
        activity_id=walk.activity_id,
        process_id=walk.activity.process_id,
        file_name="IMG_1.jpg",
        media_type="image/jpeg",
        size=1,
        sha256="0" * 64,
        state="ready",
        found={"whole": "whole.jpg", "preview": "preview.jpg", "width": 64, "height": 48},
        found_place=shapely.Point(10.05, 52.05),
    )
    db.session.add(photo)
    folder = storage.folder_of(photo.id)
    folder.mkdir(parents=True)
    for name in ("whole.jpg", "preview.jpg"):
        (folder / name).write_bytes(jpeg(name))
    return photo.id
