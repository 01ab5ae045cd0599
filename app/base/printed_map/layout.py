"""Where everything lies on a printed sheet: millimetres from the upper left corner of the page, marks and their ids.

A sheet has rails above and below its map. The corner marks stand in them, flush with the map's edges; sheets from A3 on
have more marks in the map's edges, so that a crumpled or half photographed sheet is still held. The number of a mark
tells the size of the paper, so that the sheet can be straightened before its code is read.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

PAPERS = {"A4": (210, 297), "A3": (297, 420), "A2": (420, 594), "A1": (594, 841), "A0": (841, 1189)}
"""Width and height upright, ISO 216."""
UNITS = {"A4": 1.0, "A3": 1.2, "A2": 1.6, "A1": 2.1, "A0": 2.8}
"""How much larger letters and marks are than on A4: large sheets are read from farther away."""
MARKS_OF_A_LAYOUT = 40
MARK_MODULES = 7
"""A mark of DICT_5X5_1000 is 5 by 5 squares with a black border of one square."""
_MARGIN = {"A4": 8.0, "A3": 9.0, "A2": 10.0, "A1": 12.0, "A0": 14.0}
_BETWEEN = {"A4": 0, "A3": 1, "A2": 1, "A1": 2, "A0": 3}


@dataclass(frozen=True)
class Box:
    """A rectangle in millimetres: upper left corner, width, height."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True)
class Mark:
    """A square mark: its ArUco number, upper left corner and side."""

    id: int
    x: float
    y: float
    size: float

    def corners(self) -> list[tuple[float, float]]:
        """Clockwise from the upper left one, as detectors tell them."""
        right, bottom = self.x + self.size, self.y + self.size
        return [(self.x, self.y), (right, self.y), (right, bottom), (self.x, bottom)]


@dataclass(frozen=True)
class Tick:
    """A box to tick: what it says (`age:a12_13`, `gender:f`, `who:group`), its upper left corner and side."""

    key: str
    x: float
    y: float
    size: float


@dataclass(frozen=True)
class Layout:
    """One kind of sheet; `panel` has the legend, `code` is the square with the QR code."""

    paper: str
    landscape: bool
    width: float
    height: float
    unit: float
    frame: Box
    panel: Box
    code: Box
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Layout:
        return cls(
            **{
                **stored,
                **{name: Box(**stored[name]) for name in ("frame", "panel", "code")},
                "marks": tuple(Mark(**mark) for mark in stored["marks"]),
                "ticks": tuple(Tick(**tick) for tick in stored["ticks"]),
            }
        )


def layout_of(paper: str, landscape: bool, ticks: Sequence[Sequence[str]] = ()) -> Layout:
    """The layout of a paper size; `ticks` are rows of boxes in the panel, each row with a line of words above it."""
    short, long = PAPERS[paper]
    width, height = (float(long), float(short)) if landscape else (float(short), float(long))
    unit, margin = UNITS[paper], _MARGIN[paper]
    size, gap = 12 * unit, 2.4 * unit
    rail = size + gap
    right, bottom = width - margin, height - margin
    if landscape:
        panel = Box(right - 62 * unit, margin, 62 * unit, height - 2 * margin)
        frame_right, frame_bottom = panel.x - 5 * unit, bottom - rail
    else:
        panel = Box(margin, bottom - 54 * unit, width - 2 * margin, 54 * unit)
        frame_right, frame_bottom = right, panel.y - 3 * unit - rail
    frame = Box(margin, margin + rail, frame_right - margin, frame_bottom - margin - rail)
    code_size = 24 * unit
    code = Box(panel.x + panel.width - code_size, panel.y + panel.height - code_size, code_size, code_size)
    return Layout(
        paper=paper,
        landscape=landscape,
        width=width,
        height=height,
        unit=unit,
        frame=frame,
        panel=panel,
        code=code,
        marks=_marks(paper, landscape, frame, size, gap),
        ticks=_ticks(panel, landscape, unit, ticks),
    )


def layout_of_mark(number: int) -> tuple[str, bool] | None:
    """Paper and orientation of the sheet a mark belongs to; None for a mark that none of our sheets has."""
    kind = number // MARKS_OF_A_LAYOUT
    return (list(PAPERS)[kind // 2], bool(kind % 2)) if kind < 2 * len(PAPERS) else None


def _marks(paper: str, landscape: bool, frame: Box, size: float, gap: float) -> tuple[Mark, ...]:
    right, bottom = frame.x + frame.width, frame.y + frame.height
    places = [
        (frame.x, frame.y - gap - size, size),
        (right - size, frame.y - gap - size, size),
        (right - size, bottom + gap, size),
        (frame.x, bottom + gap, size),
    ]
    # Marks in the edges are a little smaller and stand one white square inside the map.
    small, inset = size * 0.8, size * 0.8 / MARK_MODULES * 1.2
    steps = _BETWEEN[paper] + 1
    for number in range(1, steps):
        x = frame.x + frame.width * number / steps - small / 2
        places += [(x, frame.y + inset, small), (x, bottom - inset - small, small)]
    for number in range(1, steps):
        y = frame.y + frame.height * number / steps - small / 2
        places += [(frame.x + inset, y, small), (right - inset - small, y, small)]
    first = (list(PAPERS).index(paper) * 2 + landscape) * MARKS_OF_A_LAYOUT
    return tuple(Mark(first + number, *place) for number, place in enumerate(places))


def about_box(panel: Box, landscape: bool, unit: float) -> Box:
    """Where the panel asks who it was: the lower half of a lying sheet, the second column of an upright one."""
    if landscape:
        return Box(panel.x, panel.y + panel.height - (26 + 35 + 44) * unit, panel.width, 44 * unit)
    return Box(panel.x + panel.width * 0.345, panel.y, panel.width * 0.305, panel.height)


def _ticks(panel: Box, landscape: bool, unit: float, rows: Sequence[Sequence[str]]) -> tuple[Tick, ...]:
    """Boxes of 3.2 mm (times the unit), four in a row or spread when there are fewer, each row below its question."""
    about = about_box(panel, landscape, unit)
    step_y, y = 5.6 * unit, about.y + 5.6 * unit
    found = []
    for row in rows:
        y += 4.4 * unit
        for number, key in enumerate(row):
            x = about.x + (number % 4) * about.width / min(4, len(row))
            found.append(Tick(key, x, y + (number // 4) * step_y, 3.2 * unit))
        y += math.ceil(len(row) / 4) * step_y
    return tuple(found)
