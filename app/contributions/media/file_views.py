"""Where files are read: their owner all of their own, staff by role and state, everybody what was released."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.base.access import public
from app.base.errors import NotFound
from app.contributions.flags import DANGER
from app.contributions.media import queries
from app.contributions.media.files import file_response
from app.contributions.media.models import Attachment
from app.contributions.media.vocabulary import READABLE_STATES
from app.participants.access import participant_required, signed_in
from app.processes.access import member_required
from app.processes.models import Process
from app.processes.queries import roles_of
from app.processes.roles import RAW, REVIEW

blueprint = Blueprint("contributions_media", __name__)
staff_blueprint = Blueprint("contributions_media_staff", __name__)

SAFEGUARD = ("safeguard",)
"""E13, E19: who alone opens what was locked, or belongs to a cry for help."""


@blueprint.get("/mein/medien/<uuid:attachment_id>/<any(whole, preview):size>")
@participant_required
def own_file(attachment_id: UUID, size: str) -> Response:
    """One's own photo or voice as it was sent, without its metadata; what was locked is nobody's but safeguarding's.

    What waits for its answers to be sent has one size.
    """
    participant = signed_in()
    assert participant is not None
    waits = next(
        (one for one in queries.waiting(participant_id=participant.id) if one.id == attachment_id), None
    )
    if waits is not None:
        return file_response(waits.digest, is_public=False)
    found = queries.own_attachment(attachment_id, participant.id)
    if found.state not in READABLE_STATES:
        raise NotFound(_("Diese Datei gibt es nicht oder sie ist nicht von dir."))
    return file_response(found.digest if size == "whole" else found.preview, is_public=False)


@blueprint.get("/medien/<string(length=64):digest>/<any(whole, preview):size>")
@public
def public_file(digest: str, size: str) -> Response:
    """A released file with everything blurred that was marked; its address is the SHA-256 of what all may see."""
    found = queries.released(digest)
    return file_response(found.public_digest if size == "whole" else found.public_preview, is_public=True)


@staff_blueprint.get(
    "/verwaltung/verfahren/<slug>/medien/<uuid:attachment_id>/<any(whole, preview, public, public_preview):size>"
)
@member_required(*RAW, *SAFEGUARD)
def file(process: Process, attachment_id: UUID, size: str) -> Response:
    """`public` and `public_preview` are blurred; who does not redact sees nothing else (E11)."""
    found, contribution = queries.in_process(attachment_id, process.id)
    is_guarded = found.state == "locked" or DANGER in contribution.flags
    _refuse_unless_allowed(found, process, is_guarded=is_guarded, is_blurred=size.startswith("public"))
    digest = {
        "whole": found.digest,
        "preview": found.preview,
        "public": found.public_digest,
        "public_preview": found.public_preview,
    }[size]
    return file_response(digest, is_public=False)


def _refuse_unless_allowed(
    found: Attachment, process: Process, *, is_guarded: bool, is_blurred: bool
) -> None:
    held = roles_of(current_user.id, process.id)
    if is_guarded:
        # Not even who administers the house: the file is for one person to judge.
        if not held & set(SAFEGUARD):
            raise NotFound(_("Diese Datei gibt es nicht oder sie ist nicht für Sie bestimmt."))
        return
    if current_user.is_admin or held & set(REVIEW):
        return
    if not held & set(RAW) or not is_blurred or found.state not in ("released", "internal"):
        raise NotFound(_("Diese Datei gibt es nicht oder sie ist nicht für Sie bestimmt."))
