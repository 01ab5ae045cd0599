"""Words of the return flow (C2): how far a proposal is, and why one is declined or deferred."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

OPEN, CHECK, ADOPTED, DEFERRED, DECLINED, MERGED = (
    "open",
    "check",
    "adopted",
    "deferred",
    "declined",
    "merged",
)
STATES = {
    OPEN: _l("offen"),
    CHECK: _l("in Prüfung"),
    ADOPTED: _l("angenommen"),
    DEFERRED: _l("zurückgestellt"),
    DECLINED: _l("abgelehnt"),
    MERGED: _l("mit einem anderen zusammengeführt"),
}
"""States of a proposal: those of `measure_status` in which something is still a proposal, and `open` before them."""
WAITING = (OPEN, CHECK)
ANSWERS = (CHECK, ADOPTED, DEFERRED, DECLINED, MERGED)
NEEDS_REASON = (DEFERRED, DECLINED)
REASONS = {
    "not_competent": _l("nicht zuständig"),
    "law": _l("Recht oder Sicherheit sprechen dagegen"),
    "budget": _l("Geld fehlt"),
    "land": _l("Fläche ist nicht verfügbar"),
    "exists": _l("gibt es schon"),
    "conflict": _l("andere Belange überwiegen"),
    "not_feasible": _l("technisch nicht möglich"),
    "no_majority": _l("keine Mehrheit"),
    "moved": _l("an eine andere Stelle weitergeleitet"),
}
SHORTEST_ANSWER = 40
"""Signs of a public answer that says why (C5)."""
