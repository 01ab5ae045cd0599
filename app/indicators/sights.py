"""What staff pages show of figures and releases, worked out once for each content and language, not with each look."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from app.areas.queries import area_names
from app.base.i18n import current_language
from app.base.kept import Kept
from app.indicators import kept, labels, releases
from app.indicators.catalogue import definition_of
from app.indicators.geography import vintage_for
from app.indicators.models import Release

Withheld = list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True)
class Frozen:
    """How much a release holds and what it withholds; `vintages` (name, day) are those of its rows."""

    rows: int
    suppressed: int
    vintages: list[tuple[str, str]]


_figures: Kept[dict[str, labels.Figure]] = Kept(16)
_lines: Kept[list[labels.Line]] = Kept(200)
_withheld: Kept[Withheld] = Kept(32)
_frozen: Kept[Frozen] = Kept(32)
_changes: Kept[list[dict[str, Any]]] = Kept(16)


def figures(found: kept.Kept) -> dict[str, labels.Figure]:
    """The figures of kept rows by key, in their order."""
    return _figures.get(found.key, lambda: {figure.key: figure for figure in labels.figures(found.rows)})


def lines(found: kept.Kept, figure: labels.Figure, names: dict[str, str]) -> list[labels.Line]:
    """`labels.lines` of kept rows."""
    key = (found.key, figure, current_language())
    return _lines.get(key, lambda: labels.lines(found.rows, figure, names))


def withheld_of(release: Release) -> Withheld:
    """What a release withholds, and why."""
    names = names_in(release)
    told = (release.id, current_language(), tuple(sorted(names.items())))
    return _withheld.get(told, lambda: labels.withheld(releases.rows(release.id), names))


def withheld(key: Hashable, rows: pd.DataFrame, names: Mapping[str, str]) -> Withheld:
    """`labels.withheld` of rows that `key` names."""
    told = (key, current_language(), tuple(sorted(names.items())))
    return _withheld.get(told, lambda: labels.withheld(rows, dict(names)))


def frozen(release: Release) -> Frozen:
    """What a release holds; it never changes."""
    return _frozen.get((release.id, release.content_hash), lambda: _read(release))


def names_in(release: Release) -> dict[str, str]:
    """Names of the areas of a release by code, in the vintages it was frozen in."""
    day = release.frozen_at.date()
    sets = [vintage_for(name, day, date.fromisoformat(text)) for name, text in frozen(release).vintages]
    names = area_names(area_set.id for area_set in sets)
    return {code: name for area_set in sets for code, name in names[area_set.id]}


def changes(first: Release, second: Release) -> list[dict[str, Any]]:
    """What changed from one release to another in words, one entry for each cell."""
    names = {**names_in(first), **names_in(second)}
    key = (first.id, second.id, current_language(), tuple(sorted(names.items())))
    return _changes.get(key, lambda: _compared(first, second, names))


def _read(release: Release) -> Frozen:
    rows = releases.rows(release.id)
    vintages = rows[["area_set", "area_vintage"]].drop_duplicates()
    hidden = int((rows["obs_status"] == "Q").sum())
    return Frozen(len(rows), hidden, list(vintages.itertuples(index=False, name=None)))


def _compared(first: Release, second: Release, names: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "figure": labels.Figure(record["indicator_id"], record["age_group"], _period(record)).label,
            "area": names.get(record["area_id"], record["area_id"]),
            "before": labels.printed(_side(record, "a")),
            "after": labels.printed(_side(record, "b")),
            "change": labels.CHANGES[record["change"]],
        }
        for record in releases.compare(first.id, second.id).to_dict("records")
    ]


def _period(record: dict[str, Any]) -> tuple[date, date] | None:
    """The period of a value that was taken over; what is counted here is always the whole participation."""
    if not record["taken_over_for"]:
        return None
    start, end, _vintage = record["taken_over_for"].split()
    return date.fromisoformat(start), date.fromisoformat(end)


def _side(record: dict[str, Any], side: str) -> dict[str, Any]:
    unit = definition_of(record["indicator_id"]).unit
    return {"value": record[f"value_{side}"], "obs_status": record[f"obs_status_{side}"], "unit": unit}
