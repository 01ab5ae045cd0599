"""The import of one file: read, check everything, then write everything or nothing; and what to tell about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import numpy as np
from flask_babel import gettext as _

from app.areas.locator import locator_for
from app.areas.models import AreaSet
from app.base.audit import note
from app.contributions.importing.columns import columns_of
from app.contributions.importing.drafting import Line, drafts_of
from app.contributions.importing.places import coordinates
from app.contributions.importing.problems import Problem, refuse
from app.contributions.importing.reading import read_table
from app.contributions.services import compare, record_many
from app.contributions.shapes import points_of
from app.processes.queries import area_sets_of, process_by_id


@dataclass(frozen=True)
class Placed:
    """Where the rows lie in one vintage: how many inside an area, and the lines of those outside all of them."""

    name: str
    vintage: str
    inside: int
    outside: list[int]


@dataclass(frozen=True)
class ImportReport:
    """What an import did, or would do: all counts are rows of the file."""

    rows: int
    new: int
    unchanged: int
    without_place: int
    persons: int
    counts_rows_as_persons: bool
    most_of_one_person: int
    placed: list[Placed]
    encoding: str
    delimiter: str


def import_file(
    *,
    process_id: UUID,
    path: Path,
    mapping: Sequence[str],
    crs: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    dry_run: bool = False,
    actor: UUID | str = "command",
) -> ImportReport:
    """Import a table into a process; FileRefused with lines and columns, and nothing is written.

    Rows that came before are left as they are; a row whose id came before with other content refuses the file.
    """
    process = process_by_id(process_id)
    area_sets = area_sets_of(process)
    table = read_table(path, encoding=encoding, delimiter=delimiter)
    columns = columns_of(table, mapping)
    points, problems = coordinates(table.rows, columns, crs, [found.id for found in area_sets])
    lines, more = drafts_of(process_id, table.rows, columns, points)
    refuse([*problems, *more])
    standing = compare([line.draft for line in lines])
    changed = _("Diese Kennung kam schon mit anderem Inhalt.")
    refuse(
        [
            Problem(line.number, columns.name("id"), changed)
            for line in lines
            if standing[line.draft.id] == "changed"
        ]
    )
    fresh = [line.draft for line in lines if standing[line.draft.id] == "new"]
    if fresh and not dry_run:
        record_many(fresh)
        note(actor=actor, action="contributions.import", object_kind="process", object_id=process_id)
    return ImportReport(
        rows=len(lines),
        new=len(fresh),
        unchanged=len(lines) - len(fresh),
        without_place=sum(point is None for point in points),
        persons=len({line.draft.person_key for line in lines}),
        counts_rows_as_persons="person" not in columns,
        most_of_one_person=max(Counter(line.draft.person_key for line in lines).values(), default=0),
        placed=[_placed(area_set, lines) for area_set in area_sets],
        encoding=table.encoding,
        delimiter=table.delimiter,
    )


def _placed(area_set: AreaSet, lines: Sequence[Line]) -> Placed:
    located = [line for line in lines if line.draft.contributions[0].geometry is not None]
    lons, lats = points_of(np.array([line.draft.contributions[0].geometry for line in located], dtype=object))
    found = locator_for(area_set.id).locate_many(lons, lats).tolist()
    outside = [line.number for line, index in zip(located, found, strict=True) if index < 0]
    return Placed(area_set.name, area_set.vintage, len(located) - len(outside), outside)
