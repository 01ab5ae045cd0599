"""Cells to values: numbers as Germans and machines write them, dates, places. ValueError when it is none."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import shapely

MISSING = {"", "-", "–", "null", "none", "nan", "na", "n/a", "k. a.", "k.a."}
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?(e[+-]?\d{1,3})?", re.IGNORECASE | re.ASCII)
_COMMA = re.compile(
    r"[+-]?(\d+,\d+(e[+-]?\d{1,3})?|\d{1,3}(\.\d{3})+,\d+|\d{1,3}(\.\d{3}){2,})", re.ASCII | re.IGNORECASE
)
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


def coordinate(cell: str) -> float:
    """One coordinate: a number, or degrees with sign and side: `9,01°`, `9,01 O`, `52°00\'36" N`, `="9,01"`.

    ValueError for anything else; south and west are below zero.
    """
    text = cell.strip()
    if match := _EXCEL_TEXT.fullmatch(text):
        text = match[1].strip()
    if match := _DEGREES.fullmatch(text):
        return _signed(*match.groups())
    if match := _SIDE.fullmatch(text):
        value = number(match[1])
        return -value if (match[2] or "").upper() in ("S", "W") else value
    return number(text)


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


@dataclass(frozen=True)
class Written:
    """A shape as it is written in one cell; `srid` when it is stated; `ordered` when x is known to come first."""

    shape: shapely.Geometry
    srid: int | None = None
    ordered: bool = True


_EWKT = re.compile(
    r"(?:SRID\s*=\s*(\d{3,6})\s*;\s*)?((?:MULTI)?(?:POINT|LINESTRING|POLYGON)\b.*)", re.IGNORECASE | re.DOTALL
)
_DEGREES = re.compile(
    r"(\d{1,3})\s*°\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*[\'′]\s*)?(?:(\d{1,2}(?:[.,]\d+)?)\s*[\"″]\s*)?([NSOEW])",
    re.IGNORECASE,
)
_EXCEL_TEXT = re.compile(r'="([^"]*)"')
"""How Excel keeps a text a text in CSV."""
_SIDE = re.compile(r"(.*\d)\s*(?:°|°?\s*([NSOEW]))", re.IGNORECASE)
_LONGEST_WRITTEN = 500_000


def written_place(cell: str) -> Written:
    """`50.7, 7.1`, `50,7; 7,1`, `50,7 7,1`, `50°44\'N 7°6\'O`, WKT and EWKT (`SRID=25832;POINT(…)`).

    Of two bare numbers the one that fits Germany\'s latitudes is the latitude; the result has x first.
    """
    if len(cell) > _LONGEST_WRITTEN:
        raise ValueError(cell[:40])
    if match := _EWKT.fullmatch(cell.strip()):
        try:
            shape = shapely.from_wkt(match[2])
        except shapely.errors.ShapelyError as error:
            raise ValueError(cell[:40]) from error
        return Written(shape, int(match[1]) if match[1] else None)
    if "°" in cell and (found := _degrees(cell)):
        return Written(found)
    first, second = _two_numbers(cell.strip().strip("()[]{}"))
    if 45 <= first <= 56 and 5 <= second <= 18:
        first, second = second, first
    elif abs(first) <= 90 and abs(second) <= 180 and not (5 <= first <= 18 and 45 <= second <= 56):
        return Written(shapely.Point(second, first), ordered=False)
    return Written(shapely.Point(first, second))


def _signed(degrees: str, minutes: str, seconds: str, side: str) -> float:
    parts = [number(part) if part else 0.0 for part in (degrees, minutes, seconds)]
    value = parts[0] + parts[1] / 60 + parts[2] / 3600
    return -value if side.upper() in "SW" else value


def _degrees(cell: str) -> shapely.Point | None:
    found = {}
    for degrees, minutes, seconds, side in _DEGREES.findall(cell):
        found["lat" if side.upper() in "NS" else "lon"] = _signed(degrees, minutes, seconds, side)
    return shapely.Point(found["lon"], found["lat"]) if len(found) == 2 else None


def _two_numbers(cell: str) -> tuple[float, float]:
    for pattern in (r"\s*[;|/]\s*", r",\s+|\s+,", r"\s+", r","):
        parts = re.split(pattern, cell)
        if pattern == r"," and len(parts) == 4:
            parts = [",".join(parts[:2]), ",".join(parts[2:])]
        elif pattern == r"," and "." not in cell:
            break
        if len(parts) == 2 and all(parts):
            return number(parts[0]), number(parts[1])
    raise ValueError(cell[:40])
