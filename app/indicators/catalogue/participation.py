"""Indicators made from participation (domain D1): reach, coverage, unease by place, balance of moods."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.areas.age_bands import AGE_BANDS
from app.indicators.definitions import PLACE_MARKS, UNEASE, Definition, Measure, Minimum

SAFETY = ("Sicherheit & Zusammenleben", "Wohnen & Wohnumfeld")

PARTICIPATION = (
    Definition(
        id="D01",
        label=_l("Beteiligungsquote"),
        formula=_l("Beitragende mit Wohnort im Raum ÷ Einwohner/-innen derselben Altersgruppe × 100"),
        interpretation=_l("So viel Prozent der jungen Menschen dieses Raums haben sich beteiligt."),
        pitfalls=_l(
            "Die Quote misst Reichweite, nicht Zustimmung. Doppelte Teilnahmen sind ohne Namen nicht ganz "
            "auszuschließen. Werte verschiedener Verfahren nicht mischen."
        ),
        measure=Measure.REACH,
        ref="residence",
        unit="%",
        minimum=Minimum(population=100),
        percent=True,
        interval=True,
        reveals=(("numerator", "residents_taking_part"), ("denominator", "population")),
        direction="up",
        fields_of_action=("Beteiligung",),
        age_groups=("r06_21",),
        town_age_groups=tuple(band for band in AGE_BANDS if band != "na"),
    ),
    Definition(
        id="D04",
        label=_l("Räumliche Abdeckung"),
        formula=_l("Räume mit mindestens 5 Beitragenden ÷ alle Räume × 100"),
        interpretation=_l(
            "In so viel Prozent der Räume sind genug Menschen zu Wort gekommen, um etwas zu zeigen."
        ),
        pitfalls=_l("Zeigt, wo das Verfahren blind ist. Ein leerer Raum ist kein Raum ohne Anliegen."),
        measure=Measure.COVERAGE,
        ref="place",
        unit="%",
        direction="up",
        fields_of_action=("Beteiligung",),
    ),
    Definition(
        id="D05",
        label=_l("Konzentration der Beiträge"),
        formula=_l("Markierungen der 10 % fleißigsten Beitragenden ÷ alle Markierungen × 100"),
        interpretation=_l("Je höher der Wert, desto stärker prägen wenige Teilnehmende das Bild."),
        pitfalls=_l(
            "Über 40 % nur noch Kennzahlen verwenden, die Personen zählen (zum Beispiel D08 statt D07)."
        ),
        measure=Measure.CONCENTRATION,
        ref="place",
        unit="%",
        selection=PLACE_MARKS,
        minimum=Minimum(persons=30),
        percent=True,
        reveals=(("denominator", "marks"),),
        direction="down",
        fields_of_action=("Beteiligung",),
    ),
    Definition(
        id="D07",
        label=_l("Anteil gemiedener Orte"),
        formula=_l(
            "Markierungen »Meide ich« und »Hier fühle ich mich unwohl« ÷ alle Markierungen im Raum × 100"
        ),
        interpretation=_l("Von 100 Markierungen in diesem Raum nannten Teilnehmende so viele als Unwohlort."),
        pitfalls=_l(
            "Ist eine Zusammensetzung und hängt von den gestellten Fragen ab: nur bei gleichem Fragebogen "
            "vergleichen. Kein Maß für Kriminalität. Für die Öffentlichkeit besser D08."
        ),
        measure=Measure.SHARE_OF_MARKS,
        ref="place",
        unit="%",
        selection=UNEASE,
        within=PLACE_MARKS,
        minimum=Minimum(persons=10, marks=30),
        percent=True,
        interval=True,
        sensitive=True,
        reveals=(("numerator", "marks_of_unease"), ("denominator", "marks")),
        direction="down",
        fields_of_action=SAFETY,
    ),
    Definition(
        id="D08",
        label=_l("Personen mit Unwohlort"),
        formula=_l(
            "Beitragende mit mindestens einer Markierung »Meide ich« oder »Hier fühle ich mich unwohl« ÷ "
            "Beitragende mit einer Markierung im Raum × 100"
        ),
        interpretation=_l(
            "Von 100 Teilnehmenden, die hier etwas markierten, nannten so viele einen Unwohlort."
        ),
        pitfalls=_l("Robust gegen Vielmarkierer. Sagt nichts über Menschen, die nicht teilgenommen haben."),
        measure=Measure.SHARE_OF_PERSONS,
        ref="place",
        unit="%",
        selection=UNEASE,
        within=PLACE_MARKS,
        minimum=Minimum(persons=20),
        percent=True,
        interval=True,
        sensitive=True,
        union=True,
        reveals=(("numerator", "persons_with_unease"), ("denominator", "persons_with_marks")),
        direction="down",
        fields_of_action=SAFETY,
    ),
    Definition(
        id="D10",
        label=_l("Valenzsaldo"),
        formula=_l("(positive − negative Markierungen) ÷ (positive + negative Markierungen)"),
        interpretation=_l(
            "Über 0 nannten Teilnehmende hier mehr Gutes als Schlechtes, unter 0 mehr Schlechtes."
        ),
        pitfalls=_l(
            "Verdeckt Streit: Ein Wert um 0 kann Ruhe oder Gegensatz bedeuten. Zusammen mit D12 lesen."
        ),
        measure=Measure.BALANCE,
        ref="place",
        unit="index",
        within=PLACE_MARKS,
        minimum=Minimum(marks=30),
        reveals=(("_positive", "marks_positive"), ("_negative", "marks_negative")),
        direction="up",
        fields_of_action=("Wohnen & Wohnumfeld",),
    ),
    Definition(
        id="D12",
        label=_l("Ambivalenz"),
        formula=_l("1 − |positive − negative Markierungen| ÷ (positive + negative Markierungen)"),
        interpretation=_l(
            "Nahe 1 gehen die Meinungen der Teilnehmenden auseinander, nahe 0 sind sie sich einig."
        ),
        pitfalls=_l(
            "Ein Hinweis auf Gesprächsbedarf, zum Beispiel zwei getrennte Spaziergänge, kein Urteil."
        ),
        measure=Measure.AMBIVALENCE,
        ref="place",
        unit="index",
        within=PLACE_MARKS,
        minimum=Minimum(persons=10),
        reveals=(("_positive", "marks_positive"), ("_negative", "marks_negative")),
        fields_of_action=("Sicherheit & Zusammenleben",),
    ),
)
