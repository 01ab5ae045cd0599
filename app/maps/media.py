"""What the phone page needs to know of photos and voice notes: who may, in which words, what is there already."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.base.capture_words import photo_words, voice_words
from app.contributions.media.queries import attachments_of
from app.contributions.media.vocabulary import FAILURES, READABLE_STATES
from app.contributions.own import OwnContribution

PURPOSES = ("photo", "photo_people", "audio")


def media_data(consents: dict[str, dict[str, Any]], marks: Sequence[OwnContribution]) -> dict[str, Any]:
    """JSON-ready: the rule, text and version of each purpose, what has arrived, and all words of dialogs and sheet.

    `consents` is what `app.participants.consents.for_page` says about the person.
    """
    saved = attachments_of([mark.id for mark in marks])
    return {
        "consents": {purpose: consents[purpose] for purpose in PURPOSES},
        "consentsUrl": url_for("participants.consents"),
        "saved": [_told(one) for found in saved.values() for one in found if one.state != "pending"],
        "words": {"photo": photo_words(), "voice": voice_words(), **_words()},
    }


def _told(attachment: Any) -> dict[str, Any]:
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
    """What the sheet and the list say about media; %1 is filled in by the script."""
    return {
        "photoName": _("Foto"),
        "audioName": _("Sprachaufnahme, %1"),
        "audioShort": _("Sprachaufnahme"),
        "unsaved": _("wird mit der Nadel gespeichert"),
        "waiting": _("noch auf dem Handy"),
        "sending": _("wird gesendet (%1)"),
        "arrived": _("angekommen"),
        "refused": _("nicht angenommen"),
        "take": _("Wegnehmen: %1"),
        "taken": _("Weggenommen."),
        "added": _("%1 ist dabei."),
        "moved": _("Die Nadel steht jetzt dort, wo das Foto gemacht wurde. Du kannst sie noch verschieben."),
        "isHere": _(
            "Das Foto wurde etwa hier gemacht. Stimmt der Ort? Schieb die Karte und tippe auf »Hier«."
        ),
        "nowhere": _("Im Foto steht kein Ort. Zeig uns, wo es war: Schieb die Karte und tippe auf »Hier«."),
        "waits": _("Dein Foto wartet auf seinen Ort. Schieb die Karte und tippe auf »Hier«."),
        "age": _("Zu den Einwilligungen"),
        "later": _("Das lädt gerade nicht. Versuch es gleich noch mal."),
        "notKept": _("Dein Handy kann das Foto nicht aufheben. Lass die Seite offen, bis es angekommen ist."),
    }
