"""Charts of answers as plain geometry: a bar for each share, its interval as a whisker; a template draws them as SVG.

Lengths are units of the drawing. Bars begin at zero and share one axis up to 100 percent, so that charts can be
compared without a look at their axes (Cleveland & McGill 1984: lengths on a common scale are read best).
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from app.atlas.answers import Answer

WIDTH = 360
TICKS = (0, 25, 50, 75, 100)


@dataclass(frozen=True)
class Size:
    """How large a chart is drawn: letters of a line, heights of a line of words, of a bar, of the gap below it, and the
    room of the number at the end of a bar.
    """

    letters: int
    line: int
    bar: int
    gap: int
    value: int


WHOLE = Size(letters=46, line=20, bar=18, gap=14, value=74)
SMALL = Size(letters=36, line=24, bar=14, gap=10, value=100)
"""One of several beside each other."""


@dataclass(frozen=True)
class Bar:
    """One answer: lines of words with their base lines, the bar, its whisker (low, high) and the words at its end."""

    lines: tuple[tuple[int, str], ...]
    top: int
    width: float
    value: str
    low: float | None = None
    high: float | None = None
    is_hidden: bool = False


@dataclass(frozen=True)
class Chart:
    """`description` says everything that is drawn; `ticks` are places and percents of the axis at height `foot`."""

    key: str
    title: str
    description: str
    height: int
    foot: int
    bar_height: int
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, int], ...]
    room: float
    width: int = WIDTH


def chart_of(
    key: str, title: str, answers: Sequence[Answer], *, hidden: str, size: Size = WHOLE
) -> Chart | None:
    """The chart of the answers to one question; None when none of them is a share.

    key: names it on its page; hidden: the word for a figure that is not shown.
    """
    if not any(answer.share is not None or answer.is_hidden for answer in answers):
        return None
    bars, top, room = [], 0, WIDTH - size.value
    for answer in answers:
        words = textwrap.wrap(answer.label, size.letters, max_lines=2, placeholder=" …") or [""]
        lines = tuple((top + size.line * at + size.line - 5, word) for at, word in enumerate(words))
        top += size.line * len(words)
        bars.append(
            Bar(
                lines=lines,
                top=top,
                width=_length(answer.share or 0, room),
                value=hidden if answer.is_hidden else answer.value,
                low=None if answer.low is None else _length(answer.low, room),
                high=None if answer.high is None else _length(answer.high, room),
                is_hidden=answer.is_hidden,
            )
        )
        top += size.bar + size.gap
    foot = top - size.gap + 6
    return Chart(
        key=key,
        title=title,
        description="; ".join(_said(answer, hidden) for answer in answers),
        height=foot + 20,
        foot=foot,
        bar_height=size.bar,
        bars=tuple(bars),
        ticks=tuple((_length(tick, room), tick) for tick in TICKS),
        room=room,
    )


def _length(percent: float, room: float) -> float:
    return round(min(max(percent, 0), 100) / 100 * room, 1)


def _said(answer: Answer, hidden: str) -> str:
    value = hidden if answer.is_hidden else answer.value
    return f"{answer.label}: {value}" + (f" ({answer.interval} %)" if answer.interval else "")
