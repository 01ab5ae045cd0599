"""Classic indicators (domain D2) that offices compute: the town takes their values over as they are."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.indicators.definitions import Definition, Measure


def _taken_over(
    id: str,
    label: object,
    formula: object,
    interpretation: object,
    pitfalls: object,
    unit: str = "%",
    direction: str = "neutral",
) -> Definition:
    return Definition(
        id=id,
        label=label,
        formula=formula,
        interpretation=interpretation,
        pitfalls=pitfalls,
        measure=Measure.IMPORTED,
        ref="residence",
        unit=unit,
        percent=unit == "%",
        reveals=(("numerator", f"{id}/numerator"), ("denominator", f"{id}/denominator")),
        direction=direction,
    )


OFFICES = (
    _taken_over(
        "K03",
        _l("Anteil mit Migrationshintergrund"),
        _l("Menschen mit Migrationshintergrund ÷ alle Einwohner/-innen × 100"),
        _l("So viel Prozent der Menschen haben eine Zuwanderungsgeschichte."),
        _l("Aus dem Melderegister abgeleitet; das Verfahren gehört in die Quelle. Sagt nichts über Bedarf."),
    ),
    _taken_over(
        "K04",
        _l("Wanderungssaldo je 1.000"),
        _l("(Zuzüge − Fortzüge) ÷ mittlere Bevölkerung × 1.000"),
        _l("So viele Menschen je 1.000 sind mehr zu- als fortgezogen."),
        _l("Umzüge in der Stadt und über die Stadtgrenze nicht mischen."),
        unit="per_1000",
    ),
    _taken_over(
        "K05",
        _l("SGB-II-Quote"),
        _l("Leistungsberechtigte nach SGB II ÷ Bevölkerung bis zur Altersgrenze × 100"),
        _l("So viel Prozent der Menschen unter der Altersgrenze bekommen Leistungen nach SGB II."),
        _l(
            "Welche Bevölkerung im Nenner steht, gehört in die Quelle. Zeichen der Bundesagentur bleiben erhalten."
        ),
        direction="down",
    ),
    _taken_over(
        "K07",
        _l("Arbeitslosenanteil 15–24"),
        _l("gemeldete Arbeitslose von 15 bis 24 ÷ Einwohner/-innen von 15 bis 24 × 100"),
        _l("So viel Prozent der 15- bis 24-Jährigen sind arbeitslos gemeldet."),
        _l("Anteil an der Bevölkerung, nicht die Arbeitslosenquote."),
        direction="down",
    ),
    _taken_over(
        "K08",
        _l("Betreuungsquote unter 3"),
        _l("betreute Kinder unter 3 ÷ Kinder unter 3 × 100, Stichtag 1. März"),
        _l("So viel Prozent der Kinder unter 3 sind in Kita oder Tagespflege."),
        _l("Die Versorgungsquote (Plätze je Kind) ist eine andere Zahl."),
        direction="up",
    ),
    _taken_over(
        "K09",
        _l("Beitragsbefreiung Kita und Ganztag"),
        _l("befreite Kinder ÷ betreute Kinder × 100"),
        _l("So viel Prozent der betreuten Kinder zahlen keinen Beitrag."),
        _l("Die Regeln ändern sich je Land und Jahr."),
    ),
    _taken_over(
        "K10",
        _l("Rückstellungsquote"),
        _l("zurückgestellte ÷ schulpflichtige Kinder des Jahrgangs × 100"),
        _l("So viel Prozent der Kinder kommen ein Jahr später in die Schule."),
        _l("Kleine Zahlen: besser drei Jahre zusammen."),
    ),
    _taken_over(
        "K11",
        _l("Sprachauffälligkeit bei Schuleingang"),
        _l("Kinder mit Befund ÷ untersuchte Kinder × 100"),
        _l("So viel Prozent der untersuchten Kinder haben einen Befund bei der Sprache."),
        _l("Untersucht sind nicht alle Kinder; das Verfahren gehört in die Quelle."),
        direction="down",
    ),
    _taken_over(
        "K12",
        _l("Vollständiger Impfschutz bei Schuleingang"),
        _l("vollständig geimpfte Kinder ÷ Kinder mit Impfausweis × 100"),
        _l("So viel Prozent der Kinder mit Impfausweis sind vollständig geimpft."),
        _l("Kinder ohne Impfausweis fehlen im Nenner."),
        direction="up",
    ),
    _taken_over(
        "K13",
        _l("Übergangsquote Gymnasium"),
        _l("Fünftklässler/-innen am Gymnasium ÷ alle Kinder nach der Grundschule × 100"),
        _l("So viel Prozent der Kinder gehen nach der Grundschule auf ein Gymnasium."),
        _l("Nach Wohnort und nach Schule sind verschiedene Zahlen. Gesamtschulen ändern die Bedeutung."),
    ),
    _taken_over(
        "K14",
        _l("Abgänge ohne Hauptschulabschluss"),
        _l("Abgänge ohne Abschluss ÷ Bezugsgruppe × 100"),
        _l("So viel Prozent gehen ohne Abschluss von der Schule."),
        _l("Drei Nenner sind üblich; welcher gilt, gehört in die Quelle."),
        direction="down",
    ),
    _taken_over(
        "K15",
        _l("Wiederholerquote"),
        _l("Wiederholer/-innen ÷ Schüler/-innen × 100"),
        _l("So viel Prozent wiederholen eine Klasse."),
        _l("Auch freiwillige Wiederholungen zählen."),
        direction="down",
    ),
    _taken_over(
        "K16",
        _l("Wohngeldhaushalte"),
        _l("Haushalte mit Wohngeld ÷ alle Haushalte × 100"),
        _l("So viel Prozent der Haushalte bekommen Wohngeld."),
        _l("Reformen brechen die Zeitreihe."),
        direction="down",
    ),
    _taken_over(
        "K17",
        _l("Hilfen zur Erziehung je 1.000"),
        _l("laufende und beendete Hilfen unter 21 ÷ Einwohner/-innen unter 21 × 1.000"),
        _l("So viele Hilfen kommen auf 1.000 junge Menschen."),
        _l("Zeigt, was gewährt wird, nicht den Bedarf."),
        unit="per_1000",
    ),
    _taken_over(
        "K18",
        _l("Grundsicherung im Alter"),
        _l("Beziehende ab der Altersgrenze ÷ Menschen ab der Altersgrenze × 100"),
        _l("So viel Prozent der Älteren bekommen Grundsicherung."),
        _l("Verdeckte Armut fehlt."),
        direction="down",
    ),
    _taken_over(
        "K19",
        _l("Ganztag in der Grundschule"),
        _l("teilnehmende Kinder ÷ Schüler/-innen × 100"),
        _l("So viel Prozent der Grundschulkinder nehmen am Ganztag teil."),
        _l("Die Formen des Ganztags unterscheiden sich."),
        direction="up",
    ),
)
