"""The pictures a question or an answer can have: symbols of `base/icons/symbols.svg`, named by what they show."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

PICTURES = (
    ("q-fav", _l("Herz")),
    ("q-meet", _l("Treffen")),
    ("q-chill", _l("Ruhe")),
    ("q-move", _l("Bewegung")),
    ("q-learn", _l("Lernen")),
    ("q-support", _l("Hilfe")),
    ("q-nature", _l("Natur")),
    ("q-shop", _l("Einkaufen")),
    ("q-way", _l("Weg")),
    ("q-avoid", _l("Meiden")),
    ("q-uneasy", _l("Unwohl")),
    ("q-conflict", _l("Streit")),
    ("q-sent_away", _l("Weggeschickt")),
    ("q-barrier", _l("Hindernis")),
    ("q-dirty", _l("Schmutz")),
    ("q-missing", _l("Etwas fehlt")),
    ("q-idea", _l("Idee")),
    ("t-pin", _l("Nadel")),
    ("t-quarter", _l("Viertel")),
    ("t-pencil", _l("Stift")),
    ("t-photo", _l("Foto")),
    ("t-voice", _l("Sprechen")),
    ("t-search", _l("Suchen")),
    ("t-list", _l("Liste")),
)
