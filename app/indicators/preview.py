"""One vintage computed for looking at: protected as a release would be, or internal and marked so in every row."""

from __future__ import annotations

import pandas as pd

from app.areas.models import AreaSet
from app.base.database import now
from app.indicators import kept, queries
from app.indicators.catalogue import all_definitions
from app.indicators.compute import compute_all
from app.indicators.disclosure import INSIDE, PUBLIC, protect
from app.indicators.tidy import shape
from app.indicators.watch import COMPUTE, KEEP, PROTECT, READ, Watch
from app.processes.models import Process

INTERNAL = "intern"


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


def kept_view(process: Process, area_set: AreaSet, *, internal: bool) -> kept.Kept | None:
    """`inside` or `protected` as `prepare` kept it last, or None when that may not be shown any more."""
    return kept.find(process, _view(area_set, internal=internal))


def prepare(process: Process, area_set: AreaSet, watch: Watch) -> None:
    """Compute both views of a large process and keep them; everything is read first, in one snapshot."""
    watch.step(READ)
    read_at, version = now(), kept.version_of(process)
    contributions = queries.contributions_frame(process, watch)
    frames = queries.frames_for(process, area_set, contributions)
    earlier = queries.release_rows(release.id for release in queries.releases_of(process.id))
    definitions, process_id = all_definitions(), process.id
    views = [_view(area_set, internal=which) for which in (False, True)]
    watch.step(COMPUTE)
    observations = compute_all(definitions, frames)
    watch.step(PROTECT)
    tables = [protect(observations, PUBLIC, earlier), _marked(protect(observations, INSIDE))]
    watch.step(KEEP)
    for view, table in zip(views, tables, strict=True):
        kept.keep(process_id, view, table, version, read_at)


def _view(area_set: AreaSet, *, internal: bool) -> str:
    return f"{area_set.id}-{INTERNAL if internal else 'public'}"


def _observations(process: Process, area_set: AreaSet) -> pd.DataFrame:
    return compute_all(all_definitions(), queries.frames_for(process, area_set))


def _marked(table: pd.DataFrame) -> pd.DataFrame:
    note = table["quality_note"].astype(str)
    return table.assign(conf_status="N", quality_note=(INTERNAL + "; " + note).str.removesuffix("; "))
