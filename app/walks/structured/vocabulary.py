"""What is noted at each visit of a segment: few closed items that two people can agree on, and own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from app.walks.vocabulary import LIGHTS, PRESENT


@dataclass(frozen=True)
class Item:
    """A closed item; of a `many` one each choice is agreed on for itself."""

    label: object
    choices: Mapping[str, object]
    many: bool = False


ITEMS: Mapping[str, Item] = {
    "present": Item(_l("Wer ist da?"), PRESENT, many=True),
    "use": Item(
        _l("Was tun sie?"),
        {
            "stay": _l("sich aufhalten, reden"),
            "play": _l("spielen, Sport"),
            "pass": _l("durchgehen, durchfahren"),
            "shop": _l("einkaufen, erledigen"),
            "work": _l("arbeiten, liefern"),
            "wait": _l("warten"),
            "nothing": _l("niemand tut etwas"),
        },
        many=True,
    ),
    "busy": Item(_l("Wie voll ist es?"), {"empty": _l("leer"), "few": _l("einige"), "many": _l("viele")}),
    "condition": Item(
        _l("Wie ist der Zustand?"),
        {"good": _l("gepflegt"), "worn": _l("abgenutzt"), "bad": _l("kaputt oder verschmutzt")},
    ),
    "mood": Item(
        _l("Wie gehen Menschen miteinander um?"),
        {
            "friendly": _l("freundlich"),
            "aside": _l("nebeneinander her"),
            "tense": _l("angespannt"),
            "conflict": _l("Streit"),
            "alone": _l("niemand begegnet sich"),
        },
    ),
    "light": Item(_l("Licht"), LIGHTS),
}
"""The items of B3 in their order; keys are attributes of the contribution."""
SLOTS = (
    _l("Werktag vormittags"),
    _l("Werktag nachmittags"),
    _l("Werktag abends"),
    _l("Wochenende"),
)
"""Times a new grid begins with; B3 asks for three visits at least."""
LEAST_VISITS = 3
NOTERS = 2
"""Notes that must be handed in before anybody sees another's."""
