"""Which column of a table means what: `--map text=Beschreibung` or choices of a page, checked against the headings."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.contributions.importing.problems import FileRefused
from app.contributions.importing.reading import Row, Rows
from app.contributions.importing.reading.table import column_letter

FIELDS = {
    "text": _l("Text des Beitrags"),
    "title": _l("Titel"),
    "lon": _l("Länge (Ost, x)"),
    "lat": _l("Breite (Nord, y)"),
    "geometry": _l("Ort in einer Zelle (Koordinaten oder WKT)"),
    "place_text": _l("Ort in Worten"),
    "quality": _l("Art des Ortes (wie auf der Nadelkarte)"),
    "code": _l("Kategorie, Thema"),
    "created": _l("Datum"),
    "person": _l("Person (wird verschlüsselt)"),
    "id": _l("Kennung der Zeile"),
    "age_band": _l("Alter oder Altersgruppe"),
    "gender": _l("Geschlecht"),
    "time_of_day": _l("Tageszeit"),
}
_ALIASES = {"x": "lon", "y": "lat", "place": "geometry"}


class Columns:
    """Looks up a field in a row; `name(field)` is the heading, for messages."""

    def __init__(self, header: Sequence[str], chosen: Mapping[str, int]) -> None:
        self._header = header
        self._chosen = chosen

    def __contains__(self, field: str) -> bool:
        return field in self._chosen

    def name(self, field: str) -> str:
        """The heading or the letter of the column, an empty text for a field that is not mapped."""
        return heading(self._header, self._chosen[field]) if field in self._chosen else ""

    def value(self, row: Row, field: str) -> str:
        """The stripped cell, or an empty text for a field that is not mapped."""
        return row.cells[self._chosen[field]].strip() if field in self._chosen else ""


def heading(header: Sequence[str], index: int) -> str:
    """What a column is called in messages."""
    return header[index] or _("Spalte %(letter)s", letter=column_letter(index))


def signature(header: Sequence[str]) -> str:
    """The kind of a file: the same headings in any order give the same SHA-256 (hex)."""
    return hashlib.sha256("\x1f".join(sorted(header)).encode()).hexdigest()


def columns_of(table: Rows, mapping: Sequence[str]) -> Columns:
    """Read entries like `text=Beschreibung`; FileRefused for unknown fields or headings and for too few of them.

    A heading is found as it is written, else without regard to capitals and spaces around.
    """
    chosen: dict[str, int] = {}
    for entry in mapping:
        field, separator, heading = entry.partition("=")
        field = _ALIASES.get(field.strip(), field.strip())
        if not separator or field not in FIELDS:
            names = ", ".join(FIELDS)
            raise FileRefused(
                _("»%(entry)s« passt nicht. Möglich ist FELD=SPALTE mit: %(names)s", entry=entry, names=names)
            )
        if field in chosen:
            raise FileRefused(_("»%(field)s« ist zweimal zugeordnet.", field=field))
        chosen[field] = _index(table, heading)
    if ("lon" in chosen) != ("lat" in chosen):
        raise FileRefused(_("Bitte ordnen Sie Länge und Breite zu, nicht nur eines von beiden."))
    if not says_something(chosen, table.has_shapes):
        raise FileRefused(
            _("Bitte ordnen Sie wenigstens eine Spalte für den Text oder zwei für Länge und Breite zu.")
        )
    return Columns(table.header, chosen)


def says_something(chosen: Mapping[str, int], has_shapes: bool) -> bool:
    """Is there a text or a place in every row of such a table?"""
    return has_shapes or bool({"text", "title", "lon", "geometry", "place_text"} & set(chosen))


def _index(table: Rows, heading: str) -> int:
    exact = [i for i, name in enumerate(table.header) if name == heading.strip()]
    similar = [i for i, name in enumerate(table.header) if name.casefold() == heading.strip().casefold()]
    found = exact or similar
    if not found:
        names = ", ".join(table.header)
        raise FileRefused(
            _("Die Spalte »%(name)s« gibt es nicht. Vorhanden sind: %(names)s", name=heading, names=names)
        )
    if len(found) > 1:
        raise FileRefused(_("Die Spaltenüberschrift »%(name)s« steht zweimal da.", name=heading))
    return found[0]
