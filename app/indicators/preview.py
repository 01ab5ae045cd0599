"""One vintage computed for looking at: protected as a release would be, or internal and marked so in every row.

Also what a proposal would release, kept for the second person who looks at it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import pandas as pd

from app.areas.models import AreaSet
from app.areas.queries import area_set_by_id
from app.base.database import now
from app.indicators import kept, queries, releases
from app.indicators.catalogue import all_definitions
from app.indicators.compute import compute_all
from app.indicators.disclosure import INSIDE, PUBLIC, Verdict, protect
from app.indicators.tidy import shape
from app.indicators.watch import COMPUTE, KEEP, PROTECT, READ, Watch
from app.processes.models import Process

INTERNAL = "intern"
_RELEASE = "release"


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


def view_now(process: Process, area_set: AreaSet, *, internal: bool) -> kept.Kept:
    """`inside` or `protected` as of now, computed only when something changed since the last time."""
    make = inside if internal else protected
    return kept.current(process, _view(area_set, internal=internal), lambda: (make(process, area_set), {}))


def kept_dataset(process: Process, set_names: Sequence[str]) -> releases.Dataset | None:
    """What was computed last for a release in these sets, to be looked at; None when it is not of now."""
    found = kept.find(process, _RELEASE)
    return _dataset(process, found) if found and found.about["set_names"] == list(set_names) else None


def dataset_now(process: Process, set_names: Sequence[str]) -> releases.Dataset:
    """What would be released now, computed only when something changed since the last time; never for freezing."""
    found = kept.find(process, _RELEASE)
    if found and found.is_current and found.about["set_names"] == list(set_names):
        return _dataset(process, found)
    version, read_at = kept.version_of(process), now()
    computed = releases.dataset(process.id, set_names)
    keep_dataset(computed, version, read_at)
    return computed


def _dataset(process: Process, found: kept.Kept) -> releases.Dataset:
    sets = [area_set_by_id(UUID(key)) for key in found.about["area_sets"]]
    verdict = Verdict(**found.about["verdict"])
    return releases.Dataset(process, sets, found.rows, verdict, found.about["content_hash"], PUBLIC)


def keep_dataset(found: releases.Dataset, version: kept.Version, read_at: datetime) -> None:
    """Keep a dataset for the page on which it is approved."""
    kept.keep(
        found.process.id, _RELEASE, found.rows, version, read_at,
        set_names=[area_set.name for area_set in found.area_sets],
        area_sets=[str(area_set.id) for area_set in found.area_sets],
        verdict={"hidden": found.verdict.hidden, "exposed": found.verdict.exposed},
        content_hash=found.content_hash,
    )  # fmt: skip


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
