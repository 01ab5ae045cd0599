"""What the printed book and the observation sheets say besides the plan, in German."""

from __future__ import annotations

from flask_babel import gettext as _

from app.walks.vocabulary import LIGHTS, PRESENT, RATINGS, SAID, VALENCES, WEATHERS


def book_words() -> dict[str, str]:
    """Headings and sentences of the book."""
    return {
        "book": _("Heft zum Spaziergang"),
        "when": _("Wann"),
        "rain": _("Bei Regen"),
        "where": _("Treffpunkt"),
        "group": _("Gruppe"),
        "length": _("Weg und Zeit"),
        "slope": _("Steigungen"),
        "access": _("Barrieren und Hilfen"),
        "roles": _("Wer macht was?"),
        "task": _("Aufgabe"),
        "who": _("Wer"),
        "open": _("noch offen"),
        "materials": _("Was muss mit?"),
        "rules": _("Zu Beginn sagen"),
        "map": _("Der Weg"),
        "map_alt": _("Karte mit dem Weg und den Halten; die Halte stehen der Reihe nach im Heft."),
        "notes": _("Am Weg"),
        "stops": _("Die Halte"),
        "minutes": _("Minuten"),
        "write": _("Notizen"),
        "questionnaire": _("Fragebogen am Halt"),
        "questionnaire_how": _(
            "An jedem Halt einmal. Alles ist freiwillig. Bitte keinen Namen aufschreiben."
        ),
        "stop": _("Halt"),
        "page": _("Seite"),
        "scale": _("Maßstab"),
        "end": _("Zum Schluss"),
        "good": _("Drei Dinge, die gut sind"),
        "bad": _("Drei Dinge, die stören"),
    }


def rules() -> list[str]:
    """What is said before the group sets out (B1)."""
    return [
        _("Worum es geht, und was mit dem Gesagten passiert."),
        _("Es wird aufgeschrieben, was gesagt wird, nicht wer es sagt."),
        _("Fotos zeigen Orte, keine Menschen."),
        _("Alle kommen zu Wort. Wer moderiert, fragt und hört zu."),
        _("Alles ist freiwillig. Pausen sind immer möglich."),
    ]


def sheet_words() -> dict[str, str]:
    """What stands on an observation sheet."""
    return {
        "sheet": _("Beobachtungsbogen"),
        "number": _("Bogen"),
        "code_alt": _("QR-Code des Bogens"),
        "stop": _("Halt Nummer oder »unterwegs«"),
        "time": _("Uhrzeit"),
        "weather": _("Wetter"),
        "light": _("Licht"),
        "present": _("Wer ist hier?"),
        "hands": _("Hände zählen: Wie ist dieser Ort?"),
        "entry": _("Eintrag"),
        "what": _("Was ist es?"),
        "valence": _("Wie ist es gemeint?"),
        "secret": _("geheim, nicht zeigen"),
        "place": _("Wo genau?"),
        "words": _("Worte, so wie sie gesagt wurden"),
        "no_names": _("Bitte keine Namen aufschreiben."),
    }


def sheet_choices() -> dict[str, list[str]]:
    """The boxes of a sheet."""
    lists = {
        "weather": WEATHERS, "light": LIGHTS, "present": PRESENT, "hands": RATINGS, "what": SAID, "valence": VALENCES,
    }  # fmt: skip
    return {name: [str(label) for label in words.values()] for name, words in lists.items()}
