"""Kinds of attachments and their limits, how long they are kept, and what their owner reads about them."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import lazy_gettext as _l

_MEGABYTE = 1024 * 1024
KINDS = {
    "photo": _l("Foto"),
    "audio": _l("Sprachnachricht"),
    "drawing": _l("Zeichnung"),
    "scan": _l("Bild von Papier"),
}
LARGEST = {"photo": 20 * _MEGABYTE, "scan": 20 * _MEGABYTE, "audio": 10 * _MEGABYTE, "drawing": 2 * _MEGABYTE}
"""Bytes of one file as it is sent."""
MOST = {"photo": 5, "audio": 1, "drawing": 1, "scan": 2}
"""Files of a kind beside one contribution."""
MOST_OF_ONE, ALTOGETHER = 100, 400 * _MEGABYTE
"""Files of one participant and their bytes as announced, so that nobody fills the disk for everybody else."""
MOST_WAITING = 40
"""Files of one participant beside answers that are not sent yet."""
LONGEST_AUDIO = 180
"""Seconds."""
PART = 256 * 1024
"""Bytes of one part of an upload; what a phone in a bad net loses at most."""

NEEDS_CONSENT = {"photo": "photo", "audio": "audio"}
"""Kinds nobody may send without a yes to this purpose (E02, E14)."""

KEPT_PENDING = timedelta(days=15)
"""An upload that has not ended by then is given up (R11: phones resume for 14 days)."""
KEPT_AUDIO, KEPT_DRAWINGS = timedelta(days=183), timedelta(days=365)
"""E08: audio at most six months, raw drawings and scans of them twelve."""
KEPT_PLACE = timedelta(days=14)
"""So long a place found in a photo waits for the yes or no of its owner."""
EXPIRED = "expired"
"""Reason of what was removed because its time was over."""


def kept_for(kind: str) -> timedelta:
    """How long a voice or a drawing may be kept."""
    return KEPT_AUDIO if kind == "audio" else KEPT_DRAWINGS


TAKEN_STATES = ("pending", "received", "in_review", "released", "internal", "rejected", "locked")
"""Those that count for the limits."""
ARRIVED_STATES = ("received", "in_review", "released", "internal", "rejected", "locked")
"""All bytes are here and show something, as far as is known."""
READABLE_STATES = ("in_review", "released", "internal", "rejected")
"""Decoded, and neither taken back nor locked."""

OWN_STATES = {
    "pending": _l("noch nicht ganz angekommen"),
    "received": _l("angekommen, wird vorbereitet"),
    "in_review": _l("angekommen, wird bald angesehen"),
    "released": _l("für alle sichtbar"),
    "internal": _l("nur für das Planungsteam"),
    "rejected": _l("nicht freigegeben"),
    "locked": _l("nicht freigegeben"),
    "failed": _l("konnten wir nicht öffnen"),
    "withdrawn": _l("zurückgenommen"),
}

FAILURES = {
    "empty": _l("Die Datei ist leer."),
    "svg": _l("SVG-Bilder nehmen wir nicht an. Mach ein Foto oder speichere das Bild als JPEG oder PNG."),
    "document": _l("Das ist kein Bild, sondern ein Dokument. Mach ein Foto davon."),
    "video": _l("Das ist ein Video. Videos nehmen wir nicht an."),
    "unknown": _l("Dieses Format kennen wir nicht."),
    "damaged": _l("Die Datei ist beschädigt."),
    "too_large": _l("Das Bild hat zu viele Punkte oder die Datei ist zu verwickelt."),
    "too_long": _l("Die Aufnahme ist länger als 3 Minuten."),
    "no_sound": _l("In der Datei ist kein Ton."),
    "no_strokes": _l("In der Zeichnung ist nichts zu erkennen."),
}
"""Why a file could not be opened, by `Attachment.reason`."""
