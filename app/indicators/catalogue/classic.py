"""Classic indicators (domain D2) that stand beside the voices: residents by age, share of the young, child poverty."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.areas.age_bands import AGE_BANDS
from app.indicators.definitions import Definition, Measure

CLASSIC = (
    Definition(
        id="K01",
        label=_l("Einwohner/-innen nach Altersband"),
        formula=_l("Personen mit Hauptwohnung am Stichtag"),
        interpretation=_l("So viele Menschen dieser Altersgruppe wohnen hier laut Melderegister."),
        pitfalls=_l("Grundlage aller Quoten. Der Stichtag steht beim Wert; Zweitwohnungen sind nicht dabei."),
        measure=Measure.POPULATION,
        ref="residence",
        unit="persons",
        reveals=(("value", "population"),),
        age_groups=("all", "r06_21", *(band for band in AGE_BANDS if band != "na")),
    ),
    Definition(
        id="K02",
        label=_l("Jugendanteil"),
        formula=_l("Einwohner/-innen von 6 bis 21 Jahren ÷ alle Einwohner/-innen × 100"),
        interpretation=_l("So viel Prozent der Menschen in diesem Raum sind zwischen 6 und 21 Jahre alt."),
        pitfalls=_l("Ein hoher Anteil in einem kleinen Raum kann wenige Menschen bedeuten."),
        measure=Measure.POPULATION_SHARE,
        ref="residence",
        unit="%",
        percent=True,
        reveals=(("numerator", "population/r06_21"), ("denominator", "population")),
        fields_of_action=("Erziehung & Familie", "Bildung & Lernorte"),
    ),
    Definition(
        id="K06",
        label=_l("Kinderarmut (SGB II unter 15)"),
        formula=_l("Nicht erwerbsfähige Leistungsberechtigte unter 15 ÷ Einwohner/-innen unter 15 × 100"),
        interpretation=_l(
            "So viel Prozent der Kinder unter 15 leben in einem Haushalt mit Leistungen nach SGB II."
        ),
        pitfalls=_l(
            "Quelle und Abgrenzung (NEF oder PERS) nie mischen. Kinder ohne eigenen Anspruch fehlen bei NEF. "
            "Gilt für Räume, nicht für einzelne Menschen."
        ),
        measure=Measure.IMPORTED,
        ref="residence",
        unit="%",
        percent=True,
        reveals=(("numerator", "K06/numerator"), ("denominator", "K06/denominator")),
        direction="down",
        fields_of_action=("Soziales & Teilhabe",),
    ),
)
