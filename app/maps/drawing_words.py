"""Everything the script says while somebody draws, translated; %1 and %2 are filled in by the script."""

from __future__ import annotations

from flask_babel import gettext as _

from app.base.map_words import hand_words


def drawing_words() -> dict[str, str]:
    """Words of the drawing questions, beside those of the needles."""
    return {
        **hand_words(),
        "drawings": _("%1 von %2 fertig"),
        "drawn": _("Das ist gezeichnet. Tippe darauf, wenn du etwas ändern willst."),
        "drawFelt": _("Zeichne mit dem Finger um dein Viertel herum."),
        "drawWay": _("Zeichne deinen Weg mit dem Finger nach."),
        "goOn": _("Du kannst noch ein Stück zeichnen."),
        "noText": _("Ohne Text"),
        "backToDrawing": _("Zurück"),
        "start": _("Anfang"),
        "end": _("Ende"),
        "cutHome": _("Zu deinem Schutz haben wir das Stück bei deinem Zuhause weggelassen."),
        "onlyHome": _("in der Nähe von zu Hause"),
        "onlyHomeTold": _(
            "Der ganze Weg liegt nah bei deinem Zuhause. Wir merken uns nur deine Worte, keine Linie."
        ),
        "home_none": _("Nein"),
        "home_start": _("Am Anfang"),
        "home_end": _("Am Ende"),
        "home_both": _("An beiden"),
        "revealLater": _("Sobald deine Zeichnung angekommen ist, zeigen wir dir die Grenze der Planung."),
        "revealHome": _("Hier wohnst du: %1."),
        "revealUnder": _("Hier liegt am meisten von deiner Zeichnung: %1."),
        "revealShare": _("%1 Prozent deiner Zeichnung liegen darin."),
        "revealNone": _("Für diese Stelle gibt es keinen Raum der Planung."),
        "revealSaved": _("Danke! Das hilft der Planung."),
        "compare": _("Mit der Planung vergleichen"),
        "revealEmpty": _("Tippe etwas an oder schreib etwas."),
    }
