"""Photos get their places, are confirmed, and become entries of the walk that wait for review like all photos."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import shapely
from flask_babel import gettext as _

from app.base.audit import note
from app.base.database import after_commit, db, leave_no_trace
from app.base.errors import Conflict, DomainError
from app.contributions.media.services import Original, adopt
from app.contributions.media.store import Kept
from app.participants.vocabulary import CONSENT_TEXTS
from app.walks.bringing import queries, storage
from app.walks.bringing.models import READY, RECORDED, BroughtPhoto
from app.walks.bringing.placing import Place
from app.walks.bringing.services.entries import TEAM, held, record_from_outside, sitting_for, stand_in
from app.walks.bringing.services.photos import found_of
from app.walks.entries import part_id
from app.walks.models import Walk
from app.walks.queries import stops_of

LONGEST_TEXT = 1000


@dataclass(frozen=True)
class Change:
    """What staff said of one photo: `place` set by hand or None for what is proposed, words.

    `stop_id` is chosen, `is_between` means no stop; with neither it is the nearest one.
    """

    place: Place | None
    stop_id: UUID | None
    is_between: bool
    text: str


def save_changes(*, walk: Walk, changes: Mapping[UUID, Change]) -> None:
    """Keep places, stops and words of photos that wait; what is an entry already stays as it is. DomainError."""
    stops = {stop.id for stop in stops_of(walk.trail)}
    for photo in queries.photos_of(walk.activity_id, (READY,)):
        change = changes.get(photo.id)
        if change is None:
            continue
        if change.stop_id is not None and change.stop_id not in stops:
            raise DomainError(_("Diesen Halt gibt es nicht."), field="stop")
        if len(change.text) > LONGEST_TEXT:
            raise DomainError(_("Bitte höchstens %(limit)s Zeichen.", limit=LONGEST_TEXT), field="text")
        photo.place = shapely.Point(change.place) if change.place else None
        photo.stop_id, photo.is_between, photo.text = change.stop_id, change.is_between, change.text.strip()
    db.session.flush()


def confirm(*, walk: Walk, photo_id: UUID, kept: Mapping[str, Kept], text_version: str, actor: UUID) -> None:
    """Make one photo an entry, where it now seems to belong. Conflict when it is one, DomainError without any place.

    `kept` are its pictures in the store, by role; the caller gives them up when this fails.
    """
    if text_version != CONSENT_TEXTS["photo"].version:
        raise DomainError(_("Der Text hat sich geändert. Bitte lesen Sie ihn noch einmal."), field="consent")
    photo = queries.photo_in(walk.activity_id, photo_id, lock=True)
    if photo.state != READY:
        raise Conflict(_("%(name)s ist schon eingetragen.", name=photo.file_name))
    bringing = held(walk)
    (one,) = queries.placed(walk, [photo], queries.track_of(bringing), bringing.offset)
    if one.place is None and one.stop_id is None:
        raise DomainError(
            _(
                "%(name)s hat noch keinen Ort: auf die Karte setzen oder einen Halt wählen.",
                name=photo.file_name,
            ),
            field="place",
        )
    participant_id = stand_in(walk, TEAM)
    sitting = sitting_for(walk, entry_id=photo.id, participant_id=participant_id, source="camera")
    record_from_outside(walk=walk, sitting=replace(sitting, device_time=one.moment), raw=_raw(photo, one))
    adopt(
        attachment_id=photo.id,
        contribution_id=part_id(photo.id, "said"),
        participant_id=participant_id,
        original=Original(photo.media_type or "image/jpeg", photo.size, photo.sha256),
        found=found_of(photo),
        kept=kept,
        text_version=text_version,
    )
    _end(photo)
    note(actor=actor, action="walk.photo", object_kind="walk_photo", object_id=photo.id)


def _raw(photo: BroughtPhoto, one: queries.Placed) -> dict[str, Any]:
    """The entry as docs/walks.md says."""
    raw: dict[str, Any] = {"what": "photo", "text": photo.text}
    if one.stop_id is not None:
        raw["stop"] = str(one.stop_id)
    if one.place is not None:
        lon, lat = one.place
        raw["geometry"] = {"type": "Point", "coordinates": [round(lon, 6), round(lat, 6)]}
        raw["precision"] = "approximate" if one.by == "stop" else "exact"
    return raw


def _end(photo: BroughtPhoto) -> None:
    """The entry has it all: what was proposed is forgotten, the folder goes."""
    photo_id = photo.id
    photo.state, photo.found, photo.text = RECORDED, None, ""
    photo.taken_at = photo.found_place = photo.place = photo.stop_id = None
    db.session.flush()
    leave_no_trace()
    after_commit(lambda: storage.remove(photo_id))
