"""The tidy table as files: CSV for machines, CSV for German Excel, XLSX, Parquet."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import xlsxwriter

FORMULA_START = ("=", "+", "-", "@", "\t", "\r", "\x00", "＝", "＋", "－", "＠")
"""Signs a spreadsheet may take for the start of a formula, full-width forms included (OWASP ASVS 5.0, 1.2.10)."""

BEHIND_SEPARATOR = re.compile(r"(?<=[;\t])(?=[=+\-@＝＋－＠])")
"""Where a German Excel that opens the comma file would begin a new cell with such a sign."""

NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
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


def write_xlsx(sheets: dict[str, pd.DataFrame], path: Path) -> None:
    """One sheet a table, header row frozen and filterable; text is never read as a formula or a link."""
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
    }
    with xlsxwriter.Workbook(path, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        for name, frame in sheets.items():
            _fill_sheet(book.add_worksheet(name[:31]), frame, bold)


def _fill_sheet(sheet: xlsxwriter.worksheet.Worksheet, frame: pd.DataFrame, bold: object) -> None:
    sheet.freeze_panes(1, 0)
    for column, title in enumerate(frame.columns):
        sheet.write_string(0, column, str(title), bold)
        values = frame[title].tolist()
        for row, value in enumerate(values, start=1):
            if (
                value is None
                or value is pd.NaT
                or value is pd.NA
                or (isinstance(value, float) and value != value)
            ):
                continue
            if isinstance(value, bool) or not isinstance(value, int | float):
                sheet.write_string(row, column, _as_text(value))
            else:
                sheet.write_number(row, column, value)
        longest = max((len(_as_text(value)) for value in values[:200]), default=0)
        sheet.set_column(column, column, min(max(len(str(title)), longest) + 2, 60))
    if len(frame):
        sheet.autofilter(0, 0, len(frame), max(len(frame.columns) - 1, 0))


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
