"""The pictures of a photograph, for the team only."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort, send_file

from app.maps.paper import storage
from app.maps.paper.queries import photo_in
from app.maps.paper.staff_views.blueprint import PAPER, PATH, blueprint
from app.maps.queries import campaign_by_slug
from app.processes.access import member_required
from app.processes.models import Process


@blueprint.get(f"{PATH}/foto/<uuid:photo_id>/bild.jpg")
@member_required(*PAPER)
def straight_picture(process: Process, campaign: str, photo_id: UUID) -> Any:
    """The straight picture."""
    return _file(process, campaign, photo_id, storage.STRAIGHT)


@blueprint.get(f"{PATH}/foto/<uuid:photo_id>/aufnahme.jpg")
@member_required(*PAPER)
def picture(process: Process, campaign: str, photo_id: UUID) -> Any:
    """The photograph as it came, without what the camera wrote into it."""
    return _file(process, campaign, photo_id, storage.PHOTO)


def _file(process: Process, campaign: str, photo_id: UUID, name: str) -> Any:
    one = photo_in(campaign_by_slug(process.id, campaign).activity_id, photo_id)
    path = storage.photo_folder(one.id) / name
    if not path.is_file():
        abort(404)
    return send_file(path, mimetype="image/jpeg", max_age=0)
