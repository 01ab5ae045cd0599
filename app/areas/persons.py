"""Refuses tables about single persons: towns bring in counts only (A36)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flask_babel import gettext as _

from app.areas import labels
from app.areas.errors import ImportRefused, listed
from app.areas.tables import Table

_PERSON = re.compile(r"[A-ZÄÖÜ][\w-]+,? [A-ZÄÖÜ][\w-]+")
_MOST_DATES = 3


class PersonsRefused(ImportRefused):
    """The table is about single persons; its file is deleted at once and its content never shown."""


def refuse_persons(table: Table, area_names: Iterable[str]) -> None:
    """PersonsRefused when a column holds names, addresses or dates of birth of people.

    `area_names` are names and codes that may stand in a column called name.
    """
    person = [head for head in table.header if labels.is_person_head(head)]
    known = set(area_names)
    for column, head in enumerate(table.header):
        values = [value for value in table.values(column) if value]
        plain = head.casefold().strip()
        if plain in labels.DATE_HEADS or not values:
            continue
        dates = {found for value in values if (found := labels.day(value)) is not None}
        dated = sum(labels.day(value) is not None for value in values)
        if len(dates) > _MOST_DATES and dated * 2 > len(values):
            person.append(head)
        elif plain in {"name", "person", "namen"} and len(set(values)) > _MOST_DATES:
            strange = [value for value in values if value not in known and _PERSON.fullmatch(value)]
            person += [head] if len(strange) * 2 > len(values) else []
    if person:
        raise PersonsRefused(
            _(
                "Die Tabelle enthält Angaben zu einzelnen Personen (Spalte %(heads)s). "
                "Bitte laden Sie nur zusammengefasste Zahlen hoch. Die Datei wurde nicht gespeichert.",
                heads=listed(dict.fromkeys(person)),
            )
        )
