"""Excel workbook in bounded memory: German headings, real dates and numbers, a sheet that explains the columns."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import xlsxwriter
from flask_babel import gettext as _

from app.contributions.extracts import Column
from app.contributions.extracts.columns import GROUPS, TIME, YES_NO
from app.exports.streams import cells
from app.exports.workbooks import OPTIONS, Looks

MOST_ROWS = 1_048_575
"""Excel's 1,048,576 without the heading."""
LONGEST_CELL = 32_767
_WIDTHS = {
    "said_at": 16,
    "text": 60,
    "released_text": 60,
    "title": 30,
    "place_text": 30,
    "contribution_id": 38,
}


def write(columns: tuple[Column, ...], batches: Iterable[pa.RecordBatch], path: Path, zone: str) -> None:
    """Sheet »Beiträge«, one row a contribution, and sheet »Spalten«. Text is never read as a formula or a link."""
    with xlsxwriter.Workbook(path, {**OPTIONS, "constant_memory": True, "tmpdir": str(path.parent)}) as book:
        looks = Looks(book)
        sheet = book.add_worksheet(_("Beiträge"))
        sheet.freeze_panes(1, 0)
        for number, column in enumerate(columns):
            width = _WIDTHS.get(column.name, max(12, min(len(str(column.label)) + 3, 28)))
            sheet.set_column(number, number, width, looks.for_column(column.kind, column.decimals))
        sheet.set_row(0, 30)
        for number, column in enumerate(columns):
            sheet.write_string(0, number, str(column.label), looks.head)
        row = 0
        for batch in batches:
            lists = [_values(batch.column(column.name), column, zone) for column in columns]
            for values in zip(*lists, strict=True):
                row += 1
                _write_row(sheet, row, values, looks)
        if columns:
            sheet.autofilter(0, 0, row, len(columns) - 1)
        _explain(book.add_worksheet(_("Spalten")), columns, looks)


def _values(values: pa.Array, column: Column, zone: str) -> list[Any]:
    if column.kind == TIME:
        local = pc.local_timestamp(
            values.cast(pa.timestamp("s", "UTC"), safe=False).cast(pa.timestamp("s", zone))
        )
        return local.to_pylist()
    if column.kind == YES_NO:
        return cells.truths(values, (_("ja"), _("nein"))).to_pylist()
    return cells.plain(values).to_pylist()


def _write_row(sheet: Any, row: int, values: tuple[Any, ...], looks: Looks) -> None:
    for number, value in enumerate(values):
        if value is None:
            continue
        if isinstance(value, float):
            sheet.write_number(row, number, value)
        elif isinstance(value, str):
            sheet.write_string(row, number, value[:LONGEST_CELL])
        else:
            sheet.write_datetime(row, number, value, looks.moment)


def _explain(sheet: Any, columns: tuple[Column, ...], looks: Looks) -> None:
    sheet.freeze_panes(1, 0)
    for number, (head, width) in enumerate(
        ((_("Spalte"), 42), (_("Name für Programme"), 42), (_("Was darin steht"), 90))
    ):
        sheet.set_column(number, number, width)
        sheet.write_string(0, number, head, looks.head)
    for row, column in enumerate(columns, start=1):
        told = str(GROUPS[column.group][1]) if column.group else _("Damit finden Sie den Beitrag wieder.")
        for number, text in enumerate((str(column.label), column.name, told)):
            sheet.write_string(row, number, text)
