"""A needle map of a place of the world, with a questionnaire of one question."""

from __future__ import annotations

from app.base.database import db
from app.maps.models import NeedleCampaign
from app.maps.simple import content_of_drafts
from app.maps.template import QuestionDraft
from app.processes.models import Activity
from app.questions.content import Questionnaire
from app.questions.services import create_questionnaire, publish

KEY = "q1"


def add_map(activity: Activity) -> None:
    """The map of an activity that is there already, for places that have the same short names."""
    question = QuestionDraft(key=KEY, text="Wo bist du gern?", qualities=("fav", "avoid"))
    sheet = content_of_drafts("Nadelkarte", [question], Questionnaire())
    asked = create_questionnaire(
        process_id=activity.process_id, key=activity.slug, title="Nadelkarte", content=sheet
    )
    db.session.add(
        NeedleCampaign(
            activity=activity,
            questionnaire=asked,
            answered=publish(questionnaire_id=asked.id),
            center_lon=10.05,
            center_lat=52.05,
        )
    )
