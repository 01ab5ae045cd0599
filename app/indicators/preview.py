"""One vintage computed for looking at: protected as a release would be, or internal and marked so in every row."""

from __future__ import annotations

import time
from typing import Any

import pandas as pd

from app.areas.models import AreaSet
from app.base.i18n import current_language
from app.contributions.points.reading import count, layer_of
from app.indicators import queries
from app.indicators.catalogue import all_definitions
from app.indicators.compute import compute_all
from app.indicators.disclosure import INSIDE, PUBLIC, protect
from app.indicators.tidy import shape
from app.processes.models import Process

INTERNAL = "intern"
KEPT_FROM = 50_000
"""Points of a process from which computing takes long enough to be kept between two looks."""
KEPT_SECONDS = 300
"""Values of other offices that come in meanwhile are seen after this time at the latest; releases never use it."""
_kept: dict[tuple[Any, ...], tuple[float, pd.DataFrame]] = {}


def protected(process: Process, area_set: AreaSet) -> pd.DataFrame:
    """Rows in D4 columns as they could be released today, earlier releases considered."""
    earlier = queries.release_rows(release.id for release in queries.releases_of(process.id))
    return protect(_observations(process, area_set), PUBLIC, earlier)


def inside(process: Process, area_set: AreaSet) -> pd.DataFrame:
    """Rows for staff pages: counts of three persons and more, status N on each row."""
    return _marked(protect(_observations(process, area_set), INSIDE))


def unprotected(process: Process, area_set: AreaSet) -> pd.DataFrame:
    """All rows with all figures, status N on each row; never for publication."""
    return _marked(shape(_observations(process, area_set)))


def _observations(process: Process, area_set: AreaSet) -> pd.DataFrame:
    """Computed now; of very many contributions kept for some minutes, unless a point came or changed since."""
    layer = layer_of(process.id, public=False)
    if count(layer) < KEPT_FROM:
        return compute_all(all_definitions(), queries.frames_for(process, area_set))
    key = (layer.stamp, area_set.id, area_set.content_hash, current_language())
    made, table = _kept.get(key, (0.0, None))
    if table is None or time.monotonic() - made > KEPT_SECONDS:
        table = compute_all(all_definitions(), queries.frames_for(process, area_set))
        _kept.clear()
        _kept[key] = (time.monotonic(), table)
    return table.copy()


def _marked(table: pd.DataFrame) -> pd.DataFrame:
    note = table["quality_note"].astype(str)
    return table.assign(conf_status="N", quality_note=(INTERNAL + "; " + note).str.removesuffix("; "))
