"""Why a contribution may be kept from the public; published with the rules, shown to the person who wrote it (E20)."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

REASONS = {
    "insult": _l("Jemand wird beleidigt oder abgewertet."),
    "discrimination": _l("Eine Gruppe von Menschen wird herabgesetzt."),
    "third_party": _l("Es geht um eine andere Person, die man erkennen kann."),
    "advertising": _l("Es ist Werbung."),
    "off_topic": _l("Es hat mit dem Thema nichts zu tun."),
    "unreadable": _l("Der Text ist nicht zu verstehen."),
    "duplicate": _l("Es ist doppelt angekommen."),
    "unlawful": _l("Der Inhalt verstößt gegen ein Gesetz."),
}
