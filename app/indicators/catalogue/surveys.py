"""Indicators of surveys: what share gave an answer, how many did not answer, and what a sample is worth (D03, D06).

Each stands once for all surveys; which survey, question and choice a row is about says its indicator_id, as in
`B:mein-viertel-3f2a1b.wege=bus` (`surveys.naming`).
"""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.areas.age_bands import STAGES
from app.indicators.definitions import Definition, Measure, Minimum

_REVEALS = (("_numerator_persons", "answers"), ("n_persons", "answered="))
_FIELDS = ("Beteiligung",)

SURVEYS = (
    Definition(
        id="B",
        label=_l("Antworten einer Umfrage"),
        formula=_l("Personen mit dieser Antwort ÷ Personen mit einer gültigen Antwort auf die Frage × 100"),
        interpretation=_l("Von 100 Personen, die die Frage beantwortet haben, haben so viele das gesagt."),
        pitfalls=_l(
            "Gilt für die, die geantwortet haben; einen Bereich gibt es nur für Stichproben. Wer keine Angabe macht "
            "oder nicht gefragt wird, zählt nicht mit. "
            "Fragen mit Bedingung gibt es nur für alle zusammen."
        ),
        measure=Measure.ANSWER_SHARE,
        ref="residence",
        unit="%",
        percent=True,
        interval=True,
        partial=True,
        reveals=_REVEALS,
        fields_of_action=_FIELDS,
        town_age_groups=STAGES,
    ),
    Definition(
        id="BG",
        label=_l("Antworten einer Umfrage, gewichtet"),
        formula=_l(
            "Summe der Gewichte mit dieser Antwort ÷ Summe der Gewichte mit einer gültigen Antwort × 100; Gewichte "
            "nach Raum, Altersgruppe und Geschlecht der Bevölkerung (Raking)"
        ),
        interpretation=_l(
            "So wäre die Verteilung, wenn Raum, Alter und Geschlecht wie in der Bevölkerung verteilt wären."
        ),
        pitfalls=_l(
            "Nur für Stichproben. Gewichte gleichen nur aus, was in ihnen steht. Wer aus anderen Gründen nicht "
            "antwortet, fehlt weiter. Der Bereich beruht auf der effektiven Fallzahl (D06): unter 20 wird nichts "
            "gezeigt, unter 50 steht der Wert in Klammern. In Räumen gelten die Gewichte der ganzen Stadt."
        ),
        measure=Measure.WEIGHTED_ANSWER_SHARE,
        ref="residence",
        unit="%",
        percent=True,
        interval=True,
        partial=True,
        reveals=_REVEALS,
        fields_of_action=_FIELDS,
        town_age_groups=STAGES,
    ),
    Definition(
        id="BM",
        label=_l("Mittelwert einer Umfrage"),
        formula=_l("Summe der genannten Zahlen ÷ Personen mit einer gültigen Antwort"),
        interpretation=_l("So viel haben die Antwortenden im Mittel genannt."),
        pitfalls=_l("Einzelne sehr hohe oder niedrige Zahlen ziehen den Mittelwert mit."),
        measure=Measure.ANSWER_MEAN,
        ref="residence",
        unit="index",
        partial=True,
        reveals=(("n_persons", "answered="),),
        fields_of_action=_FIELDS,
        town_age_groups=STAGES,
    ),
    Definition(
        id="BN",
        label=_l("Ohne Antwort auf eine Frage"),
        formula=_l("Gefragte Personen ohne gültige Antwort ÷ gefragte Personen × 100"),
        interpretation=_l(
            "Von 100 Personen, denen die Frage gestellt wurde, haben so viele sie nicht beantwortet."
        ),
        pitfalls=_l(
            "Viele Lücken können heißen, dass die Frage unklar, zu persönlich oder zu weit hinten war."
        ),
        measure=Measure.UNANSWERED_SHARE,
        ref="residence",
        unit="%",
        percent=True,
        direction="down",
        fields_of_action=_FIELDS,
    ),
    Definition(
        id="D03",
        label=_l("Abweichungsindex"),
        formula=_l(
            "½ · Σ |Anteil in der Umfrage − Anteil in der Bevölkerung| × 100 über Altersgruppe × Geschlecht"
        ),
        interpretation=_l(
            "0 heißt: Alter und Geschlecht sind verteilt wie in der Bevölkerung. Der Wert sagt, wie viel Prozent der "
            "Antwortenden man austauschen müsste."
        ),
        pitfalls=_l("Ohne Personen, die kein Alter oder Geschlecht angeben; ihr Anteil steht im Hinweis."),
        measure=Measure.DEVIATION,
        ref="residence",
        unit="%",
        minimum=Minimum(persons=50),
        percent=True,
        direction="down",
        fields_of_action=_FIELDS,
    ),
    Definition(
        id="D06",
        label=_l("Effektive Fallzahl"),
        formula=_l("(Σ Gewichte)² ÷ Σ Gewichte²"),
        interpretation=_l("So viele Personen einer ungewichteten Stichprobe wären gleich genau."),
        pitfalls=_l(
            "Ist sie viel kleiner als die Zahl der Antwortenden, tragen wenige Personen viel Gewicht."
        ),
        measure=Measure.EFFECTIVE,
        ref="residence",
        unit="persons",
        minimum=Minimum(persons=50),
        direction="up",
        fields_of_action=_FIELDS,
    ),
)
