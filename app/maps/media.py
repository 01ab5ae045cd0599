"""What the phone page of a needle map needs to know of photos and voice notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from app.contributions.media.phone import phone_media
from app.contributions.own import OwnContribution


def media_data(consents: dict[str, dict[str, Any]], marks: Sequence[OwnContribution]) -> dict[str, Any]:
    """What `phone_media` gives, with the words about needles."""
    found = phone_media(consents, [mark.id for mark in marks])
    return {**found, "words": {**found["words"], **_words()}}


def _words() -> dict[str, str]:
    return {
        "unsaved": _("wird mit der Nadel gespeichert"),
        "moved": _("Die Nadel steht jetzt dort, wo das Foto gemacht wurde. Du kannst sie noch verschieben."),
        "isHere": _(
            "Das Foto wurde etwa hier gemacht. Stimmt der Ort? Schieb die Karte und tippe auf »Hier«."
        ),
        "nowhere": _("Im Foto steht kein Ort. Zeig uns, wo es war: Schieb die Karte und tippe auf »Hier«."),
        "waits": _("Dein Foto wartet auf seinen Ort. Schieb die Karte und tippe auf »Hier«."),
    }
