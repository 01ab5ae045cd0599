"""A questionnaire that asks for photos and a recording: beside a question, in rounds, about a place."""

from __future__ import annotations

from app.questions.content import Question, Questionnaire, Section

FILED = Questionnaire(
    title={"de": "Zeig uns deine Orte"},
    sections=(
        Section(
            "show",
            {"de": "Zeigen"},
            questions=(
                Question("picture", "photo", {"de": "Zeig uns deinen Ort."}, most=2),
                Question("voice", "audio", {"de": "Erzähl davon."}),
                Question(
                    "why", "text", {"de": "Warum der?"}, relevant=[">", ["count", ["answer", "picture"]], 0]
                ),
            ),
        ),
        Section(
            "thing",
            {"de": "Sache"},
            least_repeats=1,
            most_repeats=3,
            questions=(
                Question("name", "text", {"de": "Wie heißt sie?"}),
                Question("look", "photo", {"de": "Wie sieht sie aus?"}),
            ),
        ),
        Section(
            "places",
            {"de": "Orte"},
            questions=(
                Question(
                    "spot", "point", {"de": "Wo ist es?"}, most=3,
                    followups=(
                        Question("shot", "photo", {"de": "Ein Foto davon"}, most=2),
                        Question("told", "audio", {"de": "Sag etwas dazu."}),
                        Question("reason", "text", {"de": "Warum dort?"}),
                    ),
                ),
            ),
        ),
    ),
)  # fmt: skip
