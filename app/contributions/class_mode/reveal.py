"""What a class sees together: its own places as coarse cells of five persons or more, and what everybody may see."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import shapely
from flask_babel import gettext as _
from sqlalchemy import select

from app.areas.grid import cell_center, cell_polygon, coarsen
from app.base.database import db
from app.base.tiles import named_places
from app.contributions import public
from app.contributions.class_mode.models import ClassSession
from app.contributions.class_mode.vocabulary import FEWEST
from app.contributions.flags import DANGER, HOME
from app.contributions.models import Contribution, Submission
from app.contributions.vocabulary import COUNTED_STATES, QUALITIES
from app.participants.models import Participant

CELL = 500
"""Metres: the edge of an INSPIRE cell in which the class is counted."""
STEP = 5
"""Persons: numbers are rounded down to a multiple, so that nobody is seen in the difference of two looks."""
_NEAR = 0.006
"""Degrees of longitude, some 400 m: how far a name may lie from the middle of the cell it names."""


@dataclass(frozen=True)
class Cell:
    """A cell with at least `persons` of the class, and the name of a place in it (empty when there is none)."""

    cell: str
    persons: int
    name: str

    def as_json(self) -> dict[str, Any]:
        west, south, east, north = cell_polygon(self.cell).bounds
        ring = [[round(y, 6), round(x, 6)] for x, y in cell_polygon(self.cell).exterior.coords]
        return {
            "ring": ring,
            "bounds": [west, south, east, north],
            "persons": self.persons,
            "label": self.label,
        }

    @property
    def label(self) -> str:
        named = {"persons": self.persons, "name": self.name}
        if self.name:
            return _("bei %(name)s: mindestens %(persons)s von euch", **named)
        return _("mindestens %(persons)s von euch", **named)


def cells_of(lesson: ClassSession) -> list[Cell]:
    """The cells, most persons first; empty before the reveal. Counted is what had arrived by then.

    Left out is what nobody may guess: secret places, what names a home or hints at danger, and what review refused.
    """
    if lesson.revealed_at is None or lesson.join_code_id is None:
        return []
    query = (
        select(Contribution.cell_100m, Submission.participant_id, Contribution.flags)
        .join(Submission, Contribution.submission_id == Submission.id)
        .join(Participant, Submission.participant_id == Participant.id)
        .where(
            Participant.join_code_id == lesson.join_code_id,
            Submission.activity_id == lesson.activity_id,
            Submission.received_at <= lesson.revealed_at,
            Contribution.kind == "mark",
            Contribution.state.in_(COUNTED_STATES),
            Contribution.is_secret.is_(False),
            Contribution.cell_100m.is_not(None),
        )
    )
    persons: dict[str, set[UUID]] = defaultdict(set)
    for cell, person, flags in db.session.execute(query):
        if not {HOME, DANGER} & set(flags):
            persons[coarsen(cell, CELL)].add(person)
    counted = {cell: len(found) // STEP * STEP for cell, found in persons.items() if len(found) >= FEWEST}
    return [
        Cell(cell, number, _name_near(cell))
        for cell, number in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    ]


def picture(lesson: ClassSession) -> dict[str, Any]:
    """For the board's map: cells, released points of everybody without words, and the box that holds both."""
    if lesson.revealed_at is None:
        return {"cells": [], "points": [], "bounds": None}
    cells = [cell.as_json() for cell in cells_of(lesson)]
    features = public.feature_collection(lesson.process_id)["features"]
    points = [
        [*feature["geometry"]["coordinates"], QUALITIES[feature["properties"]["quality"]].valence]
        for feature in features
    ]
    if cells:
        boxes = shapely.union_all([shapely.box(*cell["bounds"]) for cell in cells])
        bounds = boxes.bounds
    else:
        bounds = shapely.MultiPoint([point[:2] for point in points]).bounds if points else None
    return {"cells": cells, "points": points, "bounds": bounds}


def _name_near(cell: str) -> str:
    lon, lat = cell_center(cell)
    near = (
        ((place["lon"] - lon) ** 2 + (1.65 * (place["lat"] - lat)) ** 2, str(place["name"]))
        for place in named_places()
    )
    distance, name = min(near, default=(_NEAR**2 + 1, ""))
    return name if distance <= _NEAR**2 else ""
