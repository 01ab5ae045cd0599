"""One vintage computed for looking at: protected as a release would be, or internal and marked so in every row."""

from __future__ import annotations

import pandas as pd

from app.areas.models import AreaSet
from app.indicators import queries
from app.indicators.catalogue import all_definitions
from app.indicators.compute import compute_all
from app.indicators.disclosure import INSIDE, PUBLIC, protect
from app.indicators.tidy import shape
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


def _observations(process: Process, area_set: AreaSet) -> pd.DataFrame:
    return compute_all(all_definitions(), queries.frames_for(process, area_set))


def _marked(table: pd.DataFrame) -> pd.DataFrame:
    note = table["quality_note"].astype(str)
    return table.assign(conf_status="N", quality_note=(INTERNAL + "; " + note).str.removesuffix("; "))
