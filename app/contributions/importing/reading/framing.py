"""What people write around a table: a title above the headings, sums and sources below, the headings once more."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flask_babel import gettext as _

from app.contributions.importing.reading.table import Row

_MOST_ABOVE = 20
_SUM = re.compile(
    r"(?:summen?|gesamt(?:summe|zahl|ergebnis)?|insgesamt|anzahl|total)\s*:?\s*[\d.,]*", re.IGNORECASE
)
_SOURCE = re.compile(r"(?:(?:daten)?quelle|stand|datenstand)\s*:|©|\(c\)", re.IGNORECASE)
_NUMBER = re.compile(r"[\d.,\s%€]+")


def head_at(rows: Sequence[Row]) -> int:
    """Where the headings of a text table are: 0, or below lines that fill a single cell (a title, the day)."""
    for index, row in enumerate(rows[:_MOST_ABOVE]):
        filled = [cell for cell in row.cells if cell.strip()]
        if len(filled) > 1:
            # Words with a space in front were no cells: the sign between them was a comma of prose.
            is_head = len(set(filled)) == len(filled) and not any(cell.startswith(" ") for cell in filled)
            return index if is_head and index + 1 < len(rows) else 0
    return 0


def head_note(line: int) -> str:
    return str(_("Die Überschriften stehen in Zeile %(line)s.", line=line))


def without_frame(header: Sequence[str], rows: Sequence[Row]) -> tuple[list[Row], list[str]]:
    """The rows without repeated headings and without sums and sources at the end; notes say what was left out."""
    end = len(rows)
    while end and _is_below(rows[end - 1], len(header)):
        end -= 1
    names = [name for name in header if name]
    kept = [
        row for row in rows[:end] if len(names) < 2 or [cell.strip() for cell in row.cells if cell] != names
    ]
    notes = [
        str(_("Zeile %(line)s ist eine Summe oder Fußzeile und wurde nicht gelesen: »%(text)s«",
              line=row.line, text=" ".join(filter(None, row.cells))[:80]))
        for row in rows[end:]
    ]  # fmt: skip
    if again := [str(row.line) for row in rows[:end] if row not in kept]:
        notes.append(
            str(_("Hier stehen noch einmal die Überschriften: Zeile %(lines)s.", lines=", ".join(again[:20])))
        )
    return kept, notes


def _is_below(row: Row, width: int) -> bool:
    """A sum has a word for it and nothing but numbers beside, with a gap; a source has one cell."""
    filled = [cell.strip() for cell in row.cells if cell.strip()]
    if width < 2 or not filled or len(filled) == width or row.shape is not None:
        return False
    if len(filled) == 1 and _SOURCE.match(filled[0]):
        return True
    return bool(_SUM.fullmatch(filled[0])) and all(_NUMBER.fullmatch(cell) for cell in filled[1:])
