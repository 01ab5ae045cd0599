"""The doors for photos, voice and drawings of phones: announce, send in parts that can be resumed, take back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, abort, jsonify, request
from flask_babel import gettext as _
from werkzeug.exceptions import ClientDisconnected

from app.base.database import db, transaction
from app.base.errors import DomainError
from app.contributions.json_body import json_body
from app.contributions.media import incoming, queries
from app.contributions.media.drafts import AttachmentDraft, ConsentDraft
from app.contributions.media.errors import Garbled, TooLarge, WrongOffset
from app.contributions.media.queries import Standing
from app.contributions.media.schemas import AttachmentIn, OffsetIn, UploadErrorOut, UploadOut
from app.contributions.media.services import announce, receive, take_back
from app.contributions.media.store import store
from app.contributions.media.vocabulary import FAILURES, PART
from app.participants.access import participant_required, signed_in

blueprint = APIBlueprint("contributions_media_api", __name__, tag="Medien", url_prefix="/api/attachments")

ERRORS = {
    400: "The anti-forgery token (header X-CSRFToken) is missing or old",
    401: "No participant is signed in on this phone",
    404: "Unknown, or not this participant's; the sitting with its contribution has to be sent first",
    409: "The id came before with other content; or the part does not continue what is here: see `received`",
    413: "The file or the part is too large",
    415: "Not sent as application/json, or a part not as application/octet-stream",
    422: "Something does not fit; `field` names it. Wrong SHA-256: `received` is 0 again",
    507: "No room on our disk now: try again later",
}


def _errors(*codes: int) -> dict[int, Any]:
    return {
        code: {"description": ERRORS[code], "content": {"application/json": {"schema": UploadErrorOut}}}
        for code in codes
    }


REPEATED = {
    200: {
        "description": "Announced before with the same content; `received` says where to go on",
        "content": {"application/json": {"schema": UploadOut}},
    }
}


def _part_body(view: Any) -> Any:
    """Decorator: tells OpenAPI of the raw body and the header, which the view reads by itself."""
    view._spec = {
        **getattr(view, "_spec", {}),
        "body": {"type": "string", "format": "binary", "maxLength": PART},
        "body_example": None,
        "body_examples": None,
        "content_type": "application/octet-stream",
        "args": [(OffsetIn(), "headers")],
    }
    return view


@blueprint.errorhandler(DomainError)
def refused(error: DomainError) -> tuple[Response, int]:
    body: dict[str, Any] = {"message": str(error.message)} | ({"field": error.field} if error.field else {})
    if isinstance(error, WrongOffset | Garbled):
        body["received"] = error.received
    return jsonify(body), error.status


@blueprint.put("/<uuid:attachment_id>")
@blueprint.doc(
    summary="Announce one file of one's own contribution, exactly once",
    responses=REPEATED | _errors(400, 401, 404, 409, 413, 415, 422, 507),
)
@blueprint.output(UploadOut, status_code=201, description="Announced; its bytes may come")
@participant_required
@json_body(AttachmentIn)
def put_attachment(attachment_id: UUID, data: dict[str, Any]) -> Any:
    consents = tuple(ConsentDraft(**said) for said in data.pop("consents"))
    draft = AttachmentDraft(
        id=attachment_id, contribution_id=data.pop("contribution"), consents=consents, **data
    )
    with transaction():
        announced = announce(participant_id=_participant_id(), draft=draft)
    return _told(announced.standing), 201 if announced.created else 200


@blueprint.patch("/<uuid:attachment_id>")
@blueprint.doc(
    summary=f"Send the next part, at most {PART // 1024} KiB; it is kept for sure when the answer comes",
    responses=_errors(400, 401, 404, 409, 413, 415, 422, 507),
)
@blueprint.output(UploadOut, description="How far the upload is")
@participant_required
@_part_body
def patch_attachment(attachment_id: UUID) -> Any:
    participant_id = _participant_id()
    announced = queries.own_attachment(attachment_id, participant_id)
    size, sha256, is_open = announced.size, announced.sha256, announced.state == "pending"
    if request.mimetype != "application/octet-stream":
        abort(415)
    if not is_open:
        raise WrongOffset(announced.received)
    offset, part = _offset(), _part()
    if offset + len(part) > size:
        raise DomainError(_("Es kommt mehr an, als angekündigt war."), field="size")
    # Nothing is read from here on: the connection is free for others while this waits for the disk.
    db.session.rollback()
    store().refuse_without_room(len(part))
    with incoming.held(attachment_id) as file:
        here = min(queries.received_of(attachment_id), incoming.size_of(file))
        if offset != here:
            raise WrongOffset(here)
        incoming.write(file, offset, part)
        received = offset + len(part)
        is_garbled = received == size and incoming.digest_of(file) != sha256
        with transaction():
            receive(
                attachment_id=attachment_id,
                participant_id=participant_id,
                received=0 if is_garbled else received,
            )
    if is_garbled:
        raise Garbled
    return _told(_standing(attachment_id, participant_id))


@blueprint.get("/<uuid:attachment_id>")
@blueprint.doc(summary="How far one's own upload is", responses=_errors(401, 404))
@blueprint.output(UploadOut)
@participant_required
def get_attachment(attachment_id: UUID) -> Any:
    return _told(_standing(attachment_id, _participant_id()))


@blueprint.delete("/<uuid:attachment_id>")
@blueprint.doc(summary="Take one's own file back; its bytes are deleted", responses=_errors(400, 401, 404))
@participant_required
def delete_attachment(attachment_id: UUID) -> Any:
    with transaction():
        take_back(attachment_id=attachment_id, participant_id=_participant_id())
    return "", 204


def _offset() -> int:
    said = request.headers.get("Upload-Offset", "")
    if not said.isascii() or not said.isdigit() or len(said) > 12:
        raise DomainError(_("Es fehlt, wo in der Datei dieser Teil beginnt."), field="Upload-Offset")
    return int(said)


def _part() -> bytes:
    """The body of one part. What came before a connection broke counts: the phone need not send it again (R11)."""
    too_much = TooLarge(_("Ein Teil darf höchstens 256 Kilobyte haben."))
    if (request.content_length or 0) > PART:
        raise too_much
    part = bytearray()
    try:
        while len(part) <= PART and (chunk := request.stream.read(16 * 1024)):
            part += chunk
    except (ClientDisconnected, OSError):
        if not part:
            raise
    if len(part) > PART:
        raise too_much
    return bytes(part)


def _standing(attachment_id: UUID, participant_id: UUID) -> Standing:
    found = queries.own_attachment(attachment_id, participant_id)
    return Standing(found.id, found.state, found.received, found.reason)


def _told(standing: Standing) -> dict[str, Any]:
    """What a phone may know: a lock (E13) looks like any other refusal."""
    state = "rejected" if standing.state == "locked" else standing.state
    told: dict[str, Any] = {"id": standing.id, "state": state, "received": standing.received}
    if state == "failed" and standing.reason in FAILURES:
        told["message"] = str(FAILURES[standing.reason])
    return told


def _participant_id() -> UUID:
    found = signed_in()
    assert found is not None
    return found.id
