"""Age groups that lie across the bands of C2: shared out only when a person asks for it, and flagged as estimates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _

from app.areas.age_bands import AGE_BANDS
from app.areas.labels import Ages, band_ages

OPEN_END = 95
"""An open age group (`65+`) is spread evenly up to this age, as nearly nobody is older."""

TOTAL, EVEN, REFERENCE = "total", "even", "reference"


@dataclass(frozen=True)
class Method:
    """What a person chose: `total`, `even` (each year of age the same) or `reference` (band → residents elsewhere).

    `name` says which structure the reference is.
    """

    kind: str
    reference: Mapping[str, float] = field(default_factory=dict)
    name: str = ""

    def note(self, head: str) -> str:
        """How a value came about, for its remark."""
        if self.kind == REFERENCE:
            return str(
                _("geschätzt: »%(head)s« nach dem Altersaufbau %(name)s verteilt", head=head, name=self.name)
            )
        return str(_("geschätzt: »%(head)s« gleichmäßig auf die Altersjahre verteilt", head=head))


def bands_within(ages: Ages) -> list[str]:
    """The age bands that ages lie in, wholly or in part, youngest first."""
    return [code for code in AGE_BANDS if code != "na" and _years(band_ages(code), ages) > 0]


def shares(ages: Ages, method: Method) -> dict[str, float]:
    """Which share of an age group belongs to each band; they add up to 1.

    With a reference a band weighs as many residents as it has there, times the part of its years in the group.
    """
    weights = {}
    for code in bands_within(ages):
        band = band_ages(code)
        inside = _years(band, ages)
        weights[code] = (
            method.reference.get(code, 0.0) * inside / _years(band, band)
            if method.kind == REFERENCE
            else inside
        )
    whole = sum(weights.values())
    if not whole:  # the reference knows nobody of these ages
        return shares(ages, Method(EVEN))
    return {code: weight / whole for code, weight in weights.items()}


def split(count: int, parts: Mapping[str, float]) -> dict[str, int]:
    """Whole persons for each band that add up to `count`: largest remainder method (Hare–Niemeyer)."""
    exact = {code: count * share for code, share in parts.items()}
    whole = {code: int(value) for code, value in exact.items()}
    order = sorted(parts, key=lambda code: (whole[code] - exact[code], code))
    for code in order[: count - sum(whole.values())]:
        whole[code] += 1
    return whole


def _years(one: Ages, other: Ages) -> int:
    """Years of age that two ranges have in common."""
    low, high = max(one.low, other.low), min(one.high or OPEN_END, other.high or OPEN_END)
    return max(0, high - low)
