"""The needle map a new campaign starts with (B4): five questions, one at a time."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.maps.vocabulary import FELT_AREA, NEEDLE, WAY
from app.questions.texts import Texts


def N_(text: str) -> str:
    """Marks a text that is stored in German and translated when it is shown; tools look for this name."""
    return text


@dataclass(frozen=True)
class QuestionDraft:
    """One question as staff write it on the simple page; `key` stays when the words change, answers point at it.

    `task` is one of `vocabulary.TASKS`; only needles have qualities to choose from. `said` are its words in other
    languages; without them those stay that are known.
    """

    text: str
    qualities: tuple[str, ...]
    key: str = ""
    max_pins: int = 3
    ask_time: bool = True
    ask_company: bool = True
    ask_photo: str = "offered"
    ask_voice: bool = True
    task: str = NEEDLE
    said: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class CampaignDraft:
    """Everything of a campaign that staff can edit; centre in WGS 84 degrees, zoom as Leaflet counts."""

    title: str
    center_lon: float
    center_lat: float
    intro: str = ""
    zoom: int = 15
    reveal: bool = True
    questions: tuple[QuestionDraft, ...] = field(default_factory=tuple)


DEFAULT_QUESTIONS = (
    QuestionDraft(
        N_("Wo bist du gern? Wo triffst du andere?"), ("fav", "meet", "chill", "move", "nature"), "gern",
    ),
    QuestionDraft(
        N_("Wo fühlst du dich unwohl? Wo gehst du nicht hin?"), ("uneasy", "avoid"), "unwohl",
    ),
    QuestionDraft(
        N_("Wo wirst du weggeschickt? Wo gibt es Streit?"), ("sent_away", "conflict"), "streit",
    ),
    QuestionDraft(
        N_("Wo fehlt etwas? Was ist deine Idee?"), ("missing", "idea"), "fehlt", ask_company=False,
    ),
    QuestionDraft(
        N_("Wo lernst du etwas? Wo bekommst du Hilfe?"), ("learn", "support"), "lernen",
    ),
)  # fmt: skip

QUARTER_QUESTION = QuestionDraft(
    N_("Was ist für dich dein Viertel? Zeichne es ein."), (), "viertel",
    max_pins=1, ask_time=False, ask_company=False, task=FELT_AREA,
)  # fmt: skip
WAY_QUESTION = QuestionDraft(
    N_("Welche Wege gehst oder fährst du oft? Zeichne sie ein."), ("way",), "wege",
    ask_time=False, task=WAY,
)  # fmt: skip
DRAWING_QUESTIONS = (QUARTER_QUESTION, WAY_QUESTION)
"""Ready-made questions that staff add by one button each."""
