"""A questionnaire with every kind of answer, and a survey that asks it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.base.database import transaction
from app.participants.services import join_direct
from app.processes.models import Process
from app.processes.queries import process_by_id
from app.processes.services import open_activity
from app.questions.content import Choice, Question, Questionnaire, Row, Section
from app.surveys.models import Survey
from app.surveys.queries import survey_of
from app.surveys.services import create_survey, publish_and_use
from tests.participants.factories import make_process


def _choices(*keys: str, words: str = "", declined: str = "") -> tuple[Choice, ...]:
    return tuple(
        Choice(key, {"de": key}, takes_words=key == words, is_declined=key == declined) for key in keys
    )


CONTENT = Questionnaire(
    title={"de": "Wie lebst du hier?", "en": "How do you live here?"},
    intro={"de": "Ein paar Fragen."},
    languages=("de", "en"),
    sections=(
        Section(
            "person",
            {"de": "Du"},
            questions=(
                Question(
                    "school", "single", {"de": "Welche Schule?"},
                    choices=_choices("igs", "gym", "other", words="other"),
                ),
                Question("likes", "multiple", {"de": "Was magst du?"}, choices=_choices("park", "pool", "mall")),
                Question("minutes", "number", {"de": "Wie lange brauchst du?"}, least=0, most=180),
                Question("safe", "scale", {"de": "Wie sicher?"}, choices=_choices("1", "2", "3")),
                Question(
                    "trust", "matrix", {"de": "Wem vertraust du?"},
                    choices=_choices("yes", "no"),
                    rows=(Row("police", {"de": "Polizei"}), Row("club", {"de": "Verein"})),
                ),
                Question("order", "ranking", {"de": "Was zuerst?"}, choices=_choices("bus", "bike", "foot")),
                Question("day", "date", {"de": "Wann?"}),
                Question("agree", "consent", {"de": "Ich bin einverstanden."}),
                Question("why", "longtext", {"de": "Warum?"}, relevant=["=", ["answer", "safe"], "1"]),
            ),
        ),
        Section(
            "child",
            {"de": "Geschwister"},
            least_repeats=0,
            most_repeats=3,
            questions=(
                Question("age", "number", {"de": "Wie alt?"}),
                Question("wish", "text", {"de": "Was wünscht es sich?"}),
            ),
        ),
        Section(
            "places",
            {"de": "Orte"},
            questions=(
                Question(
                    "spot", "point", {"de": "Wo bist du gern?"},
                    look="coded", most=3, choices=_choices("fav", "uneasy"),
                    followups=(
                        Question("time_of_day", "single", {"de": "Wann?"}, choices=_choices("dark", "any")),
                        Question("reason", "text", {"de": "Warum dort?"}),
                        Question("idea", "text", {"de": "Idee?"}),
                    ),
                ),
                Question("route", "line", {"de": "Welcher Weg?"}),
                Question("quarter", "polygon", {"de": "Wo ist dein Viertel?"}),
                Question("picture", "photo", {"de": "Ein Foto"}),
            ),
        ),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """An open survey and somebody who may answer it; plain ids."""

    slug: str
    process_id: UUID
    activity_id: UUID
    questionnaire_id: UUID
    participant_id: UUID
    session_token: str

    @property
    def survey(self) -> Survey:
        found = survey_of(self.activity_id)
        assert found is not None
        return found

    @property
    def process(self) -> Process:
        return process_by_id(self.process_id)


def make_survey(
    content: Questionnaire = CONTENT,
    *,
    slug: str = "zeig-dein-viertel",
    age_band: str = "a14_15",
    **values: Any,
) -> Asked:
    """An open survey in an open process around 9.3, 52.7, and somebody of an age; needs an application context."""
    with transaction():
        process = make_process(slug)
        survey = create_survey(
            process_id=process.id, slug="umfrage", title="Jugendbefragung", content=content, **values
        )
        publish_and_use(activity_id=survey.activity_id)
        open_activity(activity_id=survey.activity_id)
        joined = join_direct(process_id=process.id, age_band=age_band)
        return Asked(
            slug,
            process.id,
            survey.activity_id,
            survey.questionnaire_id,
            joined.participant.id,
            joined.session_token,
        )
