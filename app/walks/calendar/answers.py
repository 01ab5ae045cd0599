"""A calendar file as an answer to a request."""

from __future__ import annotations

from flask import Response
from flask_babel import gettext as _

from app.base.database import now
from app.base.errors import NotFound
from app.walks.calendar.events import CANCEL, PUBLISH, calendar_file
from app.walks.models import Walk


def calendar_answer(walk: Walk) -> Response:
    """The file to download; NotFound while the walk has no date."""
    if walk.starts_at is None:
        raise NotFound(_("Dieser Spaziergang hat noch keinen Termin."))
    method = CANCEL if walk.cancelled_at is not None else PUBLISH
    answer = Response(
        calendar_file(walk, now()), content_type=f"text/calendar; charset=utf-8; method={method}"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="{walk.activity.slug}.ics"'
    return answer
