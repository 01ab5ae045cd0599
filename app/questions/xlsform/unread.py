"""What is left of a row when a question was made of it: each filled cell nobody read is named."""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import gettext as _

from app.questions.xlsform.form import Form
from app.questions.xlsform.tree import Node


def name_unread(node: Node, form: Form, looks_read: Collection[str] = ()) -> None:
    """Name the cells of a row that have no counterpart, each with what that means."""
    entry = node.entry
    looks = [look for look in node.looks if look not in looks_read]
    if looks:
        what = _("Die Darstellung »%(look)s« gibt es hier nicht.", look=" ".join(looks))
        form.lost(entry, "appearance", what)
    for column in sorted(entry.unread):
        form.lost(entry, column, _sentence(column))


def _sentence(column: str) -> str:
    sentences = {
        "default": _("Vorgaben gibt es hier nicht, das Feld ist am Anfang leer."),
        "calculation": _("Berechnungen gibt es hier nur in Bedingungen."),
        "choice_filter": _("Die Auswahlen werden nicht gefiltert, es erscheinen alle."),
        "image": _("Bilder in Fragen wurden nicht übernommen."),
        "big-image": _("Bilder in Fragen wurden nicht übernommen."),
        "audio": _("Töne in Fragen wurden nicht übernommen."),
        "video": _("Filme in Fragen wurden nicht übernommen."),
        "autoplay": _("Filme in Fragen wurden nicht übernommen."),
        "required_message": _("Bei Pflichtfragen erscheint unsere eigene Meldung."),
        "guidance_hint": _("Hinweise für Interviewende wurden nicht übernommen."),
        "trigger": _("Auslöser gibt es hier nicht."),
        "repeat_count": _("Die Zahl der Wiederholungen wurde nicht übernommen."),
    }
    return sentences.get(column, _("Die Spalte wurde nicht übernommen."))
