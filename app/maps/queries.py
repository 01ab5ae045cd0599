"""Reads of needle campaigns: settings, rules of their questions; where the town lies says `app.processes.extent`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import shapely
from flask import g
from flask_babel import gettext as _
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload, selectinload

from app.base.database import db
from app.base.errors import NotFound
from app.base.i18n import current_language
from app.base.prepared import Prepared
from app.base.shared_commit import known
from app.contributions.own import OwnContribution
from app.maps.models import CHANNEL, NeedleCampaign, NeedleQuestion
from app.maps.template import DEFAULT_QUESTIONS, DRAWING_QUESTIONS
from app.processes.extent import extent_around as extent_around
from app.processes.extent import extent_of as extent_of
from app.processes.extent import outline_around as outline_around
from app.processes.extent import outline_of as outline_of
from app.processes.extent import start_view as start_view
from app.processes.models import Activity
from app.processes.queries import activity_by_slug
from app.processes.wordings import ORIGINAL, Said, said

_KNOWN = frozenset(question.text for question in (*DEFAULT_QUESTIONS, *DRAWING_QUESTIONS))
_CAMPAIGN, _QUESTION = NeedleCampaign.__table__, NeedleQuestion.__table__
_RULES = Prepared(
    select(_QUESTION.c.key, _QUESTION.c.task, _QUESTION.c.qualities, _QUESTION.c.max_pins)
    .select_from(_CAMPAIGN.outerjoin(_QUESTION, _QUESTION.c.campaign_id == _CAMPAIGN.c.activity_id))
    .where(_CAMPAIGN.c.activity_id == bindparam("activity_id"))
    .order_by(_QUESTION.c.position)
)


def campaign_by_slug(process_id: UUID, slug: str) -> NeedleCampaign:
    """The settings of one needle activity with its questions in order; NotFound."""
    activity = activity_by_slug(process_id, slug)
    found = campaign_of(activity.id) if activity.channel == CHANNEL else None
    if found is None:
        raise NotFound(_("Diese Karte gibt es nicht."))
    return found


def campaigns_in(process_id: UUID) -> dict[UUID, NeedleCampaign]:
    """All maps of a process with their questions by activity, asked for once in a request."""
    books: dict[UUID, dict[UUID, NeedleCampaign]] = g.setdefault("needle_campaigns", {})
    if process_id not in books:
        query = select(NeedleCampaign).join(NeedleCampaign.activity).where(Activity.process_id == process_id)
        found = db.session.scalars(query.options(selectinload(NeedleCampaign.questions)))
        books[process_id] = {campaign.activity_id: campaign for campaign in found}
    return books[process_id]


def campaign_of(activity_id: UUID) -> NeedleCampaign | None:
    """The settings of an activity, or None when it is no needle map."""
    query = select(NeedleCampaign).where(NeedleCampaign.activity_id == activity_id)
    return db.session.scalar(query.options(joinedload(NeedleCampaign.activity)))


@dataclass(frozen=True)
class PinRule:
    """What an answer to one question has to keep; `task` is one of `models.TASKS`."""

    task: str
    qualities: frozenset[str]
    max_pins: int


def pin_rules(activity_id: UUID) -> dict[str, PinRule] | None:
    """The rules of an activity's questions by key, None when it is no needle map; once in a shared transaction."""
    return known(("pin rules", activity_id), lambda: _read_rules(activity_id))


def _read_rules(activity_id: UUID) -> dict[str, PinRule] | None:
    rows = _RULES.run({"activity_id": activity_id}).all()
    rules = {
        row.key: PinRule(row.task, frozenset(row.qualities), row.max_pins)
        for row in rows
        if row.key is not None
    }
    return rules if rows else None


def middle_of(marks: Sequence[OwnContribution]) -> tuple[float, float] | None:
    """Longitude and latitude amid one's own marks, None when none of them has a place that may be told."""
    said = [mark.contribution for mark in marks if not mark.is_secret]
    shapes = [one.geometry for one in said if one.geometry is not None]
    if not shapes:
        return None
    middle = shapely.centroid(shapely.union_all(shapes))
    return middle.x, middle.y


def is_known(question: NeedleQuestion) -> bool:
    """Whether it is one of those a new campaign begins with, which the pages say in all languages by themselves."""
    return question.text in _KNOWN


def spoken_question(process_id: UUID, question: NeedleQuestion) -> Said:
    """The question in the language of the page, as staff said it there; German when there is no other.

    Questions left as a new campaign has them are translated with the pages.
    """
    found = said(process_id, question.id, "text", question.text)
    if found.language == ORIGINAL and is_known(question):
        return Said(_(question.text), current_language())
    return found
