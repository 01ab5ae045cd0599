"""The words of the small sign on every page that says what is still on this phone."""

from __future__ import annotations

from flask_babel import gettext as _


def phone_words() -> dict[str, str]:
    """For templates: what the sign says in each of its states; %1 is filled in by its script."""
    return {
        "clear": _("Alles angekommen"),
        "waiting": _("%1 noch auf dem Handy"),
        "old": _("%1 schon länger als einen Tag auf dem Handy"),
        "sending": _("%1 wird gesendet"),
        "refused": _("%1 nicht angenommen"),
        "lost": _("%1 verloren gegangen"),
        "hidden": _("%1 gerade nicht lesbar"),
    }
