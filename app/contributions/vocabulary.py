"""Words of a contribution (C2): pin kinds with their default valence, times, company, states."""

from __future__ import annotations

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
