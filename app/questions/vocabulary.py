"""The kinds of questions and the limits of a questionnaire."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Kind:
    """One kind of question.

    `value` is the shape of a raw answer: `text`, `key`, `keys` (in the order given), `rows` (row key to choice key),
    `number`, `date`, `time`, `yes`, `files` (attachment ids), `marks` (dicts), or empty when nothing is answered.
    """

    code: str
    label: object
    value: str
    has_choices: bool = False
    geometry: str = ""


_KINDS = (
    Kind("text", _l("Kurzer Text"), "text"),
    Kind("longtext", _l("Langer Text"), "text"),
    Kind("single", _l("Eine Auswahl"), "key", has_choices=True),
    Kind("multiple", _l("Mehrere Auswahlen"), "keys", has_choices=True),
    Kind("scale", _l("Skala"), "key", has_choices=True),
    Kind("matrix", _l("Tabelle"), "rows", has_choices=True),
    Kind("ranking", _l("Rangfolge"), "keys", has_choices=True),
    Kind("number", _l("Zahl"), "number"),
    Kind("date", _l("Datum"), "date"),
    Kind("time", _l("Uhrzeit"), "time"),
    Kind("consent", _l("Einwilligung"), "yes"),
    Kind("note", _l("Hinweis"), ""),
    Kind("photo", _l("Foto"), "files"),
    Kind("audio", _l("Sprachaufnahme"), "files"),
    Kind("point", _l("Ort auf der Karte"), "marks", geometry="Point"),
    Kind("line", _l("Linie aus Punkten"), "marks", geometry="LineString"),
    Kind("freehand", _l("Mit dem Finger gezeichnet"), "marks", geometry="any"),
    Kind("polygon", _l("Fläche auf der Karte"), "marks", geometry="Polygon"),
)
KINDS = {kind.code: kind for kind in _KINDS}
MAP_KINDS = tuple(kind.code for kind in _KINDS if kind.geometry)
FILE_KINDS = tuple(kind.code for kind in _KINDS if kind.value == "files")
FREE_TEXT_KINDS = ("text", "longtext")

OTHER = "other"
"""`<question>.other` holds the own words given with a choice that asks for them."""

SMILEYS = "smileys"
CODED = "coded"
LOOKS = {SMILEYS: ("scale",), CODED: MAP_KINDS}
"""Looks of a question and the kinds they are for; a coded mark takes one of the question's choices."""

PICTOGRAMS = (
    "q-fav", "q-meet", "q-chill", "q-move", "q-learn", "q-support", "q-nature", "q-shop", "q-way", "q-avoid",
    "q-uneasy", "q-conflict", "q-sent_away", "q-barrier", "q-dirty", "q-missing", "q-idea", "t-pin", "t-quarter",
    "t-pencil", "t-photo", "t-voice", "t-search", "t-list",
)  # fmt: skip
"""Symbols of `app/base/assets/icons/symbols.svg` that a question or a choice may carry."""
PIN_KINDS = frozenset(name.removeprefix("q-") for name in PICTOGRAMS if name.startswith("q-"))
"""Kinds of pins (C2) that have a symbol of their own."""

LONGEST_LABEL = 1000
LONGEST_SHORT_TEXT = 300
LONGEST_TEXT = 5000
LONGEST_KEY = 40
LARGEST_NUMBER = 1e15
"""What a number holds to the last digit, on a phone too."""
LONGEST_LISTED = 15
"""With more choices than this, one of them is chosen from a list that folds."""
MOST_QUESTIONS = 400
MOST_CHOICES = 400
MOST_ROWS = 40
MOST_REPEATS = 30
MOST_MARKS = 20
MOST_FILES = {"photo": 5, "audio": 1}
"""Files of one answer, and of each kind beside one mark."""
DEEPEST_CONDITION = 20
