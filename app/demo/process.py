"""The demo process in words: what is asked, what can be decided, what happens with the answers."""

from __future__ import annotations

from datetime import date

from app.maps.template import DEFAULT_QUESTIONS, QuestionDraft

SLUG = "zeig-dein-ellerbrueck"
CAMPAIGN = "nadelkarte"
DRAWING = "meine-karte"
CODE = "KARTE226"
DRAWING_CAMPAIGN = "mein-viertel"
DRAWING_CODE = "WEGE2266"
SURVEY = "jugendbefragung"
SURVEY_CODE = "FRAGE226"
WALK_CODE = "WANDERN2"
SURVEY_CLOSING = (
    "Im Sommer zählen wir alle Antworten und zeigen sie auf der Sozialraumkonferenz im September. "
    "Deine Sätze liest vorher jemand, der dafür zuständig ist."
)
AREA_SET = "Sozialräume"

PROCESS = {
    "slug": SLUG,
    "title": "Zeig dein Ellerbrück",
    "area_set_names": [AREA_SET],
    "aim": (
        "Junge Menschen zwischen 6 und 21 Jahren zeigen, wo sie gern sind, wo sie sich unwohl fühlen und was ihnen "
        "fehlt. Daraus entstehen die Ziele für Plätze, Wege und Räume in Ellerbrück."
    ),
    "decision_scope": (
        "Entschieden wird über Plätze, Licht, Sitzgelegenheiten, Öffnungszeiten und Räume der Stadt. Nicht "
        "entscheiden können wir über Busse (Landkreis) und private Geschäfte; dazu geben wir weiter, was ihr sagt."
    ),
    "participation_level": "involve",
    "target_groups": "Kinder und Jugendliche von 6 bis 21 Jahren aus allen 14 Sozialräumen",
    "results_use": (
        "Wir lesen jeden Beitrag, zählen je Sozialraum und stellen alles auf der Sozialraumkonferenz vor. Der "
        "Jugendhilfeausschuss und der Rat beraten darüber. Auf der Abschlusskonferenz erfahrt ihr, was daraus wurde "
        "und was nicht."
    ),
    "responsible": "Stabsstelle Integrierte Planung",
    "contact": "Stabsstelle Integrierte Planung, Rathaus, Zimmer 12, beteiligung@ellerbrueck.example",
    "period_start": date(2026, 3, 2),
}

INTRO = (
    "Zeig uns dein Ellerbrück. Sechs kurze Fragen, zu jeder kannst du bis zu drei Nadeln setzen. "
    "Du musst nicht alle beantworten."
)

QUESTIONS = (
    *DEFAULT_QUESTIONS,
    QuestionDraft(
        "Welche Wege nimmst du? Wo kommst du schlecht durch?",
        ("way", "barrier", "dirty", "shop"),
        "wege",
        said={
            "en": "Which ways do you take? Where is it hard to get through?",
            "de-simple": "Welche Wege gehst du? Wo kommst du schlecht weiter?",
        },
    ),
)

DRAWING_INTRO = (
    "Zeichne, was für dich dein Viertel ist, und welche Wege du oft nimmst. Es gibt kein Richtig oder Falsch."
)
