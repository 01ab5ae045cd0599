"""Reads of needle campaigns: settings, rules of their questions; where the town lies says `app.processes.extent`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

import shapely
from flask import g
from flask_babel import gettext as _
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from app.base.database import db
from app.base.errors import NotFound
from app.base.prepared import Prepared
from app.base.shared_commit import known
from app.contributions.own import OwnContribution
from app.maps.asked import MapQuestion, questions_of_version
from app.maps.models import CHANNEL, NeedleCampaign
from app.maps.speaking import spoken
from app.processes.extent import extent_around as extent_around
from app.processes.extent import extent_of as extent_of
from app.processes.extent import outline_around as outline_around
from app.processes.extent import outline_of as outline_of
from app.processes.extent import start_view as start_view
from app.processes.models import Activity
from app.processes.queries import activity_by_slug
from app.processes.wordings import Said
from app.questions.queries import published_id

_CAMPAIGN = NeedleCampaign.__table__
_RULES = Prepared(
    select(_CAMPAIGN.c.questionnaire_id, _CAMPAIGN.c.version_id).where(
        _CAMPAIGN.c.activity_id == bindparam("activity_id")
    )
)
LARGEST_NUMBER = 6
"""Digits of the number of a version."""


def campaign_by_slug(process_id: UUID, slug: str) -> NeedleCampaign:
    """The settings of one needle activity; NotFound."""
    activity = activity_by_slug(process_id, slug)
    found = campaign_of(activity.id) if activity.channel == CHANNEL else None
    if found is None:
        raise NotFound(_("Diese Karte gibt es nicht."))
    return found


def campaigns_in(process_id: UUID) -> dict[UUID, NeedleCampaign]:
    """All maps of a process by activity, asked for once in a request."""
    books: dict[UUID, dict[UUID, NeedleCampaign]] = g.setdefault("needle_campaigns", {})
    if process_id not in books:
        query = select(NeedleCampaign).join(NeedleCampaign.activity).where(Activity.process_id == process_id)
        books[process_id] = {campaign.activity_id: campaign for campaign in db.session.scalars(query)}
    return books[process_id]


def campaign_of(activity_id: UUID) -> NeedleCampaign | None:
    """The settings of an activity, or None when it is no needle map."""
    query = select(NeedleCampaign).where(NeedleCampaign.activity_id == activity_id)
    return db.session.scalar(query.options(joinedload(NeedleCampaign.activity)))


def campaign_asking(questionnaire_id: UUID) -> NeedleCampaign | None:
    """The map that asks this questionnaire, or None when no map does."""
    query = select(NeedleCampaign).where(NeedleCampaign.questionnaire_id == questionnaire_id)
    return db.session.scalar(query.options(joinedload(NeedleCampaign.activity)))


@dataclass(frozen=True)
class MapRules:
    """What the recording path needs to know of a map: what is asked now, and what an earlier version asked."""

    questionnaire_id: UUID
    version_id: UUID

    @cached_property
    def now(self) -> dict[str, MapQuestion]:
        return {one.key: one for one in questions_of_version(self.version_id)}

    def of_version(self, number: str) -> dict[str, MapQuestion] | None:
        """The questions of a published version by key, None when nobody published it."""
        if not number.isdecimal() or len(number) > LARGEST_NUMBER:
            return None
        named = ("map version", self.questionnaire_id, int(number))
        version_id = known(named, lambda: published_id(self.questionnaire_id, int(number)))
        return None if version_id is None else {one.key: one for one in questions_of_version(version_id)}


def map_rules(activity_id: UUID) -> MapRules | None:
    """The rules of a map, None when the activity is none; once in a shared transaction."""
    return known(("map rules", activity_id), lambda: _read_rules(activity_id))


def pin_rules(activity_id: UUID) -> dict[str, MapQuestion] | None:
    """What is asked now by key, None when it is no needle map."""
    rules = map_rules(activity_id)
    return None if rules is None else rules.now


def _read_rules(activity_id: UUID) -> MapRules | None:
    row = _RULES.run({"activity_id": activity_id}).first()
    return None if row is None else MapRules(row.questionnaire_id, row.version_id)


def middle_of(marks: Sequence[OwnContribution]) -> tuple[float, float] | None:
    """Longitude and latitude amid one's own marks, None when none of them has a place that may be told."""
    said = [mark.contribution for mark in marks if not mark.is_secret]
    shapes = [one.geometry for one in said if one.geometry is not None]
    if not shapes:
        return None
    middle = shapely.centroid(shapely.union_all(shapes))
    return middle.x, middle.y


def spoken_question(question: MapQuestion) -> Said:
    """The question in the language of the page; German when there is no other."""
    return spoken(question.asked.label)
