"""Reads of needle campaigns: settings, the town's extent and outline, what the public may see of others."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

import shapely
from flask import g
from flask_babel import gettext as _
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload, selectinload

from app.areas.models import AreaSet
from app.areas.queries import areas_of
from app.base.database import db
from app.base.errors import NotFound
from app.base.i18n import current_language
from app.base.prepared import Prepared
from app.base.shared_commit import known
from app.contributions.own import OwnContribution
from app.maps.models import CHANNEL, NeedleCampaign, NeedleQuestion
from app.maps.template import DEFAULT_QUESTIONS, DRAWING_QUESTIONS
from app.processes.models import Activity, Process
from app.processes.queries import activity_by_slug, area_sets_of
from app.processes.standing import SetInForce
from app.processes.wordings import ORIGINAL, Said, said

MARGIN = 0.5
"""The extent of a campaign is the town's box, wider by this share of its size on every side."""


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


def extent_of(process: Process) -> tuple[float, float, float, float] | None:
    """Generous box around all areas in force: west, south, east, north in degrees; None without areas."""
    return extent_around(area_sets_of(process))


def extent_around(area_sets: Sequence[AreaSet | SetInForce]) -> tuple[float, float, float, float] | None:
    """`extent_of` for who has already asked for the vintages (newest first)."""
    outline = _outline(_newest(area_sets))
    if outline is None:
        return None
    west, south, east, north = outline.bounds
    wide, high = (east - west) * MARGIN, (north - south) * MARGIN
    return west - wide, south - high, east + wide, north + high


def outline_of(process: Process) -> dict[str, Any] | None:
    """The town's edge as GeoJSON, simplified to about 15 m; inner borders are left out on purpose (B16)."""
    return outline_around(area_sets_of(process))


def outline_around(area_sets: Sequence[AreaSet | SetInForce]) -> dict[str, Any] | None:
    """`outline_of` for who has already asked for the vintages (newest first)."""
    return _simplified(_newest(area_sets))


def start_view(process: Process) -> tuple[float, float, int]:
    """Longitude, latitude and zoom a new campaign begins with: the middle of the town, or of Germany."""
    outline = _outline(_newest(area_sets_of(process)))
    if outline is None:
        return 10.45, 51.16, 6
    west, south, east, north = outline.bounds
    span = max(east - west, (north - south) / math.cos(math.radians((south + north) / 2)), 1e-4)
    zoom = math.floor(math.log2(700 / 256 * 360 / span))
    return round((west + east) / 2, 5), round((south + north) / 2, 5), max(10, min(16, zoom))


def _newest(area_sets: Sequence[AreaSet | SetInForce]) -> tuple[tuple[UUID, str], ...]:
    """The newest vintage of each set, as keys of what was computed from it."""
    newest: dict[str, tuple[UUID, str]] = {}
    for area_set in area_sets:
        newest.setdefault(area_set.name, (area_set.id, area_set.content_hash))
    return tuple(newest.values())


@lru_cache(maxsize=16)
def _simplified(sets: tuple[tuple[UUID, str], ...]) -> dict[str, Any] | None:
    outline = _outline(sets)
    if outline is None:
        return None
    rounded = shapely.set_precision(shapely.simplify(outline, 0.00015), 0.00001)
    return {"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(rounded)}


@lru_cache(maxsize=16)
def _outline(sets: tuple[tuple[UUID, str], ...]) -> shapely.Geometry | None:
    shapes = [area.geometry for area_set_id, _hash in sets for area in areas_of(area_set_id)]
    return shapely.union_all(shapes, grid_size=1e-7) if shapes else None
