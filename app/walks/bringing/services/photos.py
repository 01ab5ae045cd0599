"""A photo of a camera from its arrival to what is to be confirmed; what nobody needs any more goes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import PurePath
from typing import IO
from uuid import UUID

import shapely
from flask_babel import gettext as _

from app.base import jobs
from app.base.audit import note
from app.base.database import after_commit, db, leave_no_trace, new_id, now, transaction
from app.base.errors import Conflict, DomainError
from app.base.retention import Due, Keeper, keep_for_a_time
from app.contributions.media.drafts import too_large
from app.contributions.media.errors import TooLarge
from app.contributions.media.places import is_near
from app.contributions.media.processing import Found
from app.contributions.media.store import store
from app.contributions.media.vocabulary import LARGEST
from app.contributions.words import clean
from app.walks.bringing import queries, storage
from app.walks.bringing.models import READY, RECORDED, REFUSED, WAITING, BroughtPhoto
from app.walks.bringing.services.entries import held
from app.walks.bringing.words import KEPT_PHOTOS, MOST_PHOTOS
from app.walks.models import Walk

_PROPOSED = ("place", "taken_at")


@dataclass(frozen=True)
class Arrived:
    """A file that lies on the disk and has no row yet."""

    photo_id: UUID
    sha256: str
    size: int


def keep_file(stream: IO[bytes]) -> Arrived:
    """Put a file on the disk, outside of any transaction, as it takes its time; TooLarge, NoRoom, DomainError."""
    store().refuse_without_room(LARGEST["photo"])
    photo_id, most = new_id(), LARGEST["photo"]
    sha256, size = storage.keep_upload(stream, photo_id, most)
    if 0 < size <= most:
        return Arrived(photo_id, sha256, size)
    storage.remove(photo_id)
    if size:
        raise TooLarge(too_large("photo"), field="files")
    raise DomainError(_("Die Datei ist leer."), field="files")


def add_photo(
    *, walk: Walk, arrived: Arrived, file_name: str, media_type: str, actor: UUID | None
) -> tuple[BroughtPhoto, bool]:
    """Have a file read, and whether it is new: the same bytes again lead to the photo they are. DomainError: too many.

    A file that gets no row is removed after the commit, or by `tidy`.
    """
    held(walk)
    known = queries.same_file(walk.activity_id, arrived.sha256)
    if known is not None:
        after_commit(lambda: storage.remove(arrived.photo_id))
        return known, False
    if queries.count_of(walk.activity_id) >= MOST_PHOTOS:
        raise DomainError(_("Höchstens %(num)s Fotos für einen Spaziergang.", num=MOST_PHOTOS), field="files")
    photo = BroughtPhoto(
        id=arrived.photo_id,
        activity_id=walk.activity_id,
        process_id=walk.activity.process_id,
        file_name=PurePath(clean(file_name).replace("\\", "/")).name[:200] or _("Foto"),
        media_type=media_type[:60],
        size=arrived.size,
        sha256=arrived.sha256,
        uploaded_by=actor,
    )
    db.session.add(photo)
    db.session.flush()
    start_reading(photo)
    return photo, True


def start_reading(photo: BroughtPhoto) -> None:
    """Let a worker read a photo whose bytes are here."""
    jobs.start(
        kind=queries.READ,
        title=_("Foto eines Spaziergangs lesen"),
        arguments={"photo": str(photo.id)},
        user_id=None,
        process_id=photo.process_id,
    )


def keep_read(*, photo_id: UUID, found: Found) -> bool:
    """What the child made of a photo; False when it is gone meanwhile. Place and time stay proposals (R21)."""
    photo = _waiting(photo_id)
    if photo is None:
        return False
    photo.found = {name: value for name, value in asdict(found).items() if name not in _PROPOSED}
    photo.taken_at = datetime.fromisoformat(found.taken_at) if found.taken_at else None
    if found.place is not None:
        place = shapely.Point(found.place)
        photo.found_place = place if is_near(place, photo.process_id, None) else None
    photo.state = READY
    db.session.flush()
    return True


def refuse(*, photo_id: UUID, reason: str) -> None:
    """Say that a file is none we can show; its bytes go."""
    photo = _waiting(photo_id)
    if photo is not None:
        photo.state, photo.reason = REFUSED, reason
        db.session.flush()
        after_commit(lambda: storage.remove(photo_id))


def found_of(photo: BroughtPhoto) -> Found:
    values = dict(photo.found or {})
    values["redactions"] = tuple(values.get("redactions", ()))
    return Found(**values)


def remove(*, photo: BroughtPhoto, actor: UUID | str) -> None:
    """Delete a photo that is no entry; Conflict for one that is."""
    if photo.state == RECORDED:
        raise Conflict(_("Dieses Foto ist schon ein Eintrag. Entscheiden Sie darüber in der Sichtung."))
    _forget(photo)
    note(actor=actor, action="walk.photo_remove", object_kind="walk_photo", object_id=photo.id)


def tidy() -> None:
    """What was left half done begins anew; folders without a row go. Outside of any transaction."""
    with transaction():
        for photo in queries.unread(now()):
            if (storage.folder_of(photo.id) / storage.UPLOAD).is_file():
                start_reading(photo)
    ids = storage.old_ids()
    for orphan in set(ids) - queries.known_ids(ids):
        storage.remove(orphan)


def due(at: datetime, process_id: UUID | None) -> list[Due]:
    """Photos nobody confirmed in time."""
    return [
        Due(one.created_at + KEPT_PHOTOS, "walk_photo", one.id, one.process_id)
        for one in queries.old_photos(at - KEPT_PHOTOS, process_id)
    ]


def expire(photo_id: UUID, at: datetime) -> bool:
    found = db.session.get(
        BroughtPhoto, photo_id, populate_existing=True, with_for_update={"of": BroughtPhoto}
    )
    if found is None or found.state == RECORDED or found.created_at >= at - KEPT_PHOTOS:
        return False
    _forget(found)
    return True


def _forget(photo: BroughtPhoto) -> None:
    photo_id = photo.id
    db.session.delete(photo)
    db.session.flush()
    leave_no_trace()
    after_commit(lambda: storage.remove(photo_id))


def _waiting(photo_id: UUID) -> BroughtPhoto | None:
    found = db.session.get(
        BroughtPhoto, photo_id, populate_existing=True, with_for_update={"of": BroughtPhoto}
    )
    return found if found is not None and found.state == WAITING else None


keep_for_a_time("walk_photos", Keeper(due, expire))
