"""What a new activity for subjective maps begins with (B5)."""

from __future__ import annotations

from dataclasses import dataclass

from app.maps.subjective.vocabulary import RATINGS
from app.maps.template import N_


@dataclass(frozen=True)
class TaskDraft:
    """Everything of an activity that staff can edit; `ratings` are codes of RATINGS."""

    title: str
    intro: str = ""
    start_hint: str = ""
    second_hint: str = ""
    ask_narration: bool = True
    ask_places: bool = True
    ratings: tuple[str, ...] = ()


DEFAULT_TASK = TaskDraft(
    title=N_("Meine Karte vom Viertel"),
    intro=N_(
        "Zeichne dein Viertel, so wie es für dich ist. Es muss nicht schön sein und nicht stimmen. "
        "Was dir wichtig ist, darf groß sein."
    ),
    start_hint=N_(
        "Fang bei einem festen Punkt an: zu Hause – gezeichnet, nicht als Adresse –, Schule oder Treff. "
        "Dann: Wo gehst du hin? Welche Wege nimmst du? Wo hört dein Viertel auf?"
    ),
    second_hint=N_(
        "Zeig deine Karte jemandem und erzähl. Was fällt dir dabei noch ein? Zeichne es dazu, "
        "diesmal in Lila mit hohler Linie. So bleibt zu sehen, was zuerst da war."
    ),
    ratings=tuple(RATINGS),
)
KNOWN = frozenset({DEFAULT_TASK.intro, DEFAULT_TASK.start_hint, DEFAULT_TASK.second_hint})
"""Texts left as a new activity has them are translated with the pages."""
