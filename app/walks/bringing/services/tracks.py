"""A recorded track: kept for placing, taken over as the walked route if staff want it, and forgotten (E15)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from app.base.audit import note
from app.base.database import db, leave_no_trace, now
from app.base.errors import DomainError
from app.base.retention import Due, Keeper, keep_for_a_time
from app.walks.bringing import queries
from app.walks.bringing.models import Bringing
from app.walks.bringing.placing import simplified
from app.walks.bringing.services.entries import held
from app.walks.bringing.words import KEPT_TRACK
from app.walks.models import Walk

AROUND = timedelta(minutes=15)
"""So much before and after the walk still belongs to it; the way from and to somebody's door does not."""


def keep_track(*, walk: Walk, name: str, read: dict[str, Any]) -> None:
    """Keep a track as `gpx.read` gives it, in place of the one before."""
    bringing = held(walk)
    bringing.track = {"name": name[:200], **read}
    bringing.track_at = now()
    bringing.offset = 0.0
    db.session.flush()


def forget_track(*, walk: Walk, actor: UUID | str) -> bool:
    """Delete the track; the places that came of it stay only where they were confirmed. False when there is none."""
    bringing = held(walk)
    if bringing.track is None:
        return False
    _forget(bringing)
    note(actor=actor, action="walk.track_forget", object_kind="activity", object_id=walk.activity_id)
    return True


def take_over(*, walk: Walk, actor: UUID | str) -> None:
    """Make the track the route that was walked, simplified to 5 m and cut to the time of the walk when it has one."""
    track = queries.track_of(held(walk))
    if track is None:
        raise DomainError(_("Es ist keine Spur da."), field="track")
    begin = (walk.starts_at - AROUND).timestamp() if walk.starts_at else None
    end = (walk.ends_at + AROUND).timestamp() if walk.ends_at else None
    line = simplified(track, begin, end)
    if line is None:
        raise DomainError(_("Die Spur ist nur ein Punkt und kein Weg."), field="track")
    walk.walked = line
    walk.version += 1
    db.session.flush()
    note(actor=actor, action="walk.walked", object_kind="activity", object_id=walk.activity_id)


def _forget(bringing: Bringing) -> None:
    bringing.track, bringing.track_at, bringing.offset = None, None, 0.0
    db.session.flush()
    leave_no_trace()


def due(at: datetime, process_id: UUID | None) -> list[Due]:
    """Tracks that nobody deleted in time."""
    return [
        Due(track_at + KEPT_TRACK, "walk_track", activity_id, process)
        for activity_id, track_at, process in queries.old_tracks(at - KEPT_TRACK, process_id)
    ]


def expire(activity_id: UUID, at: datetime) -> bool:
    found = db.session.get(Bringing, activity_id, populate_existing=True, with_for_update={"of": Bringing})
    if found is None or found.track_at is None or found.track_at >= at - KEPT_TRACK:
        return False
    _forget(found)
    return True


keep_for_a_time("walk_tracks", Keeper(due, expire))
