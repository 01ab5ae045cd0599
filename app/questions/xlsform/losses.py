"""What an exchange with XLSForm loses, said cell by cell: nothing is dropped in silence."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask_babel import gettext as _

from app.base.errors import DomainError

_SHOWN = 8


class FormRefused(DomainError):
    """The file is no usable XLSForm; the message says why and what helps."""


@dataclass(frozen=True)
class NotTaken:
    """One thing that is lost: sheet, row as the program shows it (0: the whole sheet), column, a sentence."""

    sheet: str
    row: int
    column: str
    what: str


@dataclass
class Losses:
    """Collects what is lost; the same sentence about several rows of a column becomes one entry."""

    _rows: dict[tuple[str, str, str], list[int]] = field(default_factory=dict)

    def note(self, sheet: str, row: int, column: str, what: object) -> None:
        rows = self._rows.setdefault((sheet, column, str(what)), [])
        if row not in rows:
            rows.append(row)

    def listed(self) -> list[NotTaken]:
        """In the order of sheets as they were met, then of rows."""
        order = {sheet: at for at, sheet in enumerate(dict.fromkeys(sheet for sheet, *_rest in self._rows))}
        found = [
            NotTaken(sheet, rows[0], column, _with_rows(what, rows[1:]))
            for (sheet, column, what), rows in self._rows.items()
        ]
        return sorted(found, key=lambda one: (order[one.sheet], one.row))


def _with_rows(what: str, more: list[int]) -> str:
    if not more:
        return what
    rows = ", ".join(str(row) for row in more[:_SHOWN])
    if len(more) > _SHOWN:
        rows = _("%(rows)s und %(more)s weitere", rows=rows, more=len(more) - _SHOWN)
    return _("%(what)s (auch in Zeile %(rows)s)", what=what, rows=rows)
