"""What the staff of Ellerbrück wrote, said in English and in Leichte Sprache."""

from __future__ import annotations

from app.demo.process import INTRO, PROCESS
from app.processes.models import Process
from app.processes.services import save_wordings
from app.processes.wordings import originals

WORDINGS: dict[str, dict[str, str]] = {
    str(PROCESS["title"]): {"en": "Show your Ellerbrück", "de-simple": "Zeig dein Ellerbrück"},
    str(PROCESS["aim"]): {
        "en": "Young people between 6 and 21 show where they like to be, where they feel uneasy and what they miss. "
        "This leads to the goals for squares, ways and rooms in Ellerbrück.",
        "de-simple": "Du bist zwischen 6 und 21 Jahre alt? Dann zeig uns: Wo bist du gern? Wo fühlst du dich "
        "nicht gut? "
        "Was fehlt dir? Daraus machen wir einen Plan für Ellerbrück.",
    },
    str(PROCESS["decision_scope"]): {
        "en": "What is decided: squares, lights, seats, opening hours and rooms of the town. We cannot decide "
        "about buses "
        "(the county does) or private shops; there we pass on what you say.",
        "de-simple": "Wir entscheiden über Plätze und Licht. Wir entscheiden über Bänke und Räume von der Stadt. "
        "Über Busse entscheiden wir nicht. Über Geschäfte entscheiden wir auch nicht. Aber wir sagen weiter, "
        "was ihr sagt.",
    },
    str(PROCESS["target_groups"]): {
        "en": "Children and young people from 6 to 21 from all 14 neighbourhoods",
        "de-simple": "Kinder und Jugendliche von 6 bis 21 Jahren. Aus ganz Ellerbrück.",
    },
    str(PROCESS["results_use"]): {
        "en": "We read every contribution, count by neighbourhood and present everything at the neighbourhood "
        "conference. "
        "The youth welfare committee and the council discuss it. At the closing conference you learn what "
        "became of it "
        "and what did not.",
        "de-simple": "Wir lesen alles. Wir zählen alles. Wir zeigen alles bei einem Treffen. Dann redet der "
        "Rat darüber. "
        "Am Ende gibt es noch ein Treffen. Dort hört ihr: Das wird gemacht. Und das nicht.",
    },
    "Nadelkarte": {"en": "Needle map", "de-simple": "Karte mit Nadeln"},
    "Sechs Fragen, eine Karte, vier Minuten.": {
        "en": "Six questions, one map, four minutes.",
        "de-simple": "Es gibt 6 Fragen und eine Karte. Das dauert 4 Minuten.",
    },
    INTRO: {
        "en": "Show us your Ellerbrück. Six short questions; you can set up to three needles for each. You "
        "need not answer "
        "all of them.",
        "de-simple": "Zeig uns dein Ellerbrück. Es gibt 6 kurze Fragen. Zu jeder Frage kannst du 3 Nadeln setzen. "
        "Du musst nicht alles beantworten.",
    },
}


def load_wordings(process: Process) -> int:
    """Both languages of every text there is a wording for; how many were stored."""
    stored = 0
    for language in ("en", "de-simple"):
        texts = {
            (one.object_id, one.field): WORDINGS[one.text][language]
            for _heading, group in originals(process)
            for one in group
            if one.text in WORDINGS
        }
        stored += save_wordings(process=process, language=language, texts=texts, actor="demo")
    return stored
