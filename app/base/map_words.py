"""What scripts say on a map that is pointed at or drawn on, translated; %1 and %2 are filled in by the script."""

from __future__ import annotations

from flask_babel import gettext as _


def map_words() -> dict[str, str]:
    """Words of any map under the crosshair."""
    return {
        "zoomIn": _("Geh näher ran, dann kannst du die Nadel genau setzen."),
        "outside": _("Das liegt außerhalb der Stadt. Das ist in Ordnung."),
        "tooFar": _("Das ist zu weit weg von der Stadt."),
        "located": _("Die Karte zeigt, wo du ungefähr bist. Das wird nicht gespeichert."),
        "notLocated": _("Dein Handy verrät den Standort gerade nicht. Such den Ort oder schieb die Karte."),
        "noTiles": _("Die Karte lädt gerade nicht. Du kannst trotzdem Nadeln setzen oder Orte suchen."),
        "found": _("%1 Orte gefunden"),
        "foundNone": _("Kein Ort gefunden. Schieb die Karte selbst hin."),
        "show": _("Auf der Karte zeigen"),
        "tapHint": _("Tippe auf die Karte."),
        "dragHint": _("Schieb die Karte unter das Kreuz."),
        "here": _("Hier!"),
    }


def hand_words() -> dict[str, str]:
    """Words while somebody draws."""
    return {
        "drawPoints": _("Schieb die Karte unter das Kreuz und setz Punkte. Oder tippe auf die Karte."),
        "drawRub": _("Fahr über das, was weg soll."),
        "pieceArea": _("Fläche %1"),
        "pieceWay": _("Strecke %1"),
        "pieceOpen": _("Angefangen, %1 Punkte"),
        "together": _("%1 Stücke, zusammen %2"),
        "added": _("%1 gezeichnet, %2."),
        "mended": _("Die Linien kreuzen sich. Es zählt, was sie umschließen."),
        "tooSmall": _("Das war sehr kurz. Lass den Finger auf der Karte und zieh."),
        "tooFarDrawn": _("Diese Zeichnung ist zu weit weg von der Stadt."),
        "tooMany": _("Mehr Stücke gehen nicht. Lösche erst eines."),
        "rubbed": _("Ausradiert."),
        "now": _("Jetzt: %1."),
        "rubbedNothing": _("Hier ist nichts zum Ausradieren."),
        "undone": _("Rückgängig gemacht."),
        "redone": _("Wiederholt."),
        "noMore": _("Weiter zurück geht es nicht."),
        "corner": _("Punkt %1 gesetzt."),
        "cornerAway": _("Punkt %1 gesetzt, %2 vom vorigen."),
        "cornerGone": _("Punkt weggenommen."),
        "needCorners": _("Es fehlen noch Punkte: mindestens %1."),
        "setPoint": _("Punkt setzen"),
        "closeArea": _("Fläche schließen"),
        "endWay": _("Strecke beenden"),
        "finishDrawing": _("Fertig gezeichnet"),
        "removePiece": _("Löschen"),
        "fields": _("so groß wie %1 Fußballfelder"),
        "oneField": _("so groß wie ein Fußballfeld"),
        "smallerThanField": _("kleiner als ein Fußballfeld"),
        "squareKilometres": _("%1 Quadratkilometer"),
        "metres": _("%1 Meter"),
        "kilometres": _("%1 Kilometer"),
        "minutes": _("%1 Minuten zu Fuß"),
        "oneMinute": _("eine Minute zu Fuß"),
    }
