"""Cells to values: numbers as Germans and machines write them, dates, qualities. ValueError when it is none."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask_babel import force_locale

from app.contributions.vocabulary import QUALITIES

MISSING = {"", "-", "–", "null", "none", "nan", "na", "n/a", "k. a.", "k.a."}
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?(e[+-]?\d{1,3})?", re.IGNORECASE | re.ASCII)
_COMMA = re.compile(r"[+-]?(\d+,\d+|\d{1,3}(\.\d{3})+,\d+|\d{1,3}(\.\d{3}){2,})", re.ASCII)
_POINT = re.compile(r"[+-]?(\d{1,3}(,\d{3})+\.\d+|\d{1,3}(,\d{3}){2,})", re.ASCII)
"""German and English ways to write decimals and thousands; one dot alone is a decimal point."""

_GERMAN_DAY = re.compile(
    r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*Uhr)?)?"
)


def is_missing(cell: str) -> bool:
    return cell.casefold() in MISSING


def number(cell: str) -> float:
    """A finite number with decimal point or comma: `7.1`, `7,1`, `5.620.123,45`, `5 620 123`."""
    text = re.sub(r"[\s\u00a0\u202f'’]", "", cell)
    if _COMMA.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    elif _POINT.fullmatch(text):
        text = text.replace(",", "")
    if not _NUMBER.fullmatch(text):
        raise ValueError(cell)
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(cell)
    return value


def moment(cell: str, zone: ZoneInfo) -> datetime:
    """An ISO or German date, with or without a time, in UTC; without a zone it is the town's."""
    if match := _GERMAN_DAY.fullmatch(cell):
        day, month, year, *clock = match.groups()
        full_year = int(year) + (0 if len(year) == 4 else 1900 if int(year) >= 70 else 2000)
        hour, minute, second = (int(part or 0) for part in clock)
        found = datetime(full_year, int(month), int(day), hour, minute, second, tzinfo=zone)
    else:
        found = datetime.fromisoformat(cell)
        found = found if found.tzinfo else found.replace(tzinfo=zone)
    try:
        return found.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(cell) from error


def quality_names() -> dict[str, str]:
    """Codes and German labels of C2 qualities, without regard to capitals, to codes."""
    with force_locale("de"):
        labels = {str(quality.label).casefold(): code for code, quality in QUALITIES.items()}
    return {**labels, **{code: code for code in QUALITIES}}
