"""The columns of extracted contributions: their names in files, their German names, and what they mean."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

TEXT, NUMBER, TIME, YES_NO = "text", "number", "time", "yes_no"


@dataclass(frozen=True)
class Column:
    """`name` stands in files for programs, `label` in those for people. `group` is what staff choose by.

    `is_said` marks words of people, which a spreadsheet must never run; `decimals` is how exact a number is written.
    """

    name: str
    label: object
    group: str
    kind: str = TEXT
    is_said: bool = False
    decimals: int = 0


GROUPS = {
    "what": (_l("Art und Bewertung"), _l("Was für ein Beitrag es ist, zum Beispiel Lieblingsort oder Idee.")),
    "words": (
        _l("Worte"),
        _l("Überschrift und Text, wie sie geschrieben wurden, und die freigegebene Fassung."),
    ),
    "answers": (
        _l("Antworten"),
        _l("Frage der Karte, Tageszeit, Begleitung und weitere Angaben zum Ankreuzen."),
    ),
    "when": (_l("Zeit"), _l("Wann es gesagt wurde.")),
    "where": (
        _l("Ort"),
        _l("Koordinaten in Grad und in Metern (UTM 32), 100-Meter-Zelle, beschriebener Ort."),
    ),
    "areas": (_l("Räume"), _l("Nummer und Name des Raums in jeder Raumgliederung und jedem Stand.")),
    "origin": (_l("Herkunft"), _l("Aktivität und Weg, auf dem der Beitrag kam, zum Beispiel Papier.")),
    "review": (_l("Sichtung"), _l("Stand der Sichtung, Hinweise auf Personendaten, als geheim markiert.")),
}
"""What staff may choose; the number of a contribution always goes along."""

INTERNAL = (
    Column("contribution_id", _l("Nummer des Beitrags"), ""),
    Column("kind", _l("Form (Kürzel)"), "what"),
    Column("kind_label", _l("Form"), "what"),
    Column("quality", _l("Art (Kürzel)"), "what"),
    Column("quality_label", _l("Art"), "what"),
    Column("valence", _l("Bewertung (Kürzel)"), "what"),
    Column("valence_label", _l("Bewertung"), "what"),
    Column("title", _l("Überschrift"), "words", is_said=True),
    Column("text", _l("Text"), "words", is_said=True),
    Column("released_text", _l("Freigegebener Text"), "words", is_said=True),
    Column("said_at", _l("Zeitpunkt"), "when", TIME),
    Column("place_text", _l("Beschriebener Ort"), "where", is_said=True),
    Column("precision", _l("Genauigkeit (Kürzel)"), "where"),
    Column("lon", _l("Länge (Grad)"), "where", NUMBER, decimals=7),
    Column("lat", _l("Breite (Grad)"), "where", NUMBER, decimals=7),
    Column("easting", _l("Rechtswert UTM 32 (m)"), "where", NUMBER, decimals=2),
    Column("northing", _l("Hochwert UTM 32 (m)"), "where", NUMBER, decimals=2),
    Column("cell_100m", _l("100-Meter-Zelle"), "where"),
    Column("activity", _l("Aktivität"), "origin", is_said=True),
    Column("channel", _l("Kanal (Kürzel)"), "origin"),
    Column("source", _l("Weg (Kürzel)"), "origin"),
    Column("state", _l("Stand (Kürzel)"), "review"),
    Column("state_label", _l("Stand"), "review"),
    Column("flags", _l("Hinweise (Kürzel)"), "review"),
    Column("is_secret", _l("Geheimer Ort"), "review", YES_NO),
)
"""Every internal extract; columns of answers and of areas follow, as the process has them."""

RELEASED = (
    Column("quality", _l("Art (Kürzel)"), "what"),
    Column("quality_label", _l("Art"), "what"),
    Column("text", _l("Text"), "words", is_said=True),
    Column("month", _l("Monat"), "when"),
    Column("lon", _l("Länge (Grad)"), "where", NUMBER, decimals=6),
    Column("lat", _l("Breite (Grad)"), "where", NUMBER, decimals=6),
    Column("easting", _l("Rechtswert UTM 32 (m)"), "where", NUMBER, decimals=2),
    Column("northing", _l("Hochwert UTM 32 (m)"), "where", NUMBER, decimals=2),
)
"""Exactly what `app.contributions.public` gives, and words for it."""

ANSWERS = {
    "question": _l("Frage (Kürzel)"),
    "time_of_day": _l("Tageszeit (Kürzel)"),
    "company": _l("Begleitung (Kürzel)"),
    "code": _l("Schlagwort"),
    "travel_mode": _l("Unterwegs mit (Kürzel)"),
    "alone_allowed": _l("Darf allein (Kürzel)"),
    "home_end": _l("Ende am Zuhause (Kürzel)"),
    "home_inside": _l("Wohnt im Viertel (Kürzel)"),
    "about": _l("Gehört zu Beitrag"),
    "border_area": _l("Gezeigter Raum (Nummer)"),
    "border_fits": _l("Grenze passt"),
    "border_elsewhere": _l("Grenze müsste woanders sein"),
    "border_missing": _l("Es fehlt etwas"),
    "border_extra": _l("Etwas gehört nicht dazu"),
}
VALENCES = {
    "pos": _l("positiv"),
    "neg": _l("negativ"),
    "zero": _l("ohne Wertung"),
    "idea": _l("Idee"),
}
