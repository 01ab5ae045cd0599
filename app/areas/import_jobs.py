"""Boundaries in the background: reading a large file, and storing many areas, all of them or none."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import force_locale
from flask_babel import gettext as _

from app.areas import uploads
from app.areas.inspecting import Options, inspect_file, steps
from app.areas.taking_over import said, take_over
from app.base.errors import NotFound
from app.base.jobs import JobHandle, task

KIND, IMPORT = "areas.read", "areas.import"
NEW = UUID(int=0)
"""Stands in an address for the vintage that a job makes."""


@task(KIND, cleanup=lambda job: uploads.remove_half(job.arguments["token"]))
def read_file(job: JobHandle) -> dict[str, Any]:
    """Read an upload (`token`) as `options` say; the page at `url` then finds what was read."""
    if job.user_id is None:
        raise NotFound(_("Diese Datei ist nicht mehr da. Bitte laden Sie sie noch einmal hoch."))
    with force_locale(job.arguments["language"]):
        upload = uploads.find(job.arguments["token"], owner=job.user_id)
        found = inspect_file(
            upload.path,
            Options(**job.arguments["options"]),
            name=upload.name,
            place=uploads.readings(upload.token),
            progress=lambda done, total: job.progress(done, total, steps()[done]),
            cancelled=job.cancelled,
        )
        message = (
            _("Die Datei ist gelesen. Es fehlt noch etwas.")
            if found.problems
            else _("Die Datei ist gelesen.")
        )
    return {"message": message, "url": job.arguments["url"]}


@task(IMPORT)
def import_areas(job: JobHandle) -> dict[str, Any]:
    """Store what the preview of an upload showed; `url` has NEW where the vintage's own id belongs."""
    if job.user_id is None:
        raise NotFound(_("Diese Datei ist nicht mehr da. Bitte laden Sie sie noch einmal hoch."))
    given = job.arguments
    with force_locale(given["language"]):
        job.progress(0, 3, _("Die Räume werden gelesen."))
        upload = uploads.find(given["token"], owner=job.user_id)
        imported = take_over(
            upload,
            Options(**given["options"]),
            name=given["name"],
            valid_from=date.fromisoformat(given["valid_from"]),
            source=given["source"],
            replace=given["replace"],
            actor=job.user_id,
            told=lambda step: job.progress(step, 3, _("Die Räume werden gespeichert.")),
        )
        return {"message": said(imported), "url": given["url"].replace(str(NEW), str(imported.area_set_id))}
