"""What somebody reads and takes along about their own photos and voices."""

from __future__ import annotations

from typing import Any

import shapely
from flask import current_app, url_for
from flask_babel import format_datetime
from flask_babel import gettext as _

from app.contributions.media.models import Attachment
from app.contributions.media.places import area_name
from app.contributions.media.vocabulary import EXPIRED, FAILURES, KINDS, OWN_STATES, READABLE_STATES


def as_json(attachment: Attachment) -> dict[str, Any]:
    """Everything that is stored about one attachment, with the addresses its owner finds its files at."""
    place = attachment.found_place
    found: dict[str, Any] = {
        "id": str(attachment.id),
        "kind": attachment.kind,
        "state": "rejected" if attachment.state == "locked" else attachment.state,
        "media_type": attachment.media_type,
        "size": attachment.size,
        "sha256": attachment.sha256,
        "announced_at": attachment.announced_at.isoformat(),
        "text": attachment.text,
        "data": attachment.data,
        "width": attachment.width,
        "height": attachment.height,
        "duration": attachment.duration,
        "taken_at": attachment.taken_at.isoformat() if attachment.taken_at else None,
        "found_place": None if place is None else shapely.geometry.mapping(place),
        "redactions": attachment.redactions,
    }
    if is_readable(attachment):
        path = url_for("contributions_media.own_file", attachment_id=attachment.id, size="whole")
        found["file"] = current_app.config["BASE_URL"] + path
    return found


def is_readable(attachment: Attachment) -> bool:
    """There is a file its owner may see: decoded, and neither locked nor taken back."""
    return attachment.digest is not None and attachment.state in READABLE_STATES


def kind_text(attachment: Attachment) -> str:
    return str(KINDS[attachment.kind])


def state_text(attachment: Attachment) -> str:
    if attachment.reason == EXPIRED:
        return _("gelöscht, weil die Zeit zum Aufheben um ist")
    return str(OWN_STATES[attachment.state])


def failure_text(attachment: Attachment) -> str:
    """Why it could not be opened; "" unless that is so."""
    return str(FAILURES.get(attachment.reason, "")) if attachment.state == "failed" else ""


def place_text(attachment: Attachment) -> str:
    """The place found in a photo in words: the name of its area if it has one, and its numbers in degrees."""
    place = attachment.found_place
    if place is None:
        return ""
    numbers = f"{place.y:.5f}, {place.x:.5f}"
    name = area_name(place, attachment.process_id)
    return f"{name} ({numbers})" if name else numbers


def taken_text(attachment: Attachment) -> str:
    """When a photo was taken, as it said itself; "" when it said nothing."""
    return format_datetime(attachment.taken_at, "medium") if attachment.taken_at else ""
