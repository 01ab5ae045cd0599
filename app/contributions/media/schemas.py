"""Shapes of the upload API for marshmallow and OpenAPI. Keys that are not listed are ignored (R36)."""

from __future__ import annotations

from apiflask import Schema
from marshmallow import fields, validate

from app.contributions.checks import LONGEST_TEXT
from app.contributions.media.vocabulary import KINDS, OWN_STATES
from app.contributions.schemas import Lenient


class ConsentIn(Lenient):
    """A yes that was said before the file was made."""

    purpose = fields.String(required=True, validate=validate.Length(min=1, max=20))
    giver = fields.String(load_default="self", validate=validate.OneOf(["self"]), metadata={"enum": ["self"]})
    text_version = fields.String(required=True, validate=validate.Length(min=1, max=20))


class AttachmentIn(Lenient):
    """What will be sent; its bytes come in parts afterwards."""

    contribution = fields.UUID(required=True)
    kind = fields.String(required=True, metadata={"enum": list(KINDS)})
    media_type = fields.String(required=True, metadata={"example": "image/jpeg"})
    size = fields.Integer(required=True, strict=True, metadata={"description": "Bytes of the whole file"})
    sha256 = fields.String(
        required=True, metadata={"description": "Of the whole file, in small hexadecimal digits"}
    )
    position = fields.Integer(load_default=0, strict=True)
    text = fields.String(load_default="", metadata={"maxLength": LONGEST_TEXT})
    data = fields.Dict(keys=fields.String(), load_default=None, allow_none=True)
    consents = fields.List(fields.Nested(ConsentIn), load_default=list, validate=validate.Length(max=10))


class OffsetIn(Schema):
    """Where a part begins."""

    offset = fields.Integer(
        required=True,
        data_key="Upload-Offset",
        metadata={"minimum": 0, "description": "Where in the file this part begins: what `received` said"},
    )


class UploadOut(Schema):
    """How far an upload is."""

    id = fields.UUID(required=True)
    state = fields.String(required=True, metadata={"enum": list(OWN_STATES)})
    received = fields.Integer(required=True, metadata={"description": "Bytes that are here for sure"})
    message = fields.String(metadata={"description": "Why the file could not be opened"})


class UploadErrorOut(Schema):
    """Why it was refused, in a sentence for the person; `received` where to go on."""

    message = fields.String(required=True)
    field = fields.String()
    received = fields.Integer()
