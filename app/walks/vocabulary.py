"""Words of a walk (B1, B3): how groups are made up, who has which task, what stands beside a route, what is noted."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

KINDS = {
    "walk": _l("Quartiersspaziergang"),
    "children": _l("Begehung, die Kinder und Jugendliche führen"),
    "structured": _l("Strukturierte Begehung in Abschnitten"),
}
AUDIENCES = {
    "homogeneous": _l("Eine Gruppe unter sich"),
    "heterogeneous": _l("Verschiedene Gruppen zusammen"),
}
"""A18: groups in open conflict never walk together; each stays unseen by the other until its words are released."""
FUNCTIONS = {
    "facilitator": _l("Moderation"),
    "recorder": _l("Protokoll"),
    "timekeeper": _l("Zeit"),
    "photo": _l("Fotos von Orten"),
    "escort": _l("Wege und Sicherheit"),
}
RECORDER, GROUP = "recorder", "group"
DEVICES = {RECORDER: _l("Protokollgerät"), GROUP: _l("Handy aus der Gruppe")}
"""What a device is for that joins with a code of the walk: notes what others say, or speaks for its owner."""
NOTES = {
    "bench": _l("Bank"),
    "toilet": _l("Toilette"),
    "shade": _l("Schatten oder Dach"),
    "steps": _l("Stufen"),
    "slope": _l("Steigung"),
    "crossing": _l("Überweg"),
    "other": _l("Hinweis"),
}
"""What stands beside the route for those who walk slowly or on wheels."""
LIGHTS = {"day": _l("hell"), "dusk": _l("Dämmerung"), "dark": _l("dunkel")}
WEATHERS = {
    "dry": _l("trocken"),
    "sunny": _l("sonnig"),
    "cloudy": _l("bewölkt"),
    "rain": _l("Regen"),
    "windy": _l("windig"),
    "cold": _l("kalt"),
    "hot": _l("heiß"),
    "snow": _l("Schnee oder Eis"),
}
SAID = {
    "quote": _l("Zitat"),
    "observation": _l("Beobachtung"),
    "idea": _l("Idee"),
    "conflict": _l("Konflikt"),
}
"""What somebody puts into words at a stop or between two."""
TOPS = {"top_good": _l("Das ist gut"), "top_bad": _l("Das ist ein Problem")}
"""What the end round keeps, at most three of each."""
CHANGES = {
    "route": _l("Anderer Weg"),
    "stop_new": _l("Neuer Halt"),
    "stop_left_out": _l("Halt ausgelassen"),
}
"""What young people change on the way; each change is a result (B2)."""
OBSERVED = {**SAID, **TOPS, **CHANGES}
"""Values of the attribute `observed` of a contribution of the kind `walk_observation`."""
RATINGS = {"plus": _l("Gut"), "zero": _l("Weder noch"), "minus": _l("Nicht gut")}
"""The quick rating of a stop, by one person or by show of hands."""
VALENCES = {"pos": _l("gut"), "zero": _l("weder noch"), "neg": _l("stört")}
PRESENT = {
    "children": _l("Kinder"),
    "youth": _l("Jugendliche"),
    "adults": _l("Erwachsene"),
    "seniors": _l("Ältere"),
    "dogs": _l("Menschen mit Hund"),
    "traffic": _l("Autos und Räder"),
    "nobody": _l("niemand"),
}
"""Who is at a place at the moment of the observation, in groups and never as persons."""
