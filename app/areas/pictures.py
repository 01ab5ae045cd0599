"""A picture of a table in words: what each line and each column is taken for, for a page that shows both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.areas.age_bands import AGE_BANDS, ROLLUP_LABELS
from app.areas.heads import Meaning
from app.areas.labels import ALL, SEX_LABELS, Ages, band_of
from app.areas.marks import is_mark
from app.areas.sheets import Line, Sheet
from app.areas.tables import BODY, HEAD
from app.areas.understanding import Understood

_FIRST, _LAST, _MOST_COLUMNS = 12, 5, 40
WORDS = {
    "title": _l("Titel, nicht gelesen"),
    "head": _l("Kopfzeile"),
    "area": _l("Raum"),
    "sum": _l("Summe, nur zur Prüfung"),
    "left_out": _l("weggelassen"),
    "section": _l("Zwischenzeile, nicht gelesen"),
    "open": _l("Raum unklar"),
    "footnote": _l("Fußnote, nicht gelesen"),
    "skipped": _l("Kopfzeile wiederholt"),
    "unread": _l("noch nicht erkannt"),
}


@dataclass(frozen=True)
class PictureLine:
    """One line of the table; `kind` is a key of WORDS, `cells` pairs of text and role (area, value, mark, other)."""

    number: int
    kind: str
    cells: list[tuple[str, str]]

    @property
    def word(self) -> object:
        return WORDS[self.kind]


@dataclass(frozen=True)
class Picture:
    """Lines from the beginning and the end; `left_out` are lines between them, `more` columns to the right."""

    columns: list[str]
    roles: list[str]
    first: list[PictureLine]
    last: list[PictureLine]
    left_out: int
    more: int
    turned: bool = False


def picture(sheet: Sheet, found: Understood | None, meant: Mapping[int, str] | None = None) -> Picture:
    """`meant` says in words what each column with values is; columns without are not read."""
    meant = meant or {}
    lines = _turned(found) if found is not None and found.table.turned else sheet.lines
    lines = [line for line in lines if line.filled]
    width = max((len(line.cells) for line in lines), default=0)
    shown = min(width, _MOST_COLUMNS)
    roles = [_role(i, found, meant) for i in range(shown)]
    columns = [_column_word(i, found, meant) for i in range(shown)]
    kinds = _kinds(found)
    drawn = [_draw(line, kinds.get(line.number, "unread"), roles, shown) for line in lines]
    first, last = drawn[:_FIRST], drawn[max(_FIRST, len(drawn) - _LAST) :]
    return Picture(
        columns,
        roles,
        first,
        last,
        len(drawn) - len(first) - len(last),
        width - shown,
        found is not None and found.table.turned,
    )


def meaning_words(said: Meaning) -> str:
    """`6–9, weiblich, 31.12.2024`: whom a column counts."""
    words = []
    if isinstance(said.ages, Ages):
        band = band_of(said.ages)
        words.append(str(AGE_BANDS[band]) if band else _("passt in keine Altersgruppe"))
    elif said.ages in (ALL, None):
        words.append(_("Anzahl"))
    elif said.ages:
        words.append(str(AGE_BANDS.get(said.ages, ROLLUP_LABELS["all"])))
    if said.sex not in (ALL, None):
        words.append(str(SEX_LABELS[said.sex or ALL]))
    if said.day or said.year:
        words.append(str(format_date(said.day)) if said.day else str(said.year))
    return ", ".join(words)


def _kinds(found: Understood | None) -> dict[int, str]:
    if found is None:
        return {}
    kinds = {number: part for number, part in found.table.parts.items() if part != BODY}
    return kinds | {row.line: row.kind for row in found.rows}


def _turned(found: Understood | None) -> list[Line]:
    assert found is not None
    heads = [number for number, part in found.table.parts.items() if part == HEAD]
    head = Line(heads[0] if heads else 1, found.table.header)
    return [head, *(Line(row.line, row.cells) for row in found.rows)]


def _role(column: int, found: Understood | None, meant: Mapping[int, Any]) -> str:
    if found is not None and column == found.area_column:
        return "area"
    return "value" if column in meant else "other"


def _column_word(column: int, found: Understood | None, meant: Mapping[int, str]) -> str:
    if found is None:
        return ""
    if column == found.area_column:
        return str(_("Räume"))
    return meant.get(column) or str(_("nicht gelesen"))


def _draw(line: Line, kind: str, roles: list[str], shown: int) -> PictureLine:
    cells = (line.cells + [""] * shown)[:shown]
    values = kind in {"area", "sum"}
    return PictureLine(
        line.number,
        kind,
        [
            (
                text,
                "mark" if values and roles[i] == "value" and is_mark(text) else roles[i] if values else kind,
            )
            for i, text in enumerate(cells)
        ],
    )
