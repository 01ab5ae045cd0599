"""What an import would do: every row examined in batches, nothing written; and what to tell about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import numpy as np
from flask_babel import gettext as _

from app.areas.locator import locator_for
from app.areas.models import AreaSet
from app.contributions.drafts import SubmissionDraft
from app.contributions.flags import flags_of
from app.contributions.importing.columns import Columns
from app.contributions.importing.drafting import Drafter, Line
from app.contributions.importing.places import Places, shapes_of
from app.contributions.importing.problems import SWAPPED, Problem
from app.contributions.importing.reading import Rows
from app.contributions.services import compare
from app.contributions.shapes import points_of
from app.processes.queries import area_sets_of, process_by_id

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Placed:
    """Where the rows lie in one vintage: how many inside an area, and the lines of those outside all of them."""

    name: str
    vintage: str
    inside: int
    outside: list[int]


@dataclass
class ImportReport:
    """What an import did, or would do: all counts are rows of the file; `flagged` are new ones with a hint.

    `notes` tell how the file was read.
    """

    rows: int = 0
    new: int = 0
    unchanged: int = 0
    refused: int = 0
    without_place: int = 0
    flagged: int = 0
    persons: int = 0
    counts_rows_as_persons: bool = True
    most_of_one_person: int = 0
    placed: list[Placed] = field(default_factory=list)
    encoding: str = ""
    delimiter: str = ""
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def swapped(self) -> int:
        """How many rows would lie inside an area with longitude and latitude exchanged."""
        return sum(problem.kind == SWAPPED for problem in self.problems)


@dataclass(frozen=True)
class Batch:
    """Some rows of a file: what each good one becomes, whether it is new, and what is wrong with the others."""

    rows: int
    lines: list[Line]
    standing: dict[UUID, str]
    problems: list[Problem]

    @property
    def fresh(self) -> list[SubmissionDraft]:
        return [line.draft for line in self.lines if self.standing[line.draft.id] == "new"]


def examined(process_id: UUID, table: Rows, columns: Columns, places: Places) -> Iterator[Batch]:
    """Every row of a table once, in batches; only rows without any problem become lines."""
    drafter = Drafter(process_id, columns)
    changed = _(
        "Diese Kennung kam schon mit anderem Inhalt. "
        "Ist es eine andere Umfrage, nehmen Sie die Spalte nicht als Kennung."
    )
    for rows in table.batches():
        shapes, problems = shapes_of(rows, columns, places)
        lines, more = drafter.lines(rows, shapes)
        problems += more
        standing = compare([line.draft for line in lines])
        problems += [
            Problem(line.number, columns.name("id"), changed)
            for line in lines
            if standing[line.draft.id] == "changed"
        ]
        faulty = {problem.line for problem in problems}
        yield Batch(len(rows), [line for line in lines if line.number not in faulty], standing, problems)


def places_of(process_id: UUID, *, crs: str | None = None, swapped: bool = False) -> Places:
    """How the places of a file are written, and the vintages that tell whether axes are exchanged."""
    area_sets = area_sets_of(process_by_id(process_id))
    return Places(crs or "", swapped, tuple(area_set.id for area_set in area_sets))


def check(
    *, process_id: UUID, table: Rows, columns: Columns, places: Places, progress: Progress | None = None
) -> ImportReport:
    """Examine a whole table and write nothing."""
    area_sets = area_sets_of(process_by_id(process_id))
    report = ImportReport(counts_rows_as_persons="person" not in columns)
    persons: Counter[str] = Counter()
    report.placed = [Placed(found.name, found.vintage, 0, []) for found in area_sets]
    for batch in examined(process_id, table, columns, places):
        fresh = batch.fresh
        report.rows += batch.rows
        report.new += len(fresh)
        report.unchanged += len(batch.lines) - len(fresh)
        report.problems += batch.problems
        report.without_place += sum(line.draft.contributions[0].geometry is None for line in batch.lines)
        said = (draft.contributions[0] for draft in fresh)
        report.flagged += sum(bool(flags_of(one.title, one.text, one.place_text)) for one in said)
        persons.update(line.draft.person_key for line in batch.lines)
        report.placed = [
            _placed(area_set, placed, batch.lines)
            for area_set, placed in zip(area_sets, report.placed, strict=True)
        ]
        if progress:
            progress(report.rows)
    report.refused = report.rows - report.new - report.unchanged
    report.persons = len(persons)
    report.most_of_one_person = max(persons.values(), default=0)
    return report


def _placed(area_set: AreaSet, before: Placed, lines: Sequence[Line]) -> Placed:
    located = [line for line in lines if line.draft.contributions[0].geometry is not None]
    lons, lats = points_of(np.array([line.draft.contributions[0].geometry for line in located], dtype=object))
    found = locator_for(area_set.id).locate_many(lons, lats).tolist()
    outside = [line.number for line, index in zip(located, found, strict=True) if index < 0]
    inside = before.inside + len(located) - len(outside)
    return Placed(before.name, before.vintage, inside, before.outside + outside)
