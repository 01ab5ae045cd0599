"""The section of surveys: what the first page weighs and how soon it asks, what a hundred phones get through."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from benchmarks.phone.watching import Load
from benchmarks.results import table
from benchmarks.surveys.answering import PHONES, Answering
from benchmarks.surveys.opening import Opening

LIMIT_KIB = 75.0
_UNKNOWN = "–"
_WORDS = (
    "Ours shows the first question after a tap on its first page (by its script, or by the server's page when the tap "
    "came first); Enketo's is one long page whose answers its script fills in.",
    "First load: what was asked for before the page counted as loaded, no map opened.",
)


@dataclass
class Opened:
    """One page in all rounds."""

    load: Load
    openings: list[Opening] = field(default_factory=list)


def page_lines(ours: Opened, theirs: Opened | None, missing: str) -> list[str]:
    """Without Enketo its column is empty, and `missing` says why."""

    def row(
        name: str, of: Callable[[Opened], float], digits: int, goal: Sequence[str] = ("", "")
    ) -> list[str]:
        here, there = of(ours), of(theirs) if theirs else None
        beside = [_UNKNOWN, ""] if not there else [f"{there:.{digits}f}", f"{here / there:.2f}"]
        return [name, f"{here:.{digits}f}", *beside, *goal]

    def seconds(of: Callable[[Opening], float]) -> Callable[[Opened], float]:
        return lambda found: statistics.median(of(one) for one in found.openings)

    first = ours.load.early / 1024
    verdict = (f"≤ {LIMIT_KIB:g}", "met" if first <= LIMIT_KIB else "**missed**")
    by_script = sum(one.by_script for one in ours.openings)
    parts = sorted((size, name) for name, size in ours.load.parts.items())[::-1]
    return [
        *table(
            (
                "",
                "Streifzug",
                "Enketo core" if theirs else "Enketo core (not installed)",
                "ratio",
                "goal",
                "",
            ),
            [
                row("first load, KiB", lambda found: found.load.early / 1024, 1, verdict),
                row("with all that follows by itself, KiB", lambda found: found.load.bytes / 1024, 1),
                row("requests", lambda found: found.load.requests, 0),
                row("first contentful paint, s", seconds(lambda one: one.painted), 1),
                row("first question and its answers readable, s", seconds(lambda one: one.readable), 1),
                row("first answer accepted, s", seconds(lambda one: one.accepted), 1),
                row("taps until then", seconds(lambda one: one.taps), 0),
            ],
        ),
        "",
        " ".join(
            [*_WORDS, f"In {by_script} of {len(ours.openings)} rounds our script asked.", missing]
        ).strip(),
        "",
        *table(("part of ours", "KiB"), [(f"`{name}`", f"{size / 1024:.1f}") for size, name in parts]),
    ]


def answer_lines(both: Sequence[Answering], rows: int, seconds: float) -> list[str]:
    ours, plain = both
    middle = statistics.median
    found = [
        (
            one.server.name,
            f"{middle(one.rates):.0f}",
            f"{middle(one.rates) / middle(plain.rates):.2f}",
            f"{middle(one.middle):.0f}",
            f"{middle(one.slow):.0f}",
            f"{middle(one.slow) / middle(plain.slow):.2f}",
            f"{one.processor / max(1, one.measured) * 1000:.2f}",
            ", ".join(f"{code}: {count}" for code, count in sorted(one.codes.items())),
            f"{one.lost} of {len(one.server.acknowledged):,}",
            one.check,
        )
        for one in both
    ]
    return [
        f"{PHONES} phones send complete sittings ({rows} rows each), every sitting of another participant; medians of "
        f"{len(ours.rates)} interleaved rounds of {seconds:g} s. The plain page checks nothing and inserts the same "
        "rows into the same tables in a transaction each; at the end both are killed while all phones send.",
        "",
        *table(
            ("server", "sittings/s", "ratio", "p50, ms", "p99, ms", "ratio", "processor ms each", "answers",
             "lost", "check"),
            found,
        ),
    ]  # fmt: skip


def is_sound(both: Sequence[Answering]) -> bool:
    return all(not one.lost and one.check == "ok" and one.codes.keys() <= {"201"} for one in both)
