"""Reads what was brought in, each file in the child: photos in the background, a track while somebody waits."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any
from uuid import UUID

from flask_babel import gettext as _

from app.base import child, jobs
from app.base.database import db, transaction
from app.base.errors import DomainError
from app.contributions.media import processing
from app.walks.bringing import services, storage
from app.walks.bringing.gpx import LONGEST
from app.walks.bringing.models import WAITING, BroughtPhoto
from app.walks.bringing.queries import READ
from app.walks.bringing.words import TRACK_REFUSED

_LIMITS: dict[str, Any] = {"seconds": 90, "memory_mb": 1024, "file_mb": 1}


@jobs.task(READ)
def read_photo(job: jobs.JobHandle) -> dict[str, Any]:
    """Make the pictures of one photo; the file itself goes, with all that stood in it but time and place."""
    photo_id = UUID(job.arguments["photo"])
    photo = db.session.get(BroughtPhoto, photo_id)
    upload = storage.folder_of(photo_id) / storage.UPLOAD
    if photo is None or photo.state != WAITING or not upload.is_file():
        return {}
    try:
        found = processing.process(upload, kind="photo", folder=job.folder)
    except processing.Refused as refusal:
        with transaction():
            services.refuse(photo_id=photo_id, reason=refusal.reason)
        return {"refused": refusal.reason}
    for name in found.files().values():
        shutil.move(job.folder / name, storage.folder_of(photo_id) / name)
    with transaction():
        is_here = services.keep_read(photo_id=photo_id, found=found)
    if is_here:
        upload.unlink(missing_ok=True)
    else:
        storage.remove(photo_id)
    return {}


def read_gpx(stream: IO[bytes]) -> dict[str, Any]:
    """A track as `gpx.read` gives it; DomainError says why it is none. The file is not kept."""
    with TemporaryDirectory(prefix="streifzug-") as name:
        folder = Path(name)
        path = folder / "track"
        with path.open("wb") as file:
            file.write(stream.read(LONGEST + 1))
        try:
            answer: dict[str, Any] = child.run(
                "app.walks.bringing.gpx:read_track",
                {"path": str(path.resolve())},
                folder=folder,
                reads=[path],
                **_LIMITS,
            )
        except child.TooMuch as error:
            raise DomainError(TRACK_REFUSED["too_large"], field="track") from error
    if "refused" in answer:
        raise DomainError(TRACK_REFUSED.get(answer["refused"], _("Das ist keine GPX-Datei.")), field="track")
    return answer


@jobs.upkeep
def tidy_up() -> None:
    services.tidy()
