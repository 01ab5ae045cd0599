"""Contributions for those who work on with them: a page to choose from, and the words of those chosen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, select

from app.base.database import db
from app.contributions.flags import DANGER
from app.contributions.models import Attribute, Contribution, Submission
from app.contributions.vocabulary import COUNTED_STATES
from app.processes.models import Activity

PER_PAGE = 60


@dataclass(frozen=True)
class Choosable:
    """One contribution with its words as they were said, for the team; `activity` is the title of where."""

    id: UUID
    kind: str
    title: str
    text: str
    valence: str | None
    state: str
    activity: str


def choosable(
    process_id: UUID, *, activity_id: UUID | None = None, stop: str = "", search: str = "", page: int = 1
) -> tuple[list[Choosable], int]:
    """One page (from 1) of contributions with words, newest first, and how many there are.

    `stop` is the value of the attribute of that name. What hints at danger is safeguarding's alone (E19), and secret
    places are nobody's idea.
    """
    query = _words().where(
        Contribution.process_id == process_id,
        Contribution.state.in_(COUNTED_STATES),
        Contribution.is_secret.is_(False),
        # 2 is the urgency of a hint at danger.
        Contribution.urgency < 2,
        (Contribution.text != "") | (Contribution.title != ""),
    )
    if activity_id is not None:
        query = query.where(Submission.activity_id == activity_id)
    if stop:
        here = and_(Attribute.contribution_id == Contribution.id, Attribute.key == "stop")
        query = query.join(Attribute, here).where(Attribute.value_text == stop)
    if search:
        query = query.where(func.lower(Contribution.text).contains(search.lower(), autoescape=True))
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = query.order_by(Submission.received_at.desc(), Contribution.position, Contribution.id)
    found = db.session.execute(rows.offset((page - 1) * PER_PAGE).limit(PER_PAGE)).all()
    return [_choosable(row) for row in found], total


def chosen(process_id: UUID, contribution_ids: Collection[UUID]) -> list[Choosable]:
    """Those of these that belong to the process and still count, in the order they were said."""
    query = _words().where(
        Contribution.process_id == process_id,
        Contribution.id.in_(contribution_ids),
        Contribution.state.in_(COUNTED_STATES),
    )
    rows = db.session.execute(query.order_by(Submission.received_at, Contribution.position, Contribution.id))
    return [_choosable(row) for row in rows if DANGER not in row.flags]


def _words() -> Select[Any]:
    return (
        select(
            Contribution.id,
            Contribution.kind,
            Contribution.title,
            Contribution.text,
            Contribution.valence,
            Contribution.state,
            Contribution.flags,
            Activity.title.label("activity"),
        )
        .join(Submission, Contribution.submission_id == Submission.id)
        .outerjoin(Activity, Submission.activity_id == Activity.id)
    )


def _choosable(row: Any) -> Choosable:
    return Choosable(
        id=row.id,
        kind=row.kind,
        title=row.title,
        text=row.text,
        valence=row.valence,
        state=row.state,
        activity=row.activity or "",
    )
