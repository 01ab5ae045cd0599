"""Reads of what is brought in to a walk: photos by state, the track, where each photo seems to belong."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import func, select

from app.base.database import db
from app.base.errors import NotFound
from app.base.jobs.models import OPEN_STATES, Job
from app.processes.models import Activity
from app.walks.bringing.models import READY, WAITING, Bringing, BroughtPhoto
from app.walks.bringing.placing import Place, Track, nearest_stop, place_at
from app.walks.models import Walk
from app.walks.queries import stops_of

READ = "walks.read_photo"
"""Kind of the job that reads one photo."""


@dataclass(frozen=True)
class Placed:
    """Where a photo seems to belong: `by` is a code of PLACED_BY, `moment` its time with the clock corrected."""

    photo: BroughtPhoto
    place: Place | None
    by: str
    stop_id: UUID | None
    moment: datetime | None


def bringing_of(activity_id: UUID) -> Bringing | None:
    return db.session.get(Bringing, activity_id)


def photos_of(activity_id: UUID, states: Collection[str] = ()) -> Sequence[BroughtPhoto]:
    """The photos of a walk by the time the camera wrote, those without at the end; of some states or all."""
    query = select(BroughtPhoto).where(BroughtPhoto.activity_id == activity_id)
    if states:
        query = query.where(BroughtPhoto.state.in_(states))
    return db.session.scalars(
        query.order_by(
            BroughtPhoto.taken_at.is_(None), BroughtPhoto.taken_at, BroughtPhoto.file_name, BroughtPhoto.id
        )
    ).all()


def photo_in(activity_id: UUID, photo_id: UUID, *, lock: bool = False) -> BroughtPhoto:
    """One photo of this walk; NotFound."""
    query = select(BroughtPhoto).where(BroughtPhoto.id == photo_id, BroughtPhoto.activity_id == activity_id)
    if lock:
        query = query.with_for_update(of=BroughtPhoto).execution_options(populate_existing=True)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound(_("Dieses Foto gibt es nicht."))
    return found


def same_file(activity_id: UUID, sha256: str) -> BroughtPhoto | None:
    """The photo with the same bytes that came before."""
    query = select(BroughtPhoto).where(BroughtPhoto.activity_id == activity_id, BroughtPhoto.sha256 == sha256)
    return db.session.scalar(query)


def count_of(activity_id: UUID) -> int:
    query = select(func.count()).select_from(BroughtPhoto).where(BroughtPhoto.activity_id == activity_id)
    return db.session.scalar(query) or 0


def track_of(bringing: Bringing | None) -> Track | None:
    if bringing is None or bringing.track is None:
        return None
    return Track([[(point[0], point[1], point[2]) for point in part] for part in bringing.track["segments"]])


def placed(walk: Walk, photos: Sequence[BroughtPhoto], track: Track | None, offset: float) -> list[Placed]:
    """Where each photo seems to belong, by hand before what its file says before the track before a chosen stop."""
    stops = {stop.id: (stop.point.x, stop.point.y) for stop in stops_of(walk.trail) if stop.point is not None}
    named = [(str(stop_id), where) for stop_id, where in stops.items()]
    return [_placed(photo, track, offset, stops, named) for photo in photos]


def _placed(
    photo: BroughtPhoto,
    track: Track | None,
    offset: float,
    stops: dict[UUID, Place],
    named: list[tuple[str, Place]],
) -> Placed:
    place: Place | None = None
    by = ""
    moment = photo.taken_at + timedelta(seconds=offset) if photo.taken_at else None
    for code, found in (("hand", photo.place), ("exif", photo.found_place)):
        if found is not None and place is None:
            place, by = (found.x, found.y), code
    if place is None and track is not None and moment is not None:
        place = place_at(track, moment.timestamp())
        by = "track" if place else ""
    if place is None and photo.stop_id in stops:
        place, by = stops[photo.stop_id], "stop"
    stop_id = photo.stop_id
    if (
        stop_id is None
        and not photo.is_between
        and place is not None
        and (near := nearest_stop(place, named))
    ):
        stop_id = UUID(near)
    return Placed(photo, place, by, stop_id, moment)


def unread(before: datetime) -> list[BroughtPhoto]:
    """Photos that came before then and that nobody reads."""
    query = select(BroughtPhoto).where(BroughtPhoto.state == WAITING, BroughtPhoto.created_at < before)
    jobs = select(Job.arguments).where(Job.kind == READ, Job.state.in_(OPEN_STATES))
    busy = {arguments["photo"] for arguments in db.session.scalars(jobs)}
    return [
        photo
        for photo in db.session.scalars(query.order_by(BroughtPhoto.created_at, BroughtPhoto.id))
        if str(photo.id) not in busy
    ]


def known_ids(ids: Collection[UUID]) -> set[UUID]:
    """Which of these have a row that still needs its folder."""
    query = select(BroughtPhoto.id).where(BroughtPhoto.id.in_(ids), BroughtPhoto.state.in_((WAITING, READY)))
    return set(db.session.scalars(query)) if ids else set()


def old_photos(before: datetime, process_id: UUID | None) -> Sequence[BroughtPhoto]:
    """Photos that came before then and were never confirmed, oldest first."""
    query = select(BroughtPhoto).where(BroughtPhoto.state != "recorded", BroughtPhoto.created_at < before)
    if process_id is not None:
        query = query.where(BroughtPhoto.process_id == process_id)
    return db.session.scalars(query.order_by(BroughtPhoto.created_at, BroughtPhoto.id)).all()


def old_tracks(before: datetime, process_id: UUID | None) -> list[tuple[UUID, datetime, UUID]]:
    """Activity, day and process of tracks that came before then, oldest first."""
    query = (
        select(Bringing.activity_id, Bringing.track_at, Activity.process_id)
        .join(Activity, Activity.id == Bringing.activity_id)
        .where(Bringing.track_at < before)
    )
    if process_id is not None:
        query = query.where(Activity.process_id == process_id)
    rows = db.session.execute(query.order_by(Bringing.track_at, Bringing.activity_id))
    return [(activity_id, track_at, process) for activity_id, track_at, process in rows if track_at]
