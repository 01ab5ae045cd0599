"""XLSForm workbooks as a stranger would write them, from rows with a head."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from app.questions.xlsform import Read, read_xlsform

Rows = Sequence[Sequence[Any]]


def workbook(path: Path, survey: Rows, choices: Rows = (), settings: Rows = (), **others: Rows) -> Path:
    """Write the sheets; cells keep their types, a text that begins with = is a formula."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in {"survey": survey, "choices": choices, "settings": settings, **others}.items():
        if rows:
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(list(row))
    book.save(path)
    return path


YES_NO: Rows = (("list_name", "name", "label"), ("yn", "yes", "Ja"), ("yn", "no", "Nein"))


def read_rows(
    folder: Path, survey: Rows, choices: Rows = YES_NO, settings: Rows = (), **others: Rows
) -> Read:
    return read_xlsform(workbook(folder / "form.xlsx", survey, choices, settings, **others), folder)


def losses(read: Read, sheet: str = "survey") -> dict[tuple[int, str], str]:
    """What was not taken from a sheet, by row and column."""
    return {(one.row, one.column): one.what for one in read.not_taken if one.sheet == sheet}
