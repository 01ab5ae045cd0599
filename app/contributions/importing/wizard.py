"""What the pages of an import know: the choices made for a kept file, its preview, and what was remembered."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from flask_babel import format_date
from shapely.geometry import mapping

from app.areas.age_bands import AGE_BANDS
from app.base.database import db, now
from app.contributions.importing.checking import ImportReport, Placed, Progress, check, examined, places_of
from app.contributions.importing.columns import FIELDS, Columns, says_something, signature
from app.contributions.importing.guessing import Guess, guesses
from app.contributions.importing.places import Places
from app.contributions.importing.problems import Problem
from app.contributions.importing.staging import Staged, table_of
from app.contributions.importing.stored import StoredTable
from app.contributions.models import ImportMapping
from app.contributions.vocabulary import TIMES_OF_DAY
from app.participants.vocabulary import GENDERS

READING = ("encoding", "delimiter", "sheet", "crs")
SMALL_FILE = 2 * 1024 * 1024
FEW_ROWS = 5000
SHOWN_ROWS = 10
SHOWN_PLACES = 2000
_VIEW_SECONDS = 25
_JOB_SECONDS = 300


@dataclass
class Choices:
    """How a file is to be read, what its columns mean (index to field), and what goes with it."""

    reading: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    swapped: bool = False
    skip_invalid: bool = False
    source: str = ""
    licence: str = ""
    confirmed: bool = False

    @property
    def key(self) -> str:
        """What a preview depends on."""
        content = [self.reading, sorted(self.fields.items()), self.swapped]
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    def chosen(self) -> dict[str, int]:
        return {name: int(index) for index, name in self.fields.items() if name in FIELDS}

    def twice(self) -> list[str]:
        """Fields that more than one column was given to."""
        given = [name for name in self.fields.values() if name]
        return [name for name in FIELDS if given.count(name) > 1]


def choices_of(staged: Staged) -> Choices:
    return Choices(**(staged.read("choices") or {}))


def keep_choices(staged: Staged, choices: Choices) -> None:
    staged.write("choices", asdict(choices))


def table(staged: Staged, choices: Choices, *, progress: Any = None, in_job: bool = False) -> StoredTable:
    """The table as the choices say; FileRefused."""
    seconds = _JOB_SECONDS if in_job else _VIEW_SECONDS
    return table_of(staged, choices.reading, progress, seconds=seconds)


def is_read(staged: Staged, choices: Choices) -> bool:
    """Was the file read in this way already?"""
    known = staged.read("table")
    return known is not None and known["reading"] == {k: v for k, v in sorted(choices.reading.items()) if v}


def suggested(found: StoredTable) -> tuple[list[Guess], bool]:
    """A guess for each column, and whether a person decided it for such a file before."""
    sample = next(iter(found.batches(300)), [])
    guessed = guesses(found.header, sample, has_shapes=found.has_shapes)
    remembered = db.session.get(ImportMapping, signature(found.header))
    if remembered is None:
        return guessed, False
    by_name = remembered.choices
    return [
        Guess(one.index, by_name.get(found.header[one.index], ""), "sure", one.examples, one.filled)
        for one in guessed
    ], True


def remember(found: StoredTable, choices: Choices) -> None:
    """Keep what the columns mean for the next file with the same headings."""
    by_name = {found.header[int(index)]: name for index, name in choices.fields.items() if name}
    key = signature(found.header)
    known = db.session.get(ImportMapping, key)
    if known is None:
        db.session.add(ImportMapping(signature=key, choices=by_name))
    else:
        known.choices, known.updated_at = by_name, now()


def is_enough(found: StoredTable, choices: Choices) -> bool:
    """Does every row get a text or a place, and are coordinates a pair?"""
    chosen = choices.chosen()
    return says_something(chosen, found.has_shapes) and ("lon" in chosen) == ("lat" in chosen)


def columns(found: StoredTable, choices: Choices) -> Columns:
    return Columns(found.header, choices.chosen())


def places(process_id: UUID, found: StoredTable, choices: Choices) -> Places:
    crs = "" if found.has_shapes else choices.reading.get("crs", "")
    return places_of(process_id, crs=crs, swapped=choices.swapped)


def preview(staged: Staged, choices: Choices) -> tuple[ImportReport, dict[str, Any]] | None:
    """The report and first rows made for these choices, None when they were not made yet."""
    known = staged.read("report")
    if known is None or known["key"] != choices.key:
        return None
    facts = known["report"]
    facts["problems"] = [Problem(*fault) for fault in facts["problems"]]
    facts["placed"] = [Placed(**one) for one in facts["placed"]]
    return ImportReport(**facts), known["shown"]


def make_preview(
    staged: Staged, choices: Choices, process_id: UUID, progress: Progress | None = None, in_job: bool = False
) -> None:
    """Examine the whole table and keep the report, the first rows and some places beside the file."""
    found = table(staged, choices, in_job=in_job)
    mapped, located = columns(found, choices), places(process_id, found, choices)
    report = check(process_id=process_id, table=found, columns=mapped, places=located, progress=progress)
    facts = asdict(report)
    facts["problems"] = [list(asdict(problem).values()) for problem in report.problems]
    staged.write(
        "report", {"key": choices.key, "report": facts, "shown": _shown(process_id, found, mapped, located)}
    )
    outside = {line for placed in report.placed[:1] for line in placed.outside}
    staged.write("places", _features(process_id, found, mapped, located, outside))


def _shown(process_id: UUID, found: StoredTable, mapped: Columns, located: Places) -> list[dict[str, Any]]:
    """The first good rows as they would become contributions."""
    batch = next(examined(process_id, _Head(found), mapped, located), None)
    rows = []
    for line in batch.lines[:SHOWN_ROWS] if batch else []:
        said = line.draft.contributions[0]
        rows.append(
            {
                "line": line.number,
                "title": said.title,
                "text": said.text,
                "quality": said.quality or "",
                "attributes": said.attributes,
                "said_at": said.said_at.isoformat() if said.said_at else "",
                "place": said.geometry.geom_type if said.geometry is not None else "",
            }
        )
    return rows


def _features(
    process_id: UUID, found: StoredTable, mapped: Columns, located: Places, outside: set[int]
) -> dict[str, Any]:
    """The first places for the small map, with their line and whether they lie outside of all areas."""
    lines = (line for batch in examined(process_id, found, mapped, located) for line in batch.lines)
    features = (
        {
            "type": "Feature",
            "geometry": mapping(line.draft.contributions[0].geometry),
            "properties": {"name": f"{line.number}", "outside": line.number in outside},
        }
        for line in lines
        if line.draft.contributions[0].geometry is not None
    )
    return {"type": "FeatureCollection", "features": list(islice(features, SHOWN_PLACES))}


class _Head:
    """Only the first rows of a table."""

    def __init__(self, found: StoredTable) -> None:
        self._found = found
        self.header, self.has_shapes = found.header, found.has_shapes
        self.encoding, self.delimiter = found.encoding, found.delimiter

    def batches(self, size: int = 200) -> Any:
        yield next(iter(self._found.batches(200)), [])


def faults(problems: Sequence[Problem], most: int = 12) -> tuple[list[dict[str, Any]], int]:
    """Equal faults in one line each, the most frequent first; and how many kinds are not among them."""
    alike: dict[tuple[str, str, str], list[Problem]] = {}
    for problem in problems:
        alike.setdefault((problem.column, problem.message, problem.kind), []).append(problem)
    found = sorted(alike.values(), key=len, reverse=True)
    shown = [
        {"lines": [one.line for one in group[:5]], "count": len(group), "column": group[0].column,
         "message": group[0].message, "kind": group[0].kind}
        for group in found[:most]
    ]  # fmt: skip
    return shown, max(0, len(found) - most)


def day(moment: str) -> str:
    """The day of an ISO time in the town's zone, as people here write it; empty for none."""
    return str(format_date(datetime.fromisoformat(moment), "short")) if moment else ""


def said_in_words(attributes: dict[str, str]) -> list[str]:
    """Closed answers of a row with the labels of their codes."""
    labels: dict[str, dict[str, Any]] = {
        "age_band": AGE_BANDS,
        "gender": GENDERS,
        "time_of_day": TIMES_OF_DAY,
    }
    return [str(labels.get(key, {}).get(value, value)) for key, value in attributes.items()]
