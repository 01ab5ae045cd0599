"""Checked drafts as plain rows of the tables; the write path uses these instead of ORM objects (limits: 5x quicker)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from app.areas.grid import cell_ids
from app.areas.locator import locator_for
from app.contributions.drafts import SubmissionDraft
from app.contributions.flags import flags_of, urgency_of
from app.contributions.shapes import points_of
from app.contributions.vocabulary import PUBLIC_STATES
from app.contributions.words import full_text

Row = dict[str, Any]


def submission_row(draft: SubmissionDraft, content_hash: str, received_at: datetime) -> Row:
    return {
        "id": draft.id,
        "process_id": draft.process_id,
        "activity_id": draft.activity_id,
        "participant_id": draft.participant_id,
        "person_key": draft.person_key,
        "channel": draft.channel,
        "source": draft.source,
        "language": draft.language,
        "content_hash": content_hash,
        "received_at": draft.received_at or received_at,
        "device_time": draft.device_time,
        "import_key": draft.import_key,
        "import_id": draft.import_id,
    }


def contribution_rows(draft: SubmissionDraft, received_at: datetime) -> list[Row]:
    """Rows of all contributions of a sitting; `cell_100m` is filled by `place`."""
    flags = [flags_of(said.title, said.text, said.place_text) for said in draft.contributions]
    return [
        {
            "id": said.id,
            "submission_id": draft.id,
            "process_id": draft.process_id,
            "kind": said.kind,
            "position": position,
            "title": said.title,
            "text": said.text,
            "quality": said.quality,
            "valence": said.valence,
            "geometry": said.geometry,
            "place_text": said.place_text,
            "precision": said.precision,
            "cell_100m": None,
            "is_secret": said.is_secret,
            "state": said.state or "submitted",
            # Earlier data may come with its decision; then the words are read as they were said.
            "released_text": full_text(said.title, said.text) if said.state in PUBLIC_STATES else None,
            "flags": flags[position],
            "urgency": urgency_of(flags[position]),
            "said_at": said.said_at or draft.received_at or received_at,
            "version": 1,
        }
        for position, said in enumerate(draft.contributions)
    ]


def attribute_rows(draft: SubmissionDraft) -> list[Row]:
    return [
        {"contribution_id": said.id, "key": key, "value_text": value}
        for said in draft.contributions
        for key, value in said.attributes.items()
    ]


def sitting_rows(draft: SubmissionDraft) -> list[Row]:
    """The closed answers of a whole sitting, each as a text or as a number."""
    return [
        {
            "submission_id": draft.id,
            "key": key,
            "value_text": value if isinstance(value, str) else None,
            "value_number": None if isinstance(value, str) else value,
        }
        for key, value in draft.attributes.items()
    ]


def place(rows: Sequence[Row], area_set_ids: Sequence[UUID]) -> list[Row]:
    """Fill each row's `cell_100m` and return placement rows in every vintage; none for what has no place."""
    lons, lats = place_cells(rows)
    placed = [row["id"] for row in rows if row["geometry"] is not None]
    return [
        {"contribution_id": contribution_id, "area_set_id": area_set_id, "area_id": area_id}
        for area_set_id in area_set_ids
        for contribution_id, area_id in zip(placed, located(area_set_id, lons, lats), strict=True)
    ]


def place_cells(rows: Sequence[Row]) -> tuple[Any, Any]:
    """Fill each row's `cell_100m`; longitudes and latitudes of all rows (degrees, shape (n,), nan without a place)."""
    lons, lats = points_of([row["geometry"] for row in rows])
    for row, cell in zip(rows, cell_ids(lons, lats).tolist(), strict=True):
        row["cell_100m"] = cell or None
    return lons, lats


def located(area_set_id: UUID, lons: Any, lats: Any) -> list[UUID | None]:
    """The area of each point that has coordinates (nan = none, left out), None outside of all areas."""
    known = lons == lons  # nan is not equal to itself
    locator = locator_for(area_set_id)
    found = locator.locate_many(lons[known], lats[known]).tolist()
    return [locator.area_ids[index] if index >= 0 else None for index in found]
