"""The answer with a stored file: its type by its bytes, ranges, and no right to do anything in a browser."""

from __future__ import annotations

from flask import current_app, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.base.errors import NotFound
from app.contributions.media.store import store

_TYPES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"RIFF", "image/webp"),
    (b"\xff\xfb", "audio/mpeg"),
)
"""First bytes of what our own readers write; there is no other kind of file in the store."""
_OTHER = "application/octet-stream"
POLICY = "default-src 'none'; style-src 'none'; sandbox; frame-ancestors 'none'"


def file_response(digest: str | None, *, is_public: bool) -> Response:
    """A stored file (a megabyte or so), whole or the range that was asked for, as players jump. NotFound without one.

    What is public is asked for anew each time (so that taking it back works at once) and mostly answered by 304.
    """
    try:
        with store().open(digest or "") as file:
            data = file.read()
    except FileNotFoundError as error:
        raise NotFound(_("Diese Datei gibt es nicht.")) from error
    mimetype = next((found for start, found in _TYPES if data.startswith(start)), _OTHER)
    response: Response = current_app.response_class(data, mimetype=mimetype)
    headers = response.headers
    headers["Cache-Control"] = "public, no-cache" if is_public else "private, no-store"
    headers["Content-Security-Policy"] = POLICY
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Content-Disposition"] = "inline" if mimetype != _OTHER else "attachment"
    response.set_etag(digest or "")
    return response.make_conditional(request, accept_ranges=True, complete_length=len(data))
