"""What a printed sheet says besides its questions, in the language of the sheet."""

from __future__ import annotations

from flask_babel import gettext as _


def sheet_words() -> dict[str, str]:
    """The standing texts, in the language that is spoken now."""
    return {
        "how": _("Mach ein Kreuz in das Kästchen, das passt. Ein falsches Kreuz streichst du durch."),
        "free": _("Alles ist freiwillig. Bitte schreib keinen Namen auf den Bogen."),
        "sheet": _("Bogen"),
        "page": _("Seite"),
        "several": _("Mehrere Kreuze sind möglich."),
        "ranking": _("Schreib Zahlen in die Kästchen. 1 ist am wichtigsten."),
        "places": _("Beschreib den Ort mit Worten, zum Beispiel: der Spielplatz in der Hafenstraße."),
        "place": _("Ort"),
        "yes": _("Ja"),
        "thanks": _("Danke! Bitte gib den Bogen so zurück, wie es auf dem Brief oder Plakat steht."),
    }


def not_on_paper(kind: str) -> str:
    """Below a question that asks for a photo or a recording."""
    return (
        _("Ein Foto geht nicht auf Papier.") if kind == "photo" else _("Eine Aufnahme geht nicht auf Papier.")
    )


def only_if(condition: str) -> str:
    """Above a question that not everybody is asked."""
    return _("Nur wenn: %(condition)s", condition=condition)
