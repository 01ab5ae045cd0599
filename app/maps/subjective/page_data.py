"""What the script of the drawing page needs to know, as JSON in the page."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.base.capture_words import voice_words
from app.base.i18n import current_language
from app.base.tiles import tile_source
from app.contributions.homes import HOME, STEP_LAT, STEP_LON
from app.maps.queries import extent_of, start_view
from app.maps.subjective.drawing import LONGEST_LABEL, MOST_OBJECTS, MOST_POINTS
from app.maps.subjective.models import DrawingTask
from app.maps.subjective.outlines import outline
from app.maps.subjective.picture import STICKER, tint_of
from app.maps.subjective.queries import words_of
from app.maps.subjective.vocabulary import INKS, RATINGS, SECOND_INK, STAMP_LABELS, STAMPS, WIDTHS
from app.participants.consents import for_page
from app.participants.models import Participant
from app.processes.models import Process


def page_data(process: Process, task: DrawingTask, person: Participant) -> dict[str, Any]:
    """JSON-ready settings of the page; `person` is this phone's own pseudonym, which nobody else is told."""
    lon, lat, zoom = start_view(process)
    consents = for_page(person)
    here: dict[str, Any] = {"slug": process.slug, "sheet": task.activity.slug}
    return {
        "activity": str(task.activity_id),
        "owner": str(person.id),
        "language": current_language(),
        # Whether this person may record, and what has to be ticked before (E04, E14).
        "voice": {**consents["audio"], "words": voice_words(), "consents": [_tick(consents, "audio")]},
        "showing": _tick(consents, "drawing"),
        "quote": _tick(consents, "quote"),
        "askNarration": task.ask_narration,
        "askPlaces": task.ask_places,
        "hints": {"1": words_of(task, "start_hint").text, "2": words_of(task, "second_hint").text},
        "inks": {code: {"colour": ink.colour, "tint": tint_of(ink.colour)} for code, ink in INKS.items()},
        "second": {"colour": SECOND_INK.colour, "tint": tint_of(SECOND_INK.colour)},
        "widths": {code: width for code, (width, _label) in WIDTHS.items()},
        "stamps": STAMPS,
        "stampLabels": {code: str(label) for code, label in STAMP_LABELS.items()},
        "ratings": {code: _rating(code) for code in RATINGS},
        "offered": task.ratings,
        "sticker": STICKER,
        "limits": {"objects": MOST_OBJECTS, "points": MOST_POINTS, "label": LONGEST_LABEL},
        "map": {
            "center": [lat, lon],
            "zoom": zoom,
            "extent": extent_of(process),
            "tiles": asdict(tile_source()),
        },
        "home": {"words": HOME.pattern, "stepLon": STEP_LON, "stepLat": STEP_LAT},
        "urls": {
            "places": url_for("tiles.places"),
            "done": url_for("drawings.done", **here),
            "resume": url_for("participants.resume_form"),
        },
        "words": words(),
    }


def _tick(consents: dict[str, dict[str, Any]], purpose: str) -> dict[str, Any]:
    """One box to tick: what for, in which words, and their version."""
    return {"purpose": purpose, **{key: consents[purpose][key] for key in ("text", "version")}}


def _rating(code: str) -> dict[str, Any]:
    rating = RATINGS[code]
    return {
        "label": str(rating.label),
        "colour": rating.colour,
        "outline": outline(rating.outline),
        "quality": rating.quality,
    }


def words() -> dict[str, str]:
    """Everything the script says, translated; %1 and %2 are filled in by the script."""
    return {
        "map": _("Meine Karte"),
        "step": _("Schritt %1 von %2"),
        "start": _("Wie machst du deine Karte?"),
        "draw1": _("Zeichnen"),
        "draw2": _("Ergänzen"),
        "draw3": _("Aufkleber"),
        "paper": _("Foto vom Blatt"),
        "tell": _("Erzählen"),
        "places": _("Orte zeigen"),
        "send": _("Abschicken"),
        "next": _("Weiter"),
        "stickers": _("Klebe Aufkleber dorthin, wo es so ist. Tippe auf das Blatt."),
        "line": _("Linie"),
        "hollow": _("Linie, später ergänzt"),
        "text": _("Text"),
        "sticker": _("Aufkleber %1: %2"),
        "later": _("später ergänzt"),
        "placed": _("%1 steht auf dem Blatt."),
        "undone": _("Zurückgenommen."),
        "redone": _("Wieder da."),
        "removed": _("%1 ist weg."),
        "moving": _("%1 ist ausgewählt. Schieb es mit dem Finger oder mit den Pfeilen."),
        "moved": _("Verschoben."),
        "full": _("Das Blatt ist voll."),
        "writeFirst": _("Schreib zuerst dein Wort ins Feld."),
        "pointSet": _("Punkt gesetzt. Geh weiter und setz den nächsten, oder beende die Linie."),
        "lineDone": _("Linie fertig."),
        "crossOn": _("Schieb das Kreuz mit den Pfeilen und tippe auf »Hier«."),
        "done": _("Fertig"),
        "move": _("Verschieben"),
        "rename": _("Name"),
        "remove": _("Löschen"),
        "smaller": _("Kleiner"),
        "empty": _("Auf dem Blatt ist noch nichts."),
        "nothing": _("Auf deinem Blatt ist noch nichts. Zeichne etwas oder beschreib deine Karte in Worten."),
        "noPicture": _("Das ist kein Bild, das wir öffnen können. Nimm ein anderes Foto."),
        "straight": _("Das Blatt ist jetzt gerade."),
        "photo1": _("Foto von deiner Zeichnung"),
        "photo2": _("Foto nach dem Ergänzen"),
        "exact": _("genau"),
        "approximate": _("ungefähr"),
        "described": _("gar nicht"),
        "located": _("%1: Der Ort ist gemerkt."),
        "homeCoarse": _(
            "Das klingt nach einem Zuhause. Wir merken uns den Ort nur ungefähr, auf etwa 500 Meter."
        ),
        "tooFar": _("Das ist zu weit weg von der Stadt."),
        "found": _("%1 Orte gefunden"),
        "foundNone": _("Kein Ort gefunden. Schieb die Karte selbst hin."),
        "noTiles": _("Die Karte lädt gerade nicht. Du kannst trotzdem Orte suchen."),
        "second": _("Sekunde %1"),
        "telling": _("Erzählung zu meiner Karte"),
        "local": _("noch auf dem Handy"),
        "sending": _("wird gesendet"),
        "arrived": _("angekommen"),
        "refused": _("nicht angenommen"),
        "drawing": _("Zeichnung"),
        "words": _("Worte"),
        "photo": _("Foto"),
        "voice": _("Erzählung"),
        "offline": _("Kein Netz. Deine Karte bleibt auf dem Handy und wird später gesendet."),
        "signedOut": _(
            "Du bist auf diesem Handy nicht mehr dabei. Gib deinen Beleg ein, dann wird alles gesendet."
        ),
        "resume": _("Mit deinem Beleg weitermachen"),
        "notKept": _("Dein Browser kann nichts speichern. Lass die Seite offen, bis alles angekommen ist."),
        "onItsWay": _("Deine Karte wird gesendet."),
        "notTaken": _("Etwas wurde nicht angenommen."),
        "kept": _("Deine Karte ist auf dem Handy gespeichert."),
        "askName": _("Wie heißt das?"),
        "restart": _("Willst du das Blatt wirklich wegwerfen und neu anfangen?"),
    }
