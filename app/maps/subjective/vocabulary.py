"""Words of a drawing: inks, stamps, stickers, where one begins, and the limits of a sheet."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Ink:
    """A colour with its name; the ink of stage 2 is one of its own and its lines are hollow."""

    colour: str
    label: object


@dataclass(frozen=True)
class Rating:
    """A sticker of stage 3; its outline tells it apart without colour, `quality` is the pin kind it equals."""

    label: object
    colour: str
    outline: str
    quality: str | None = None


INKS = {
    "black": Ink("#1d2433", _l("Schwarz")),
    "blue": Ink("#1d4ed8", _l("Blau")),
    "green": Ink("#15803d", _l("Grün")),
    "red": Ink("#c2281d", _l("Rot")),
    "brown": Ink("#8a5a1f", _l("Braun")),
}
SECOND_INK = Ink("#9d1fa8", _l("Lila, hohle Linie"))
WIDTHS = {"thin": (5, _l("dünn")), "middle": (10, _l("mittel")), "thick": (22, _l("dick"))}
"""Units of the sheet: its short side has 1,000."""
RATINGS = {
    "like": Rating(_l("Mag ich"), "#00706a", "circle", "fav"),
    "avoid": Rating(_l("Meide ich"), "#a3295c", "diamond", "avoid"),
    "boring": Rating(_l("Langweilig"), "#4a6078", "square"),
    "forbidden": Rating(_l("Verboten"), "#ae1710", "octagon"),
    "exciting": Rating(_l("Spannend"), "#925400", "star"),
    "wish": Rating(_l("Hätte ich gern"), "#1d4a8f", "triangle", "missing"),
}
STAMP_LABELS = {
    "house": _l("Haus"),
    "school": _l("Schule"),
    "people": _l("Leute"),
    "tree": _l("Baum"),
    "ball": _l("Ball"),
    "bus": _l("Bus"),
    "bike": _l("Fahrrad"),
    "shop": _l("Geschäft"),
    "bench": _l("Bank"),
    "water": _l("Wasser"),
    "lamp": _l("Lampe"),
    "heart": _l("Herz"),
    "star": _l("Stern"),
    "flash": _l("Blitz"),
    "question": _l("Fragezeichen"),
    "stop": _l("Stopp"),
}
STAMPS: dict[str, list[dict[str, Any]]] = json.loads(
    (Path(__file__).parent / "stamps.json").read_text(encoding="utf-8")
)
"""Own shapes in a box of 24 by 24: `d` are the corners of a line, closed when `z` is true, `c` a circle (x, y, r);
`f` says how it is filled: nothing, `paper`, `tint` or `ink`. Page and server draw from the same file."""
START_POINTS = {
    "home": _l("zu Hause"),
    "school": _l("Schule"),
    "meeting_place": _l("Treff"),
    "other": _l("woanders"),
}
MADE = {"drawn": _l("gezeichnet"), "paper": _l("auf Papier"), "words": _l("in Worten")}
