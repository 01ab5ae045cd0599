"""Words of minutes: their states, and headings under which the record is drafted."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

DRAFT, SENT, CONFIRMED, PUBLISHED = "draft", "sent", "confirmed", "published"
STATES = {
    DRAFT: _l("Entwurf"),
    SENT: _l("bei den Teilnehmenden"),
    CONFIRMED: _l("bestätigt"),
    PUBLISHED: _l("veröffentlicht"),
}
SPOKEN = {
    "quote": _l("Zitate"),
    "observation": _l("Beobachtungen"),
    "conflict": _l("Konflikte"),
    "idea": _l("Ideen"),
}
"""What is said, in the order of the minutes, as headings."""
LONGEST = 20_000
"""Signs of a section."""
LONGEST_CORRECTION = 1000
MOST_SPEAKERS = 300
"""So many say something to one section at most; a link that is passed on fills no database."""
