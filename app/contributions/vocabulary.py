"""Words of a contribution (C2): pin kinds with their default valence, times, company, states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Quality:
    """A pin kind: label as young people read it, valence `pos`, `neg`, `zero` or `idea`."""

    code: str
    label: object
    valence: str


QUALITIES = {
    quality.code: quality
    for quality in (
        Quality("fav", _l("Lieblingsort"), "pos"),
        Quality("meet", _l("Treffpunkt"), "pos"),
        Quality("chill", _l("Chillen und Ruhe"), "pos"),
        Quality("move", _l("Bewegung und Sport"), "pos"),
        Quality("learn", _l("Hier lerne ich etwas"), "pos"),
        Quality("support", _l("Hier bekomme ich Hilfe"), "pos"),
        Quality("nature", _l("Natur und draußen"), "pos"),
        Quality("shop", _l("Einkaufen und Konsum"), "zero"),
        Quality("way", _l("Mein Weg"), "zero"),
        Quality("avoid", _l("Meide ich"), "neg"),
        Quality("uneasy", _l("Hier fühle ich mich unwohl"), "neg"),
        Quality("conflict", _l("Hier gibt es Streit"), "neg"),
        Quality("sent_away", _l("Hier werden wir weggeschickt"), "neg"),
        Quality("barrier", _l("Hier komme ich schlecht durch"), "neg"),
        Quality("dirty", _l("Ungepflegt"), "neg"),
        Quality("missing", _l("Hier fehlt etwas"), "idea"),
        Quality("idea", _l("Idee"), "idea"),
    )
}
TIMES_OF_DAY = {
    "school": _l("vormittags"),
    "afternoon": _l("nachmittags (13–18 Uhr)"),
    "evening": _l("abends (18–21 Uhr)"),
    "night": _l("nach 21 Uhr"),
    "dark": _l("bei Dunkelheit"),
    "any": _l("immer"),
}
COMPANY = {
    "alone": _l("allein"),
    "friends": _l("mit Freundinnen und Freunden"),
    "family": _l("mit Familie"),
    "group": _l("mit Verein oder Gruppe"),
    "mixed": _l("mal so, mal so"),
}
TRAVEL_MODES = {
    "foot": _l("zu Fuß"),
    "bike": _l("mit dem Rad"),
    "transit": _l("mit Bus oder Bahn"),
    "scooter": _l("mit Roller oder Mofa"),
    "car": _l("im Auto"),
    "wheelchair": _l("mit dem Rollstuhl"),
    "other": _l("anders unterwegs"),
}
ALONE_ALLOWED = {
    "yes": _l("darf dort allein hin"),
    "sometimes": _l("darf manchmal allein hin"),
    "no": _l("darf nicht allein hin"),
}
"""Asked of people from 10 to 15 (D21)."""
HOME_ENDS = {
    "none": _l("kein Ende ist zu Hause"),
    "start": _l("beginnt zu Hause"),
    "end": _l("endet zu Hause"),
    "both": _l("beginnt und endet zu Hause"),
}
"""Which end of a drawn way was cut at the edge of a coarse cell, because a home lies there (E16)."""
HOME_INSIDE = {
    "yes": _l("wohnt in diesem Viertel"),
    "no": _l("wohnt nicht in diesem Viertel"),
    "unsure": _l("weiß nicht, ob das Zuhause dazugehört"),
}
BORDER_FIT = {
    "border_fits": _l("Die Grenze passt"),
    "border_elsewhere": _l("Die Grenze müsste woanders sein"),
    "border_missing": _l("Es fehlt etwas"),
    "border_extra": _l("Etwas gehört nicht dazu"),
}
"""What somebody says about the planning border after drawing their own; each is an answer of its own, `yes`."""
CLOSED_ANSWERS = {
    "time_of_day": TIMES_OF_DAY,
    "company": COMPANY,
    "travel_mode": TRAVEL_MODES,
    "alone_allowed": ALONE_ALLOWED,
    "home_end": HOME_ENDS,
    "home_inside": HOME_INSIDE,
    **{key: {"yes": label} for key, label in BORDER_FIT.items()},
}
"""Keys of closed answers and the codes that may stand there, with their words."""
DRAWN_KINDS = ("mark", "felt_area")
"""Kinds that a limit for each question of a map counts; what is said about one of them is no further one."""
KINDS = {
    "mark": _l("Markierung"),
    "felt_area": _l("gefühltes Viertel"),
    "narration": _l("Erzählung"),
    "subjective_map": _l("Subjektive Landkarte"),
    "photo": _l("Foto"),
    "walk_observation": _l("Beobachtung beim Spaziergang"),
    "survey_text": _l("Freitext der Umfrage"),
    "card": _l("Karte der Konferenz"),
    "table_note": _l("Tischnotiz"),
    "interview": _l("Interview"),
    "paper_form": _l("Papierbogen"),
    "online_comment": _l("Online-Beitrag"),
}
STATES = {
    "draft": _l("Entwurf"),
    "submitted": _l("eingegangen"),
    "in_review": _l("in Sichtung"),
    "released": _l("freigegeben"),
    "internal": _l("nur intern"),
    "redacted": _l("gekürzt"),
    "rejected_rules": _l("Regelverstoß"),
    "withdrawn": _l("zurückgezogen"),
    "answered": _l("beantwortet"),
}
COUNTED_STATES = ("submitted", "in_review", "released", "internal", "redacted", "answered")
PUBLIC_STATES = ("released", "redacted", "answered")


def answer_words(answers: Mapping[str, str]) -> list[object]:
    """The closed answers of a contribution in words, in the order of CLOSED_ANSWERS; other answers are left out."""
    return [words[answers[key]] for key, words in CLOSED_ANSWERS.items() if answers.get(key) in words]
