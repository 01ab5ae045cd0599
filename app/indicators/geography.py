"""Which Raumgliederungen a release may show together: one, or several that divide each other exactly (E26)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd
import shapely
from flask_babel import lazy_gettext as _l

from app.areas.models import AreaSet
from app.areas.queries import areas_of, refuse_unknown_set, set_at, vintages
from app.base.errors import DomainError, NotFound
from app.processes.models import Process

TOLERANCE = 0.001
"""Share of an area that may lie across a border before the sets count as overlapping."""


class OverlappingAreas(DomainError):
    """Two geographies that cut each other would show small numbers by their difference."""


def vintage_for(name: str, period_end: date, valid_from: date | None = None) -> AreaSet:
    """The vintage asked for, else the newest one valid at the end of the period, else the newest; NotFound."""
    if valid_from is not None:
        for found in vintages(name):
            if found.valid_from == valid_from:
                return found
        refuse_unknown_set(name)
        raise NotFound(_l("Diesen Stand der Raumgliederung gibt es nicht."), field="valid_from")
    try:
        return set_at(name, period_end)
    except NotFound:
        return set_at(name)


def released_sets(process: Process, period_end: date, names: Sequence[str] = ()) -> list[AreaSet]:
    """Without names the first Raumgliederung of the process; several only when they divide each other exactly."""
    if unknown := [name for name in names if name not in process.area_set_names]:
        raise NotFound(
            _l("Dieses Verfahren zählt nicht in der Raumgliederung »%(name)s«.", name=unknown[0]), field="set"
        )
    chosen = list(dict.fromkeys(names)) or process.area_set_names[:1]
    if not chosen:
        raise NotFound(_l("Dieses Verfahren hat noch keine Raumgliederung."), field="set")
    return [vintage_for(name, period_end) for name in chosen]


def kept_sets(released: Sequence[tuple[str, str]], names: Sequence[str] = ()) -> list[AreaSet]:
    """The sets and vintages of an earlier release again; OverlappingAreas when other names are asked for.

    released: (name, vintage) of the release. Two releases of one process in two geographies would show small numbers
    by their difference, even when each of them is safe, so a process stays with what it published first (E26).
    """
    kept = [name for name, _vintage in released]
    if names and set(names) != set(kept):
        raise OverlappingAreas(
            _l(
                "Dieses Verfahren ist schon in %(kept)s veröffentlicht. Mit einer anderen Raumgliederung ließen sich "
                "aus beiden Veröffentlichungen zusammen kleine Zahlen berechnen.",
                kept=", ".join(f"»{name}«" for name in kept),
            ),
            field="set",
        )
    return [
        vintage_for(name, date.fromisoformat(vintage), date.fromisoformat(vintage))
        for name, vintage in released
    ]


def nesting(sets: Sequence[AreaSet]) -> pd.DataFrame:
    """area_set, area, outer_set, outer for every pair of sets, the finer one inside; OverlappingAreas otherwise."""
    rows = []
    for i, first in enumerate(sets):
        for second in sets[i + 1 :]:
            fine, coarse = sorted((first, second), key=lambda found: -len(found.areas))
            rows += _inside(fine, coarse)
    return pd.DataFrame(rows, columns=["area_set", "area", "outer_set", "outer"])


def _inside(fine: AreaSet, coarse: AreaSet) -> list[tuple[str, str, str, str]]:
    outer = areas_of(coarse.id)
    tree = shapely.STRtree([area.geometry for area in outer])
    rows = []
    for area in areas_of(fine.id):
        shares = {
            int(at): shapely.area(shapely.intersection(area.geometry, outer[at].geometry))
            / area.geometry.area
            for at in tree.query(area.geometry)
        }
        best = max(shares, key=lambda at: shares[at], default=None)
        if best is None or shares[best] < 1 - TOLERANCE:
            raise OverlappingAreas(
                _l(
                    "»%(fine)s« und »%(coarse)s« schneiden sich. Aus beiden zusammen ließen sich kleine Zahlen "
                    "berechnen; veröffentlichen Sie nur eine der beiden Raumgliederungen.",
                    fine=fine.name,
                    coarse=coarse.name,
                ),
                field="set",
            )
        rows.append((fine.name, area.code, coarse.name, outer[best].code))
    return rows
