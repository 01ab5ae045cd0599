"""Loads the second activity of the demo process, "Mein Viertel": felt areas, ways, and words about the border."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import select

from app.areas.queries import areas_of, set_at
from app.base.database import db
from app.contributions.drafts import ContributionDraft, SubmissionDraft
from app.contributions.services import record_many
from app.demo.drawings import Drawing, drawings
from app.demo.load import middle_of_town
from app.demo.process import AREA_SET, DRAWING_CAMPAIGN, DRAWING_CODE, DRAWING_INTRO
from app.demo.voices_people import BERLIN, participants
from app.maps.models import CHANNEL, NeedleCampaign
from app.maps.rules import COMMENT
from app.maps.services import create_campaign
from app.maps.template import DRAWING_QUESTIONS, QUARTER_QUESTION, WAY_QUESTION, CampaignDraft
from app.participants.models import Participant
from app.participants.services import create_code
from app.processes.models import Process
from app.processes.services import open_activity

DRAWN_ON = datetime(2026, 5, 12, 10, 30, tzinfo=BERLIN)


def load_drawings(process: Process) -> int:
    """An open activity with its drawings, by people who answered the needle map before; returns how many."""
    middle = middle_of_town()
    campaign = create_campaign(
        process_id=process.id,
        slug=DRAWING_CAMPAIGN,
        draft=CampaignDraft(
            title="Mein Viertel, meine Wege",
            center_lon=middle.x,
            center_lat=middle.y,
            intro=DRAWING_INTRO,
            zoom=14,
            questions=DRAWING_QUESTIONS,
        ),
        description="Zwei Zeichnungen, drei Minuten.",
    )
    open_activity(activity_id=campaign.activity.id)
    code = create_code(process_id=process.id, label="Mein Viertel", activity_id=campaign.activity.id)
    code.code = DRAWING_CODE
    names = {area.code: area.name for area in areas_of(set_at(AREA_SET).id)}
    people = _people(process.id)
    record_many(
        _submission(process, campaign, people[drawing.participant], drawing, names) for drawing in drawings()
    )
    return len(drawings())


def _people(process_id: UUID) -> dict[str, UUID]:
    """Somebody of the same age, gender and home for each who drew; nobody twice."""
    known: dict[tuple[str, str, str | None], list[UUID]] = defaultdict(list)
    query = select(Participant).where(Participant.process_id == process_id).order_by(Participant.id)
    for one in db.session.scalars(query):
        known[one.age_band, one.gender, one.home_area_code].append(one.id)
    drew = {drawing.participant for drawing in drawings()}
    return {
        person.key: known[person.age_band, person.gender, person.home_area].pop()
        for person in participants()
        if person.key in drew
    }


def _submission(
    process: Process,
    campaign: NeedleCampaign,
    participant_id: UUID,
    drawing: Drawing,
    names: dict[str, str],
) -> SubmissionDraft:
    """One drawing with what was said of the border; released or waiting does not matter, nobody else sees it."""
    drawn_id = uuid5(participant_id, f"demo-{drawing.kind}")
    is_area = drawing.kind == "felt_area"
    question = QUARTER_QUESTION if is_area else WAY_QUESTION
    said = [
        ContributionDraft(
            id=drawn_id,
            kind="felt_area" if is_area else "mark",
            quality=None if is_area else "way",
            title=drawing.title,
            text=drawing.text,
            geometry=drawing.shape,
            attributes={"question": question.key, **drawing.answers},
        )
    ]
    if drawing.border:
        answer, text = drawing.border
        fit = {"about": str(drawn_id), "border_area": drawing.area_id, answer: "yes"}
        said.append(
            ContributionDraft(
                id=uuid5(drawn_id, "border"),
                kind=COMMENT,
                text=text,
                place_text=names[drawing.area_id],
                precision="described",
                attributes={"question": question.key, **fit},
            )
        )
    return SubmissionDraft(
        id=uuid5(drawn_id, "demo"),
        process_id=process.id,
        activity_id=campaign.activity_id,
        participant_id=participant_id,
        person_key=str(participant_id),
        channel=CHANNEL,
        received_at=DRAWN_ON,
        contributions=said,
    )
