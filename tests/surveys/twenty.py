"""A survey of twenty questions with conditions, a repeated section and three map questions, and answers to it."""

from __future__ import annotations

from typing import Any

from app.questions.content import Choice, Question, Questionnaire, Row, Section

ARABIC = "سؤال"


def said(text: str) -> dict[str, str]:
    """A label in the languages the journeys use."""
    arabic = f"{ARABIC}: {len(text)}" + (" {name}" if "{name}" in text else "")
    return {"de": text, "de-simple": f"{text} Bitte antworte.", "en": f"{text} (en)", "ar": arabic}


def _choices(**labels: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(key, said(label), takes_words=key == "other", is_declined=key == "none")
        for key, label in labels.items()
    )


_FREQUENCY = _choices(daily="Jeden Tag", weekly="Jede Woche", never="Nie")

TWENTY = Questionnaire(
    title=said("Wie lebst du hier?"),
    intro=said("Zwanzig Fragen zu deinem Alltag."),
    closing=said("Wir lesen alles."),
    languages=("de", "de-simple", "en", "ar"),
    sections=(
        Section(
            "you", said("Über dich"), said("Du darfst Fragen auslassen."),
            questions=(
                Question("hello", "note", said("Schön, dass du da bist.")),
                Question("name", "text", said("Wie dürfen wir dich nennen?"), most=40),
                Question("age", "number", said("Wie alt bist du?"), said("In ganzen Jahren."), is_required=True,
                         least=6, most=99, step=1),
                Question("school", "single", said("Welche Schule besuchst du?"), is_required=True,
                         choices=_choices(igs="Gesamtschule", gym="Gymnasium", other="Eine andere", none="Keine")),
                Question("grade", "number", said("Welche Klasse?"), step=1, least=1, most=13,
                         relevant=["and", ["answered", ["answer", "school"]],
                                   ["!=", ["answer", "school"], "none"]]),
            ),
        ),
        Section(
            "free", said("Freizeit"),
            questions=(
                Question("likes", "multiple", said("Was machst du gern?"), is_shuffled=True, most=3,
                         choices=_choices(sport="Sport", music="Musik", games="Spielen", friends="Freunde",
                                          none="Nichts davon")),
                Question("often", "matrix", said("Wie oft bist du dort?"), choices=_FREQUENCY,
                         rows=(Row("park", said("Park")), Row("pool", said("Schwimmbad")))),
                Question("mood", "scale", said("Wie gefällt es dir hier?"), look="smileys",
                         choices=_choices(bad="schlecht", so="geht so", good="gut")),
                Question("mood_why", "longtext", said("Warum nicht gut, {name}?"),
                         relevant=["=", ["answer", "mood"], "bad"]),
                Question("rank", "ranking", said("Was zuerst?"),
                         choices=_choices(bus="Bus", bike="Rad", foot="Zu Fuß")),
                Question("day", "date", said("Wann warst du zuletzt dort?")),
                Question("until", "time", said("Bis wann darfst du raus?")),
                Question("siblings", "single", said("Hast du Geschwister?"), choices=_choices(yes="Ja", no="Nein")),
            ),
        ),
        Section(
            "child", said("Geschwister"), relevant=["=", ["answer", "siblings"], "yes"],
            least_repeats=0, most_repeats=3,
            questions=(
                Question("child_age", "number", said("Wie alt ist es?"), least=0, most=99),
                Question("child_wish", "text", said("Was wünscht es sich?")),
            ),
        ),
        Section(
            "places", said("Orte"),
            questions=(
                Question("spot", "point", said("Wo bist du gern?"), look="coded", most=3,
                         choices=_choices(fav="Lieblingsort", uneasy="Da fühle ich mich unwohl"),
                         followups=(
                             Question("when", "single", said("Wann?"),
                                      choices=_choices(day="Am Tag", dark="Im Dunkeln")),
                             Question("reason", "text", said("Warum dort?")),
                         )),
                Question("route", "line", said("Welchen Weg gehst du?"), most=2),
                Question("quarter", "polygon", said("Wo ist dein Viertel?"), most=2),
            ),
        ),
        Section(
            "end", said("Zum Schluss"),
            questions=(
                Question("wish", "longtext", said("Was soll die Stadt tun?"), most=500),
                Question("mail", "consent", said("Ihr dürft mich später noch etwas fragen.")),
            ),
        ),
    ),
)  # fmt: skip

RAW: dict[str, Any] = {
    "name": "Mika",
    "age": 13,
    "school": "other",
    "school.other": "Waldschule",
    "grade": 7,
    "likes": ["music", "friends"],
    "often": {"park": "daily", "pool": "never"},
    "mood": "bad",
    "mood_why": "Es gibt kein Licht am Bach.",
    "rank": ["bike", "bus"],
    "day": "2026-11-20",
    "until": "20:30",
    "siblings": "yes",
    "child": [{"child_age": 4}, {"child_age": 9, "child_wish": "Ein Baumhaus"}],
    "spot": [
        {"id": "0199f0a0-0000-7000-8000-000000000001", "geometry": None, "place_text": "Bank am Bach",
         "choice": "fav", "answers": {"when": "day", "reason": "Da ist es ruhig."}},
        {"id": "0199f0a0-0000-7000-8000-000000000002", "geometry": None, "place_text": "Unterführung",
         "choice": "uneasy", "answers": {"when": "dark"}},
    ],
    "route": [{"id": "0199f0a0-0000-7000-8000-000000000003", "geometry": None,
               "place_text": "Vom Bahnhof zur Schule", "answers": {}}],
    "quarter": [{"id": "0199f0a0-0000-7000-8000-000000000004", "geometry": None,
                 "place_text": "Rund um den Markt", "answers": {}}],
    "wish": "Mehr Bänke.",
    "mail": True,
}  # fmt: skip
"""Complete answers, all marks described in words."""

FIELDS: list[dict[str, Any]] = [
    {"name": "Mika", "age": "13", "school": "other", "school.other": "Waldschule", "grade": "7"},
    {
        "likes": ["music", "friends"], "often.park": "daily", "often.pool": "never", "mood": "bad",
        "mood_why": "Es gibt kein Licht am Bach.", "rank.place.bike": "1", "rank.place.bus": "2", "day": "2026-11-20",
        "until": "20:30", "siblings": "yes",
    },
    {"child.1.child_age": "4"},
    {"child.2.child_age": "9", "child.2.child_wish": "Ein Baumhaus"},
    {
        "spot.1.place_text": "Bank am Bach", "spot.1.choice": "fav", "spot.1.when": "day",
        "spot.1.reason": "Da ist es ruhig.", "spot.2.place_text": "Unterführung", "spot.2.choice": "uneasy",
        "spot.2.when": "dark", "route.1.place_text": "Vom Bahnhof zur Schule",
        "quarter.1.place_text": "Rund um den Markt",
    },
    {"wish": "Mehr Bänke.", "mail": "yes"},
]  # fmt: skip
"""The same, as fields of each page without a script."""
