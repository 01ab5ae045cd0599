"""A checked sitting with everything that can be worked out before the write lock is held: rows, places, fingerprint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.areas.locator import locator_for
from app.base.database import now
from app.contributions.checks import checked, checked_language
from app.contributions.content import content_hash
from app.contributions.drafts import SubmissionDraft
from app.contributions.rows import (
    Row,
    attribute_rows,
    contribution_rows,
    place_cells,
    sitting_rows,
    submission_row,
)
from app.contributions.shapes import points_of
from app.processes.standing import SetInForce, sets_in_force


@dataclass(frozen=True)
class Said:
    """A checked sitting and the fingerprint of its content."""

    draft: SubmissionDraft
    content_hash: str


@dataclass(frozen=True)
class Sitting:
    """Rows ready to be written; `attributes` belong to contributions, `answers` to the whole sitting.

    `placements` hold for exactly the vintages in `sets`.
    """

    said: Said
    submission: Row
    contributions: list[Row]
    attributes: list[Row]
    answers: list[Row]
    sets: list[SetInForce]
    placements: list[Row]
    is_swapped: bool


def check(draft: SubmissionDraft) -> Said:
    """What somebody said, as it can be stored; DomainError with a field when it cannot."""
    draft = checked(draft)
    return Said(draft, content_hash(draft))


def as_sent(draft: SubmissionDraft) -> Said:
    """A sitting of which only `sent` is known yet, to be compared with what has arrived before it is read."""
    draft = replace(draft, language=checked_language(draft.language))
    return Said(draft, content_hash(draft))


def prepare(said: Said) -> Sitting:
    """Place one checked sitting and make its rows."""
    draft = said.draft
    received_at = now()
    rows = contribution_rows(draft, received_at)
    place_cells(rows)
    sets = sets_in_force(draft.process_id)
    placements, is_swapped = placed(rows, sets)
    submission = submission_row(draft, said.content_hash, received_at)
    answers = sitting_rows(draft)
    return Sitting(said, submission, rows, attribute_rows(draft), answers, sets, placements, is_swapped)


def placed(rows: Sequence[Row], sets: Sequence[SetInForce]) -> tuple[list[Row], bool]:
    """Placement rows in every vintage, and whether a shape lies in no area but in one with its axes exchanged."""
    shapes = [row for row in rows if row["geometry"] is not None]
    if not shapes or not sets:
        return [], False
    lons, lats = points_of([row["geometry"] for row in shapes])
    points = list(zip(lons.tolist(), lats.tolist(), strict=True))
    locators = [locator_for(found.id, found.content_hash) for found in sets]
    areas = [[locator.locate(*point) for point in points] for locator in locators]
    is_swapped = any(
        all(found[index] is None for found in areas) and any(locator.locate(lat, lon) for locator in locators)
        for index, (lon, lat) in enumerate(points)
    )
    placements = [
        {"contribution_id": row["id"], "area_set_id": in_force.id, "area_id": area_id}
        for in_force, found in zip(sets, areas, strict=True)
        for row, area_id in zip(shapes, found, strict=True)
    ]
    return placements, is_swapped
