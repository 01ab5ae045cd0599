"""Reasons and words of the media desk, published with the rules (E12, E13, E20)."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

REJECTED = {
    "people": _l("Man erkennt Menschen, die nicht zugestimmt haben."),
    "private": _l("Man sieht ein Zuhause, ein Türschild oder etwas Privates."),
    "off_topic": _l("Es hat mit dem Thema nichts zu tun."),
    "unreadable": _l("Man kann nichts erkennen oder verstehen."),
    "rights": _l("Das Bild oder die Musik gehört jemand anderem."),
    "insult": _l("Jemand wird beleidigt oder abgewertet."),
    "duplicate": _l("Es ist doppelt angekommen."),
}
LOCKED = {
    "private_room": _l("In Wohnung, WC oder Umkleide aufgenommen"),
    "helpless": _l("Zeigt eine hilflose Person"),
    "nudity": _l("Zeigt Nacktheit"),
    "humiliating": _l("Stellt jemanden bloß"),
}
"""E13, § 201a StGB: the file is locked, goes to nobody, and safeguarding is told."""

EXCEPTIONS = {
    "accessory": _l("Menschen sind nur Beiwerk neben einem Ort (§ 23 Abs. 1 Nr. 2 KunstUrhG)"),
    "assembly": _l("Versammlung oder Aufzug (§ 23 Abs. 1 Nr. 3 KunstUrhG)"),
}
SHORTEST_NOTE, LONGEST_NOTE = 10, 500
LONGEST_TRANSCRIPT = 5000

FIRST_YES = "first_yes"
"""Reason of a decision that waits for a second person."""
