"""A town with an open survey in the database, and people who answered it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from app.base.database import new_id, transaction
from app.contributions.drafts import SubmissionDraft
from app.contributions.services import record_many
from app.participants.services import join_direct
from app.processes.models import Activity
from app.processes.queries import activity_by_id
from app.processes.services import open_activity
from app.questions.content import Questionnaire
from app.surveys.services import create_survey, publish_and_use
from tests.indicators.conftest import Town
from tests.indicators.surveys.made import QUESTIONNAIRE


def open_survey(process_id: UUID, content: Questionnaire = QUESTIONNAIRE, slug: str = "mein-viertel") -> UUID:
    """The id of the activity; needs an application context."""
    with transaction():
        survey = create_survey(process_id=process_id, slug=slug, title="Mein Viertel", content=content)
        publish_and_use(activity_id=survey.activity_id)
        open_activity(activity_id=survey.activity_id)
        return survey.activity_id


def answer(
    town: Town,
    activity_id: UUID,
    area: str | None,
    people: int,
    answers: Mapping[str, Any],
    way: str = "open",
    **about: Any,
) -> list[UUID]:
    """Sittings of people who live in an area and all say the same; the ids of the participants."""
    drafts, joined = [], []
    about = {"age_band": "a14_15", **about}
    with transaction():
        for _one in range(people):
            participant = join_direct(process_id=town.process_id, home_area_code=area, **about).participant
            joined.append(participant.id)
            drafts.append(
                SubmissionDraft(
                    id=new_id(),
                    process_id=town.process_id,
                    activity_id=activity_id,
                    participant_id=participant.id,
                    person_key=str(participant.id),
                    channel="surveys",
                    attributes={
                        "_version": 1.0,
                        "_way": way,
                        **{
                            key: value if isinstance(value, str) else float(value)
                            for key, value in answers.items()
                        },
                    },
                )
            )
        record_many(drafts)
    return joined


def answered_survey(town: Town, way: str = "open") -> Activity:
    """83 people who came by one way: A1 mostly yes, A2 half, A3 no, three in A4."""
    activity_id = open_survey(town.process_id)
    say = partial(answer, town, activity_id, way=way)
    common = {"orte.park": 1, "sicher": "s2", "minuten": 10}
    say("A1", 25, {"bus": "ja", "linie": "l1", **common}, gender="f")
    say(
        "A1",
        6,
        {"bus": "nein", "orte.hafen": 1, "sicher": "s1", "minuten": 30},
        gender="m",
    )
    say("A2", 12, {"bus": "ja", "linie": "l2", **common}, gender="m")
    say("A2", 13, {"bus": "nein", **common}, age_band="a16_17")
    say("A3", 22, {"bus": "nein", "zeiten.tag": "oft", **common}, age_band="a27_44")
    say("A4", 3, {"bus": "ja", "wunsch.bank": 1, **common})
    say(None, 2, {"bus": "ka"})
    return activity_by_id(activity_id)
