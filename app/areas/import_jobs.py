"""Reading a large file of boundaries in the background."""

from __future__ import annotations

from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from app.areas import uploads
from app.areas.inspecting import Options, inspect_file, steps
from app.base.errors import NotFound
from app.base.jobs import JobHandle, task

KIND = "areas.read"


@task(KIND)
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
