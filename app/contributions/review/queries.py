"""What the review desk shows: a page of the queue by filters, one contribution, counts for the live hint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import shapely
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, func, select

from app.accounts.models import User
from app.areas.models import Area, AreaSet
from app.base.database import db
from app.base.errors import NotFound
from app.contributions.models import (
    Attribute,
    Contribution,
    ReviewDecision,
    Submission,
)
from app.contributions.quoting import quotable
from app.contributions.review.conditions import (
    VISIBLE_STATES,
    behind,
    conditions_of,
    placed_in_set,
    visible,
)
from app.contributions.review.filters import OUTSIDE, Filters, marker
from app.contributions.review.services import HANDED_OVER, OPEN_STATES
from app.processes.models import Activity, Process
from app.processes.queries import area_sets_of

PER_PAGE = 50
COUNTED = 10_000
"""So many are counted exactly when a filter has no index of its own."""


@dataclass(frozen=True)
class Decision:
    """The last decision about a contribution, for the desk."""

    by: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class Item:
    """One contribution at the desk, with where it lies, its closed answers and what was decided last.

    `may_quote`: its author said yes to showing the words as they are.
    """

    said: Contribution
    received_at: datetime
    activity: str
    source: str
    area_code: str | None
    area_name: str | None
    area_shape: shapely.Geometry | None
    answers: dict[str, str]
    may_quote: bool
    decision: Decision | None = None


@dataclass(frozen=True)
class QueuePage:
    """Items of one page, how many match (`is_more`: or more), and the marker of the next page (empty at the end)."""

    items: list[Item]
    total: int
    next: str
    is_more: bool = False


def review_area_set(process: Process) -> AreaSet | None:
    """The Raumgliederung the desk names places in: the newest vintage of the first one."""
    return next(iter(area_sets_of(process)), None)


def queue(process: Process, filters: Filters, *, danger: bool = False) -> QueuePage:
    """One page, hints first, then as they arrived (keyset: stays right while others work).

    `danger` shows what waits for safeguarding; without it such contributions are never shown (E19).
    """
    area_set = review_area_set(process)
    conditions = conditions_of(filters, area_set)
    levels = [2] if danger else {"ja": [1], "nein": [0]}.get(filters.hinweis, [1, 0])
    is_plain = filters.arguments().keys() <= {"stand", "hinweis"}
    counts = {level: _count(process.id, area_set, conditions, level, filters) for level in levels}
    found: list[UUID] = []
    for level in levels:
        missing = PER_PAGE + 1 - len(found)
        if missing and not (filters.after and level > filters.after[0]):
            found += _first(process.id, area_set, conditions, level, counts[level], filters, missing)
    rows = db.session.execute(_joined(area_set).where(Contribution.id.in_(found[:PER_PAGE]))).all()
    items = _items(sorted(rows, key=lambda row: found.index(row.Contribution.id)))
    last = items[-1] if len(found) > PER_PAGE else None
    following = marker(last.said.urgency, last.received_at, last.said.id) if last else ""
    is_more = not is_plain and any(count > COUNTED for count in counts.values())
    return QueuePage(items, COUNTED if is_more else sum(counts.values()), following, is_more)


def _count(
    process_id: UUID,
    area_set: AreaSet | None,
    conditions: list[ColumnElement[bool]],
    level: int,
    filters: Filters,
) -> int:
    """How many match: exactly when an index knows it alone, else up to one more than COUNTED."""
    query = select(Contribution.id).select_from(Contribution)
    if filters.aktivitaet:
        query = query.join(Submission, Contribution.submission_id == Submission.id)
        query = query.join(Activity, Submission.activity_id == Activity.id)
    if filters.raum == OUTSIDE:
        query = placed_in_set(query, area_set)
    few = query.where(*conditions, *visible(process_id), Contribution.urgency == level)
    if filters.arguments().keys() - {"stand", "hinweis"}:
        few = few.limit(COUNTED + 1)
    return db.session.scalar(select(func.count()).select_from(few.subquery())) or 0


def _first(
    process_id: UUID,
    area_set: AreaSet | None,
    conditions: list[ColumnElement[bool]],
    level: int,
    count: int,
    filters: Filters,
    most: int,
) -> list[UUID]:
    """Ids of the first ones of one urgency, as they arrived.

    Few are sorted. Of many the database shall go along the order of arrival and stop early: that the contribution
    belongs to the process is then asked of the sitting alone, so that no index of contributions looks better.
    """
    arrived: Any = Submission.received_at
    query = _joined(area_set).with_only_columns(Contribution.id).where(*conditions)
    if count > COUNTED:
        state = func.coalesce(Contribution.state, "")
        query = query.where(func.coalesce(Contribution.urgency, 0) == level)
        query = query.where(Submission.process_id == process_id, state.in_(VISIBLE_STATES))
    else:
        query = query.where(*visible(process_id), Contribution.urgency == level)
        arrived = func.coalesce(arrived, arrived)  # here no index of sittings shall look better
    if filters.after is not None and filters.after[0] == level:
        query = query.where(behind(arrived, *filters.after[1:]))
    return list(db.session.scalars(query.order_by(Submission.received_at, Contribution.id).limit(most)))


def item(process: Process, contribution_id: UUID, *, danger: bool = False) -> Item:
    """One contribution at the desk; NotFound for foreign, unknown, withdrawn ones and those of the other desk."""
    urgency = Contribution.urgency == 2 if danger else Contribution.urgency < 2
    conditions = [*visible(process.id), urgency, Contribution.id == contribution_id]
    rows = db.session.execute(_joined(review_area_set(process)).where(*conditions)).all()
    if not rows:
        raise NotFound(_("Diesen Beitrag gibt es hier nicht."))
    return _items(rows)[0]


def waiting(process_id: UUID, *, danger: bool = False, since: datetime | None = None) -> int:
    """How many contributions wait for a decision; `since` counts only those that arrived later."""
    urgency = Contribution.urgency == 2 if danger else Contribution.urgency < 2
    query = select(func.count()).select_from(Contribution).where(urgency)
    if since is None:
        query = query.where(Contribution.process_id == process_id, Contribution.state.in_(OPEN_STATES))
    else:
        # Along the newest arrivals; no index of contributions shall look better (see `_first`).
        query = query.join(Submission, Contribution.submission_id == Submission.id).where(
            Submission.process_id == process_id,
            Submission.received_at > since,
            func.coalesce(Contribution.state, "").in_(OPEN_STATES),
        )
    return db.session.scalar(query) or 0


def newest_arrival(process_id: UUID) -> datetime | None:
    """When the newest submission of a process arrived."""
    return db.session.scalar(
        select(func.max(Submission.received_at)).where(Submission.process_id == process_id)
    )


def unflagged_waiting(process_id: UUID, limit: int) -> list[UUID]:
    """Contributions that wait for a decision without any hint and without a secret, oldest first."""
    query = (
        select(Contribution.id)
        .join(Submission, Contribution.submission_id == Submission.id)
        .where(
            Contribution.process_id == process_id,
            Contribution.state.in_(OPEN_STATES),
            Contribution.urgency == 0,
            Contribution.is_secret.is_(False),
        )
        .order_by(Submission.received_at, Contribution.id)
        .limit(limit)
    )
    return list(db.session.scalars(query))


def _joined(area_set: AreaSet | None) -> Select[Any]:
    query = (
        select(
            Contribution,
            Submission.received_at,
            Submission.source,
            Activity.title.label("activity"),
            Area.code.label("area_code"),
            Area.name.label("area_name"),
            Area.geometry.label("area_shape"),
        )
        .select_from(Contribution)
        .join(Submission, Contribution.submission_id == Submission.id)
        .outerjoin(Activity, Submission.activity_id == Activity.id)
    )
    return placed_in_set(query, area_set)


def _items(rows: Sequence[Any]) -> list[Item]:
    ids = [row.Contribution.id for row in rows]
    answers: dict[UUID, dict[str, str]] = {}
    given = select(Attribute).where(Attribute.contribution_id.in_(ids)).order_by(Attribute.key)
    for answer in db.session.scalars(given):
        answers.setdefault(answer.contribution_id, {})[answer.key] = answer.value_text or ""
    spoken = quotable(ids)
    items = [
        Item(
            row.Contribution,
            row.received_at,
            row.activity or "",
            row.source,
            row.area_code,
            row.area_name,
            row.area_shape,
            answers.get(row.Contribution.id, {}),
            row.Contribution.id in spoken,
        )
        for row in rows
    ]
    decisions = _decisions(ids)
    return [replace(found, decision=decisions.get(found.said.id)) for found in items]


def _decisions(ids: list[UUID]) -> dict[UUID, Decision]:
    """The newest decision of each contribution that was not undone."""
    query = (
        select(ReviewDecision, User.name, User.email)
        .outerjoin(User, ReviewDecision.user_id == User.id)
        .where(ReviewDecision.contribution_id.in_(ids), ReviewDecision.undone.is_(False))
        .order_by(ReviewDecision.created_at, ReviewDecision.id)
    )
    return {
        decision.contribution_id: Decision(name or email or "", decision.created_at, decision.reason)
        for decision, name, email in db.session.execute(query)
    }


def handed_over(found: Item) -> bool:
    """True when safeguarding has passed it on."""
    return found.decision is not None and found.decision.reason == HANDED_OVER


def in_danger_since(found: Item) -> datetime:
    """When safeguarding could first read it: on arrival, or when a moderator passed it on."""
    is_reported = found.decision is not None and found.decision.reason == "danger"
    return found.decision.at if is_reported and found.decision else found.received_at
