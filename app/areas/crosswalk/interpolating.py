"""Imported values carried from one vintage to another by population; every carried value says it is an estimate (E).

Counts are shared out, so that their total stays; rates are means weighted by people. What a source withholds is never
computed back: an area that would need it gets nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.areas.crosswalk.linking import Link

ESTIMATED, MISSING = "E", "O"
_WHOLE = 1 - 1e-3
_LITTLE = 0.01


@dataclass(frozen=True)
class Carried:
    """A value in the new vintage: `obs_status` A where the area is the same, E estimated, O or Q without value."""

    code: str
    value: float | None
    obs_status: str


def carry_counts(
    values: Mapping[str, float | None], links: Sequence[Link], statuses: Mapping[str, str] | None = None
) -> list[Carried]:
    """Counts by old code to counts by new code; the sum of all stays the same when every old value is known."""
    return [
        Carried(code, None, status)
        if status not in ("A", ESTIMATED)
        else Carried(code, sum((values[one.old] or 0.0) * share for one, share in parts), status)
        for code, status, parts in _by_new(values, links, statuses or {})
    ]


def carry_rates(
    values: Mapping[str, float | None], links: Sequence[Link], statuses: Mapping[str, str] | None = None
) -> list[Carried]:
    """Rates by old code to rates by new code: the mean over the people (else the ground) a new area takes over."""
    found = []
    for code, status, parts in _by_new(values, links, statuses or {}):
        weights = [one.m2 if one.persons is None else one.persons for one, _share in parts]
        if status not in ("A", ESTIMATED) or not sum(weights):
            found.append(Carried(code, None, status if status not in ("A", ESTIMATED) else MISSING))
            continue
        total = sum(
            weight * (values[one.old] or 0.0) for weight, (one, _share) in zip(weights, parts, strict=True)
        )
        found.append(Carried(code, total / sum(weights), status))
    return found


def _by_new(
    values: Mapping[str, float | None], links: Sequence[Link], statuses: Mapping[str, str]
) -> list[tuple[str, str, list[tuple[Link, float]]]]:
    """For each new code its status and the links it is made of with the share of the old value that each brings."""
    given: dict[str, float] = defaultdict(float)
    for one in links:
        given[one.old] += one.weight
    by_new: dict[str, list[Link]] = defaultdict(list)
    for one in links:
        by_new[one.new].append(one)
    found: list[tuple[str, str, list[tuple[Link, float]]]] = []
    for code, parts in sorted(by_new.items()):
        # Slivers of a neighbour without a value must not empty an area.
        needed = [one for one in parts if one.share_area_of_new >= _LITTLE or one.weight >= _LITTLE]
        unknown = [one.old for one in needed if values.get(one.old) is None]
        known = [one for one in parts if values.get(one.old) is not None]
        if unknown or not known:
            status = "Q" if any(statuses.get(old) == "Q" for old in unknown) else MISSING
            found.append((code, status, []))
            continue
        same = len(needed) == 1 and min(needed[0].share_area, needed[0].share_area_of_new) >= _WHOLE
        status = statuses.get(needed[0].old, "A") if same else ESTIMATED
        usable = status if status in ("A", ESTIMATED) else ESTIMATED
        found.append((code, usable, [(one, one.weight / given[one.old]) for one in known]))
    return found
