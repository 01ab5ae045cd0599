"""What is returned to people in the world of the access tests: minutes with a correction, a proposal, an event."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.base.database import db, now
from app.measures.services import propose
from app.processes.services import plan_return
from app.walks.minutes.models import MinutesRevision, MinutesVoice
from app.walks.minutes.queries import link_token
from app.walks.minutes.services import draft_minutes, send_minutes
from app.walks.minutes.voices import Said, Speaker, say
from app.walks.queries import walk_by_slug
from app.walks.report.models import WalkReport
from tests.house.world_walks import add_walk


def add_returns(
    *, process_id: UUID, slug: str, participant_id: UUID, contribution_id: UUID
) -> dict[str, Any]:
    """A walk; its minutes, out and with one correction; its report; a proposal made of a contribution; an event."""
    walked = add_walk(process_id=process_id, slug=slug, participant_id=participant_id)
    walk = walk_by_slug(process_id, walked["walk"])
    minutes = draft_minutes(walk=walk)
    send_minutes(walk=walk)
    section = next(one for one in minutes.sections if one.text)
    wrong = Said(section.id, False, "Wir waren mehr.")
    say(walk=walk, minutes=minutes, speaker=Speaker(str(participant_id), participant_id), said=[wrong])
    db.session.add(
        WalkReport(
            activity_id=walk.activity_id, intro="Wir sind durch das Viertel gegangen.", published_at=now()
        )
    )
    event = plan_return(
        process_id=process_id, starts_at=datetime(2026, 6, 1, 16, tzinfo=UTC), place="Jugendhaus"
    )
    made = propose(process_id=process_id, text="Mehr Bänke am Platz.", contribution_ids=[contribution_id])
    revision = db.session.scalars(
        select(MinutesRevision).where(MinutesRevision.section_id == section.id)
    ).one()
    voice = db.session.scalars(select(MinutesVoice).where(MinutesVoice.section_id == section.id)).one()
    return {
        **walked,
        "section_id": section.id,
        "revision_id": revision.id,
        "voice_id": voice.id,
        "return_id": event.id,
        "suggestion_id": made.id,
        "minutes_token": link_token(minutes),
    }
