"""What a phone page needs to know of photos and voice notes: who may, in which words, what is there already."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from app.base.capture_words import photo_words, voice_words
from app.contributions.media.models import Attachment
from app.contributions.media.queries import attachments_of
from app.contributions.media.vocabulary import FAILURES, READABLE_STATES

PURPOSES = ("photo", "photo_people", "audio")


def phone_media(consents: dict[str, dict[str, Any]], contribution_ids: Collection[UUID]) -> dict[str, Any]:
    """JSON-ready: the rule, text and version of each purpose, what has arrived, and all words of dialogs and items.

    `consents` is what `app.participants.consents.for_page` says about the person. The page adds to `words` what it
    says of a file that is not saved yet, as `unsaved`.
    """
    saved = attachments_of(contribution_ids)
    return {
        "consents": {purpose: consents[purpose] for purpose in PURPOSES},
        "consentsUrl": url_for("participants.consents"),
        "saved": [_told(one) for found in saved.values() for one in found if one.state != "pending"],
        "words": {"photo": photo_words(), "voice": voice_words(), **_words()},
    }


def _told(attachment: Attachment) -> dict[str, Any]:
    """One attachment as its owner's script knows it; what was decided about it stands on their own page."""
    is_readable = attachment.state in READABLE_STATES and attachment.kind == "photo"
    address = url_for("contributions_media.own_file", attachment_id=attachment.id, size="preview")
    return {
        "id": str(attachment.id),
        "contribution": str(attachment.contribution_id),
        "kind": attachment.kind,
        "text": attachment.text,
        "seconds": attachment.duration,
        "state": "refused" if attachment.state == "failed" else "arrived",
        "message": str(FAILURES.get(attachment.reason, "")) if attachment.state == "failed" else "",
        "preview": address if is_readable else "",
    }


def _words() -> dict[str, str]:
    """What is said of files; %1 is filled in by the script."""
    return {
        "photoName": _("Foto"),
        "audioName": _("Sprachaufnahme, %1"),
        "audioShort": _("Sprachaufnahme"),
        "waiting": _("noch auf dem Handy"),
        "sending": _("wird gesendet (%1)"),
        "arrived": _("angekommen"),
        "refused": _("nicht angenommen"),
        "take": _("Wegnehmen: %1"),
        "taken": _("Weggenommen."),
        "added": _("%1 ist dabei."),
        "age": _("Zu den Einwilligungen"),
        "later": _("Das lädt gerade nicht. Versuch es gleich noch mal."),
        "notKept": _("Dein Handy kann das Foto nicht aufheben. Lass die Seite offen, bis es angekommen ist."),
    }
