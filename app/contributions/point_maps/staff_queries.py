"""Which points the map of the staff shows: the view of the review desk, in terms of the index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from app.areas.models import Area
from app.base.database import db
from app.contributions.models import Attribute, Contribution, Placement, PointIndex, SearchText, Submission
from app.contributions.points.reading import Bounds, Layer, within
from app.contributions.review.filters import ALL, NOWHERE, OPEN, OUTSIDE, Filters
from app.contributions.review.queries import review_area_set
from app.contributions.review.services import OPEN_STATES
from app.contributions.searching import holds
from app.processes.models import Activity, Process

PER_PAGE = 25
MOST_CODES = 100


def conditions_of(process: Process, filters: Filters, code: str) -> list[ColumnElement[bool]]:
    """What the desk would list by these filters. What sounds like danger is never shown here (E19)."""
    found: list[ColumnElement[bool]] = [PointIndex.urgency < 2]
    if filters.stand == OPEN:
        found.append(PointIndex.state.in_(OPEN_STATES))
    elif filters.stand != ALL:
        found.append(PointIndex.state == filters.stand)
    if filters.art:
        found.append(PointIndex.quality == filters.art)
    if filters.hinweis:
        found.append(PointIndex.urgency == (1 if filters.hinweis == "ja" else 0))
    ids: list[Any] = []
    if filters.aktivitaet:
        ids.append(
            select(Contribution.id)
            .join(Submission, Contribution.submission_id == Submission.id)
            .join(Activity, Submission.activity_id == Activity.id)
            .where(Contribution.process_id == process.id, Activity.slug == filters.aktivitaet)
        )
    if filters.raum:
        ids.append(_in_area(process, filters.raum))
    if filters.suche:
        ids.append(select(SearchText.contribution_id).where(holds(filters.suche)))
    if code:
        ids.append(
            select(Attribute.contribution_id).where(Attribute.key == "code", Attribute.value_text == code)
        )
    return found + [PointIndex.contribution_id.in_(wanted) for wanted in ids]


def _in_area(process: Process, area_code: str) -> Any:
    area_set = review_area_set(process)
    placed = select(Placement.contribution_id).where(
        Placement.area_set_id == (area_set.id if area_set else None)
    )
    if area_code == OUTSIDE:
        return placed.where(Placement.area_id.is_(None))
    if area_code == NOWHERE:
        return select(Contribution.id).where(Contribution.id.is_(None))
    wanted = select(Area.id).where(
        Area.area_set_id == (area_set.id if area_set else None), Area.code == area_code
    )
    return placed.where(Placement.area_id == wanted.scalar_subquery())


def codes_of(process_id: UUID) -> list[str]:
    """Codes that contributions came with, by name; empty where none did."""
    query = (
        select(Attribute.value_text)
        .where(Attribute.key == "code", Attribute.value_text.is_not(None))
        .distinct()
        .order_by(Attribute.value_text)
        .limit(MOST_CODES)
    )
    mine = (
        select(Contribution.id)
        .join(Attribute, Attribute.contribution_id == Contribution.id)
        .where(Contribution.process_id == process_id, Attribute.key == "code")
        .limit(1)
    )
    if db.session.scalar(mine) is None:
        return []
    return [code for code in db.session.scalars(query) if code]


def here(
    layer: Layer, bounds: Bounds, conditions: Sequence[ColumnElement[bool]], page: int
) -> tuple[int, Sequence[Contribution]]:
    """How many points of this view lie in a box, and one page of their contributions, hints first."""
    wanted = (within(layer, bounds), *conditions)
    total = db.session.scalar(select(func.count()).select_from(PointIndex).where(*wanted)) or 0
    query = (
        select(Contribution)
        .join(PointIndex, PointIndex.contribution_id == Contribution.id)
        .where(*wanted)
        .order_by(PointIndex.urgency.desc(), PointIndex.z24, Contribution.id)
    )
    return total, db.session.scalars(query.offset((page - 1) * PER_PAGE).limit(PER_PAGE)).all()
