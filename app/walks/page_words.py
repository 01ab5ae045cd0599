"""Everything the script of a walk's page says, translated; %1 and %2 are filled in by the script."""

from __future__ import annotations

from flask_babel import gettext as _

from app.base.map_words import hand_words, map_words


def page_words() -> dict[str, str]:
    return {**map_words(), **hand_words(), **_states(), **_stops(), **_forms(), **_told()}


def _states() -> dict[str, str]:
    return {
        "local": _("noch auf dem Handy"),
        "sending": _("wird gesendet"),
        "arrived": _("angekommen"),
        "refused": _("nicht angenommen"),
        "offline": _("Kein Netz. Alles bleibt auf diesem Gerät und wird später gesendet."),
        "signedOut": _(
            "Du bist auf diesem Handy nicht mehr dabei. Gib deinen Beleg ein, dann wird alles gesendet."
        ),
        "resume": _("Mit deinem Beleg weitermachen"),
        "notKept": _("Dein Browser kann nichts speichern. Lass die Seite offen, bis alles angekommen ist."),
        "noTiles": _("Die Karte lädt gerade nicht. Notieren geht trotzdem."),
    }


def _stops() -> dict[str, str]:
    return {
        "here": _("Hier!"),
        "arrive": _("Wir sind jetzt hier"),
        "go": _("Wir gehen weiter"),
        "isHere": _("hier seid ihr jetzt"),
        "wasHere": _("war dran"),
        "leftOut": _("ausgelassen"),
        "isNew": _("neu von euch"),
        "onTheWay": _("unterwegs"),
        "atStop": _("Halt %(number)s von %(all)s", number="%1", all="%2"),
        "clock": _("%(passed)s von %(planned)s Minuten", passed="%1", planned="%2"),
        "arrivedAt": _("Ihr seid jetzt hier: %(stop)s", stop="%1"),
        "left": _("Ihr seid unterwegs."),
        "counts": _(
            "Notizen: %(notes)s, Fotos: %(photos)s, Bewertungen: %(ratings)s",
            notes="%1",
            photos="%2",
            ratings="%3",
        ),
        "countsNone": _("noch nichts"),
        "countsElsewhere": _("An neuen Halten anderer"),
        "countsOffline": _("Ohne Netz sehen wir nicht, was die anderen notiert haben."),
        "others": _("Was die anderen schon notiert haben"),
        "rate": _("Wie ist es hier?"),
    }


def _forms() -> dict[str, str]:
    return {
        "close": _("Schließen"),
        "cancel": _("Abbrechen"),
        "save": _("Speichern"),
        "saveAndNext": _("Speichern und noch eine"),
        "edit": _("Ändern"),
        "remove": _("Löschen"),
        "note": _("Notiz"),
        "dot": _("Punkt"),
        "dotAim": _("Schieb die Karte unter das Kreuz und tippe, wie es dort ist."),
        "photo": _("Foto"),
        "voice": _("Sprachaufnahme"),
        "rating": _("Bewertung"),
        "hands": _("Hände zählen"),
        "questions": _("Fragen an diesem Halt"),
        "end_round": _("Schlussrunde"),
        "frame": _("Wetter, Licht und wie viele"),
        "arrived_entry": _("Am Halt angekommen"),
        "more": _("Mehr"),
        "what": _("Was ist es?"),
        "where": _("Wo?"),
        "text": _("In Worten"),
        "textPhoto": _("Was sieht man dort?"),
        "why": _("Warum?"),
        "valence": _("Wie ist das?"),
        "present": _("Wer ist da?"),
        "weather": _("Wetter"),
        "light": _("Licht"),
        "notSaid": _("keine Angabe"),
        "persons": _("Wie viele gehen mit?"),
        "secret": _("Geheimer Ort – nicht zeigen"),
        "isSecret": _("geheim"),
        "place": _("Ort"),
        "placeAtStop": _("am Halt"),
        "placeShown": _("auf der Karte gezeigt"),
        "placeNone": _("ohne Ort auf der Karte"),
        "placePick": _("Auf der Karte zeigen"),
        "placeFromPhoto": _("Ort aus dem Foto nehmen"),
        "placeStop": _("Ort vom Halt nehmen"),
        "placeDrop": _("Ohne Ort"),
        "nearHome": _(
            "Das klingt nach einem Zuhause. Zu deinem Schutz merken wir uns den Ort nur ungefähr, auf etwa 500 Meter."
        ),
        "stopName": _("Wie heißt der neue Halt?"),
        "drawWay": _("Zeichne den Weg mit dem Finger."),
        "top": _("Nummer %(number)s", number="%1"),
        "oneMore": _("Eine Hand mehr: %(what)s", what="%1"),
        "oneLess": _("Eine Hand weniger: %(what)s", what="%1"),
        "handsSum": _("Hände: %(count)s", count="%1"),
        "handsOf": _("%(hands)s von %(all)s in der Gruppe", hands="%1", all="%2"),
        "handsOver": _("Das sind mehr Hände, als Leute dabei sind. Stimmt das?"),
    }


def _told() -> dict[str, str]:
    return {
        "mine": _("Meine Notizen"),
        "none": _("Noch nichts notiert."),
        "saved": _("Gespeichert."),
        "removed": _("Gelöscht."),
        "restored": _("Hier hast du aufgehört. Es ist noch alles da."),
        "noText": _("Hier fehlen noch die Worte."),
        "noTitle": _("Wie heißt der neue Halt?"),
        "noHands": _("Hier fehlen die gezählten Hände."),
        "nothing": _("Es ist noch nichts eingetragen."),
        "noPlace": _("Zeig den Ort auf der Karte oder schreib etwas dazu."),
        "needStop": _("Sag zuerst, an welchem Halt ihr seid."),
    }
