"""Colours and signs of the legend: what stickers of the shops are, told apart by colour and by shape."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Ink:
    """A colour of stickers and pens: its name, how we print it, and its hue in Lab (degrees)."""

    label: object
    colour: str
    hue: float
    sign: str


INKS = {
    "red": Ink(_l("rot"), "#d92b2b", 33, "circle"),
    "blue": Ink(_l("blau"), "#1f5fc4", 284, "square"),
    "green": Ink(_l("grün"), "#1f9a48", 148, "triangle"),
    "yellow": Ink(_l("gelb"), "#f2c40f", 89, "diamond"),
    "violet": Ink(_l("lila"), "#8a3fb0", 317, "star"),
    "orange": Ink(_l("orange"), "#f07d1a", 62, "cross"),
}
"""In the order in which a legend takes them: the first ones are the easiest to tell apart, in a photo as on paper."""

SIGNS = {
    "circle": _l("Kreis"),
    "square": _l("Quadrat"),
    "triangle": _l("Dreieck"),
    "diamond": _l("Raute"),
    "star": _l("Stern"),
    "cross": _l("Kreuz"),
}

OUTLINES: dict[str, list[tuple[float, float]]] = {
    "square": [(-1.0, -1.0), (1, -1), (1, 1), (-1, 1)],
    "triangle": [(0, -1.1), (1.15, 0.95), (-1.15, 0.95)],
    "diamond": [(0, -1.3), (1.15, 0), (0, 1.3), (-1.15, 0)],
    "star": [
        (0, -1.3), (0.36, -0.42), (1.24, -0.4), (0.55, 0.18), (0.8, 1.05),
        (0, 0.55), (-0.8, 1.05), (-0.55, 0.18), (-1.24, -0.4), (-0.36, -0.42),
    ],
    "cross": [
        (-0.4, -1.15), (0.4, -1.15), (0.4, -0.4), (1.15, -0.4), (1.15, 0.4), (0.4, 0.4),
        (0.4, 1.15), (-0.4, 1.15), (-0.4, 0.4), (-1.15, 0.4), (-1.15, -0.4), (-0.4, -0.4),
    ],
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One line of a legend. A colour means a kind of place (`question`, `quality`) or a group of people."""

    ink: str
    label: str
    question: str = ""
    quality: str = ""
    age_band: str = ""
    gender: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def entries(stored: list[dict[str, Any]]) -> list[Entry]:
    return [Entry(**entry) for entry in stored]


def sign_svg(ink: str) -> str:
    """The sign of a colour as a small picture, with a dark edge that stays visible in grey."""
    known = INKS[ink]
    points = OUTLINES.get(known.sign)
    shape = (
        '<circle r="1.1"'
        if points is None
        else f'<polygon points="{" ".join(f"{x},{y}" for x, y in points)}"'
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="10mm" height="10mm" viewBox="-1.5 -1.5 3 3">'
        f'{shape} fill="{known.colour}" stroke="#1d1d1f" stroke-width=".16" stroke-linejoin="round"/></svg>'
    )
