"""A drawing as data: what a phone may send, checked and stripped to what is drawn. Lengths are units of the sheet.

The sheet's short side has 1,000 units, the long one 1,414 (the shape of A4); the pressure of a pen and times are not
kept. Objects are `stroke`, `stamp`, `text` and `sticker`, each of stage 1, 2 or 3.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from app.base.errors import DomainError
from app.contributions.words import clean_line
from app.maps.subjective.vocabulary import INKS, RATINGS, STAMP_LABELS, WIDTHS

SHORT, LONG = 1000, 1414
MOST_OBJECTS = 3000
MOST_POINTS = 60_000
LONGEST_LABEL = 120
MOST_STICKERS = 99
_SIZES = (30.0, 500.0)
_OUTSIDE = 60
"""So far a line may leave the sheet before it is cut."""


@dataclass
class Drawing:
    """A checked drawing: `objects` in the order in which they lie on each other."""

    width: int
    height: int
    objects: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {"version": 1, "width": self.width, "height": self.height, "objects": self.objects}

    @property
    def names(self) -> list[str]:
        """What stamps, stickers and labels are called, each once, in order."""
        said = (found.get("name") or found.get("text") for found in self.objects)
        return list(dict.fromkeys(name for name in said if name))


def checked(given: Any) -> Drawing:
    """The drawing in a phone's JSON; DomainError when it is none or larger than a sheet may be."""
    if not isinstance(given, dict) or not isinstance(given.get("objects"), list):
        raise _unreadable()
    if (given.get("width"), given.get("height")) not in {(SHORT, LONG), (LONG, SHORT)}:
        raise _unreadable()
    if len(given["objects"]) > MOST_OBJECTS:
        raise DomainError(_("So viel passt nicht auf ein Blatt."), field="objects")
    drawing = Drawing(given["width"], given["height"])
    points = 0
    for found in given["objects"]:
        if not isinstance(found, dict) or found.get("type") not in _KINDS:
            raise _unreadable()
        made = _KINDS[found["type"]](drawing, found)
        points += len(made.get("points", ())) // 2
        drawing.objects.append(made)
    if points > MOST_POINTS or sum(found["type"] == "sticker" for found in drawing.objects) > MOST_STICKERS:
        raise DomainError(_("So viel passt nicht auf ein Blatt."), field="objects")
    return drawing


def _stroke(drawing: Drawing, given: dict[str, Any]) -> dict[str, Any]:
    points = given.get("points")
    if not isinstance(points, list) or not 2 <= len(points) <= 2 * MOST_POINTS or len(points) % 2:
        raise _unreadable()
    numbers = [_number(value) for value in points]
    edges = (drawing.width, drawing.height)
    within = [_within(value, edges[place % 2]) for place, value in enumerate(numbers)]
    return _base(given, {1, 2}) | {"width": _code(given, "width", WIDTHS), "points": within}


def _stamp(drawing: Drawing, given: dict[str, Any]) -> dict[str, Any]:
    stamp = {"stamp": _code(given, "stamp", STAMP_LABELS), "name": _words(given.get("name", ""))}
    return _base(given, {1, 2}) | stamp | _place(drawing, given) | _size(given)


def _text(drawing: Drawing, given: dict[str, Any]) -> dict[str, Any]:
    words = _words(given.get("text"))
    if not words:
        raise _unreadable()
    return _base(given, {1, 2}) | {"text": words} | _place(drawing, given) | _size(given)


def _sticker(drawing: Drawing, given: dict[str, Any]) -> dict[str, Any]:
    number = given.get("number")
    if type(number) is not int or not 1 <= number <= MOST_STICKERS:
        raise _unreadable()
    said = {
        "rating": _code(given, "rating", RATINGS),
        "number": number,
        "name": _words(given.get("name", "")),
    }
    return {"type": "sticker", "stage": 3} | said | _place(drawing, given)


_KINDS = {"stroke": _stroke, "stamp": _stamp, "text": _text, "sticker": _sticker}


def _base(given: dict[str, Any], stages: set[int]) -> dict[str, Any]:
    stage = given.get("stage")
    if type(stage) is not int or stage not in stages:
        raise _unreadable()
    ink = _code(given, "ink", INKS) if stage == 1 else "second"
    return {"type": given["type"], "stage": stage, "ink": ink}


def _place(drawing: Drawing, given: dict[str, Any]) -> dict[str, Any]:
    x, y = _number(given.get("x")), _number(given.get("y"))
    return {"x": min(max(x, 0.0), drawing.width), "y": min(max(y, 0.0), drawing.height)}


def _size(given: dict[str, Any]) -> dict[str, Any]:
    return {"size": min(max(_number(given.get("size")), _SIZES[0]), _SIZES[1])}


def _within(value: float, edge: int) -> float:
    return min(max(value, float(-_OUTSIDE)), float(edge + _OUTSIDE))


def _number(value: Any) -> float:
    if type(value) not in (int, float) or not abs(value) <= 1e6:
        raise _unreadable()
    return round(float(value), 1)


def _code(given: dict[str, Any], name: str, words: dict[str, Any]) -> str:
    value = given.get(name)
    if not isinstance(value, str) or value not in words:
        raise _unreadable()
    return value


def _words(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 4 * LONGEST_LABEL:
        raise _unreadable()
    return clean_line(value)[:LONGEST_LABEL]


def _unreadable() -> DomainError:
    return DomainError(_("Diese Zeichnung kann nicht gelesen werden."), field="drawing")
