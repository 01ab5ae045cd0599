"""The survey in the world of the access tests, and what the place's participant answered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from app.base.database import new_id
from app.processes.services import open_activity
from app.questions.content import Choice, Question, Questionnaire, Section
from app.questions.services import new_version
from app.surveys.models import OPEN, PAPER, SAMPLE
from app.surveys.paper.services import print_sheets
from app.surveys.sample.services import make_letters
from app.surveys.services import create_survey, publish_and_use, record_answers

CONTENT = Questionnaire(
    title={"de": "Wie geht es dir hier?"},
    languages=("de", "en", "de-simple"),
    sections=(
        Section(
            "start",
            {"de": "Du"},
            questions=(
                Question("safe", "single", {"de": "Wie sicher?"}, choices=(Choice("yes", {"de": "Sehr"}),)),
                Question("why", "text", {"de": "Warum?"}),
            ),
        ),
    ),
)


def add_survey(*, process_id: UUID, slug: str, participant_id: UUID) -> dict[str, Any]:
    """An open survey with a published version and the draft of the next; its slug and the id of one sitting."""
    survey = create_survey(
        process_id=process_id,
        slug=f"umfrage-{slug}",
        title=f"Umfrage {slug}",
        content=CONTENT,
        modes=(OPEN, SAMPLE, PAPER),
    )
    publish_and_use(activity_id=survey.activity_id)
    open_activity(activity_id=survey.activity_id)
    sitting = new_id()
    record_answers(
        survey=survey,
        submission_id=sitting,
        participant_id=participant_id,
        language="de",
        raw={"safe": "yes", "why": "Es ist ruhig."},
    )
    new_version(questionnaire_id=survey.questionnaire_id)
    make_letters(survey=survey, number=2, label="Altstadt", target=1)
    run = print_sheets(survey=survey, copies=2, language="de")
    return {
        "survey": survey.activity.slug,
        "submission_id": sitting,
        "run_id": run.id,
        "sheet_number": run.first,
        "key": survey.questionnaire.key,
        "page": "start",
        "part": "safe",
    }
