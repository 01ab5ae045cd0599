"""Each gap and overlap with the repairs that make sense for it; what a person decides about it is one short text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import shapely
from flask_babel import gettext as _

from app.areas.errors import ImportRefused
from app.areas.measuring import plane
from app.areas.validation import Fault, PartitionReport

SPLIT, ASSIGN, SNAP, KEEP = "split", "assign", "snap", "keep"
SLIVER_M = 10.0
"""Pieces that are narrower than this on average are taken for badly drawn edges rather than for land in dispute."""
_MOST_NEIGHBOURS = 8
_WHOLE = 0.9


@dataclass(frozen=True)
class Choice:
    """One possible repair: `value` is what a form sends (`split`, `keep`, `assign:CODE`, `snap:CODE`)."""

    value: str
    label: str


@dataclass(frozen=True)
class Finding:
    """A fault with a key that stays the same as long as the shapes do; `width_m` is its mean width.

    `inner` is the area that lies in the other one as a whole and would vanish if it did not get the piece.
    """

    key: str
    fault: Fault
    width_m: float
    inner: str | None = None

    @property
    def is_sliver(self) -> bool:
        return self.width_m <= SLIVER_M

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(code for code, _name in self.fault.areas)

    @property
    def choices(self) -> list[Choice]:
        """The repairs offered, the usual one first."""
        areas = self.fault.areas[:_MOST_NEIGHBOURS]
        is_gap = self.fault.kind == "gap"
        if self.inner is not None:
            areas = tuple(area for area in areas if area[0] == self.inner)
        found = [Choice(f"{ASSIGN}:{code}", _("ganz zu %(name)s", name=name)) for code, name in areas]
        if len(areas) > 1:
            label = _("unter den Nachbarn aufteilen") if is_gap else _("in der Mitte teilen")
            found.insert(0, Choice(SPLIT, label))
        if self.is_sliver and len(areas) == 2 == len(self.fault.areas):
            found += [
                Choice(f"{SNAP}:{code}", _("Kante anlegen, %(name)s behält ihre Grenze", name=name))
                for code, name in areas
            ]
        if is_gap:
            found.append(Choice(KEEP, _("so lassen, gehört nicht dazu")))
        return found


def findings(report: PartitionReport, sizes: Mapping[str, float]) -> list[Finding]:
    """All gaps, then all overlaps, each largest first; `sizes` are the areas' m² by code."""
    return [_finding(fault, sizes) for fault in (*report.gaps, *report.overlaps)]


def _finding(fault: Fault, sizes: Mapping[str, float]) -> Finding:
    words = "|".join([fault.kind, *(code for code, _name in fault.areas), *(f"{x:.7f}" for x in fault.point)])
    there, _back = plane(*fault.point)
    flat = shapely.transform(fault.geometry, there)
    width = 2 * flat.area / flat.length if flat.length else 0.0
    inner = None
    if fault.kind == "overlap":
        smaller = min((code for code, _name in fault.areas), key=lambda code: sizes[code])
        inner = smaller if fault.m2 > _WHOLE * sizes[smaller] else None
    return Finding(hashlib.sha256(words.encode()).hexdigest()[:12], fault, float(width), inner)


@dataclass(frozen=True)
class Step:
    """One decision about one finding; `method` as in `Choice.value`, `target` the area named in it."""

    finding: Finding
    method: str
    target: str | None


def bulk(found: Sequence[Finding], method: str, up_to_m2: float) -> dict[str, str]:
    """The same decision for every finding up to a size: `split`, or `assign` to the area that has the most of it.

    What cannot be split (a gap with one neighbour) goes to that neighbour.
    """
    decisions = {}
    for finding in found:
        if finding.fault.m2 > up_to_m2 or not finding.fault.areas:
            continue
        if finding.inner is not None:
            decisions[finding.key] = f"{ASSIGN}:{finding.inner}"
        else:
            can_split = method == SPLIT and len(finding.fault.areas) > 1
            decisions[finding.key] = SPLIT if can_split else ASSIGN
    return decisions


def steps(found: Sequence[Finding], decisions: Mapping[str, str]) -> list[Step]:
    """Decisions by key as steps, overlaps first; ImportRefused for what the finding does not offer.

    Snapping one piece of a common border snaps all slivers between the two areas that nobody decided otherwise.
    """
    by_key = {finding.key: finding for finding in found}
    if unknown := set(decisions) - set(by_key):
        raise ImportRefused(
            _("%(n)s Fundstellen gibt es nicht mehr. Bitte prüfen Sie neu.", n=len(unknown)),
            field="decisions",
        )
    chosen: dict[str, Step] = {}
    for key, decision in decisions.items():
        finding = by_key[key]
        offered = {choice.value for choice in finding.choices} | {ASSIGN}
        method, _colon, target = decision.partition(":")
        names_area = method == ASSIGN and target in finding.codes and finding.inner in (None, target)
        if decision not in offered and not names_area:
            raise ImportRefused(_("Diese Reparatur passt nicht zur Fundstelle."), field="decisions")
        chosen[key] = Step(finding, method, target or None)
    for step in [step for step in chosen.values() if step.method == SNAP]:
        for other in _slivers_between(found, step.finding.codes):
            chosen.setdefault(other.key, Step(other, SNAP, step.target))
    return sorted(
        chosen.values(), key=lambda step: (step.finding.fault.kind != "overlap", -step.finding.fault.m2)
    )


def _slivers_between(found: Sequence[Finding], codes: tuple[str, ...]) -> Iterator[Finding]:
    for finding in found:
        if finding.is_sliver and set(finding.codes) == set(codes):
            yield finding
