"""What the map on which staff draw a trail says."""

from __future__ import annotations

from flask_babel import gettext as _


def map_texts() -> dict[str, str]:
    """Texts for the script; %1 and so on are put in there."""
    return {
        "zoomIn": _("Vergrößern"),
        "zoomOut": _("Verkleinern"),
        "length": _("Der Weg ist %1 m lang, das sind etwa %2 Minuten zu Fuß."),
        "none": _("Noch kein Weg."),
        "corner": _("Punkt %1 gesetzt."),
        "moved": _("Punkt %1 verschoben."),
        "removed": _("Punkt entfernt."),
        "undone": _("Zurückgenommen."),
        "nothing": _("Nichts mehr zurückzunehmen."),
        "cleared": _("Der Weg ist leer."),
        "joined": _("Der Weg geht gerade von Halt zu Halt."),
        "needStops": _("Dafür brauchen mindestens zwei Halte einen Punkt."),
        "stopSet": _("%1 hat jetzt einen Punkt."),
        "tooFar": _("Das ist zu weit weg von der Stadt."),
        "drawing": _(
            "Tippen Sie auf die Karte, um dem Weg einen Punkt anzufügen. Punkte lassen sich ziehen."
        ),
        "placing": _("Tippen Sie auf die Karte: Dort ist dann %1."),
        "stop": _("Halt %1"),
        "note": _("Hinweis %1"),
        "moveRow": _("%1 ist jetzt an Stelle %2."),
    }
