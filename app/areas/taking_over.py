"""The last step of bringing in boundaries: store what the preview showed, in one transaction, and remove the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import shapely
from flask_babel import format_decimal
from flask_babel import gettext as _

from app.areas import uploads
from app.areas.inspecting import Inspected, Options, inspect_file
from app.areas.services import import_area_set
from app.areas.uploads import Upload
from app.base.database import transaction

MANY_AREAS, MANY_POINTS = 500, 200_000
"""More areas or corners than these are stored by a job."""


@dataclass(frozen=True)
class TakenOver:
    """Which vintage it is now, how many areas it has, and whether anything changed."""

    area_set_id: UUID
    areas: int
    is_unchanged: bool


def is_many(found: Inspected) -> bool:
    """True when storing these areas would keep a person waiting."""
    if len(found.areas) > MANY_AREAS:
        return True
    return int(shapely.get_num_coordinates([area.geometry for area in found.areas]).sum()) > MANY_POINTS


def take_over(
    upload: Upload,
    options: Options,
    *,
    name: str,
    valid_from: date,
    source: str,
    replace: bool,
    actor: UUID,
    told: Callable[[int], None] = lambda step: None,
) -> TakenOver:
    """Store the areas of an upload as it was read with these options; ImportRefused, VintageExists.

    `told` hears the step (1 read, 2 stored but not for good) and may raise, so that nothing is stored.
    """
    found = inspect_file(upload.path, options, name=upload.name, place=uploads.readings(upload.token))
    areas = found.checked()
    told(1)
    with transaction():
        imported = import_area_set(
            name=name,
            valid_from=valid_from,
            areas=areas,
            crs=found.crs,
            source=source or upload.title,
            replace=replace,
            report=found.report,
            actor=actor,
        )
        done = TakenOver(imported.area_set.id, imported.areas, imported.outcome == "unchanged")
        told(2)
    uploads.remove(upload)
    return done


def said(done: TakenOver) -> str:
    """What happened, in a sentence."""
    if done.is_unchanged:
        return str(_("Diese Räume gibt es schon genau so. Es wurde nichts geändert."))
    return str(_("%(n)s Räume übernommen.", n=format_decimal(done.areas)))
