"""What the phone page needs to know of photos and voice notes: who may, in which words, what is there already."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from app.base.capture_words import photo_words, voice_words
from app.participants.consents import for_page
from app.participants.models import Participant

PURPOSES = ("photo", "photo_people", "audio")


def media_data(person: Participant) -> dict[str, Any]:
    """JSON-ready: the rule, text and version of each purpose, and all words of the dialogs and of the sheet."""
    consents = for_page(person)
    return {
        "consents": {purpose: consents[purpose] for purpose in PURPOSES},
        "saved": [],
        "words": {"photo": photo_words(), "voice": voice_words(), **_words()},
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
        "another": _("Im Foto steht ein anderer Ort. Soll die Nadel dorthin?"),
        "anotherYes": _("Ja, dorthin"),
        "anotherNo": _("Nein, hier stimmt es"),
        "moved": _("Die Nadel steht jetzt dort, wo das Foto gemacht wurde. Du kannst sie noch verschieben."),
        "isHere": _("Das Foto wurde etwa hier gemacht. Stimmt der Ort? Schieb die Karte und tippe auf »Hier«."),
        "nowhere": _("Im Foto steht kein Ort. Zeig uns, wo es war: Schieb die Karte und tippe auf »Hier«."),
        "waits": _("Dein Foto wartet auf seinen Ort. Schieb die Karte und tippe auf »Hier«."),
        "notKept": _("Dein Handy kann das Foto nicht aufheben. Lass die Seite offen, bis es angekommen ist."),
    }
