"""The table of both, with the goals and which of them are met."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from benchmarks.phone.photo import Photo, photo_lines
from benchmarks.phone.watching import Load
from benchmarks.phone.ways import Opened, Way
from benchmarks.results import table

LIMIT_KIB = 225.0
LIMIT_REQUESTS = 15
LIMIT_TAPS = 3
LIMIT_RATIO = 0.5


@dataclass
class Measured:
    """Everything of one application in all rounds; `poster` and `photos` stay empty where there is none."""

    load: Load
    opened: list[Opened] = field(default_factory=list)
    areas: list[Way] = field(default_factory=list)
    poster: list[Way] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)


def _middle(found: Sequence[Opened], of: Callable[[Opened], float]) -> float:
    return statistics.median(of(one) for one in found)


def _seconds(ways: Sequence[Way]) -> float:
    return statistics.median(way.seconds for way in ways)


def _taps(ways: Sequence[Way]) -> float:
    return statistics.median(way.taps for way in ways)


def _verdict(is_met: bool) -> str:
    return "met" if is_met else "**missed**"


def _beside(name: str, ours: float, theirs: float, digits: int, *, is_goal: bool) -> list[str]:
    """A row with the ratio; the goal is half of uMap's."""
    ratio = ours / theirs if theirs else None
    shown = "" if ratio is None else f"{ratio:.2f}"
    goal = f"≤ {LIMIT_RATIO} × uMap" if is_goal else ""
    verdict = _verdict(ours <= LIMIT_RATIO * theirs) if is_goal else ""
    return [name, f"{ours:.{digits}f}", f"{theirs:.{digits}f}", shown, goal, verdict]


def _below(name: str, ours: float, theirs: float, digits: int, limit: float) -> list[str]:
    """A row with a limit of its own."""
    ratio = f"{ours / theirs:.2f}" if theirs else ""
    row = [name, f"{ours:.{digits}f}", f"{theirs:.{digits}f}", ratio, f"≤ {limit:g}"]
    return [*row, _verdict(ours <= limit)]


def rows(ours: Measured, theirs: Measured) -> list[list[str]]:
    def timed(name: str, of: Callable[[Opened], float], *, scale: float = 1000, digits: int = 1) -> list[str]:
        here, there = _middle(ours.opened, of) / scale, _middle(theirs.opened, of) / scale
        return _beside(name, here, there, digits, is_goal=True)

    pins, their_pins = [one.pin for one in ours.opened], [one.pin for one in theirs.opened]
    shift, their_shift = (_middle(found, lambda one: one.cls) for found in (ours.opened, theirs.opened))
    kib, their_kib = (found.load.bytes / 1024 for found in (ours, theirs))
    return [
        _below("transferred, KiB (tiles aside)", kib, their_kib, 1, LIMIT_KIB),
        _below("requests (tiles aside)", ours.load.requests, theirs.load.requests, 0, LIMIT_REQUESTS),
        _below("other hosts asked", len(ours.load.hosts), len(theirs.load.hosts), 0, 0),
        timed("first contentful paint, s", lambda one: one.fcp),
        timed("largest contentful paint, s", lambda one: one.lcp),
        timed("first tap accepted, s", lambda one: one.accepted),
        timed("blocking time until then, ms", lambda one: one.blocked, scale=1, digits=0),
        timed("slowest interaction, ms (INP)", lambda one: one.inp, scale=1, digits=0),
        _beside("layout shift (CLS)", shift, their_shift, 3, is_goal=False),
        _below("pin with words: taps", _taps(pins), _taps(their_pins), 0, LIMIT_TAPS),
        _beside("pin with words: s", _seconds(pins), _seconds(their_pins), 1, is_goal=True),
        ["the same from a poster's QR: taps", f"{_taps(ours.poster):.0f}", "", "", "", ""],
        ["the same from a poster's QR: s", f"{_seconds(ours.poster):.1f}", "", "", "", ""],
        _beside("named neighbourhood: taps", _taps(ours.areas), _taps(theirs.areas), 0, is_goal=False),
        _beside("named neighbourhood: s", _seconds(ours.areas), _seconds(theirs.areas), 1, is_goal=True),
    ]


def lines(ours: Measured, theirs: Measured, intro: Sequence[str]) -> list[str]:
    found = rows(ours, theirs)
    missed = [row[0] for row in found if "missed" in row[-1]]
    parts = sorted(ours.load.parts.items(), key=lambda part: -part[1])
    return [
        *intro,
        "",
        *table(["", "Streifzug", "uMap", "ratio", "goal", ""], found),
        "",
        f"Missed: {'; '.join(missed) or 'nothing'}.",
        "",
        *photo_lines(ours.photos),
        "",
        *table(
            ["part of the first load", "KiB"], [(f"`{name}`", f"{size / 1024:.1f}") for name, size in parts]
        ),
    ]
