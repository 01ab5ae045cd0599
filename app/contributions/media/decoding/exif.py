"""Place and time in a photo (Exif 2.32, CIPA DC-008); whatever makes no sense is as if it were not there."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from PIL import ExifTags, Image

LOCAL = ZoneInfo("Europe/Berlin")
"""A camera that tells no zone was in that of the town."""
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


def place_and_time(image: Image.Image) -> tuple[tuple[float, float] | None, str | None]:
    """(longitude, latitude) in degrees and the time as ISO 8601 in UTC, each None when it is not there or nonsense."""
    try:
        exif = image.getexif()
        gps, photo = exif.get_ifd(ExifTags.IFD.GPSInfo), exif.get_ifd(ExifTags.IFD.Exif)
    except Exception:  # Pillow raises whatever a broken table makes it stumble over.
        return None, None
    return _place(gps), _time(exif, photo)


def _place(gps: dict[int, Any]) -> tuple[float, float] | None:
    latitude = _degrees(gps, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, "S")
    longitude = _degrees(gps, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, "W")
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    if latitude == 0 and longitude == 0:
        return None
    return round(longitude, 6), round(latitude, 6)


def _degrees(gps: dict[int, Any], tag: int, reference: int, negative: str) -> float | None:
    try:
        parts = [float(part) for part in gps[tag]]
        value = parts[0] + parts[1] / 60 + parts[2] / 3600
        side = gps.get(reference, "")
        side = side.decode("ascii", "replace") if isinstance(side, bytes) else str(side)
    except (KeyError, IndexError, TypeError, ValueError, ZeroDivisionError):
        return None
    if not math.isfinite(value):
        return None
    return -value if side.strip("\x00 ").upper().startswith(negative) else value


def _time(exif: Image.Exif, photo: dict[int, Any]) -> str | None:
    base = ExifTags.Base
    for tag, offset in (
        (base.DateTimeOriginal, base.OffsetTimeOriginal),
        (base.DateTimeDigitized, base.OffsetTimeDigitized),
        (base.DateTime, base.OffsetTime),
    ):
        said = photo.get(tag) or exif.get(tag)
        zone = photo.get(offset) or exif.get(offset) or ""
        if (found := _moment(said, zone)) is not None:
            return found.isoformat()
    return None


def _moment(said: Any, zone: Any) -> datetime | None:
    try:
        naive = datetime.strptime(str(said).strip("\x00 ")[:19], "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007
        try:
            moment = datetime.fromisoformat(naive.isoformat() + str(zone).strip("\x00 "))
        except ValueError:
            moment = naive
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=LOCAL)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if _EARLIEST <= moment <= datetime.now(UTC) + timedelta(days=1) else None
