"""Which column of a table means what: `--map text=Beschreibung` read and checked against the headings."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from app.contributions.importing.problems import FileRefused
from app.contributions.importing.reading import Row, Table

FIELDS = ("text", "title", "lon", "lat", "quality", "code", "created", "person", "id")
_ALIASES = {"x": "lon", "y": "lat"}


class Columns:
    """Looks up a field in a row; `name(field)` is the heading, for messages."""

    def __init__(self, table: Table, chosen: dict[str, int]) -> None:
        self._header = table.header
        self._chosen = chosen

    def __contains__(self, field: str) -> bool:
        return field in self._chosen

    def name(self, field: str) -> str:
        """The heading, or an empty text for a field that is not mapped."""
        return self._header[self._chosen[field]] if field in self._chosen else ""

    def value(self, row: Row, field: str) -> str:
        """The stripped cell, or an empty text for a field that is not mapped."""
        return row.cells[self._chosen[field]].strip() if field in self._chosen else ""


def columns_of(table: Table, mapping: Sequence[str]) -> Columns:
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
        raise FileRefused(_("Bitte ordnen Sie lon und lat zu, nicht nur eines von beiden."))
    if not {"text", "title", "lon"} & set(chosen):
        raise FileRefused(
            _("Bitte ordnen Sie wenigstens text oder lon und lat zu, zum Beispiel --map text=SPALTE.")
        )
    return Columns(table, chosen)


def _index(table: Table, heading: str) -> int:
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
