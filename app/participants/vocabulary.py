"""What people may say about themselves (C2) and what they may say yes to, each with a way not to say."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

GENDERS = {"f": _l("weiblich"), "m": _l("männlich"), "d": _l("divers"), "na": _l("keine Angabe")}
ROLES = {
    "youth": _l("Jugendliche"),
    "child": _l("Kinder"),
    "guardian": _l("Eltern/Sorgeberechtigte"),
    "resident": _l("Bewohner/-in"),
    "senior": _l("Senior/-in"),
    "practitioner_public": _l("Fachkraft öffentlich"),
    "practitioner_free": _l("Fachkraft freier Träger"),
    "school": _l("Schule"),
    "kita": _l("Kita"),
    "volunteer": _l("Ehrenamt/Verein"),
    "business": _l("Handel/Gewerbe"),
    "housing": _l("Wohnungswirtschaft"),
    "police": _l("Polizei/Ordnung"),
    "admin": _l("Verwaltung"),
    "politics": _l("Politik"),
    "religious": _l("Religionsgemeinschaft"),
    "other": _l("andere"),
}
OUTSIDE = "outside"
"""`home_area_code` of somebody who lives outside the town."""

MOST_PARTICIPANTS = 100_000
"""The largest limit of people a code can have; without a limit there may be more."""

SESSION_DAYS = 90
"""How long a phone stays signed in without the receipt."""

INFORMATION_VERSION = "2026-11-30"
"""Version of the short information (E03) shown before the first answer; kept with each participant."""

FAILURES_PER_HOUR = 6000
"""Wrong codes and receipts the whole installation takes in a clock hour before it asks for work (quality: 8 of 29)."""


@dataclass(frozen=True)
class ConsentText:
    """What somebody says yes to: a heading, the sentences, and their version, which is kept with each yes."""

    version: str
    title: object
    text: object


SLIP_VERSION = "2026-11-30"
"""Version of the slip that guardians sign on paper."""

AGE_16 = "age_16"
"""Not a purpose: what somebody without an age band says on the spot, "Ich bin 16 oder älter"; kept like a yes."""

PURPOSES = ("audio", "audio_public", "photo", "photo_people", "quote", "drawing")
"""What needs a yes (E02): voice for the team, voice for everybody, photo, people on it, own words, drawing."""

CONSENT_TEXTS = {
    "audio": ConsentText(
        "2026-11-30",
        _l("Sprache aufnehmen"),
        _l(
            "Ich nehme meine Stimme auf. Alle, die man hört, wissen das und sind einverstanden. "
            "Nur das Team hört die Aufnahme und schreibt sie auf."
        ),
    ),
    "audio_public": ConsentText(
        "2026-11-30",
        _l("Meine Stimme für alle"),
        _l("Das Team darf meine Aufnahmen allen vorspielen. Vielleicht erkennt mich jemand an der Stimme."),
    ),
    "photo": ConsentText(
        "2026-11-30",
        _l("Foto zeigen"),
        _l(
            "Ich habe das Foto selbst gemacht. Das Team prüft es und macht Gesichter und Kennzeichen unscharf. "
            "Danach darf es allen gezeigt werden."
        ),
    ),
    "photo_people": ConsentText(
        "2026-11-30",
        _l("Menschen auf dem Foto"),
        _l(
            "Auf dem Foto kann man Menschen erkennen. Ich habe alle gefragt: "
            "Sie sind einverstanden, dass andere das Foto sehen. Bei Kindern haben auch die Eltern Ja gesagt."
        ),
    ),
    "quote": ConsentText(
        "2026-11-30",
        _l("Meine Worte genau so"),
        _l(
            "Andere dürfen genau das lesen, was ich geschrieben oder gesagt habe. Mein Name steht nicht dabei."
        ),
    ),
    "drawing": ConsentText(
        "2026-11-30",
        _l("Zeichnung zeigen"),
        _l("Meine Zeichnung darf allen gezeigt werden. Mein Name steht nicht dabei."),
    ),
    AGE_16: ConsentText("2026-11-30", _l("Mein Alter"), _l("Ich bin 16 Jahre alt oder älter.")),
}
