"""What the dialogs for photos and voice notes say (app/base/assets/photo.js, voice_dialog.js), as JSON for pages."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _


def photo_words() -> dict[str, Any]:
    """Words of `openPhoto`; `rules` says before the first photo what must not be on it (E13)."""
    return {
        "title": _("Foto dazu"),
        "close": _("Schließen"),
        "before": _("Zeig den Ort, nicht die Leute. Bitte keine Fotos:"),
        "rules": [
            _("von Leuten, die nicht Ja gesagt haben"),
            _("aus Wohnungen, Toiletten oder Umkleiden"),
            _("von jemandem, der Hilfe braucht oder sich schämen würde"),
            _("von Nacktheit"),
        ],
        "team": _("Das Team sieht jedes Foto an, bevor andere es sehen. Solche Fotos werden gesperrt."),
        "take": _("Foto machen"),
        "gallery": _("Foto auswählen"),
        "wait": _("Das Foto wird vorbereitet …"),
        "tooLarge": _("Dieses Foto ist zu groß. Bitte nimm ein anderes."),
        "noPhoto": _("Das ist kein Foto, das wir lesen können. Bitte nimm ein anderes."),
        "look": _("Dein Foto"),
        "picture": _("Vorschau von deinem Foto"),
        "unseen": _(
            "Dein Browser kann dieses Foto nicht zeigen. Du kannst es trotzdem schicken. "
            "Das Team macht Gesichter unkenntlich, bevor andere es sehen."
        ),
        "brush": _("Wisch über Gesichter und Nummernschilder. Dann erkennt man sie nicht mehr."),
        "undo": _("Rückgängig"),
        "undone": _("Zurückgenommen."),
        "box": _("Kästchen setzen"),
        "boxed": _(
            "Ein Kästchen liegt in der Mitte und verwischt, was darunter ist. Schieb es mit den Pfeilen."
        ),
        "boxGroup": _("Kästchen schieben"),
        "left": _("nach links"),
        "right": _("nach rechts"),
        "up": _("nach oben"),
        "down": _("nach unten"),
        "larger": _("größer"),
        "smaller": _("kleiner"),
        "people": _("Sind Leute zu erkennen?"),
        "no": _("Nein"),
        "yes": _("Ja"),
        "peopleHint": _("Wisch über die Gesichter und wähl dann »Nein«. Oder haben alle Ja gesagt?"),
        "wipePeople": _("Wisch bitte über alle Gesichter und wähl dann »Nein«."),
        "sayPeople": _("Bitte sag noch, ob Leute zu erkennen sind."),
        "tickPeople": _("Bitte hak an, dass alle Ja gesagt haben. Sonst wisch über die Gesichter."),
        "tickPhoto": _("Bitte hak noch an, dass wir das Foto haben dürfen."),
        "caption": _("Was sieht man? (freiwillig)"),
        "other": _("Anderes Foto"),
        "use": _("Foto nehmen"),
    }


def voice_words() -> dict[str, str]:
    """Words of `openVoice`; what is announced before the microphone is asked for is E14."""
    return {
        "name": _("Sprachaufnahme"),
        "title": _("Sprechen statt schreiben"),
        "close": _("Schließen"),
        "before": _(
            "Gleich nimmt dein Handy auf, höchstens 3 Minuten. Du siehst die ganze Zeit, dass es läuft."
        ),
        "team": _("Sag keine Namen. Das Team hört die Aufnahme an. Andere hören sie nicht ohne dein Ja."),
        "everybody": _("Alle, die man hören kann, wissen davon und haben Ja gesagt."),
        "tickFirst": _("Bitte hak das zuerst an. Vorher wird nichts aufgenommen."),
        "start": _("Aufnahme starten"),
        "asking": _("Dein Handy fragt nach dem Mikrofon. Bitte erlaube es."),
        "recording": _("Aufnahme läuft. Sprich jetzt."),
        "stop": _("Fertig gesprochen"),
        "done": _("Aufgenommen. Hör es dir an."),
        "stoppedHidden": _(
            "Die Aufnahme wurde beendet, weil die Seite nicht mehr zu sehen war. Hör sie dir an."
        ),
        "stoppedEnded": _("Das Mikrofon hat aufgehört. Hör dir an, was da ist."),
        "stoppedFull": _("3 Minuten sind um. Hör es dir an."),
        "play": _("Anhören"),
        "pause": _("Anhalten"),
        "again": _("Noch einmal sprechen"),
        "use": _("Aufnahme nehmen"),
        "retry": _("Noch einmal versuchen"),
        "denied": _("Das Mikrofon ist nicht erlaubt."),
        "missing": _("Dein Gerät hat kein Mikrofon."),
        "impossible": _("Dein Browser kann gerade nicht aufnehmen."),
        "insecure": _("Auf dieser Verbindung darf der Browser nicht aufnehmen."),
        "empty": _("Es war nichts zu hören."),
        "write": _("Du kannst es auch schreiben."),
    }
