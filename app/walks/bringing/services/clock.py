"""How wrong the clock of a camera was: said in seconds, or found by photos whose place is known."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _

from app.base.database import db
from app.base.errors import DomainError
from app.walks.bringing import queries
from app.walks.bringing.models import READY
from app.walks.bringing.placing import Track, common_offset, offset_of
from app.walks.bringing.services.entries import held
from app.walks.models import Walk

MOST = 40 * 366 * 86_400.0
"""Seconds: cameras whose battery was empty begin anew decades ago."""


def correct_clock(*, walk: Walk, offset: float) -> None:
    """Add so many seconds to the times of all photos; DomainError beyond what any clock is off by."""
    if not abs(offset) <= MOST:
        raise DomainError(_("So weit geht keine Uhr falsch."), field="offset")
    bringing = held(walk)
    bringing.offset = round(offset, 1)
    db.session.flush()


def match(*, walk: Walk, photo_id: UUID) -> list[float]:
    """Correct the clock by one photo whose place is known (by hand, in the file, at its stop).

    All corrections that would fit, the one taken first: the track may have come by more than once. DomainError when
    the photo has no time or no place, or the track never comes near.
    """
    track = _track(walk)
    photo = queries.photo_in(walk.activity_id, photo_id)
    (one,) = queries.placed(walk, [photo], None, 0.0)
    if photo.taken_at is None:
        raise DomainError(_("In diesem Foto steht keine Zeit."), field="offset")
    if one.place is None:
        raise DomainError(
            _("Setzen Sie dieses Foto erst auf die Karte oder wählen Sie seinen Halt."), field="offset"
        )
    found = offset_of(track, one.place, photo.taken_at.timestamp())
    if not found:
        raise DomainError(_("Die Spur kommt an dieser Stelle nicht vorbei."), field="offset")
    correct_clock(walk=walk, offset=found[0])
    return [round(offset, 1) for offset in found]


def match_all(*, walk: Walk) -> tuple[float, float]:
    """Correct the clock by all photos whose place is known: seconds, and the median distance in metres they keep."""
    track = _track(walk)
    photos = queries.photos_of(walk.activity_id, (READY,))
    known = [
        (one.photo.taken_at.timestamp(), one.place)
        for one in queries.placed(walk, photos, None, 0.0)
        if one.photo.taken_at is not None and one.place is not None
    ]
    found = common_offset(track, known) if known else None
    if found is None:
        raise DomainError(
            _("Dafür braucht es mindestens ein Foto mit Zeit und Ort, an dem die Spur vorbeikommt."),
            field="offset",
        )
    correct_clock(walk=walk, offset=found[0])
    return round(found[0], 1), found[1]


def _track(walk: Walk) -> Track:
    track = queries.track_of(held(walk))
    if track is None or not track.timed:
        raise DomainError(_("Dafür braucht es eine Spur mit Zeiten."), field="offset")
    return track
