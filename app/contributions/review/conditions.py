"""What the desk asks of contributions: the filters as conditions, written so that the right index is taken."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from app.areas.models import Area, AreaSet
from app.contributions.models import Contribution, Placement
from app.contributions.review.filters import ALL, NOWHERE, OPEN, OUTSIDE, Filters
from app.contributions.review.services import OPEN_STATES
from app.contributions.searching import mentions, rare
from app.contributions.vocabulary import STATES
from app.processes.models import Activity

VISIBLE_STATES = tuple(state for state in STATES if state not in ("draft", "withdrawn"))


def visible(process_id: UUID) -> list[ColumnElement[bool]]:
    return [Contribution.process_id == process_id, Contribution.state.in_(VISIBLE_STATES)]


def conditions_of(filters: Filters, area_set: AreaSet | None) -> list[ColumnElement[bool]]:
    """What the filters ask for, besides `hinweis`.

    Rare words narrow the most: then no index of states shall look better. Frequent ones are asked of each row.
    """
    known = rare(filters.suche) if filters.suche else None
    state: Any = Contribution.state if known is None else func.coalesce(Contribution.state, "")
    found: list[ColumnElement[bool]] = []
    if filters.stand == OPEN:
        found.append(state.in_(OPEN_STATES))
    elif filters.stand != ALL:
        found.append(state == filters.stand)
    if filters.art:
        found.append(Contribution.quality == filters.art)
    if filters.aktivitaet:
        found.append(Activity.slug == filters.aktivitaet)
    if filters.raum == NOWHERE:
        found.append(Contribution.geometry.is_(None))
    elif filters.raum == OUTSIDE:
        found.append(and_(Contribution.geometry.is_not(None), Area.id.is_(None)))
    elif filters.raum:
        found.append(Contribution.id.in_(_placed_in(area_set, filters.raum)))
    if filters.suche:
        found.append(mentions(filters.suche) if known is None else Contribution.id.in_(known))
    return found


def _placed_in(area_set: AreaSet | None, code: str) -> Select[Any]:
    """Ids of what lies in an area, by the index of placements."""
    area_set_id = area_set.id if area_set else None
    area = select(Area.id).where(Area.area_set_id == area_set_id, Area.code == code).scalar_subquery()
    return select(Placement.contribution_id).where(
        Placement.area_set_id == area_set_id, Placement.area_id == area
    )


def behind(arrived: ColumnElement[Any], received_at: datetime, contribution_id: UUID) -> ColumnElement[bool]:
    later = or_(arrived > received_at, Contribution.id > contribution_id)
    return and_(arrived >= received_at, later)


def placed_in_set(query: Select[Any], area_set: AreaSet | None) -> Select[Any]:
    placed = and_(
        Placement.contribution_id == Contribution.id,
        Placement.area_set_id == (area_set.id if area_set else None),
    )
    return query.outerjoin(Placement, placed).outerjoin(Area, Placement.area_id == Area.id)
