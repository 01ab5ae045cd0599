"""Entries that staff make for others after a walk: who they are from, and the rules they keep.

The channel's own rules hold (kinds, places near the town, homes); the opening days of the activity do not, because a
camera is emptied and paper is typed in when the walk is over.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.base.database import db
from app.contributions.drafts import SubmissionDraft
from app.contributions.services import Recorded
from app.participants.services import join_direct, record_consent
from app.participants.vocabulary import AGE_16, CONSENT_TEXTS
from app.processes.channels import channels
from app.processes.standing import standing_of
from app.walks.bringing.models import Bringing
from app.walks.entries import entered
from app.walks.models import CHANNEL, Walk
from app.walks.services import record_entry
from app.walks.vocabulary import RECORDER

TEAM, GROUP = "team", "group"


def held(walk: Walk) -> Bringing:
    """What is brought in to this walk, locked until the commit; made when nothing was yet."""
    db.session.execute(select(Walk.activity_id).where(Walk.activity_id == walk.activity_id).with_for_update())
    found = db.session.get(Bringing, walk.activity_id, populate_existing=True)
    if found is None:
        found = Bringing(activity_id=walk.activity_id, offset=0.0)
        db.session.add(found)
        db.session.flush()
    return found


def stand_in(walk: Walk, who: str) -> UUID:
    """The participant whose entries these are, made with the first one and the same for all of a walk.

    `team`: whoever took photos for the team, an adult of the administration who said on the spot to be 16 or older.
    `group`: stands for the group as a recorder's device does, with its role and, when there is one, its age band.
    """
    bringing, column = held(walk), f"{who}_id"
    known: UUID | None = getattr(bringing, column)
    if known is not None:
        return known
    process_id = walk.activity.process_id
    if who == TEAM:
        person = join_direct(process_id=process_id, role="admin").participant
        record_consent(participant_id=person.id, purpose=AGE_16, text_version=CONSENT_TEXTS[AGE_16].version)
    else:
        band = walk.group_bands[0] if len(walk.group_bands) == 1 else "na"
        person = join_direct(process_id=process_id, role=walk.group_role, age_band=band).participant
    setattr(bringing, column, person.id)
    db.session.flush()
    return person.id


def sitting_for(walk: Walk, *, entry_id: UUID, participant_id: UUID, source: str) -> SubmissionDraft:
    return SubmissionDraft(
        id=entry_id,
        process_id=walk.activity.process_id,
        activity_id=walk.activity_id,
        participant_id=participant_id,
        person_key=str(participant_id),
        channel=CHANNEL,
        source=source,
    )


def record_from_outside(*, walk: Walk, sitting: SubmissionDraft, raw: dict[str, Any]) -> Recorded:
    """Record one entry exactly once by its id; DomainError names the field that does not fit."""
    made, standing = entered(sitting, raw, RECORDER), standing_of(walk.activity_id)
    channel = channels()[CHANNEL]
    channel.check(standing, sitting.participant_id, made.contributions)
    channel.check_sitting(standing, sitting.participant_id, made)
    return record_entry(walk=walk, sitting=sitting, raw=raw, device=RECORDER)
