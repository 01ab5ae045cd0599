"""Levels of participation (C2 participation_level), each with the promise it makes in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Level:
    """One level: `label` for tables, `promise` for people who take part (du), `hint` for those who choose it (Sie)."""

    label: object
    promise: object
    hint: object


PARTICIPATION_LEVELS = {
    "inform": Level(
        _l("Information"),
        _l("Du erfährst, was geplant ist und warum. Entschieden wird ohne Abstimmung mit dir."),
        _l("Die Stadt erklärt, was sie vorhat. Beiträge sind willkommen; entschieden ist aber schon."),
    ),
    "consult": Level(
        _l("Mitsprache"),
        _l(
            "Deine Meinung wird gehört und geprüft. Du erfährst, was daraus wird. Entschieden wird von der Stadt."
        ),
        _l("Die Stadt fragt, prüft alle Beiträge und begründet, was sie aufnimmt und was nicht."),
    ),
    "involve": Level(
        _l("Mitwirkung"),
        _l("Du arbeitest an Lösungen mit. Vorschläge aus der Beteiligung gehen in die Entscheidung ein."),
        _l(
            "Teilnehmende erarbeiten Vorschläge; das beschließende Gremium berät über sie und begründet Abweichungen."
        ),
    ),
    "codecide": Level(
        _l("Mitbestimmung"),
        _l("Du entscheidest mit. Ohne die Stimmen der Teilnehmenden wird nichts beschlossen."),
        _l("Teilnehmende und Stadt entscheiden gemeinsam. Das Gremium hat sich vorher daran gebunden."),
    ),
    "self": Level(
        _l("Selbstverwaltung"),
        _l("Ihr entscheidet selbst, zum Beispiel über ein eigenes Budget oder einen eigenen Raum."),
        _l("Die Gruppe entscheidet allein im vereinbarten Rahmen; die Stadt unterstützt."),
    ),
}
