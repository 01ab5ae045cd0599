"""What happens to contributions when Raumgliederungen come or change: they are placed, at once or by a job."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import shapely
from flask_babel import format_decimal
from flask_babel import gettext as _

from app.base import jobs
from app.base.database import transaction
from app.contributions.services.placing import missing_count, place_again, place_missing

PLACE = "contributions.place"
AT_ONCE = 200_000
"""Up to so many are placed in the transaction that stores the vintage (about a second); more by a job, in parts."""
_PART = 50_000


def follow_change(area_set_id: UUID, *, region: shapely.Geometry) -> int:
    """Places in the changed region, before anybody can see the new shapes."""
    return place_again(area_set_id, region)


def follow_vintage(area_set_id: UUID, *, actor: UUID | str) -> None:
    """Places of everything there is. Until a job has done it, readers place what is missing in memory, exactly."""
    waiting = missing_count(area_set_id)
    if waiting <= AT_ONCE:
        place_missing([area_set_id])
        return
    jobs.start(
        kind=PLACE,
        title=_("Beiträge den Räumen zuordnen"),
        arguments={"area_set_id": str(area_set_id), "waiting": waiting},
        user_id=actor if isinstance(actor, UUID) else None,
    )


@jobs.task(PLACE)
def place_all(job: jobs.JobHandle) -> dict[str, Any]:
    """In parts, each in a short transaction, so that nobody who wants to say something waits."""
    area_set_id, total = UUID(job.arguments["area_set_id"]), int(job.arguments["waiting"])
    done = 0
    while True:
        with transaction():
            written = place_missing([area_set_id], most=_PART)
        done += written
        job.progress(done, max(total, done))
        if not written:
            return {"message": _("%(n)s Beiträge sind zugeordnet.", n=format_decimal(done))}
