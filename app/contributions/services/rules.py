"""What must hold before a phone may write: the activity is open, it is the participant's own, the channel agrees."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import numpy as np
import shapely
from flask_babel import gettext as _
from sqlalchemy import bindparam, select

from app.areas.locator import locator_for
from app.base.errors import NotAllowed, NotFound
from app.base.prepared import Prepared
from app.contributions.drafts import ContributionDraft, SubmissionDraft
from app.contributions.shapes import InvalidPlace, points_of
from app.participants.models import Participant
from app.processes.channels import channels
from app.processes.queries import is_open, takes_late, today
from app.processes.standing import standing_of

_PERSON = Participant.__table__.c
_HOLD = Prepared(
    select(_PERSON.process_id, _PERSON.joined_on)
    .where(_PERSON.id == bindparam("participant_id"), _PERSON.withdrawn_at.is_(None))
    .with_for_update(key_share=True)
)


class ActivityClosed(NotAllowed):
    """The activity or its process does not take contributions today."""

    def __init__(self) -> None:
        super().__init__(_("Hier kann man gerade nicht mitmachen."), field="activity")


def check_rules(
    activity_id: UUID,
    process_id: UUID,
    participant_id: UUID | None,
    drafts: Sequence[ContributionDraft],
    sitting: SubmissionDraft | None = None,
) -> bool:
    """True when it comes late, but in time for what had waited on a phone (`takes_late`).

    `sitting` is the new sitting they belong to; a correction has none.
    Raise NotFound, ActivityClosed or what the channel's own check raises; inside the writing transaction.
    """
    activity = standing_of(activity_id)
    if activity.process_id != process_id:
        raise NotFound(_("Diese Aktivität gibt es nicht."))
    joined_on = _hold_participant(participant_id, process_id) if participant_id is not None else None
    is_late = not is_open(activity, today())
    if is_late and (joined_on is None or not takes_late(activity, today(), joined_on)):
        raise ActivityClosed
    channel = channels().get(activity.channel)
    if channel is None:
        raise NotFound(_("Diese Aktivität gibt es nicht."))
    channel.check(activity, participant_id, list(drafts))
    if sitting is not None:
        channel.check_sitting(activity, participant_id, sitting)
    return is_late


def _hold_participant(participant_id: UUID, process_id: UUID) -> date:
    """Lock the participant's row, so that two sittings of one person count pins one after the other (PostgreSQL).

    The day this person joined.
    """
    found = _HOLD.run({"participant_id": participant_id}).first()
    if found is None or found.process_id != process_id:
        raise NotFound(_("Diese Aktivität gibt es nicht."))
    joined_on: date = found.joined_on
    return joined_on


def refuse_swapped_axes(drafts: Sequence[ContributionDraft], area_set_ids: Sequence[UUID]) -> None:
    """InvalidPlace when a shape lies outside every area but inside with longitude and latitude exchanged."""
    shapes = [draft.geometry for draft in drafts if draft.geometry is not None]
    if not shapes or not area_set_ids:
        return
    if swapped(shapes, area_set_ids).any():
        raise swapped_axes()


def swapped_axes() -> InvalidPlace:
    return InvalidPlace(
        _(
            "Länge und Breite sind vertauscht. Zuerst kommt die geografische Länge (Ost), dann die Breite (Nord)."
        )
    )


def swapped(shapes: Sequence[shapely.Geometry], area_set_ids: Sequence[UUID]) -> np.ndarray:
    """Which of n shapes lie outside every area but inside one when their axes are exchanged; shape (n,), bool."""
    lons, lats = points_of(shapes)
    inside, turned = np.zeros(len(shapes), dtype=bool), np.zeros(len(shapes), dtype=bool)
    for area_set_id in area_set_ids:
        locator = locator_for(area_set_id)
        inside |= locator.locate_many(lons, lats) >= 0
        if not inside.all():
            turned |= locator.locate_many(lats, lons) >= 0
    return turned & ~inside
