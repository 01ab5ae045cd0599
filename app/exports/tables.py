"""The tidy table as files: CSV for machines, CSV for German Excel, XLSX, Parquet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import xlsxwriter

from app.exports.workbooks import OPTIONS, Looks

FORMULA_START = ("=", "+", "-", "@", "\t", "\r", "\x00", "＝", "＋", "－", "＠")
"""Signs a spreadsheet may take for the start of a formula, full-width forms included (OWASP ASVS 5.0, 1.2.10)."""

BEHIND_SEPARATOR = re.compile(r"(?<=[;\t])(?=[=+\-@＝＋－＠])")
"""Where a German Excel that opens the comma file would begin a new cell with such a sign."""

NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
WHOLE = ("area_m2", "n_persons")
MOMENT = "%Y-%m-%dT%H:%M:%SZ"


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """UTF-8 without BOM, comma, decimal point, LF; times and dates in ISO 8601; an empty cell is no value."""
    _guarded(frame).to_csv(path, index=False, encoding="utf-8", lineterminator="\n", date_format=MOMENT)


def write_csv_de(frame: pd.DataFrame, path: Path) -> None:
    """For German Excel: UTF-8 with BOM, semicolon, decimal comma, no thousands mark, CRLF; codes stay text."""
    _guarded(frame).to_csv(
        path,
        index=False,
        encoding="utf-8-sig",
        sep=";",
        decimal=",",
        lineterminator="\r\n",
        date_format=MOMENT,
    )


def write_parquet(frame: pd.DataFrame, path: Path) -> None:
    """Apache Parquet, zstd; the column types of D4 are kept (text, float, integer, date)."""
    frame.to_parquet(path, index=False, compression="zstd")


def write_xlsx(
    sheets: dict[str, pd.DataFrame], path: Path, notes: Mapping[str, Mapping[str, str]] | None = None
) -> None:
    """One sheet a table, header row frozen and filterable; text is never read as a formula or a link.

    `notes` has for a sheet what a heading means. A line of totals (area_id `all`) stands out.
    """
    with xlsxwriter.Workbook(path, OPTIONS) as book:
        looks = Looks(book)
        for name, frame in sheets.items():
            _fill_sheet(book.add_worksheet(name[:31]), frame, looks, (notes or {}).get(name, {}))


def _fill_sheet(
    sheet: xlsxwriter.worksheet.Worksheet, frame: pd.DataFrame, looks: Looks, notes: Mapping[str, str]
) -> None:
    names = [str(name) for name in frame.columns]
    sheet.freeze_panes(
        1, names.index("name") + 1 if "name" in names[:8] else min(names.count("Kennzahl") * 2, 2)
    )
    is_total = (frame["area_id"] == "all").tolist() if "name" in names and "area_id" in names else []
    for column, title in enumerate(names):
        sheet.write_string(0, column, title, looks.head)
        if title in notes:
            sheet.write_comment(0, column, notes[title], {"x_scale": 2})
        values = frame.iloc[:, column].tolist()
        numbers = [value for value in values if isinstance(value, float) and value == value]
        digits = 0 if title in WHOLE or all(number == round(number) for number in numbers) else 1
        for row, value in enumerate(values, start=1):
            looked = looks.number(digits, is_total=bool(is_total) and is_total[row - 1])
            _write_cell(sheet, row, column, value, looked)
        longest = max(
            (len(line) for value in values[:200] for line in _as_text(value).split("\n")), default=0
        )
        width = longest + 2 if numbers == [] else max(longest + 1, 9)
        sheet.set_column(column, column, max(min(width, 50), min(len(title) + 3, 24)))
    if len(frame):
        sheet.autofilter(0, 0, len(frame), max(len(names) - 1, 0))


def _write_cell(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: object, looked: object
) -> None:
    if value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and value != value):
        return
    if isinstance(value, bool) or not isinstance(value, int | float):
        sheet.write_string(row, column, _as_text(value))
    else:
        sheet.write_number(row, column, value, looked)


def _as_text(value: object) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _guarded(frame: pd.DataFrame) -> pd.DataFrame:
    """Put an apostrophe before text that a spreadsheet would run; taking it off again gives the text back.

    The same stands behind a semicolon or tab in a text, for programs that take these for the end of a cell.

    Plain numbers stay as they are, so that "-5" keeps its sign and a code "007" its zeros.
    """
    guarded = frame.copy()
    for column in guarded.columns:
        if pd.api.types.is_string_dtype(guarded[column]) or guarded[column].dtype == object:
            guarded[column] = guarded[column].map(guard)
    return guarded


def guard(value: object) -> object:
    """One cell; what is no text, and a plain number, comes back as it is."""
    if not isinstance(value, str) or NUMBER.fullmatch(value):
        return value
    value = BEHIND_SEPARATOR.sub("'", value)
    return "'" + value if value.startswith(FORMULA_START) else value
