"""Class breaks and colours of a choropleth: few classes, round numbers, readable without colour vision."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

SEQUENTIAL = ("#e7f1f3", "#b5d6dc", "#7cb4bf", "#43899a", "#1c5a6b")
DIVERGING = ("#8a3b6b", "#cf9bb9", "#f0eff0", "#8fc3b3", "#1f7a63")
ZERO = "#fffdf5"
NO_VALUE = "#d9d9d9"
"""No value is grey; nothing at all (a counted zero) is nearly white and a class of its own."""


@dataclass(frozen=True)
class ColourClass:
    """One class, values in [low, high); the last one includes its upper end; that of the zeros is [0, 0]."""

    low: float
    high: float
    colour: str
    count: int

    @property
    def is_one_value(self) -> bool:
        return self.low == self.high

    def has(self, value: float) -> bool:
        return self.low <= value < self.high or (self.is_one_value and value == self.low)


def classify(values: list[float], *, diverging: bool = False, classes: int = 5) -> list[ColourClass]:
    """Quantile classes on rounded breaks, at most `classes` and never more than there are distinct values.

    A diverging scale is symmetric around zero, so that the middle colour always means balance. On every other scale
    zeros below larger values are a class of their own: "nobody" and "few" are not the same.
    """
    finite = np.array([value for value in values if value is not None and math.isfinite(value)], dtype=float)
    if not len(finite):
        return []
    zeros = int((finite == 0).sum())
    if zeros and not diverging and finite.min() == 0 < finite.max():
        return [ColourClass(0.0, 0.0, ZERO, zeros), *_classes(finite[finite > 0], False, classes - 1)]
    return _classes(finite, diverging, classes)


def _classes(finite: np.ndarray, diverging: bool, classes: int) -> list[ColourClass]:
    breaks = _symmetric(finite) if diverging else _quantiles(finite, classes)
    colours = _spread(DIVERGING if diverging else SEQUENTIAL, len(breaks) - 1)
    found = []
    for index, colour in enumerate(colours):
        low, high = breaks[index], breaks[index + 1]
        last = index == len(colours) - 1
        count = int(((finite >= low) & ((finite <= high) if last else (finite < high))).sum())
        found.append(ColourClass(low, high, colour, count))
    return found


def colour_of(value: float | None, classes: list[ColourClass]) -> str:
    """The colour of a value; grey when there is none."""
    if value is None or not math.isfinite(value) or not classes:
        return NO_VALUE
    return next((entry.colour for entry in classes if entry.has(value)), classes[-1].colour)


def _quantiles(values: np.ndarray, classes: int) -> list[float]:
    low, high = float(values.min()), float(values.max())
    if low == high:
        return [low, high]
    inner = np.quantile(values, np.linspace(0, 1, min(classes, len(np.unique(values))) + 1)[1:-1])
    step = _nice_step((high - low) / 20)
    rounded = sorted({round(float(value) / step) * step for value in inner})
    start, end = math.floor(low / step) * step, math.ceil(high / step) * step
    return [start, *[value for value in rounded if start < value < end], end]


def _symmetric(values: np.ndarray) -> list[float]:
    reach = max(abs(float(values.min())), abs(float(values.max()))) or 1.0
    step = _nice_step(reach / 10)
    reach = math.ceil(reach / step) * step
    return [-reach, -reach * 0.6, -reach * 0.2, reach * 0.2, reach * 0.6, reach]


def _nice_step(raw: float) -> float:
    """The next of 1, 2, 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(raw))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= raw)


def _spread(palette: tuple[str, ...], wanted: int) -> list[str]:
    """`wanted` colours from light to dark, using the ends of the palette."""
    if wanted <= 1:
        return [palette[len(palette) // 2 + 1]]
    return [palette[round(index * (len(palette) - 1) / (wanted - 1))] for index in range(wanted)]
