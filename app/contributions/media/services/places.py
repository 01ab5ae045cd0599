"""What its owner answers when a place was found in a photo."""

from __future__ import annotations

from uuid import UUID

import shapely
from flask_babel import gettext as _

from app.base.database import db, leave_no_trace
from app.base.errors import NotFound
from app.contributions.media import queries


def forget_place(*, attachment_id: UUID, participant_id: UUID) -> shapely.Geometry:
    """The found place is asked about once: it leaves the photo, and the caller may give it to the contribution.

    NotFound when there is none, any more.
    """
    found = queries.own_attachment(attachment_id, participant_id, lock=True)
    place = found.found_place
    if place is None:
        raise NotFound(_("In diesem Foto steht kein Ort."))
    found.found_place = None
    found.version += 1
    db.session.flush()
    leave_no_trace()
    return place
