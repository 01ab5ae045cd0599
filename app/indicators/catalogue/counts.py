"""Plain counts: how many contributions and how many people, by area, pin kind and code."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.indicators.definitions import Definition, Measure

COUNTS = (
    Definition(
        id="N01",
        label=_l("Beiträge"),
        formula=_l("Anzahl der Beiträge, deren Ort im Raum liegt"),
        interpretation=_l("So viele Beiträge liegen in diesem Raum, gemeldet von Teilnehmenden."),
        pitfalls=_l(
            "Einzelne können viele Beiträge geben. Die Zahl hängt davon ab, wo eingeladen und wonach gefragt wurde; "
            "sie eignet sich nicht für eine Reihenfolge der Räume."
        ),
        measure=Measure.CONTRIBUTIONS,
        ref="place",
        unit="contributions",
        breakdowns=("quality", "code"),
        reveals=(("value", "contributions"),),
        fields_of_action=("Beteiligung",),
    ),
    Definition(
        id="N02",
        label=_l("Beitragende"),
        formula=_l("Anzahl verschiedener Personen mit mindestens einem Beitrag im Raum"),
        interpretation=_l("So viele verschiedene Teilnehmende haben zu diesem Raum etwas beigetragen."),
        pitfalls=_l(
            "Wer in mehreren Räumen etwas markiert, zählt in jedem davon einmal; die Räume lassen sich deshalb "
            "nicht zur Stadt addieren."
        ),
        measure=Measure.PERSONS,
        ref="place",
        unit="persons",
        breakdowns=("quality", "code"),
        union=True,
        reveals=(("value", "persons"),),
        fields_of_action=("Beteiligung",),
    ),
)
