"""The roles a staff member can hold in a process (design: facilitator … viewer) and the sets views ask for."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

ROLES = {
    "coordinator": _l("Koordination"),
    "facilitator": _l("Moderation"),
    "recorder": _l("Protokoll und Erfassung"),
    "editor": _l("Redaktion (Sichtung)"),
    "planner": _l("Planung"),
    "statistics": _l("Statistikstelle"),
    "dpo": _l("Datenschutz"),
    "safeguard": _l("Kinderschutz"),
    "viewer": _l("Nur ansehen"),
}

MANAGE = ("coordinator",)
INVITE = ("coordinator", "facilitator")
REVIEW = ("coordinator", "editor", "facilitator")
RAW = ("coordinator", "editor", "facilitator", "planner")
PLAN = ("coordinator", "planner", "statistics", "dpo")
ANY = tuple(ROLES)
