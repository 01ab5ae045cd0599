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

GUARDED = ("statistics", "dpo")
"""Who approves releases (E36): only administrators give these, else a coordinator could be both pairs of eyes."""

MANAGE = ("coordinator",)
INVITE = ("coordinator", "facilitator")
REVIEW = ("coordinator", "editor", "facilitator")
RAW = ("coordinator", "editor", "facilitator", "planner")
PLAN = ("coordinator", "planner", "statistics", "dpo")
MINUTES = ("coordinator", "facilitator", "recorder")
ANY = tuple(ROLES)

TASKS = {
    "coordinator": _l("richtet das Verfahren ein, öffnet und schließt es, verwaltet das Team"),
    "facilitator": _l("lädt Teilnehmende ein und sichtet ihre Beiträge"),
    "recorder": _l("erfasst, was auf Papier oder vor Ort gesagt wurde"),
    "editor": _l("sichtet Beiträge und gibt sie frei"),
    "planner": _l("liest Beiträge im Wortlaut und arbeitet mit den Kennzahlen"),
    "statistics": _l("prüft Kennzahlen und gibt Veröffentlichungen frei"),
    "dpo": _l("prüft den Schutz der Daten vor einer Veröffentlichung"),
    "safeguard": _l("bekommt Beiträge, die auf eine Gefahr für ein Kind hinweisen"),
    "viewer": _l("sieht den Stand, aber keine Beiträge im Wortlaut"),
}
"""One sentence what each role may do, for those who give it."""
