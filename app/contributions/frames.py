"""What the stages above count: contributions and their placements as pandas frames, read in a few statements."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import numpy as np
import pandas as pd
import shapely
from sqlalchemy import String, and_, select, type_coerce

from app.areas.locator import locator_for
from app.areas.models import Area
from app.base.database import db
from app.contributions.models import Attribute, Contribution, Placement, Submission
from app.contributions.shapes import points_of
from app.contributions.vocabulary import COUNTED_STATES
from app.participants.models import Participant

ATTRIBUTES = ("time_of_day", "company", "code", "question")
COLUMNS = (
    "contribution_id", "submission_id", "person_key", "participant_id", "kind", "quality", "valence", "state",
    "is_secret", "has_text", "lon", "lat", "cell_100m", "said_at", "source", "age_band", "gender", "role",
    "home_area_set", "home_area_code", *ATTRIBUTES,
)  # fmt: skip


def frame(process_id: UUID) -> pd.DataFrame:
    """One row for each counted contribution, in the order of COLUMNS, ordered by contribution id.

    Missing values are None, missing coordinates nan; `lon` and `lat` are WGS 84 degrees of the point that stands for
    the shape. The profile (`age_band` to `home_area_code`) is None where nobody's profile belongs to it, as in imports.
    """
    query = (
        select(
            Contribution.id.label("contribution_id"),
            Contribution.submission_id,
            Submission.person_key,
            Submission.participant_id,
            Contribution.kind,
            Contribution.quality,
            Contribution.valence,
            Contribution.state,
            Contribution.is_secret,
            ((Contribution.text != "") | (Contribution.title != "")).label("has_text"),
            type_coerce(Contribution.geometry, String).label("shape"),
            Contribution.cell_100m,
            Contribution.said_at,
            Submission.source,
            Participant.age_band,
            Participant.gender,
            Participant.role,
            Participant.home_area_set,
            Participant.home_area_code,
        )
        .join(Submission, Contribution.submission_id == Submission.id)
        .outerjoin(Participant, Submission.participant_id == Participant.id)
        .where(Contribution.process_id == process_id, Contribution.state.in_(COUNTED_STATES))
        .order_by(Contribution.id)
    )
    result = db.session.execute(query)
    columns = _columns(list(result.keys()), result.all())
    columns["lon"], columns["lat"] = points_of(shapely.from_wkb(columns.pop("shape")))
    columns["has_text"] = columns["has_text"].astype(bool)
    columns["is_secret"] = columns["is_secret"].astype(bool)
    answers = _answers(process_id)
    for key in ATTRIBUTES:
        given = answers.get(key, {})
        columns[key] = _objects([given.get(found) for found in columns["contribution_id"]])
    return _frame(columns)[list(COLUMNS)]


def _columns(names: list[str], rows: Any) -> dict[str, Any]:
    turned: list[Any] = list(zip(*rows, strict=True)) if rows else [[] for _ in names]
    return {name: _objects(values) for name, values in zip(names, turned, strict=True)}


def _objects(values: Any) -> Any:
    """An array of objects of the same length, whatever it holds."""
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column


def _frame(columns: dict[str, Any]) -> pd.DataFrame:
    """Columns of objects stay so: pandas would otherwise turn None in text columns into nan."""
    return pd.DataFrame({name: pd.Series(values, dtype=values.dtype) for name, values in columns.items()})


def _answers(process_id: UUID) -> dict[str, dict[UUID, str | None]]:
    query = (
        select(Attribute.key, Attribute.contribution_id, Attribute.value_text)
        .join(Contribution, Attribute.contribution_id == Contribution.id)
        .where(Contribution.process_id == process_id, Attribute.key.in_(ATTRIBUTES))
        .order_by(Attribute.contribution_id, Attribute.key)
    )
    answers: dict[str, dict[UUID, str | None]] = {}
    for key, contribution_id, value in db.session.execute(query):
        answers.setdefault(key, {})[contribution_id] = value
    return answers


def placements(process_id: UUID, area_set_id: UUID) -> pd.DataFrame:
    """`contribution_id` and `area_code` of each counted contribution, ordered by id; None = outside or no place.

    What was never placed in this vintage is placed here in memory by the same locator, and not stored.
    """
    query = (
        select(
            Contribution.id.label("contribution_id"),
            Area.code.label("area_code"),
            Placement.contribution_id.label("placed"),
            type_coerce(Contribution.geometry, String).label("shape"),
        )
        .outerjoin(
            Placement,
            and_(Placement.contribution_id == Contribution.id, Placement.area_set_id == area_set_id),
        )
        .outerjoin(Area, Placement.area_id == Area.id)
        .where(Contribution.process_id == process_id, Contribution.state.in_(COUNTED_STATES))
        .order_by(Contribution.id)
    )
    result = db.session.execute(query)
    columns = _columns(list(result.keys()), result.all())
    shapes, placed = columns.pop("shape"), columns.pop("placed")
    missing = np.array(
        [shape is not None and found is None for shape, found in zip(shapes, placed, strict=True)], dtype=bool
    )
    if missing.any():
        columns["area_code"][missing] = _located_codes(area_set_id, shapes[missing])
    return _frame(columns)


def _located_codes(area_set_id: UUID, shapes: Any) -> Any:
    locator = locator_for(area_set_id)
    query = select(Area.id, Area.code).where(Area.area_set_id == area_set_id).order_by(Area.code)
    codes = {row.id: row.code for row in db.session.execute(query)}
    found = locator.locate_many(*points_of(shapely.from_wkb(shapes))).tolist()
    return _objects([codes[locator.area_ids[index]] if index >= 0 else None for index in found])
