"""Words of a lesson: its phases with what the board says in them, the two plans, and the answers to E37."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Phase:
    """A part of a lesson: its name, and the sentence the class reads on the board."""

    label: object
    call: object


PHASES = {
    "arrive": Phase(
        _l("Ankommen und Code"),
        _l("Scannt das Bild mit der Handykamera oder tippt die Adresse und den Code ein."),
    ),
    "about": Phase(
        _l("Worum geht es?"),
        _l("Handys auf den Tisch. Es gibt kein Richtig und kein Falsch. Mitmachen ist freiwillig."),
    ),
    "mark": Phase(
        _l("Mitmachen"),
        _l("Jede und jeder für sich: Zeigt eure Orte. Was ihr zeigt, sieht hier niemand."),
    ),
    "look": Phase(
        _l("Gemeinsam schauen"),
        _l("Was fällt euch auf? Was fehlt? Niemand muss sagen, was von ihm oder ihr ist."),
    ),
    "ideas": Phase(
        _l("Ideen in Gruppen"),
        _l("Zu dritt oder viert: Was soll sich ändern? Schreibt höchstens drei Ideen auf."),
    ),
    "close": Phase(
        _l("Abschluss"),
        _l("Habt ihr euren Beleg? Damit könnt ihr zu Hause weitermachen, ändern und löschen."),
    ),
}

QUESTIONNAIRE_CALL = _l(
    "Jede und jeder für sich: Beantwortet die Fragen auf dem Handy. Was ihr antwortet, sieht hier niemand."
)
"""What the board says while a class answers a questionnaire, instead of the call to show places."""

PLANS: dict[int, tuple[tuple[str, int], ...]] = {
    45: (("arrive", 5), ("about", 5), ("mark", 20), ("look", 10), ("close", 5)),
    90: (("arrive", 10), ("about", 10), ("mark", 30), ("look", 15), ("ideas", 20), ("close", 5)),
}
"""Minutes of each phase."""

PERMISSIONS = {
    "asked": _l("Noch nicht geklärt"),
    "approved": _l("Die Schulbehörde hat zugestimmt"),
    "own_school": _l("Nicht nötig: eigene Schule der Stadt, und die Schulleitung ist einverstanden"),
    "exempt": _l("Aus einem anderen Grund nicht nötig"),
}
"""E37: may this be asked at this school? Everything but `asked` needs a note that somebody else can check."""

STEPS = ("start", "pause", "next", "back", "more", "reveal", "end")
"""What a teacher can do on the board."""

FEWEST = 5
"""Persons behind a count that the board shows; fewer are "einige"."""
