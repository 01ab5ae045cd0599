"""An open needle map with a code, for tests of the channel and of the phone page."""

from __future__ import annotations

from uuid import UUID

import shapely

from app.base.database import new_id
from app.contributions.drafts import ContributionDraft, SubmissionDraft
from app.maps.models import NeedleCampaign
from app.maps.services import create_campaign
from app.maps.template import DEFAULT_QUESTIONS, DRAWING_QUESTIONS, CampaignDraft
from app.participants.models import Participant
from app.participants.services import create_code
from app.processes.services import open_activity
from tests.participants.factories import make_process


def make_campaign(slug: str = "zeig-dein-viertel", *, is_open: bool = True) -> NeedleCampaign:
    """The default five questions in an open process."""
    process = make_process(slug)
    draft = CampaignDraft(
        title="Zeig deine Orte", center_lon=9.3005, center_lat=52.7005, zoom=15, questions=DEFAULT_QUESTIONS
    )
    campaign = create_campaign(process_id=process.id, slug="nadelkarte", draft=draft)
    if is_open:
        open_activity(activity_id=campaign.activity_id)
    return campaign


def make_open_map() -> dict[str, str]:
    """An open campaign and a typed code that leads to it."""
    campaign = make_campaign()
    code = create_code(
        process_id=campaign.activity.process_id, activity_id=campaign.activity_id, label="Klasse 8b"
    )
    return {"typed": code.code, "activity": str(campaign.activity_id)}


def mark(
    campaign: NeedleCampaign,
    person: Participant,
    *,
    question: str = "gern",
    identity: UUID | None = None,
    **values: object,
) -> SubmissionDraft:
    """One mark as the phone sends it."""
    identity = identity or new_id()
    said: dict[str, object] = {"quality": "fav", "geometry": shapely.Point(9.30, 52.70), **values}
    return SubmissionDraft(
        id=identity,
        process_id=campaign.activity.process_id,
        activity_id=campaign.activity_id,
        participant_id=person.id,
        person_key=str(person.id),
        channel="maps",
        contributions=[ContributionDraft(id=identity, attributes={"question": question}, **said)],  # type: ignore[arg-type]
    )


def make_drawing_map(slug: str = "mein-viertel-zeichnen") -> dict[str, str]:
    """An open campaign that asks for the own quarter, for ways, and for needles; and a typed code that leads to it."""
    process = make_process(slug)
    questions = (*DRAWING_QUESTIONS, DEFAULT_QUESTIONS[0])
    draft = CampaignDraft(
        title="Mein Viertel", center_lon=9.3005, center_lat=52.7005, zoom=15, questions=questions
    )
    campaign = create_campaign(process_id=process.id, slug="viertel", draft=draft)
    open_activity(activity_id=campaign.activity_id)
    code = create_code(process_id=process.id, activity_id=campaign.activity_id, label="Klasse 8b")
    return {"typed": code.code, "activity": str(campaign.activity_id)}
