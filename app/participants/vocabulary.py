"""What people may say about themselves (C2): gender and role, each with a way not to say."""

from __future__ import annotations

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

INFORMATION_VERSION = "2026-11-22"
"""Version of the short information (E03) shown before the first answer; kept with each participant."""

FAILURES_PER_HOUR = 6000
"""Wrong codes and receipts the whole installation takes in a clock hour before it asks for work (quality: 8 of 29)."""
