"""The table of all, with the goals and which of them are met."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.phone.photo import Photo, photo_lines
from benchmarks.phone.watching import Load
from benchmarks.phone.ways import Opened, Way
from benchmarks.results import table

LIMIT_KIB = 225.0
LIMIT_REQUESTS = 15
LIMIT_TAPS = 3
LIMIT_RATIO = 0.5
GOAL_PEER = "uMap"
"""Whose seconds ours are to halve."""
_UNKNOWN = "–"


@dataclass
class Measured:
    """Everything of one application in all rounds; `poster` and `photos` stay empty where there is none."""

    load: Load
    opened: list[Opened] = field(default_factory=list)
    areas: list[Way] = field(default_factory=list)
    poster: list[Way] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)


Peers = Mapping[str, "Measured | None"]
"""By name; None for one that could not be installed."""
Number = Callable[[Measured], float]


def _middle(of: Callable[[Opened], float], scale: float = 1) -> Number:
    return lambda found: statistics.median(of(one) for one in found.opened) / scale


def _seconds(ways: Callable[[Measured], Sequence[Way]]) -> Number:
    return lambda found: statistics.median(way.seconds for way in ways(found))


def _taps(ways: Callable[[Measured], Sequence[Way]]) -> Number:
    return lambda found: statistics.median(way.taps for way in ways(found))


def _pins(found: Measured) -> list[Way]:
    return [one.pin for one in found.opened]


def _areas(found: Measured) -> list[Way]:
    return found.areas


def _verdict(is_met: bool) -> str:
    return "met" if is_met else "**missed**"


def rows(ours: Measured, peers: Peers) -> list[list[str]]:
    """Name, our number, number and ratio (ours to theirs) of each peer, goal, verdict."""

    def beside(
        name: str, of: Number, digits: int, *, limit: float | None = None, is_half: bool = False
    ) -> list[str]:
        """The goal is a limit of its own, or half of the peer that we measure ourselves by."""
        here = of(ours)
        row = [name, f"{here:.{digits}f}"]
        for found in peers.values():
            there = of(found) if found else None
            row.append(_UNKNOWN if there is None else f"{there:.{digits}f}")
            row.append(f"{here / there:.2f}" if there else "")
        if limit is not None:
            return [*row, f"≤ {limit:g}", _verdict(here <= limit)]
        half = peers.get(GOAL_PEER) if is_half else None
        if half is None:
            return [*row, "", "not measured" if is_half else ""]
        return [*row, f"≤ {LIMIT_RATIO} × {GOAL_PEER}", _verdict(here <= LIMIT_RATIO * of(half))]

    def alone(name: str, shown: str) -> list[str]:
        return [name, shown, *[""] * (2 * len(peers)), "", ""]

    return [
        beside("transferred, KiB (tiles aside)", lambda found: found.load.bytes / 1024, 1, limit=LIMIT_KIB),
        beside("requests (tiles aside)", lambda found: found.load.requests, 0, limit=LIMIT_REQUESTS),
        beside("other hosts asked", lambda found: len(found.load.hosts), 0, limit=0),
        beside("first contentful paint, s", _middle(lambda one: one.fcp, 1000), 1, is_half=True),
        beside("largest contentful paint, s", _middle(lambda one: one.lcp, 1000), 1, is_half=True),
        beside("first tap accepted, s", _middle(lambda one: one.accepted, 1000), 1, is_half=True),
        beside("blocking time until then, ms", _middle(lambda one: one.blocked), 0, is_half=True),
        beside("slowest interaction, ms (INP)", _middle(lambda one: one.inp), 0, is_half=True),
        beside("layout shift (CLS)", _middle(lambda one: one.cls), 3),
        beside("pin with words: taps", _taps(_pins), 0, limit=LIMIT_TAPS),
        beside("pin with words: s", _seconds(_pins), 1, is_half=True),
        alone("the same from a poster's QR: taps", f"{_taps(lambda found: found.poster)(ours):.0f}"),
        alone("the same from a poster's QR: s", f"{_seconds(lambda found: found.poster)(ours):.1f}"),
        beside("named neighbourhood: taps", _taps(_areas), 0),
        beside("named neighbourhood: s", _seconds(_areas), 1, is_half=True),
    ]


def lines(ours: Measured, peers: Peers, intro: Sequence[str]) -> list[str]:
    found = rows(ours, peers)
    missed = [row[0] for row in found if "missed" in row[-1]]
    parts = sorted(ours.load.parts.items(), key=lambda part: -part[1])
    columns = [column for peer in peers for column in (peer, "ratio")]
    return [
        *intro,
        "",
        *table(["", "Streifzug", *columns, "goal", ""], found),
        "",
        f"Missed: {'; '.join(missed) or 'nothing'}.",
        "",
        *photo_lines(ours.photos),
        "",
        *table(
            ["part of the first load", "KiB"], [(f"`{name}`", f"{size / 1024:.1f}") for name, size in parts]
        ),
    ]
