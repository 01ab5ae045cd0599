"""Words for what became of a photo or a track, and how long both wait."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import lazy_gettext as _l

MOST_PHOTOS = 500
"""Photos of one walk."""
KEPT_PHOTOS, KEPT_TRACK = timedelta(days=30), timedelta(days=14)
"""So long an unconfirmed photo and a track wait; then they go."""

PHOTO_REFUSED = {
    "empty": _l("Die Datei ist leer."),
    "svg": _l("Das ist eine Zeichnung (SVG) und kein Foto."),
    "document": _l("Das ist ein Dokument und kein Foto."),
    "video": _l("Das ist ein Video. Videos werden nicht angenommen."),
    "unknown": _l("Dieses Format ist hier unbekannt. JPEG und HEIC gehen immer."),
    "damaged": _l("Das Foto ist beschädigt und lässt sich nicht öffnen."),
    "too_large": _l("Das Bild hat zu viele Punkte oder die Datei ist zu verwickelt."),
}
"""Codes of `media.vocabulary.FAILURES` in words for staff."""
TRACK_REFUSED = {
    "empty": _l("Die Datei ist leer."),
    "too_large": _l(
        "Die Spur ist zu groß. Höchstens 20 Megabyte: Teilen Sie sie oder speichern Sie seltener einen Punkt."
    ),
    "entities": _l(
        "Die Datei enthält etwas, das in einer Spur nichts zu suchen hat. Sie wird nicht gelesen."
    ),
    "kml": _l("Das ist eine KML-Datei. Bitte speichern Sie die Spur als GPX."),
    "tcx": _l("Das ist eine TCX-Datei. Bitte speichern Sie die Spur als GPX."),
    "html": _l("Das ist eine Internetseite und keine Spur. Bitte laden Sie die GPX-Datei selbst herunter."),
    "unknown": _l("Das ist keine GPX-Datei."),
    "damaged": _l("Die Datei ist beschädigt und lässt sich nicht mehr lesen."),
    "only_waypoints": _l("In der Datei stehen nur einzelne Wegpunkte und keine Spur."),
    "no_points": _l("In der Datei ist keine Spur mit mindestens zwei Punkten."),
}
TRACK_NOTES = {
    "mended": _l("Die Datei war beschädigt. Was noch zu lesen war, ist übernommen."),
    "no_time": _l("Die Spur hat keine Zeiten. Sie zeigt den Weg, hilft aber nicht beim Einordnen der Fotos."),
    "some_time": _l("Ein Teil der Punkte hat keine Zeit. Dort lassen sich Fotos nicht einordnen."),
    "segments": _l("Die Spur besteht aus mehreren Stücken."),
    "thinned": _l("Die Spur hatte sehr viele Punkte und wurde gleichmäßig ausgedünnt."),
}
PLACED_BY = {
    "hand": _l("von Hand gesetzt"),
    "exif": _l("stand im Foto"),
    "track": _l("aus der Spur"),
    "stop": _l("vom Halt"),
    "": _l("noch kein Ort"),
}
